import type { UciConfig, UciSection } from '../uci.ts';
import type { InterfacePlan } from '../writers/writer.ts';
import { get, named, words } from './config.ts';
import { multiwanChanges } from './multiwan-model.ts';
import type { RouterFiles } from './summary.ts';

/** What a bundle's setup script is to put, as data. */
export interface RouterSetup {
  /** The first, and where there is one the second interface of the dongle, `proto` first in their options. */
  readonly interfaces: readonly { readonly name: string; readonly options: InterfacePlan['options'] }[];
  /** Name of the firewall zone. */
  readonly zone: string;
  /** Names that dnsmasq is to let stand for private addresses. */
  readonly rebindDomains: readonly string[];
  /** Where the router finds the value of `device` itself: what tells the dongle there, line by line. */
  readonly found: readonly string[] | null;
  /** Whether mwan3 gets interface, members and policy. */
  readonly multiwan: boolean;
  /** Options that are typed on the router, and stay when the bundle comes again. */
  readonly asks: readonly string[];
}

/** One section before and after; the very same object where nothing changes, `null` where there is none. */
export interface SectionChange {
  readonly before: UciSection | null;
  readonly after: UciSection | null;
}

export interface FileChange {
  readonly name: 'network' | 'firewall' | 'dhcp' | 'mwan3';
  readonly sections: readonly SectionChange[];
}

/**
 * What the setup script does to these files, without a router: a model of `script.ts` and its parts, which a test holds equal to the
 * real script under busybox. Nothing where the script would give up: no zone of that name, or an interface that is not ours. The
 * dongle is taken not to be plugged in, so that `device` is what an earlier bundle found, or what the plan begins with.
 */
export function applySetup(files: RouterFiles, setup: RouterSetup): FileChange[] {
  const { network, firewall, dhcp, mwan3 } = files;
  const zone = firewall?.sections.find((section) => section.type === 'zone' && get(section, 'name') === setup.zone);
  const record = files.added.get(setup.interfaces[0]?.name ?? '') ?? [];
  const [first, second] = asTyped(files, setup, record).map((planned, at) => ({
    ...planned,
    state: stateOf(planned, network, at === 0 ? record[0] : recordedSecond(record, planned.name)),
  }));
  if (!first || !firewall || !zone || first.state === 'foreign') return [];
  // What is there just as wished, but by another hand, gets nothing that would have to be taken back.
  const ours = first.state !== 'as-wished-foreign';
  if (ours && second?.state === 'foreign') return [];
  const planned = ours && second ? [first, second] : [first];
  const names = planned.map(({ name }) => name);
  const dropped = ours ? recorded(record, 'second').filter(([name]) => name !== second?.name) : [];
  const left = grouped([
    ...dropped.map(([member]) => [setup.zone, member] as const),
    ...(ours ? recorded(record, 'zone') : []).flatMap(([member, from]) => (from === setup.zone ? [] : [[from, member] as const])),
  ]);
  const fresh = planned.filter(({ state }) => state === 'absent' || state === 'ours');
  const gone = new Set(fresh.map(({ name }) => name));
  const droppedProtos = grouped(dropped);
  const stale = (section: UciSection) => droppedProtos.get(section.name ?? '')?.has(get(section, 'proto') ?? '') === true;
  const changes: FileChange[] = [
    {
      name: 'network',
      sections: [
        ...network.sections.map((section) => ({
          before: section,
          after: gone.has(section.name ?? '') || stale(section) ? null : section,
        })),
        ...fresh.map(({ name, options }) => ({ before: null, after: { type: 'interface', name, options: new Map(options) } })),
      ],
    },
    { name: 'firewall', sections: firewall.sections.map((section) => zoneChange(section, section === zone ? names : [], left)) },
  ];
  // A bundle without names leaves what an earlier one let through.
  if (dhcp && ours && setup.rebindDomains.length > 0)
    changes.push({ name: 'dhcp', sections: allowDomains(dhcp, setup.rebindDomains, recorded(record, 'domain')) });
  if (mwan3 && ours) {
    const own = words(zone.options.get('network')).filter((name) => !setup.interfaces.some((each) => each.name === name));
    changes.push({
      name: 'mwan3',
      sections: multiwanChanges({
        ...multiwanRecords(files, first.name),
        mwan3,
        network,
        zoneNetworks: own,
        interfaceName: first.name,
        wished: setup.multiwan,
      }),
    });
  }
  return changes.filter(({ sections }) => sections.some(({ before, after }) => before !== after));
}

/** By key; a record may have as many lines as a file has bytes, and is gone over once. */
function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const [key, value] of pairs) groups.set(key, (groups.get(key) ?? new Set()).add(value));
  return groups;
}

type PlannedInterface = RouterSetup['interfaces'][number];
type State = 'absent' | 'ours' | 'as-wished' | 'as-wished-foreign' | 'foreign';

/** The lines of a record that begin with that word: the next word, and all behind it. */
function recorded(record: readonly string[], word: string): (readonly [string, string])[] {
  return record.slice(1).flatMap((line) => {
    const parts = /^(\S+) (\S+)(?: (.*))?$/.exec(line);
    return parts?.[1] === word ? [[parts[2] ?? '', parts[3] ?? ''] as const] : [];
  });
}

