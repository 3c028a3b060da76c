import { importPortRoles } from '../port-roles.ts';
import { type ListImporter, listedNames, type SourceText } from './importer.ts';
import { nameOfRemark, spelled } from './names.ts';

/** ModemManager's rules of ports (`77-mm-*.rules`): the ids that they give a role, and the remark above the rules of one. */
export const modemManager: ListImporter = {
  list: 'modemmanager',
  title: 'ModemManager, port rules',
  place: 'src/plugins, 77-mm-*.rules',
  takes: (path) => /(^|\/)77-mm-[a-z0-9-]+\.rules$/.test(path),
  read: (texts) => {
    const files = texts.map(({ path, text }) => ({ name: path.slice(path.lastIndexOf('/') + 1), text }));
    const ids = Object.keys(importPortRoles(files, 'ModemManager').ids);
    const named = texts.flatMap((text) => [...namesOf(text)]).filter(([id]) => ids.includes(id));
    return listedNames([...ids.map((id) => [id, null] as const), ...named]);
  },
};

/** What a rule does beside a role of a port is no name: `doesn't support multiplexing`. */
const ABOUT_WORK = /\b(doesn't|don't|does not|disable|require|ports?|only|composition layout|crashes)\b/i;

function* namesOf({ path, text }: SourceText): Generator<readonly [string, string | null]> {
  const maker = /77-mm-([a-z0-9]+)/.exec(path)?.[1] ?? '';
  let name: string | null = null;
  let inRemark = false;
  for (const line of text.split('\n')) {
    if (line.trim() === '') name = null;
    // Only the first line of a remark names the model; the others tell its ports.
    const remark = /^#\s?(\S.*)$/.exec(line)?.[1];
    if (remark !== undefined && !inRemark) name = ABOUT_WORK.test(remark) ? null : withMaker(nameOfRemark(remark), maker);
    inRemark = line.startsWith('#');
    const id = idOf(line);
    if (id !== null && !inRemark) yield [id, name];
  }
}

/** Rules of one maker often leave its name out. */
function withMaker(name: string | null, maker: string): string | null {
  if (name === null || !/\d/.test(name.split(' ')[0] ?? '') || maker === 'x22x') return name;
  return `${maker === 'simtech' ? 'SIMCom' : spelled(maker.toUpperCase())} ${name}`;
}

function idOf(line: string): string | null {
  const vid = /ATTRS\{idVendor\}=="([0-9a-f]{4})"/i.exec(line)?.[1];
  const pid = /ATTRS\{idProduct\}=="([0-9a-f]{4})"/i.exec(line)?.[1];
  return vid === undefined || pid === undefined ? null : `${vid}:${pid}`.toLowerCase();
}
