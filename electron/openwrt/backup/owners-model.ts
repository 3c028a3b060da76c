import type { RouterOwners } from '../../contract/router-options.ts';
import { type Claim, plainPort } from '../features/owners.ts';
import type { UciSection } from '../uci.ts';
import { get } from './config.ts';
import { FileDraft, type SectionChange } from './file-draft.ts';
import { interfaceOf } from './interfaces.ts';
import { ownership } from './owners.ts';
import { diallers } from './programs.ts';
import { protoOf, recorded } from './records.ts';
import type { RouterFiles } from './summary.ts';
import { holds, isZone, withMember, withoutMembers } from './zone-members.ts';

/** What the setup does about others that have the dongle: a model of `owners.sh` and `take_over.sh`, which a test holds equal to them. */

export interface OwnersWish {
  readonly wish: RouterOwners;
  readonly claim: Claim;
}

export const ownedFiles = ['network', 'firewall', 'qmodem', 'modem'] as const;
export type OwnedFile = (typeof ownedFiles)[number];

export interface OwnersDone {
  readonly changes: Readonly<Record<OwnedFile, readonly SectionChange[]>>;
  /** The zone that the interface is to join. */
  readonly zone: string;
  /** The setup gives up. */
  readonly refused: boolean;
}

/** The zone of whoever has not wished for one. */
const USUAL = 'wan';

/** `names`: the interface's own, and the second one's. Nothing is known of what the router alone sees: which services run, and where the dongle is. */
export function applyOwners(files: RouterFiles, { wish, claim }: OwnersWish, names: readonly string[], zone: string): OwnersDone {
  const [name = ''] = names;
  const work = new Work(files, wish, claim, name);
  const present = work.network.named(name);
  const record = files.added.get(name);
  if (wish === 'disable' || wish === 'replace') {
    if (present === null || protoOf(present) === record?.[0]) work.giveBack(record ?? []);
    else if (wish === 'replace' && record === undefined && work.isOwner(present) && isKeepable(present)) work.takeOut(present);
    // Another hand's: the setup gives up, or finds it just as wished, and nothing else is done for it.
    else return work.done(zone);
  }
  for (const section of work.network.sections)
    if (section.type === 'interface' && section.name !== null && !names.includes(section.name)) work.judge(section);
  for (const dialler of diallers) work.program(dialler);
  return work.done(zone);
}

class Work {
  readonly network: FileDraft;
  readonly #firewall: FileDraft;
  readonly #qmodem: FileDraft;
  readonly #modem: FileDraft;
  readonly #files: RouterFiles;
  readonly #wish: RouterOwners;
  readonly #claim: Claim;
  readonly #name: string;
  #found = false;
  #inherited: string | null = null;

  constructor(files: RouterFiles, wish: RouterOwners, claim: Claim, name: string) {
    this.#files = files;
    this.#wish = wish;
    this.#claim = claim;
    this.#name = name;
    this.network = new FileDraft(files.network);
    this.#firewall = new FileDraft(files.firewall);
    this.#qmodem = new FileDraft(files.qmodem);
    this.#modem = new FileDraft(files.modem);
  }

  done(zone: string): OwnersDone {
    return {
      changes: {
        network: this.network.changes,
        firewall: this.#firewall.changes,
        qmodem: this.#qmodem.changes,
        modem: this.#modem.changes,
      },
      zone: zone === USUAL && this.#inherited !== null ? this.#inherited : zone,
      refused: this.#wish === 'refuse' && this.#found,
    };
  }

  /** What an earlier bundle did, back as it was; what bears the interface's own name stays out. */
  giveBack(record: readonly string[]): void {
    for (const [path, value] of recorded(record, 'was')) {
      const [file = '', section = '', option = ''] = path.split('.');
      const draft = this.#draft(file);
      if (draft?.named(section) && draft.get(section, option) === (file === 'network' ? '1' : '0')) draft.set(section, option, value);
    }
    const left = new Map<string, string[]>();
    for (const [member, zone] of recorded(record, 'left')) {
      left.set(member, [...(left.get(member) ?? []), zone]);
      if (member === this.#name) this.#inherit(zone);
    }
    for (const section of this.#files.owners.get(this.#name)?.sections ?? []) {
      const { name } = section;
      if (section.type !== 'interface' || name === null) continue;
      if (name === this.#name || this.network.named(name)) continue;
      this.network.append(section);
      for (const zone of left.get(name) ?? []) this.#enter(name, zone);
    }
  }

  isOwner(section: UciSection): boolean {
    return section.type === 'interface' && ownership(interfaceOf(section, this.#files), this.#claim) !== null;
  }

  judge(section: UciSection): void {
    const { name } = section;
    if (name === null || !this.isOwner(section)) return;
    this.#found = true;
    if (this.#wish === 'replace' && !this.#files.added.has(name) && isKeepable(section)) this.takeOut(section);
    else if (this.#wish === 'disable' || this.#wish === 'replace') this.network.set(name, 'disabled', '1');
  }

  /** Out of the network, and out of its zones. */
  takeOut({ name }: UciSection): void {
    if (name === null) return;
    this.network.remove(name);
    for (const { type, options } of this.#firewall.sections) {
      if (type !== 'zone' || !holds(options.get('network'), name)) continue;
      const zone = get({ type, name: null, options }, 'name') ?? '';
      this.#inherit(zone);
      this.#firewall.map((section) => (isZone(section, zone) ? withoutMembers(section, new Set([name])) : section));
    }
  }

  program({ name, type, option, main }: (typeof diallers)[number]): void {
    const draft = name === 'qmodem' ? this.#qmodem : this.#modem;
    const [section, master] = main;
    if (draft.get(section, master) === '0') return;
    const known = draft.sections.flatMap((each) => (each.type === type ? (each.name ?? []) : []));
    const port = plainPort(this.#claim.port);
    const fitting = known.filter((each) => draft.get(each, option) === '1' && (name !== 'qmodem' || port === '' || port === each));
    const off = known.length === 0 && draft.named(section) ? [[section, master] as const] : fitting.map((each) => [each, option] as const);
    this.#found ||= off.length > 0;
    if (this.#wish === 'disable' || this.#wish === 'replace') for (const [each, which] of off) draft.set(each, which, '0');
  }

  #inherit(zone: string): void {
    if (zone !== USUAL) this.#inherited ??= zone;
  }

  #draft(file: string): FileDraft | null {
    return file === 'network' ? this.network : file === 'qmodem' ? this.#qmodem : file === 'modem' ? this.#modem : null;
  }

  /** The first zone of that name. */
  #enter(member: string, zone: string): void {
    const first = this.#firewall.sections.find((section) => isZone(section, zone));
    this.#firewall.map((section) => (section === first ? withMember(section, member) : section));
  }
}

/** A line that looks like the head of a section would cut it in two where it is kept as text. */
const isKeepable = ({ options }: UciSection): boolean => ![...options.values()].flat().some((value) => /\nconfig /.test(value));