/** The sections of mwan3 that records name: this interface's, anybody's, other interfaces'. */
function multiwanRecords({ added }: RouterFiles, name: string) {
  const of = (lines: readonly string[]) => lines.flatMap((line) => /^mwan3 (\S+)$/.exec(line)?.[1] ?? []);
  const all = [...added].map(([interfaceName, lines]) => ({ interfaceName, sections: of(lines) }));
  const others = all.filter(({ interfaceName }) => interfaceName !== name);
  return {
    recorded: of(added.get(name) ?? []),
    recordedByAny: new Set(all.flatMap(({ sections }) => sections)),
    recordedByOthers: new Set(others.flatMap(({ sections }) => sections)),
  };
}

function recordedSecond(record: readonly string[], name: string): string | undefined {
  return recorded(record, 'second').find(([second]) => second === name)?.[1];
}

/** The interfaces with what the router has found or been told since an earlier bundle: the device, and secrets with what became of `disabled`. */
function asTyped(
  { network, usb }: RouterFiles,
  { interfaces, found: lines, asks }: RouterSetup,
  record: readonly string[],
): PlannedInterface[] {
  const name = interfaces[0]?.name ?? '';
  const there = named(network, name);
  const found = lines && usb.get(name) === lines.join('\n') ? get(there, 'device') : undefined;
  const own = asks.length > 0 && there !== undefined && protoOf(there) === record[0];
  const typed = own ? asks.flatMap((field) => [[field, get(there, field) ?? ''] as const]).filter(([, value]) => value !== '') : [];
  const disabled = own && (typed.length > 0 || recorded(record, 'asks').length > 0) ? (get(there, 'disabled') ?? '') : undefined;
  const value = (option: string, planned: string) =>
    option === 'device' ? (found ?? planned) : option === 'disabled' ? (disabled ?? planned) : planned;
  return interfaces.map((each, at) => ({
    name: each.name,
    options: [...each.options.map(([option, planned]) => [option, value(option, planned)] as const), ...(at === 0 ? typed : [])].filter(
      ([, text]) => text !== '',
    ),
  }));
}

const protoOf = (section: UciSection) => get(section, 'proto') ?? section.type;

function stateOf({ name, options }: PlannedInterface, network: UciConfig, before: string | undefined): State {
  const section = named(network, name);
  if (!section) return 'absent';
  const ours = before === protoOf(section);
  if (section.type === 'interface' && options.every(([option, value]) => get(section, option) === value))
    return ours ? 'as-wished' : 'as-wished-foreign';
  return ours ? 'ours' : 'foreign';
}

/** The form of a zone's networks stays, a list or one line; zones that an earlier bundle joined for this interface are left. */
function zoneChange(section: UciSection, joining: readonly string[], left: ReadonlyMap<string, ReadonlySet<string>>): SectionChange {
  let after = section;
  for (const name of joining) {
    const value = after.options.get('network');
    if (!holds(value, name))
      after = withOption(after, 'network', typeof value === 'string' ? `${value} ${name}` : [...(value ?? []), name]);
  }
  const members = section.type === 'zone' ? left.get(get(section, 'name') ?? '') : undefined;
  if (members) after = withoutMembers(after, members);
  return { before: section, after };
}

/** As the scripts look for a word: between blanks. */
function holds(value: string | readonly string[] | undefined, word: string): boolean {
  return ` ${[value ?? []].flat().join(' ')} `.includes(` ${word} `);
}

function withoutMembers(section: UciSection, members: ReadonlySet<string>): UciSection {
  const value = section.options.get('network');
  if (typeof value !== 'string') return withoutEntries(section, 'network', members);
  if (!value.split(' ').some((word) => members.has(word))) return section;
  const rest = words(value).filter((word) => !members.has(word));
  return rest.length === 0 ? withoutOption(section, 'network') : withOption(section, 'network', rest.join(' '));
}

function allowDomains(
  { sections }: UciConfig,
  domains: readonly string[],
  earlier: readonly (readonly [string, string])[],
): SectionChange[] {
  const dnsmasq = sections.find(({ type }) => type === 'dnsmasq');
  return sections.map((section) => {
    if (section !== dnsmasq) return { before: section, after: section };
    const gone = new Set(earlier.flatMap(([domain]) => (domains.includes(domain) ? [] : [domain])));
    let after = withoutEntries(section, 'rebind_domain', gone);
    for (const domain of domains) {
      const value = after.options.get('rebind_domain');
      if (!holds(value, domain)) after = withOption(after, 'rebind_domain', [...[value ?? []].flat(), domain]);
    }
    return { before: section, after };
  });
}

/** As `uci del_list`: of a list alone, and with its last entry the list goes. */
function withoutEntries(section: UciSection, option: string, entries: ReadonlySet<string>): UciSection {
  const value = section.options.get(option);
  if (value === undefined || typeof value === 'string' || !value.some((each) => entries.has(each))) return section;
  const rest = value.filter((each) => !entries.has(each));
  return rest.length === 0 ? withoutOption(section, option) : withOption(section, option, rest);
}

function withOption(section: UciSection, option: string, value: string | readonly string[]): UciSection {
  return { ...section, options: new Map([...section.options, [option, value]]) };
}

function withoutOption(section: UciSection, option: string): UciSection {
  return { ...section, options: new Map([...section.options].filter(([name]) => name !== option)) };
}
