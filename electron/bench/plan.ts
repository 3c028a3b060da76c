import { createHash } from 'node:crypto';
import { type Db, hex4, usbId } from '../../modem-db/db.ts';
import type { Composition, Recipe, VendorFile } from '../../modem-db/schema.ts';
import { BenchError } from '../contract/errors.ts';
import type { Phrase, Plan, Step } from '../contract/plan.ts';
import { toPublic, type Wishes } from '../contract/wishes.ts';
import type { Mode } from '../contract/words.ts';
import type { Sighting } from '../seams/usb-bus.ts';
import { planSwitch } from '../switching/plan-switch.ts';
import { sends } from './commands.ts';
import { type Identified, identify } from './identify.ts';

/** How long a switched dongle may stay away. The reference program waits 20 s; slow sticks were seen to need 25. */
const SWITCH_AWAY_MS = 45_000;
const AT_MS = 5_000;

export interface Offer {
  readonly mode: Mode;
  readonly possible: boolean;
  readonly reason: Phrase;
}

/** The modes that can be offered for a sighting, with the reason for each. */
export function offersFor(identified: Identified, db: Db): Offer[] {
  if (identified.kind === 'unknown') return [];
  if (identified.kind === 'disc') {
    const ids = identified.entry.targets.pids.map((pid) => `${identified.entry.targets.vid}:${pid}`);
    return uniqueModes(db.compositionsOf(ids)).map((mode) => ({
      mode,
      possible: true,
      reason: { key: 'offers.after-switch', values: {} },
    }));
  }
  const { mode, recipe } = identified.recognised;
  const offers: Offer[] = mode === null ? [] : [{ mode, possible: true, reason: { key: 'offers.already', values: {} } }];
  for (const other of Object.keys(recipe?.modes ?? {}) as Mode[]) {
    if (other !== mode) offers.push({ mode: other, possible: true, reason: { key: 'offers.by-command', values: {} } });
  }
  return offers;
}

/**
 * From a sighting and the wishes to the steps: a pure function; nothing is sent. The wishes were checked before
 * (`openwrt/`). Throws MODE_NOT_OFFERED, STEP_REFUSED_LOCKOUT, SWITCH_NOT_STORAGE.
 */
export function makePlan(sighting: Sighting, wishes: Wishes, db: Db): Plan {
  const identified = identify(sighting, db);
  const offered = offersFor(identified, db).some((o) => o.mode === wishes.mode && o.possible);
  if (!offered) throw new BenchError('MODE_NOT_OFFERED', { mode: wishes.mode, name: identified.name });
  const steps: Step[] = [];
  const notes: Phrase[] = [];
  let recipes: Recipe[] = [];
  if (identified.kind === 'disc') {
    steps.push(...switchSteps(sighting, identified));
    const ids = identified.entry.targets.pids.map((pid) => `${identified.entry.targets.vid}:${pid}`);
    recipes = recipesFor(db.compositionsOf(ids), wishes.mode, db);
    notes.push({ key: 'notes.composition-known-after-switch', values: {} });
  } else if (identified.recognised.recipe && identified.recognised.mode !== wishes.mode) {
    recipes = [identified.recognised.recipe];
  }
  const vendor = db.vendorOf(sighting.vid);
  for (const recipe of recipes) steps.push(...recipeSteps(recipe, wishes.mode));
  // Behind every return: what a crash cuts off is asked again from the last return on.
  steps.push(compositionStep(wishes.mode), identityStep(), ...simSteps(vendor), ...verificationSteps(vendor, wishes));
  if (identified.kind === 'modem' && !identified.recognised.listed) notes.push({ key: 'notes.unlisted', values: {} });
  const content = {
    portPath: sighting.portPath,
    vid: hex4(sighting.vid),
    pid: hex4(sighting.pid),
    wishes: toPublic(wishes),
    steps,
    refused: [],
    notes,
  };
  return { id: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16), ...content };
}

function switchSteps(sighting: Sighting, disc: Extract<Identified, { kind: 'disc' }>): Step[] {
  const { interfaceNumber, transfers } = planSwitch(disc.entry, sighting);
  const ids = disc.entry.targets.pids.map((pid) => `${disc.entry.targets.vid}:${pid}`);
  return [
    {
      id: 'switch',
      title: { key: 'steps.switch.title', values: {} },
      why: { key: 'steps.switch.why', values: { id: usbId(sighting.vid, sighting.pid), method: disc.entry.method } },
      source: disc.entry.source,
      action: { kind: 'switch', method: disc.entry.method, interface: interfaceNumber, transfers: [...transfers] },
      timeoutMs: 15_000,
      risk: 'reversible',
      wayBack: { key: 'steps.switch.way-back', values: {} },
    },
    awaitStep('return', ids, SWITCH_AWAY_MS, disc.entry.source),
  ];
}

function awaitStep(id: string, ids: readonly string[], withinMs: number, source: string): Step {
  return {
    id,
    title: { key: 'steps.return.title', values: {} },
    why: { key: 'steps.return.why', values: { ids: ids.join(', ') } },
    source,
    action: { kind: 'await-return', ids: [...ids], withinMs },
    timeoutMs: withinMs,
    risk: 'none',
    wayBack: null,
  };
}

