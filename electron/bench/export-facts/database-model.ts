import { type Db, type Recognised, usbId } from '../../../modem-db/db.ts';
import { isGiven } from '../../../modem-db/given-switches.ts';
import { bootStateOf } from '../../../modem-db/ids/boot-states.ts';
import { type FoundLabel, findLabel, nearestLabels } from '../../../modem-db/labels/label-index.ts';
import { dashed, familyLikeness, familyPattern, isSilent, labelKey, readLabel, titleWords } from '../../../modem-db/labels/labels.ts';
import { discName } from '../../../modem-db/labels/names.ts';
import type { ClassRule, Composition, InterfacePattern, Recipe, SwitchEntry } from '../../../modem-db/schema.ts';
import { compositionsAfter, targetIds, waysOf } from '../../../modem-db/switch-ways.ts';
import { BenchError, type DetailOf } from '../../contract/errors.ts';
import type { Mode } from '../../contract/words.ts';
import { knownDevices } from '../../drivers/known-shapes.ts';
import type { DeviceShape } from '../../drivers/shape.ts';
import { unswitchedDevice } from '../../drivers/usbmode.ts';
import type { KnownModel, KnownState } from './known-model.ts';
import { serialPorts } from './ports.ts';

/** How many candidates an error names. */
const MOST_NAMED = 8;
/** Letters of a word that can tell a model by itself. */
const LEAST_WORD = 3;
/** How many names are proposed where none fits. */
const MOST_NEAREST = 3;

/**
 * A model of the database, by `vid:pid` (of a modem, or of its disc state), by what is printed on it, or by its name or a part of it.
 * Throws MODEL_UNKNOWN, with the nearest names, and MODEL_AMBIGUOUS where a name leads to several ids in one mode, with the ids to
 * choose from; of a label only where all modes are so, since the rest is in `unclear`. Of a disc that a technician gave an entry for,
 * SWITCH_TARGET_UNKNOWN.
 */
export function databaseModel(wanted: string, db: Db): KnownModel {
  const query = wanted.trim().toLowerCase();
  const byId = /^[0-9a-f]{4}:[0-9a-f]{4}$/.test(query);
  const { found, label, answers, otherIds, oneDevice } = byId ? ofId(query, db) : ofName(wanted, query, db);
  const ids = [...new Set(found.map(({ id }) => id))];
  if (found.length === 0) {
    const state = byId ? bootStateOf(query) : undefined;
    if (state === undefined && byId) refuseUnknownTarget(query, db);
    throw state ? new BenchError('MODEM_NOT_RUNNING', { id: query, name: state.name }) : unknown(wanted, db);
  }
  const states = new Map<Mode, KnownState>();
  const unclear = new Map<Mode, DetailOf<'MODEL_AMBIGUOUS'>>();
  const mayReturnAs = new Set<string>(otherIds);
  const refused = new Map<Mode, string>();
  const recipes = recipesOf(ids, answers, db);
  for (const composition of [...found, ...behindRecipes(ids, recipes, db), ...(byId ? byOtherSwitch(query, db) : [])]) {
    const state = stateOf(composition, db);
    const { mode } = state.recognised;
    if (mode === null) continue;
    const before = states.get(mode);
    const isAnother = before !== undefined && idOf(before.shape) !== composition.id && ids.includes(composition.id);
    if (isAnother && byId) mayReturnAs.add(composition.id);
    // The id says which dongle: of several, only the technician can tell.
    if (isAnother && !oneDevice) {
      // By words there is no label that would tell what else is meant: one that has a mode to itself may not be the one.
      if (label === null) throw new BenchError('MODEL_AMBIGUOUS', ambiguity(wanted, found, mode, db));
      unclear.set(mode, ambiguity(wanted, found, mode, db));
    }
    if (!before) states.set(mode, state);
  }
  for (const [mode, detail] of unclear) {
    states.delete(mode);
    if (states.size === 0) throw new BenchError('MODEL_AMBIGUOUS', detail);
  }
  for (const recipe of recipes) for (const { mode, reason } of recipe.refused ?? []) if (!states.has(mode)) refused.set(mode, reason);
  const entries = discsOf(byId ? query : null, ids, db);
  const title =
    db.switchesOf(...numbers(query)).length > 0 && byId
      ? entries[0]
        ? discName(entries[0])
        : query
      : (label ?? [...states.values()][0]?.recognised.name ?? found[0]?.name ?? query);
  const discs = entries.map((entry) => ({ device: unswitchedDevice(entry), entry }));
  return { name: wanted, title, states, refused, discs, ids, otherIds: [...mayReturnAs], unclear };
}

