import { type Db, type Recognised, usbId } from '../../../modem-db/db.ts';
import type { ClassRule, Composition, InterfacePattern, SwitchEntry } from '../../../modem-db/schema.ts';
import { BenchError } from '../../contract/errors.ts';
import type { Mode } from '../../contract/words.ts';
import { knownDevices } from '../../drivers/known-shapes.ts';
import type { DeviceShape } from '../../drivers/shape.ts';
import { unswitchedDevice } from '../../drivers/usbmode.ts';
import { targetIds } from '../planning/offers.ts';
import type { KnownModel, KnownState } from './known-model.ts';
import { serialPorts } from './ports.ts';

/** How many candidates an error names. */
const MOST_NAMED = 8;

/**
 * A model of the database, by `vid:pid` (of a modem, or of its disc state) or by its name or a part of it. Throws MODEL_UNKNOWN, and
 * MODEL_AMBIGUOUS where a name leads to several ids in one mode, with the ids to choose from.
 */
export function databaseModel(wanted: string, db: Db): KnownModel {
  const query = wanted.trim().toLowerCase();
  const byId = /^[0-9a-f]{4}:[0-9a-f]{4}$/.test(query);
  const found = byId ? ofId(query, db) : ofName(query, db);
  const ids = [...new Set(found.map(({ id }) => id))];
  if (found.length === 0) throw new BenchError('MODEL_UNKNOWN', { name: printable(wanted) });
  const states = new Map<Mode, KnownState>();
  const refused = new Map<Mode, string>();
  for (const composition of [...found, ...behindRecipes(ids, db)]) {
    const state = stateOf(composition, db);
    const { mode } = state.recognised;
    if (mode === null) continue;
    const before = states.get(mode);
    // The id says which dongle: of several, only the technician can tell.
    if (!byId && before && idOf(before.shape) !== composition.id && ids.includes(composition.id)) throw ambiguous(wanted, found, mode, db);
    if (!before) states.set(mode, state);
  }
  for (const recipe of ids.flatMap((id) => db.recipesFor(id)))
    for (const { mode, reason } of recipe.refused ?? []) if (!states.has(mode)) refused.set(mode, reason);
  const entries = discsOf(byId ? query : null, ids, db);
  const title = db.switchesOf(...numbers(query)).length > 0 && byId ? (entries[0]?.name ?? query) : (found[0]?.name ?? query);
  return { name: wanted, title, states, refused, discs: entries.map((entry) => ({ device: unswitchedDevice(entry), entry })) };
}

/** Compositions of the id itself, and of what its disc state becomes. */
function ofId(id: string, db: Db): readonly Composition[] {
  return db.compositionsOf([id, ...db.switchesOf(...numbers(id)).flatMap(targetIds)]);
}

/** Compositions whose name is the words, else holds them all as words of its own. */
function ofName(query: string, db: Db): readonly Composition[] {
  const all = db.vendors.flatMap((v) => v.compositions);
  const exact = all.filter(({ name }) => name.toLowerCase() === query);
  if (exact.length > 0) return exact;
  const words = query.split(/\s+/).filter((word) => word !== '');
  const holds = ({ name }: Composition) => {
    const own = name.toLowerCase().split(/[\s,/()]+/);
    return words.every((word) => own.includes(word));
  };
  return words.length === 0 ? [] : all.filter(holds);
}

/** What a command of the bench brings such a modem to. */
function behindRecipes(ids: readonly string[], db: Db): readonly Composition[] {
  const targets = ids.flatMap((id) => db.recipesFor(id)).flatMap(({ modes }) => Object.entries(modes));
  return targets.flatMap(([mode, target]) => db.compositionsOf(target?.returnsAs ?? []).filter((c) => c.mode === mode));
}

/** The database says what decides, and no more: where its pattern shows something else first, the entry that was meant holds. */
function stateOf(composition: Composition, db: Db): KnownState {
  const { shape } = knownDevices([completed(composition, db)])[0] ?? { shape: undefined };
  if (!shape) throw new BenchError('INTERNAL', { message: 'a composition without a shape' });
  const interfaces = shape.configurations[0]?.interfaces ?? [];
  const seen = db.recognise(shape.vid, shape.pid, interfaces);
  const recognised = seen.name === composition.name ? seen : asMeant(composition, seen);
  const ports = serialPorts(recognised.roles);
  const told = composition.interfaces.map(({ number }) => number);
  return { shape, recognised, portsInOrder: ports.length < 2 || ports.every((port) => told.includes(port)) };
}

/**
 * What a pattern leaves open and the vendor's rules tell: the codes of an interface of that role. One subclass is common to all
 * interfaces of a vendor's own composition, as Huawei's are.
 */
function completed(composition: Composition, db: Db): Composition {
  const rules = db.vendorOf(Number.parseInt(composition.id.slice(0, 4), 16))?.rules ?? [];
  const told = composition.interfaces.map((pattern) => ({ ...ruleFor(pattern, rules), ...pattern }));
  const common = told.find(({ class: c, subclass }) => c === 'ff' && subclass !== undefined)?.subclass;
  return {
    ...composition,
    interfaces: told.map((pattern) => (pattern.class === 'ff' && common !== undefined ? { subclass: common, ...pattern } : pattern)),
  };
}

/** The subclass of the first rule of the pattern's role that has its protocol and does not contradict it. */
function ruleFor(pattern: InterfacePattern, rules: readonly ClassRule[]): Pick<InterfacePattern, 'subclass'> {
  const rule = rules.find(
    ({ role, class: c, subclass, protocol }) =>
      subclass !== undefined && role === pattern.role && protocol === pattern.protocol && c === (pattern.class ?? c),
  );
  return rule?.subclass === undefined || pattern.protocol === undefined ? {} : { subclass: rule.subclass };
}

function asMeant({ name, mode, control, router, interfaces, source }: Composition, seen: Recognised): Recognised {
  const told = interfaces.flatMap(({ number, role }) => (number === undefined ? [] : [[number, role] as const]));
  const roles = new Map([...seen.roles, ...told]);
  return { ...seen, listed: true, name, mode: mode ?? seen.mode, control, roles, router: router?.address ?? null, source };
}

/** The disc states that may lie before it: the one that was asked for, else every one that becomes one of the ids. */
function discsOf(asked: string | null, ids: readonly string[], db: Db): SwitchEntry[] {
  const own = asked === null ? [] : db.switchesOf(...numbers(asked));
  if (own.length > 0) return [...own];
  return db.vendors.flatMap((v) => v.switches).filter((entry) => targetIds(entry).some((id) => ids.includes(id)));
}

function ambiguous(wanted: string, found: readonly Composition[], mode: Mode, db: Db): BenchError {
  const alike = found.filter((composition) => stateOf(composition, db).recognised.mode === mode);
  const named = [...new Set(alike.map(({ id, name }) => `${id} ${name}`))];
  const more = named.length > MOST_NAMED ? ', …' : '';
  return new BenchError('MODEL_AMBIGUOUS', { name: printable(wanted), mode, candidates: named.slice(0, MOST_NAMED).join(', ') + more });
}

const idOf = ({ vid, pid }: DeviceShape) => usbId(vid, pid);

/** vid and pid of `12d1:1506`; of anything else two numbers that no device has. */
function numbers(id: string): [vid: number, pid: number] {
  const [vid = '', pid = ''] = id.split(':');
  return [Number.parseInt(vid, 16), Number.parseInt(pid, 16)];
}

/** What somebody typed, as it may stand in an error text. */
function printable(value: string): string {
  return value.slice(0, 60).replace(/[^ -~]/g, '?');
}
