import { createHash } from 'node:crypto';
import { type Db, hex4, usbId } from '../../../modem-db/db.ts';
import type { Dial } from '../../../modem-db/dials/index.ts';
import { isGiven } from '../../../modem-db/given-switches.ts';
import type { Quirk } from '../../../modem-db/quirks/index.ts';
import type { Recipe, Setting, VendorFile } from '../../../modem-db/schema.ts';
import { compositionsAfter, targetIds, wayFor } from '../../../modem-db/switch-ways.ts';
import { BenchError } from '../../contract/errors.ts';
import type { Phrase, Plan, Step } from '../../contract/plan.ts';
import { toPublic, type Wishes } from '../../contract/wishes.ts';
import type { Mode } from '../../contract/words.ts';
import { mayHaveAt } from '../../modem/candidates.ts';
import type { Vendors } from '../../modem/messages.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { toldConfiguration } from '../forecast/configuration.ts';
import { newIdPlanNotes } from '../forecast/new-id-notes.ts';
import { routerSwitchNotes } from '../forecast/router-switch.ts';
import { type Identified, identify, otherConfigurations } from '../identity/identify.ts';
import { stepKinds } from '../steps/index.ts';
import { dialsOfPlan } from './dials-of-plan.ts';
import { offersFor } from './offers.ts';
import type { PlanContext } from './plan-context.ts';
import { quirkNotes, quirksOfPlan, radioSteps, withStartTime } from './quirk-steps.ts';
import { modelSteps, recipeSteps, refusals } from './recipe-steps.ts';
import { settingSteps } from './setting-steps.ts';
import { configurationSteps, switchSteps } from './switch-steps.ts';
import { notInFile } from './switches-of-text.ts';

/** Modes that show the host a network card. */
const cardModes: readonly Mode[] = ['ncm', 'ecm', 'rndis'];

/**
 * From a sighting and the wishes to the steps: a pure function; nothing is sent. The wishes were checked before
 * (`openwrt/`). Throws MODEM_NOT_RUNNING, SWITCH_NOT_IN_FILE, MODE_NOT_OFFERED, SETTING_NOT_OFFERED, STEP_REFUSED_LOCKOUT, SWITCH_NOT_STORAGE.
 */
export function makePlan(sighting: Sighting, wishes: Wishes, db: Db, context: PlanContext = {}): Plan {
  const identified = identify(sighting, db, context);
  const { mode } = wishes;
  if (identified.kind === 'no-modem')
    throw new BenchError('MODEM_NOT_RUNNING', { id: usbId(sighting.vid, sighting.pid), name: identified.name });
  refuseOtherSwitch(identified, sighting, db);
  refuseMode(identified, sighting, mode, db, context.model);
  const ids = laterIds(identified, sighting, mode, db);
  const vendor = db.vendorOf(Number.parseInt(ids[0]?.slice(0, 4) ?? '', 16)) ?? db.vendorOf(sighting.vid);
  const shown = identified.kind === 'disc' ? undefined : identified.recognised.mode;
  const isOther = identified.kind === 'disc' && wayFor(identified.entry, mode, db).other !== null;
  const recipes = isOther ? [] : [...new Set(ids.flatMap((id) => db.recipesFor(id, shown, context.model)))];
  const wanted = recipesToRun(identified, recipes, mode);
  const settings = [...new Set([usbId(sighting.vid, sighting.pid), ...ids].flatMap((id) => db.settingsFor(id)))];
  const silent = hasNoAt(identified, sighting, mode, wanted, db);
  const name = identified.kind === 'disc' ? null : identified.name;
  const returned = wanted.flatMap(({ modes }) => modes[mode]?.returnsAs ?? []);
  const shownThen = [...returned, ...ids];
  const quirks = quirksOfPlan(sighting, shownThen, name, wishes, context);
  const shownAs = keepsId(sighting, returned) ? [usbId(sighting.vid, sighting.pid)] : shownThen;
  const dials = dialsOfPlan(sighting, shownAs, mode, context.model, db);
  const steps: Step[] = [
    ...(context.first ?? []),
    ...leavingSteps(identified, sighting, mode, db),
    ...modelSteps(wanted, mode),
    ...wanted.flatMap((recipe, number) => recipeSteps(recipe, mode, recipes, number)),
    // Behind every return: what a crash cuts off is asked again from the last return on.
    stepKinds.composition.plan(mode),
    ...(silent
      ? [stepKinds.drivers.plan()]
      : checkSteps(vendorsOf(sighting, wanted, mode, vendor, db, mayBeAnyones(identified, db)), wishes, settings, quirks, dials)),
    ...(wishes.tryCard && cardModes.includes(mode)
      ? [stepKinds.card.plan(dials, wishes, routerOf(identified, ids, mode, db) !== null)]
      : []),
  ];
  const content = {
    portPath: sighting.portPath,
    vid: hex4(sighting.vid),
    pid: hex4(sighting.pid),
    wishes: toPublic(wishes),
    steps: withStartTime(steps, quirks),
    refused: refusals(recipes),
    notes: [
      ...notesFor(identified, ids, db, mode, silent),
      ...otherModeNotes(steps, wishes),
      ...quirkNotes(quirks),
      ...configurationNotes(identified, sighting, mode, db),
      ...routerSwitchNotes(sighting, wishes.router, db, context.scsi ?? null, mode),
      ...newIdPlanNotes({ identified, sighting, ids: shownAs }, mode, wishes.router, db),
    ],
  };
  return withId(content);
}