/** Throws SWITCH_TARGET_UNKNOWN where a technician's file has how the id is switched, and nobody what it then is. */
function refuseUnknownTarget(id: string, db: Db): void {
  const entries = db.switchesOf(...numbers(id)).filter((entry) => isGiven(db, entry));
  if (entries.length === 0 || db.given === null) return;
  const targets = [...new Set(entries.flatMap(targetIds))].slice(0, MOST_NAMED).join(', ');
  throw new BenchError('SWITCH_TARGET_UNKNOWN', { file: db.given.file, id, targets: targets === '' ? '-' : targets });
}

/** What ports a boot code has makes it no modem, whatever stands on it. */
function isOfModem({ id, mode }: Composition): boolean {
  return mode !== null || bootStateOf(id) === undefined;
}

/** Compositions of the id itself, and of what its disc state becomes. */
function ofId(id: string, db: Db): Named {
  const after = db.switchesOf(...numbers(id)).flatMap((entry) => compositionsAfter(entry, db));
  const found = [...new Set([...db.compositionsOf([id]), ...after])].filter(isOfModem);
  return { found, label: null, answers: [], otherIds: [], oneDevice: true };
}

/** What it becomes by another switch than the usual one. */
function byOtherSwitch(id: string, db: Db): readonly Composition[] {
  const ways = db.switchesOf(...numbers(id)).flatMap(waysOf);
  return ways.flatMap(({ entry, other }) => (other === null ? [] : compositionsAfter(entry, db)));
}

interface Named {
  readonly found: readonly Composition[];
  /** The name that stands on it; `null`: the words were those of compositions. */
  readonly label: string | null;
  /** What AT+CGMM may answer, as far as the label tells; empty: nothing is known of it. */
  readonly answers: readonly string[];
  readonly otherIds: readonly string[];
  /** Whether these are known to be of one device, so that nothing has to be asked. */
  readonly oneDevice: boolean;
}

/**
 * Compositions of the label that the words are; else those whose name they are; else of a label that they begin with; else those whose
 * name holds them all as words of its own.
 */
function ofName(wanted: string, query: string, db: Db): Named {
  const label = findLabel(wanted, db);
  if (label?.whole) return ofLabel(label, wanted, db);
  const all = db.vendors.flatMap((v) => v.compositions).filter(isOfModem);
  const exact = all.filter(({ name }) => name.toLowerCase() === query);
  if (exact.length > 0) return { found: exact, label: null, answers: [], otherIds: [], oneDevice: false };
  if (label) return ofLabel(label, wanted, db);
  const words = query.split(/\s+/).filter((word) => word !== '');
  if (words.every((word) => word.length < LEAST_WORD || isSilent(word)))
    return { found: [], label: null, answers: [], otherIds: [], oneDevice: false };
  const holds = ({ name }: Composition) => {
    const own = name.toLowerCase().split(/[\s,/()]+/);
    return words.every((word) => own.includes(word));
  };
  return { found: words.length === 0 ? [] : all.filter(holds), label: null, answers: [], otherIds: [], oneDevice: false };
}

/**
 * Compositions of a label's ids: of each mode those first that are of this very model, by AT+CGMM or by name, and of the ids in one mode
 * those alone, where they are of one id.
 */
