import { z } from 'zod';

/** What ModemManager's rules say of one serial port. `audio` and `ignore`: nothing is ever written to it. */
export const listedPortRoles = ['at', 'modem', 'diag', 'gps', 'audio', 'ignore'] as const;
export type ListedPortRole = (typeof listedPortRoles)[number];

/** `port-roles.json`: roles by bInterfaceNumber (decimal) for each `vid:pid`. */
export const PortRoleFile = z.strictObject({
  source: z.string().min(8).max(300),
  ids: z.record(
    z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/),
    z.strictObject({
      file: z.string().regex(/^77-mm-[a-z0-9-]+\.rules$/),
      ports: z.record(z.string().regex(/^(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/), z.enum(listedPortRoles)),
    }),
  ),
});
export type PortRoleFile = z.infer<typeof PortRoleFile>;

/** One rule of a file: its number of the interface, and the mark that it sets. */
interface PortRule {
  readonly id: string;
  readonly number: number;
  readonly mark: string;
}

const MARKS = ['AT_PRIMARY', 'AT_SECONDARY', 'AT_PPP', 'QCDM', 'GPS', 'AUDIO', 'IGNORE'];
const HEX4 = /^[0-9a-f]{4}$/i;

/**
 * The table from ModemManager's own udev rules (`77-mm-*.rules`; what it makes of each mark is in its src/mm-port-probe.c and
 * src/mm-base-modem.c). Rules that name vendor, product and interface are read; those that go by class codes are in the vendors' files.
 * @param files name without folder and text of each; any order, the same files give the same table
 */
export function importPortRoles(files: readonly { readonly name: string; readonly text: string }[], source: string): PortRoleFile {
  const ids: PortRoleFile['ids'] = {};
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, text } of sorted) {
    const rules = text.split('\n').flatMap(readRule);
    for (const id of new Set(rules.map((rule) => rule.id))) {
      const ports = rolesOf(rules.filter((rule) => rule.id === id));
      if (Object.keys(ports).length > 0) ids[id] ??= { file: name, ports };
    }
  }
  return PortRoleFile.parse({ source, ids: Object.fromEntries(Object.entries(ids).sort(([a], [b]) => (a < b ? -1 : 1))) });
}

/** A line of a rules file: pairs of key and value, the keys that compare with `==`, those that set with `=`. */
function readRule(line: string): PortRule[] {
  if (line.startsWith('#')) return [];
  const compared = new Map([...line.matchAll(/([A-Za-z_.{}]+)=="([^"]*)"/g)].map(([, key, value]) => [key ?? '', value ?? '']));
  const vid = compared.get('ATTRS{idVendor}') ?? '';
  const pid = compared.get('ATTRS{idProduct}') ?? '';
  const number = compared.get('ENV{.MM_USBIFNUM}') ?? compared.get('ATTRS{bInterfaceNumber}') ?? '';
  if (!HEX4.test(vid) || !HEX4.test(pid) || !/^[0-9a-f]{2}$/i.test(number)) return [];
  const id = `${vid}:${pid}`.toLowerCase();
  return [...line.matchAll(/ENV\{ID_MM_PORT_(?:TYPE_)?([A-Z_]+)\}="1"/g)].flatMap(([, mark = '']) =>
    MARKS.includes(mark) ? [{ id, number: Number.parseInt(number, 16), mark }] : [],
  );
}

/**
 * Our words for a modem's marks. The secondary AT port is the one for data calls, unless another is marked for PPP or there is no
 * primary one.
 */
function rolesOf(rules: readonly PortRule[]): Record<string, ListedPortRole> {
  const has = (mark: string) => rules.some((rule) => rule.mark === mark);
  const secondary: ListedPortRole = has('AT_PPP') || !has('AT_PRIMARY') ? 'at' : 'modem';
  const words: Readonly<Record<string, ListedPortRole>> = {
    ...{ AT_PRIMARY: 'at', AT_SECONDARY: secondary, AT_PPP: 'modem' },
    ...{ QCDM: 'diag', GPS: 'gps', AUDIO: 'audio', IGNORE: 'ignore' },
  };
  const roles = new Map<number, ListedPortRole>();
  // What may be asked goes before what must not: a port that is marked twice (PPP and AT) is one for AT.
  for (const mark of MARKS)
    for (const rule of rules) {
      const role = rule.mark === mark ? words[mark] : undefined;
      if (role !== undefined && !roles.has(rule.number)) roles.set(rule.number, role);
    }
  return Object.fromEntries([...roles].sort(([a], [b]) => a - b).map(([number, role]) => [String(number), role]));
}

/** The file as it stands in the tree: one line for each id. */
export function writePortRoles({ source, ids }: PortRoleFile): string {
  const lines = Object.entries(ids).map(([id, { file, ports }]) => {
    const roles = Object.entries(ports).map(([number, role]) => `"${number}": "${role}"`);
    return `    "${id}": { "file": "${file}", "ports": { ${roles.join(', ')} } }`;
  });
  return `{\n  "source": ${JSON.stringify(source)},\n  "ids": {\n${lines.join(',\n')}\n  }\n}\n`;
}
