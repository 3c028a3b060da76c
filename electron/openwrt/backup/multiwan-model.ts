import { multiwanPolicy } from '../features/multiwan.ts';
import type { UciConfig, UciSection } from '../uci.ts';
import { get, named, words } from './config.ts';
import type { SectionChange } from './file-draft.ts';

/** What decides which sections of mwan3 the setup adds. */
export interface MultiwanInput {
  readonly mwan3: UciConfig;
  readonly network: UciConfig;
  /** Networks of the interface's zone, without the dongle's own. */
  readonly zoneNetworks: readonly string[];
  readonly interfaceName: string;
  /** Sections that this interface's record has, and those that any record has. */
  readonly recorded: readonly string[];
  readonly recordedByAny: ReadonlySet<string>;
  readonly recordedByOthers: ReadonlySet<string>;
  /** Whether this bundle has it; else what an earlier one added goes. */
  readonly wished: boolean;
}

const without = ['none', 'dhcpv6', '464xlat'];

/** The zone's other way to the internet, as `find_way` of `scripts/features/multiwan.sh` finds it; `null`: there is none. */
export function otherWay({ network, zoneNetworks }: Pick<MultiwanInput, 'network' | 'zoneNetworks'>): string | null {
  let way: { readonly name: string; readonly metric: number } | null = null;
  // A zone may name as many as a file has bytes, and each is looked for.
  const sections = new Map(network.sections.map((section) => [section.name, section]));
  for (const name of zoneNetworks) {
    const section = sections.get(name);
    const proto = get(section, 'proto') ?? '';
    if (proto === '' || without.includes(proto) || proto.startsWith('6')) continue;
    if (proto === 'static' && get(section, 'gateway') === undefined) continue;
    if (get(section, 'disabled') === '1' || get(section, 'defaultroute') === '0') continue;
    const text = get(section, 'metric') ?? '';
    const metric = /^\d+$/.test(text) ? Number(text) : 0;
    if (way === null || metric < way.metric) way = { name, metric };
  }
  return way?.name ?? null;
}

/** What `scripts/features/multiwan.sh` makes of mwan3's sections. */
export function multiwanChanges(input: MultiwanInput): SectionChange[] {
  const { mwan3, recorded, recordedByOthers } = input;
  const wanted = input.wished ? wantedSections(input, otherWay(input)) : [];
  const kept = new Set(wanted.map(({ name }) => name));
  const gone = new Set(recorded.filter((name) => !kept.has(name) && !recordedByOthers.has(name)));
  const fresh = wanted.filter(({ name }) => named(mwan3, name) === undefined);
  return [
    ...mwan3.sections.map((section) => {
      if (section.name !== null && gone.has(section.name)) return { before: section, after: null };
      const mine = wanted.find(({ name }) => name === section.name);
      return { before: section, after: mine && input.recordedByAny.has(mine.name) ? renewed(section, mine) : section };
    }),
    ...fresh.map((section) => ({ before: null, after: section })),
  ];
}

type NamedSection = UciSection & { readonly name: string };

function wantedSections(input: MultiwanInput, way: string | null): NamedSection[] {
  const { interfaceName } = input;
  const members = [...(way === null ? [] : [member(`mb1_${interfaceName}`, way, '1')]), member(`mb2_${interfaceName}`, interfaceName, '2')];
  const usable = members.filter(({ name }) => named(input.mwan3, name) === undefined || input.recordedByAny.has(name));
  return [
    ...(way === null ? [] : [uplink(way)]),
    uplink(interfaceName),
    ...members,
    {
      type: 'policy',
      name: multiwanPolicy(interfaceName),
      options: new Map<string, string | readonly string[]>([
        ['last_resort', 'default'],
        ['use_member', usable.map(({ name }) => name)],
      ]),
    },
  ];
}

const member = (name: string, interfaceName: string, metric: string): NamedSection => ({
  type: 'member',
  name,
  options: new Map([
    ['interface', interfaceName],
    ['metric', metric],
  ]),
});

const uplink = (name: string): NamedSection => ({
  type: 'interface',
  name,
  options: new Map<string, string | readonly string[]>([
    ['enabled', '1'],
    ['family', 'ipv4'],
    ['track_ip', ['1.1.1.1', '8.8.8.8']],
    ['reliability', '1'],
  ]),
});

/** One that a bundle made before: interfaces keep what somebody has changed, members and policy get what they lack. */
function renewed(section: UciSection, wanted: NamedSection): UciSection {
  if (wanted.type === 'interface') return section;
  const changed = [...wanted.options].flatMap(([option, value]): [string, string | readonly string[]][] => {
    const now = section.options.get(option);
    if (typeof value === 'string') return wanted.type === 'policy' || now === value ? [] : [[option, value]];
    const missing = value.filter((entry) => !words(now).includes(entry));
    return missing.length === 0 ? [] : [[option, [...[now ?? []].flat(), ...missing]]];
  });
  return changed.length === 0 ? section : { ...section, options: new Map([...section.options, ...changed]) };
}
