import type { UciConfig, UciSection } from '../uci.ts';
import type { InterfacePlan } from '../writers/writer.ts';
import { get, named, words } from './config.ts';
import { type SectionChange, settled, withOption } from './file-draft.ts';
import { multiwanChanges } from './multiwan-model.ts';
import { applyOwners, type OwnedFile, type OwnersWish, ownedFiles } from './owners-model.ts';
import { protoOf, recorded } from './records.ts';
import type { RouterFiles } from './summary.ts';
import { holds, isZone, withMember, withoutEntries, withoutMembers } from './zone-members.ts';

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
  /** What becomes of others that have the dongle. */
  readonly owners: OwnersWish;
}

export interface FileChange {
  readonly name: 'network' | 'firewall' | 'dhcp' | 'qmodem' | 'modem' | 'mwan3';
  readonly sections: readonly SectionChange[];
}

/**
 * What the setup script does to these files, without a router: a model of `scripts/setup.sh` and its features, which a test holds equal to
 * the real script under busybox. Nothing where the script would give up: no zone of that name, or an interface that is not ours. The
 * dongle is taken not to be plugged in, so that `device` is what an earlier bundle found, or what the plan begins with.
 */
export function applySetup(files: RouterFiles, setup: RouterSetup): FileChange[] {
  if (files.text?.lacks.includes('firewall')) return applyWithoutFirewall(files, setup);
  if (!files.firewall?.sections.some((section) => isZone(section, setup.zone))) return [];
  const owned = applyOwners(
    files,
    setup.owners,
    setup.interfaces.map(({ name }) => name),
    setup.zone,
  );
  if (owned.refused) return [];
  const sections = (file: OwnedFile) => ({ sections: owned.changes[file].flatMap(({ after }) => after ?? []) });
  const changed = { ...files, network: sections('network'), firewall: sections('firewall') };
  const made = applyInterface(changed, { ...setup, zone: owned.zone });
  if (!made) return [];
  return [...ownedFiles, 'dhcp' as const, 'mwan3' as const]
    .map((name) => ({ name, sections: name === 'dhcp' || name === 'mwan3' ? made[name] : joined(owned.changes[name], made[name]) }))
    .filter((change) => change.sections.some(({ before, after }) => before !== after));
}

/** A text without a firewall: the zone is taken to be there, and nothing is said of what hangs on the networks that it has. */
function applyWithoutFirewall(files: RouterFiles, setup: RouterSetup): FileChange[] {
  const zone: UciSection = { type: 'zone', name: null, options: new Map([['name', setup.zone]]) };
  const assumed = { ...files, text: null, firewall: { sections: [zone] }, mwan3: null };
  return applySetup(assumed, setup).filter(({ name }) => name !== 'firewall');
}

/** One change after the other. */
function joined(first: readonly SectionChange[], second: readonly SectionChange[]): SectionChange[] {
  const further = new Map(second.map(({ before, after }) => [before, after]));
  const last = (after: UciSection | null) => (after === null ? null : (further.get(after) ?? (further.has(after) ? null : after)));
  return [...first.map(({ before, after }) => settled(before, last(after))), ...second.filter(({ before }) => before === null)];
}

type Made = Readonly<Record<FileChange['name'], readonly SectionChange[]>>;

/** What it does about its own interface; `null`: it gives up. */
function applyInterface(files: RouterFiles, setup: RouterSetup): Made | null {
  const { network, firewall, dhcp, mwan3 } = files;
  const zone = firewall?.sections.find((section) => isZone(section, setup.zone));
  const record = files.added.get(setup.interfaces[0]?.name ?? '') ?? [];
  const [first, second] = asTyped(files, setup, record).map((planned, at) => ({
    ...planned,
    state: stateOf(planned, network, at === 0 ? record[0] : recordedSecond(record, planned.name)),
  }));
  if (!first || !firewall || !zone || first.state === 'foreign') return null;
  // What is there just as wished, but by another hand, gets nothing that would have to be taken back.
  const ours = first.state !== 'as-wished-foreign';
  if (ours && second?.state === 'foreign') return null;
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
  return {
    network: [
      ...network.sections.map((section) => ({
        before: section,
        after: gone.has(section.name ?? '') || stale(section) ? null : section,
      })),
      ...fresh.map(({ name, options }) => ({ before: null, after: { type: 'interface', name, options: new Map(options) } })),
    ],
    firewall: firewall.sections.map((section) => zoneChange(section, section === zone ? names : [], left)),
    // A bundle without names leaves what an earlier one let through.
    dhcp: dhcp && ours && setup.rebindDomains.length > 0 ? allowDomains(dhcp, setup.rebindDomains, recorded(record, 'domain')) : [],
    mwan3:
      mwan3 && ours
        ? multiwanChanges({
            ...multiwanRecords(files, first.name),
            mwan3,
            network,
            zoneNetworks: words(zone.options.get('network')).filter((name) => !setup.interfaces.some((each) => each.name === name)),
            interfaceName: first.name,
            wished: setup.multiwan,
          })
        : [],
    qmodem: [],
    modem: [],
  };
}

/** By key; a record may have as many lines as a file has bytes, and is gone over once. */
function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const [key, value] of pairs) groups.set(key, (groups.get(key) ?? new Set()).add(value));
  return groups;
}

type PlannedInterface = RouterSetup['interfaces'][number];
type State = 'absent' | 'ours' | 'as-wished' | 'as-wished-foreign' | 'foreign';

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
  for (const name of joining) after = withMember(after, name);
  const members = section.type === 'zone' ? left.get(get(section, 'name') ?? '') : undefined;
  if (members) after = withoutMembers(after, members);
  return { before: section, after };
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
