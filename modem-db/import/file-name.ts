import type { StringMatch } from '../schema.ts';
import type { ImportProblem } from './draft.ts';
import { matchKeys, nearest } from './keys.ts';
import { shown } from './plain-text.ts';

/** What the name of a file says about whose entry it holds. */
export interface NamedId {
  readonly id: string;
  readonly when: readonly StringMatch[];
  /** Whether it is a name of usb_modeswitch's own form, `12d1:1446`, `0471:1210:uMa=Philips`. */
  readonly own: boolean;
}

/** A name is looked at this far. */
const MAX_NAME = 255;

/**
 * The ids of a file's name, a path before it does not matter: in the form of usb_modeswitch's dispatcher, or as such a name is on a system
 * that has no `:` in names (`12d1_1f01`, `12d1-1f01 (2).conf`). Undefined where it has none. What is wrong with its matches goes to `problems`.
 */
export function readFileName(path: string, problems: ImportProblem[]): NamedId | undefined {
  // A `:` in a name becomes U+F03A where a share of Windows' kind has it, `%3A` where a browser does.
  const name = (path.split(/[/\\]/).at(-1) ?? '').slice(0, MAX_NAME).replace(/\uf03a|%3a/gi, ':');
  const own = /^([0-9a-f]{4}):([0-9a-f]{4})(?::(.*))?$/is.exec(name);
  if (own) {
    const when = matchesOf((own[3] ?? '').split(':'), 0, problems);
    return { id: idOf(own[1], own[2]), when, own: true };
  }
  const spelled = /vid[_=]?([0-9a-f]{4})[^0-9a-z]{0,2}pid[_=]?([0-9a-f]{4})(?![0-9a-f])/i.exec(name);
  if (spelled) return { id: idOf(spelled[1], spelled[2]), when: [], own: false };
  const other = /(?<![0-9a-z])(?:0x)?([0-9a-f]{4})[^0-9a-z]{1,3}(?:0x)?([0-9a-f]{4})(?![0-9a-z])(.*)$/is.exec(name);
  if (other) {
    const matches = [...(other[3] ?? '').matchAll(/([us][A-Z][a-z])=([^:_;]*)/g)].map(([, key = '', value = '']) => `${key}=${value}`);
    const when = matchesOf(matches.map(withoutEnding), 0, problems);
    return { id: idOf(other[1], other[2]), when, own: false };
  }
  // Eight digits of ten are a date as well.
  const joined = /^([0-9a-f]{4})([0-9a-f]{4})(?:\.[a-z]+)?$/i.exec(name);
  return joined && /[a-f]/i.test(`${joined[1]}${joined[2]}`) ? { id: idOf(joined[1], joined[2]), when: [], own: false } : undefined;
}

const idOf = (vid = '', pid = '') => `${vid}:${pid}`.toLowerCase();
const withoutEnding = (match: string) => match.replace(/\.(?:conf|txt|cfg)$/i, '').trim();

/** `uMa=Philips` and the like, which must all hold. What is none of these is a problem. */
export function matchesOf(texts: readonly string[], line: number, problems: ImportProblem[]): StringMatch[] {
  const when: StringMatch[] = [];
  for (const text of texts) {
    if (text === '') continue;
    const at = text.indexOf('=');
    const short = at < 0 ? text : text.slice(0, at);
    const contains = at < 0 ? '' : text.slice(at + 1);
    const key = Object.hasOwn(matchKeys, short) ? matchKeys[short] : undefined;
    if (key === undefined || contains === '' || contains.length > 64) {
      const suggestion = nearest(short.slice(0, 20), Object.keys(matchKeys));
      problems.push({
        line,
        message: `The match ${shown(text)} is not known`,
        ...(suggestion !== undefined && key === undefined ? { suggestion } : {}),
      });
    } else when.push({ key, contains });
  }
  return when;
}