/** The plan of that content: its id is a digest of all that is in it. */
export function withId(content: Omit<Plan, 'id'>): Plan {
  return { id: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16), ...content };
}

/** A recipe is for many modems that keep their ids: one that has such an id comes back under its own. */
const keepsId = ({ vid, pid }: Sighting, returned: readonly string[]) => returned.includes(usbId(vid, pid));

/** Whose the dongle may be by the time that it is asked: a recipe may bring it back under another vendor's id. */
function vendorsOf(
  sighting: Sighting,
  wanted: readonly Recipe[],
  mode: Mode,
  first: VendorFile | undefined,
  db: Db,
  anyones: boolean,
): Vendors {
  // Questions alone, and those of one vendor go out.
  if (anyones) return [first, ...db.vendors.filter((vendor) => vendor !== first)];
  const vids = [hex4(sighting.vid), ...wanted.flatMap(({ modes }) => modes[mode]?.returnsAs ?? []).map((id) => id.slice(0, 4))];
  const others = [...new Set(vids)].map((vid) => db.vendorOf(Number.parseInt(vid, 16))).filter((vendor) => vendor !== first);
  return [first, ...new Set(others)];
}

/** A given entry need not say what the dongle becomes: then it may be any vendor's modem. */
function mayBeAnyones(identified: Identified, db: Db): boolean {
  if (identified.kind !== 'disc' || !isGiven(db, identified.entry)) return false;
  const { vid, pids } = identified.entry.target;
  return vid === undefined && pids === undefined;
}

/** Who it is, what its SIM and its network say, and what the router will command it over. */
function checkSteps(
  vendors: Vendors,
  wishes: Wishes,
  settings: readonly Setting[],
  quirks: readonly Quirk[],
  dials: readonly Dial[],
): Step[] {
  const { mode } = wishes;
  const connection = stepKinds.connection.plan(dials, wishes);
  return [
    stepKinds.identity.plan(mode, vendors),
    // A SIM is not looked at while the radio is off.
    ...radioSteps(quirks, mode),
    ...settingSteps(wishes, settings),
    stepKinds.sim.plan(mode, vendors),
    stepKinds.pin.plan(mode, vendors),
    ...(wishes.pinLock === 'off' ? [stepKinds['pin-lock'].plan(mode, vendors)] : []),
    // Of several that it may be, nobody knows whose contexts these are.
    ...(dials.length === 1 ? dials.flatMap((dial) => stepKinds.context.plan(dial, wishes)) : []),
    stepKinds.network.plan(mode, vendors),
    stepKinds.drivers.plan(),
    stepKinds.control.plan(mode),
    ...(connection ? [connection] : []),
  ];
}

/** Who gives a file of entries wants one of these; what is behind one of them already needs none. */
function refuseOtherSwitch(identified: Identified, sighting: Sighting, db: Db): void {
  const { given } = db;
  if (!given?.strict || (identified.kind === 'disc' && isGiven(db, identified.entry))) return;
  const id = usbId(sighting.vid, sighting.pid);
  const isBehind = given.entries.some((entry) => entry.id === id || targetIds(entry).includes(id));
  if (identified.kind !== 'disc' && isBehind) return;
  throw notInFile(given, id);
}