function identityStep(): Step {
  return {
    ...probe('identity', 30_000, sends.identity()),
    source: '3GPP TS 27.007, 5.1 to 5.4 (AT+CGMI, AT+CGMM, AT+CGMR, AT+CGSN)',
  };
}

/** Query first, then set, then restart, then compare; each but the query is left out where the query or the composition shows that it is needless. */
function recipeSteps(recipe: Recipe, mode: Mode): Step[] {
  const target = recipe.modes[mode];
  if (!target) return [];
  for (const lockout of recipe.lockouts) {
    if (new RegExp(lockout.command).test(target.set.toUpperCase().replace(/ /g, ''))) {
      throw new BenchError('STEP_REFUSED_LOCKOUT', { command: target.set, reason: lockout.reason });
    }
  }
  const skipIf = { kind: 'mode', mode } as const;
  const at = (id: string, command: string, rest: Partial<Step> & { leaves?: boolean; expect?: string }): Step => {
    const { leaves = false, expect, ...step } = rest;
    return {
      id,
      title: { key: `steps.${id}.title`, values: { mode } },
      why: { key: `steps.${id}.why`, values: { mode } },
      source: recipe.source,
      action: { kind: 'at', command, recipe: recipe.id, leaves, optional: false, ...(expect === undefined ? {} : { expect }) },
      skipIf,
      timeoutMs: AT_MS,
      risk: 'none',
      wayBack: null,
      ...step,
    };
  };
  return [
    at('mode-query', recipe.query, { expect: recipe.reply }),
    at('mode-set', target.set, {
      risk: 'persistent',
      skipIf: { kind: 'reply', step: 'mode-query', matches: target.reached },
      wayBack: { key: 'steps.mode-set.way-back', values: { query: recipe.query } },
    }),
    at('mode-restart', recipe.restart, { leaves: true, risk: 'reversible', timeoutMs: 15_000 }),
    { ...awaitStep('mode-return', target.returnsAs, recipe.awayMs, recipe.source), skipIf },
  ];
}

function compositionStep(mode: Mode): Step {
  return {
    ...probe('composition', 5_000),
    why: { key: 'steps.composition.why', values: { mode } },
    source: 'USB 2.0, 9.6.5 (interface descriptors), against the compositions in the database',
  };
}

function simSteps(vendor: VendorFile | undefined): Step[] {
  return [
    { ...probe('sim', 30_000, sends.sim(vendor)), source: '3GPP TS 27.007, 8.3 (AT+CPIN?)' },
    {
      id: 'pin',
      title: { key: 'steps.pin.title', values: {} },
      why: { key: 'steps.pin.why', values: {} },
      source: '3GPP TS 27.007, 8.3 (AT+CPIN); TS 11.11, 11.3 (three tries, then PUK)',
      action: { kind: 'pin', sends: sends.pin(vendor) },
      timeoutMs: 30_000,
      risk: 'reversible',
      wayBack: null,
    },
    {
      ...probe('network', 90_000, sends.network()),
      source: '3GPP TS 27.007, 7.2, 7.3, 8.5, 10.1.22 (AT+CREG?, AT+COPS?, AT+CSQ, AT+CEREG?)',
    },
  ];
}

function verificationSteps(vendor: VendorFile | undefined, wishes: Wishes): Step[] {
  const connection = sends.connection(vendor, wishes);
  return [
    { ...probe('drivers', 20_000), source: 'Linux sysfs, /sys/bus/usb/devices' },
    {
      ...probe('control', 30_000, sends.control(wishes)),
      source: 'CDC 1.2, 6.2 (encapsulated commands); QMI CTL sync and DMS; 3GPP TS 27.007',
    },
    ...(connection.length === 0
      ? []
      : [
          {
            ...probe('connection', 120_000, connection),
            risk: 'reversible' as const,
            source: 'QMI WDS start and stop network; Huawei AT^NDISDUP, ModemManager 1.20, plugins/huawei',
          },
        ]),
  ];
}

type Probe = Extract<Step['action'], { kind: 'probe' }>['probe'];

function probe(name: Probe, timeoutMs: number, commands: readonly string[] = []): Omit<Step, 'source'> {
  return {
    id: name,
    title: { key: `steps.${name}.title`, values: {} },
    why: { key: `steps.${name}.why`, values: {} },
    action: { kind: 'probe', probe: name, sends: [...commands] },
    timeoutMs,
    risk: 'none',
    wayBack: null,
  };
}

function recipesFor(compositions: readonly Composition[], mode: Mode, db: Db): Recipe[] {
  const names = new Set(compositions.flatMap((c) => (c.recipe === undefined ? [] : [c.recipe])));
  return [...names].flatMap((name) => {
    const recipe = db.recipe(name);
    return recipe?.modes[mode] ? [recipe] : [];
  });
}

function uniqueModes(compositions: readonly Composition[]): Mode[] {
  return [...new Set(compositions.map((c) => c.mode))];
}