function ofLabel({ name: { label, maker, ids, others }, listed }: FoundLabel, wanted: string, db: Db): Named {
  const answers = [label, readLabel(wanted).model];
  // What is another model's by AT+CGMM is not this one's, whatever their ids.
  const all = db.compositionsOf(ids).filter((one) => isOfModem(one) && (one.models === undefined || isOneOf(answers, one.models)));
  const own = all.filter(({ name, models }) => models !== undefined || titleWords(name).some((word) => isNamed(word, label)));
  const modesOfOwn = new Map(own.flatMap(({ id, mode }) => (mode === null ? [] : [[mode, id] as const])));
  const clear = (mode: Composition['mode']) => mode !== null && new Set(own.filter((c) => c.mode === mode).map(({ id }) => id)).size === 1;
  const found = all.filter(({ id, mode }) => !clear(mode) || mode === null || modesOfOwn.get(mode) === id);
  const first = found.filter((composition) => own.includes(composition));
  const title = maker === null || label.toLowerCase().startsWith(maker.toLowerCase()) ? label : `${maker} ${label}`;
  const rest = found.filter((composition) => !first.includes(composition));
  return { found: [...first, ...rest], label: title, answers, otherIds: others, oneDevice: listed };
}

/** Whether a name of a composition is the label's, alone or as that of its family (`SIM82xx`). */
function isNamed(name: string, label: string): boolean {
  const family = familyPattern(name);
  return family === null ? labelKey(name) === labelKey(label) : familyLikeness(dashed(label), family) === 'same';
}

function unknown(wanted: string, db: Db): BenchError {
  const near = nearestLabels(wanted, db, MOST_NEAREST);
  const named = near.map(({ label, maker, ids }) => `${maker === null ? label : `${maker} ${label}`} (${ids.slice(0, 2).join(', ')})`);
  return new BenchError('MODEL_UNKNOWN', { name: printable(wanted), ...(named.length > 0 ? { nearest: named.join('; ') } : {}) });
}

/** Recipes of any of these ids; of a label those for its model alone, where several models share the ids. */
function recipesOf(ids: readonly string[], answers: readonly string[], db: Db): readonly Recipe[] {
  const isFor = ({ models }: Recipe) => models === undefined || answers.length === 0 || isOneOf(answers, models);
  return ids.flatMap((id) => db.recipesFor(id)).filter(isFor);
}

const isOneOf = (answers: readonly string[], models: string) => answers.some((one) => new RegExp(models, 'i').test(one));

/** What a command of the bench brings such a modem to: where it keeps an id of its own, that alone, since many models share a recipe. */
function behindRecipes(ids: readonly string[], recipes: readonly Recipe[], db: Db): readonly Composition[] {
  const targets = recipes.flatMap(({ modes }) => Object.entries(modes));
  return targets.flatMap(([mode, target]) => {
    const returnsAs = target?.returnsAs ?? [];
    const own = returnsAs.filter((id) => ids.includes(id));
    return db.compositionsOf(own.length > 0 ? own : returnsAs).filter((c) => c.mode === mode);
  });
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
  return { shape, recognised, portsInOrder: ports.length < 2 || ports.every((port) => told.includes(port)), assumed: true };
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
  const leads = (entry: SwitchEntry) => targetIds(entry).some((id) => ids.includes(id));
  const entries = db.allSwitches();
  const usual = entries.filter(leads);
  // Which disc it shows nobody said: another switch than the usual one is for what no usual one leads to.
  return usual.length > 0 ? usual : entries.filter((entry) => waysOf(entry).some((way) => leads(way.entry)));
}

function ambiguity(wanted: string, found: readonly Composition[], mode: Mode, db: Db): DetailOf<'MODEL_AMBIGUOUS'> {
  const alike = found.filter((composition) => stateOf(composition, db).recognised.mode === mode);
  const named = [...new Set(alike.map(({ id, name }) => `${id} ${name}`))];
  const more = named.length > MOST_NAMED ? ', …' : '';
  return { name: printable(wanted), mode, candidates: named.slice(0, MOST_NAMED).join(', ') + more };
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