/** Where it is told to leave, it may come back as something else than its papers say. */
function otherModeNotes(steps: readonly Step[], { mode, otherMode }: Wishes): Phrase[] {
  const leaves = steps.some(({ action }) => action.kind === 'await-return');
  return leaves && otherMode === 'go-on' ? [{ key: 'notes.other-mode', values: { mode } }] : [];
}

function refuseMode(identified: Identified, sighting: Sighting, mode: Mode, db: Db, model: string | undefined): void {
  const offer = offersFor(identified, sighting, db, model).find((o) => o.mode === mode);
  if (!offer) throw new BenchError('MODE_NOT_OFFERED', { mode });
  if (!offer.possible) throw new BenchError('STEP_REFUSED_LOCKOUT', { command: mode, reason: String(offer.reason.values['reason'] ?? '') });
}

/** Ids under which the dongle may be a modem, those in the wished mode first. */
function laterIds(identified: Identified, sighting: Sighting, mode: Mode, db: Db): string[] {
  if (identified.kind !== 'disc') return [usbId(sighting.vid, sighting.pid)];
  const { entry } = wayFor(identified.entry, mode, db);
  const inMode = compositionsAfter(entry, db).flatMap((c) => (c.mode === mode ? [c.id] : []));
  return [...new Set([...inMode, ...targetIds(entry)])];
}

/** Out of the disc state, or into the configuration that has the mode. */
function leavingSteps(identified: Identified, sighting: Sighting, mode: Mode, db: Db): Step[] {
  if (identified.kind === 'disc') return switchSteps(sighting, wayFor(identified.entry, mode, db), mode);
  if (identified.recognised.mode === mode) return [];
  const value = configurationFor(sighting, mode, db);
  return value === undefined ? [] : configurationSteps(sighting, value, mode);
}

/** Another configuration than the one in force that has the mode. */
function configurationFor(sighting: Sighting, mode: Mode, db: Db): number | undefined {
  return [...otherConfigurations(sighting, db)].find(([, other]) => other === mode)?.[0];
}

/** No dongle keeps its configuration over a replug: where the router's kernel chooses another, the bundle has it set. */
function configurationNotes(identified: Identified, sighting: Sighting, mode: Mode, db: Db): Phrase[] {
  if (identified.kind !== 'modem') return [];
  const value = identified.recognised.mode === mode ? sighting.activeConfiguration : configurationFor(sighting, mode, db);
  const told = toldConfiguration(sighting, value);
  return told ? [{ key: 'notes.configuration-on-router', values: { ...told } }] : [];
}

function recipesToRun(identified: Identified, recipes: readonly Recipe[], mode: Mode): Recipe[] {
  if (identified.kind === 'modem' && identified.recognised.mode === mode) return [];
  return recipes.filter((r) => r.modes[mode] !== undefined);
}

/** A modem without an AT port, seen now, that will still have none: a router in a stick. What AT asks is left out of its plan. */
function hasNoAt(identified: Identified, sighting: Sighting, mode: Mode, wanted: readonly Recipe[], db: Db): boolean {
  if (identified.kind !== 'modem' || wanted.length > 0 || (mode !== 'ecm' && mode !== 'rndis')) return false;
  return !mayHaveAt({ sighting, recognised: identified.recognised, vendor: db.vendorOf(sighting.vid) });
}

/** Address of the router that the stick itself is, if it is one. */
function routerOf(identified: Identified, ids: readonly string[], mode: Mode, db: Db): string | null {
  if (identified.kind === 'modem') return identified.recognised.router;
  return db.compositionsOf(ids).find((c) => c.mode === mode && c.router)?.router?.address ?? null;
}

function notesFor(identified: Identified, ids: readonly string[], db: Db, mode: Mode, silent: boolean): Phrase[] {
  const notes: Phrase[] = [];
  const note = (key: string, values: Phrase['values'] = {}) => notes.push({ key: `notes.${key}`, values });
  if (identified.kind === 'disc') note('composition-known-after-switch');
  if (identified.kind === 'disc' && db.given !== null && isGiven(db, identified.entry)) note('switch-given', { file: db.given.file });
  if (identified.kind === 'modem' && !identified.recognised.listed) note('unlisted');
  const router = routerOf(identified, ids, mode, db);
  if (router !== null) note('router-in-stick', { address: router });
  if (silent) note('no-at-port');
  return notes;
}
