import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../electron/contract/plan.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import type { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import { bootId } from '../../electron/host/this-computer.ts';
import { findModel, models } from '../../electron/virtual/models/index.ts';
import type { ModemModel } from '../../electron/virtual/modem.ts';
import { acts, actsOf, messagesOf } from './acts.ts';
import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
import { forgedJson, mutatedJson } from './parsers/json.ts';
import { bytesOf, mutated } from './parsers/mutate.ts';
import type { Random } from './random.ts';
import { entryOf, isFinished, lastEntries, newFolder, Room } from './room.ts';
import type { Specimen, Told } from './specimen.ts';

/**
 * Journals that were cut off, are old, are of another, or were written by somebody who means harm: the bench starts, no modem is told
 * what only the file says, nothing outside the folder is touched, nothing is done twice. It is driven by its outside alone: a bench is
 * started on the folder, and what the virtual modems hear is what counts.
 */

const TORN = 500;
const FORGED = 1200;
const STALE = 400;
const FRESH = 200;

const PORT = '1-1';
const MONTHS_MS = 100 * 24 * 3600 * 1000;
/** What a started bench may take until it has taken up what it found. */
const RISES_MS = 200_000;
const PIN = '4711';

type Fault = (kind: string, detail: string) => void;

/** A job that its bench left half-way: its journal, and the modem as it is now. */
interface Relic {
  readonly model: ModemModel;
  readonly file: string;
  readonly text: string;
  readonly plan: Plan;
  /** Where it still is plugged in, and at work on what it was told last. */
  readonly room: Room;
  readonly specimen: Specimen;
  /** What the modem was told before the crash. */
  readonly told: readonly string[];
  /** The state that its job ended in; `null`: it was cut off. */
  readonly end: string | null;
  /** It was away by the job's own doing, or about to be. */
  readonly away: boolean;
}

/** Models and modes with something to lose: a switch, a setting in flash, a PIN. */
const ways: readonly (readonly [string, Mode, Partial<Wishes>])[] = [
  ['huawei-ncm', 'ncm', { pin: PIN }],
  ['huawei-qmi', 'qmi', { pin: PIN, pinLock: 'off' }],
  ['quectel-ec25', 'qmi', { networkMode: 'lte' }],
  ['quectel-ec25', 'mbim', {}],
  ['sierra-em7455', 'qmi', { networkMode: 'lte' }],
  ['telit-fn980', 'mbim', {}],
  ['zte-mf831', 'qmi', {}],
  ['simcom-sim7600', 'mbim', {}],
];

const lifetime = new Map<string, number>();

/** Begins a job and ends its bench after a while of it. */
async function relic(random: Random, [name, mode, wishes]: (typeof ways)[number]): Promise<Relic | null> {
  const model = findModel(name) ?? random.pick(models);
  const room = new Room();
  let found: Relic | null = null;
  try {
    const specimen = room.make(model, { faults: wishes.pin === undefined ? {} : { pin: PIN } });
    room.plug(specimen, PORT);
    await room.start();
    await room.clock.advance(300);
    const offered = room.view(PORT)?.offers.some((o) => o.mode === mode && o.possible);
    if (!offered) return null;
    const planned = await room.agree(PORT, { mode, ...wishes });
    const key = `${name} ${mode}`;
    const begun = room.clock.now();
    const whole = lifetime.get(key);
    if (whole === undefined) {
      await room.settle(PORT);
      lifetime.set(key, room.clock.now() - begun);
      return null;
    }
    await room.clock.advance(random.below(whole + 50));
    await room.stop();
    const folder = join(room.folder, 'journal');
    const [file] = readdirSync(folder);
    const plan = planned?.draft;
    if (file === undefined || !plan) return null;
    const text = readFileSync(join(folder, file), 'utf8');
    const told = specimen.told.map(({ what }) => what);
    found = { model, file, text, plan, room, specimen, told, ...endOf(text, plan) };
    return found;
  } finally {
    if (!found) await room.close();
  }
}

function endOf(text: string, { steps }: Plan): Pick<Relic, 'end' | 'away'> {
  const entries = text.trimEnd().split('\n').map(entryOf);
  const end = entries.find((entry) => entry?.['kind'] === 'end')?.['state'];
  const last = entries.findLast((entry) => entry?.['kind'] === 'start' || entry?.['kind'] === 'done')?.['step'];
  const at = steps.findIndex(({ id }) => id === last);
  const away = at >= 0 && [steps[at], steps[at + 1]].some((step) => step?.action.kind === 'await-return');
  return { end: typeof end === 'string' ? end : null, away };
}

/** A folder for the data with something beside it that nobody may touch. */
class Den {
  readonly parent = newFolder();
  readonly data = join(this.parent, 'data');
  readonly journal = join(this.data, 'journal');
  readonly #victim = join(this.parent, 'victim');
  #before = '';

  constructor() {
    mkdirSync(this.journal, { recursive: true });
    writeFileSync(this.#victim, 'not a journal\n');
  }

  get victim(): string {
    return this.#victim;
  }

  /** From now on everything outside of the data folder stays as it is. */
  seal(): void {
    this.#before = this.#outside();
  }

  get broken(): string | null {
    const now = this.#outside();
    return now === this.#before ? null : now;
  }

  #outside(): string {
    const told = (path: string, depth: number): string[] =>
      readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
        const full = join(path, entry.name);
        if (full === this.data || depth > 3) return [];
        if (entry.isDirectory()) return [`${entry.name}/`, ...told(full, depth + 1)];
        return [`${entry.name} ${entry.isSymbolicLink() ? readlinkSync(full) : statSync(full).size}`];
      });
    // A name with `../` leads here, or one above.
    const above = readdirSync(join(this.parent, '..')).filter((name) => name.endsWith('.jsonl') || name.startsWith('forged'));
    return [...told(this.parent, 0), ...above].sort().join('\n');
  }

  remove(): void {
    rmSync(this.parent, { recursive: true, force: true });
    for (const name of readdirSync(join(this.parent, '..')))
      if (name.endsWith('.jsonl') && name.includes('forged')) rmSync(join(this.parent, '..', name), { force: true });
  }
}

/** What is otherwise when the next bench starts. */
interface Change {
  /** Another one of the same model is in the port; `gone`: it comes a while after the bench. */
  readonly other?: { readonly imei: string; readonly serial: string | null; readonly gone?: boolean };
  readonly laterMs?: number;
  readonly boot?: string;
  /** The key of the data folder was lost. */
  readonly keyLost?: boolean;
}

interface Risen {
  readonly specimen: Specimen;
  /** What it was told since then. */
  readonly told: readonly Told[];
  readonly view: DongleView | undefined;
}

/** Starts a bench on a den with the modem of a relic in its port, or another, and hears what it is told. */
async function rise(den: Den, { room, specimen: first, model, away }: Relic, fault: Fault, change: Change): Promise<Risen> {
  const { other, laterMs = 5000, boot = 'first', keyLost = false } = change;
  const key = join(room.folder, 'dongle-key');
  const copy = join(den.data, 'dongle-key');
  if (existsSync(key) && !keyLost && lstatSync(copy, { throwIfNoEntry: false }) === undefined) copyFileSync(key, copy);
  // What was on its way when the bench died has arrived.
  await room.clock.advance(laterMs);
  let specimen = first;
  const { flash, composition } = first.modem;
  if (other) {
    room.unplug(first);
    specimen = room.make(model, { imei: other.imei, serial: other.serial });
    Object.assign(specimen.modem.flash, flash);
    if (!other.gone) room.plug(specimen, PORT, composition ?? undefined);
  }
  const from = specimen.told.length;
  room.boot = boot;
  den.seal();
  try {
    await room.start(den.data);
  } catch (error) {
    fault('the bench does not start', error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { specimen, told: [], view: undefined };
  }
  await room.clock.advance(2000);
  if (other?.gone) {
    if (!away && room.view(PORT)?.job?.resumed === true) fault('gone on with where nothing is', `${model.name}, ${room.view(PORT)?.state}`);
    room.plug(specimen, PORT, composition ?? undefined);
    await room.clock.advance(2000);
  }
  if (!(await room.settle(PORT, RISES_MS))) fault('never ends', `${room.view(PORT)?.state} after ${RISES_MS} ms`);
  return { specimen, told: specimen.told.slice(from), view: room.view(PORT) };
}

/** What a modem may be told for the sake of a plan: its own commands, and questions. */
function isOwn(plan: Plan): (what: string) => boolean {
  const own = new Set([
    ...plan.steps.flatMap(({ action, sends }) => [...(action.kind === 'at' ? [action.command] : []), ...sends.map(({ text }) => text)]),
    'AT',
    'ATE0V1',
    'AT+CMEE=1',
  ]);
  return (what) => own.has(what);
}

/** Holds what was told against the plan that a technician agreed to. */
function judge(relic: Relic, heard: readonly Told[], fault: Fault, what: string): void {
  const own = isOwn(relic.plan);
  const messages = new Set(messagesOf(relic.plan));
  const persistent = new Set(actsOf(relic.plan));
  for (const told of heard) {
    const strange =
      told.kind === 'at'
        ? !own(told.what) && !/^AT\+CLCK="SC",2$/.test(told.what)
        : told.kind === 'storage'
          ? acts(told, persistent) && !messages.has(told.what)
          : acts(told, persistent) &&
            !relic.plan.steps.some(({ action }) => action.kind === 'switch' && action.transfers.some((t) => t.kind === 'control'));
    if (strange) fault('told what only the file says', `${told.what.slice(0, 80)}; ${what}`);
  }
  const settings = relic.plan.steps.flatMap(({ action, risk }) => (action.kind === 'at' && risk === 'persistent' ? [action.command] : []));
  for (const command of new Set(settings)) {
    const times = [...relic.told, ...heard.map((told) => told.what)].filter((one) => one === command).length;
    if (times > settings.filter((one) => one === command).length) fault('done twice', `${command}; ${what}`);
  }
}

const commands = [
  'AT+QDOWNLOAD=1',
  'AT+CFUN=0',
  'AT+CFUN=1,1',
  'AT^RESET',
  'AT+CPIN="1111"',
  'AT+CLCK="SC",1,"0000"',
  'AT+QCFG="usbnet",3',
  'AT^SETPORT="FF;10,12,16,A2"',
  'AT$QCPWRDN',
];
const storage = [
  '55534243123456780000000000000011062000000101000100000000000000',
  '55534243123456780000000000000601e0000000000000000000000000000000',
];
const actions: readonly unknown[] = [
  ...commands.map((command) => ({ kind: 'at', command, leaves: false, optional: true })),
  { kind: 'at', command: 'AT+CFUN=0', leaves: true, optional: true },
  { kind: 'pin', sends: [] },
  { kind: 'pin-lock', sends: [] },
  {
    kind: 'switch',
    method: 'x',
    transfers: [
      { kind: 'claim', interface: 2 },
      { kind: 'bulk-out', endpoint: 2, data: '41542b4346554e3d300d', timeoutMs: 1000 },
    ],
  },
  {
    kind: 'switch',
    method: 'x',
    transfers: [
      { kind: 'control', requestType: 0x40, request: 1, value: 2, index: 0, data: '', length: 0, tolerates: 'anything', timeoutMs: 500 },
    ],
  },
];
const names = ['../../forged', '../../forged-1-1', '../../../forged-1-1', '/tmp/forged', '', '.', '..'];
const steps = ['switch', 'mode-query', 'mode-set', 'mode-restart', 'return', 'identity', 'pin', 'network-mode-set'];
/** Under the names that such a file may have for them. */
const suited: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ['command', commands],
  ['what', [...commands, ...storage]],
  ['data', [...storage, '41540d']],
  ['action', actions],
  ['job', names],
  ['file', names],
  ['step', steps],
  ['begun', steps],
  ['id', steps],
  ['mode', ['qmi', 'mbim', 'ncm', 'ecm', 'rndis', 'ppp']],
  ['pinLock', ['off', 'keep']],
  ['networkMode', ['gsm', 'lte', 'auto']],
  ['hasPin', [true, false]],
  ['skipIf', [[]]],
  ['risk', ['none', 'persistent']],
  ['leaves', [true, false]],
  ['optional', [true]],
  ['matches', ['', 'x', '(a+)+$']],
  ['expect', ['', '^(?<value>.*)$']],
  ['portPath', ['1-1', '1-2', 'practice-1']],
  ['origin', ['usb', 'practice']],
  ['boot', ['first', 'second', '']],
  ['address', [0, 1, 2, 3, 4, 255]],
  ['imei', [null, '0'.repeat(64)]],
  ['at', ['2026-01-01T00:00:01.000Z', '2030-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z']],
  ['v', [1, 2, 3]],
  ['kind', ['job', 'dongle', 'start', 'send', 'done', 'failed', 'result', 'end', 'resumed']],
  ['state', ['done', 'failed', 'superseded', 'given-up', 'another-dongle']],
  ['vendor', ['HUAWEI', 'ZTE', '']],
  ['model', ['E3372', 'EC25', null]],
  ['vid', ['12d1', '2c7c', '1199']],
  ['serial', ['0'.repeat(64), null]],
  ['skipped', [true, false]],
]);
const poison: readonly unknown[] = [...suited.values()].flat();

/** One or two values of the file are others. */
function forged(random: Random, text: string): string {
  const lines = text.trimEnd().split('\n');
  const parsed = lines.map((line) => entryOf(line));
  // The head holds the most.
  for (let times = random.between(1, 2); times > 0; times--) {
    const at = random.oneIn(3) ? random.below(lines.length) : 0;
    const entry = parsed[at];
    if (!entry) continue;
    const changed = random.oneIn(3) ? mutatedJson(random, entry, poison, 2) : forgedJson(random, entry, suited);
    parsed[at] = entryOf(JSON.stringify(changed));
  }
  return `${parsed.map((entry, index) => (entry ? JSON.stringify(entry) : (lines[index] ?? ''))).join('\n')}\n`;
}

/** Names of jobs of that port, before and after any that a relic has. */
const OLDER = '2025-01-01T00-00-00-000Z-1-1';
const NEWER = '2026-06-01T00-00-00-000Z-1-1';
const older = (den: Den) => join(den.journal, `${OLDER}.jsonl`);
const newer = (den: Den) => join(den.journal, `${NEWER}.jsonl`);
const renamed = ({ text, file }: Relic, name: string) => text.replaceAll(file.replace('.jsonl', ''), name);

/** Things that are no file of lines, or strange ones. */
const oddities: readonly (readonly [string, (den: Den, relic: Relic) => void])[] = [
  ['a link to a file elsewhere', (den) => symlinkSync(den.victim, newer(den))],
  ['a link to itself', (den) => symlinkSync(`${NEWER}.jsonl`, newer(den))],
  [
    'a link to a journal elsewhere',
    (den, relic) => {
      writeFileSync(join(den.parent, 'other'), renamed(relic, NEWER));
      symlinkSync(join(den.parent, 'other'), newer(den));
    },
  ],
  ['a folder', (den) => mkdirSync(newer(den))],
  ['nothing in it', (den) => writeFileSync(newer(den), '')],
  [
    'no UTF-8',
    (den, relic) => writeFileSync(newer(den), Buffer.concat([Buffer.from(renamed(relic, NEWER)), Buffer.from([0xff, 0xfe, 0, 0x0a])])),
  ],
  ['a giant line', (den, relic) => writeFileSync(newer(den), `${renamed(relic, NEWER)}{"v":2,"kind":"${'a'.repeat(9 * 1024 * 1024)}"}\n`)],
  ['deep nesting', (den, relic) => writeFileSync(newer(den), `${'['.repeat(200_000)}${']'.repeat(200_000)}\n${renamed(relic, NEWER)}`)],
  [
    'deep nesting in an entry',
    (den, relic) =>
      writeFileSync(newer(den), renamed(relic, NEWER).replace('{', `{"deep":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)},`)),
  ],
  ['the same under an older name', (den, relic) => writeFileSync(older(den), renamed(relic, OLDER))],
  ['the same under a newer name', (den, relic) => writeFileSync(newer(den), renamed(relic, NEWER))],
  ['the same under another file name', (den, { text }) => writeFileSync(newer(den), text)],
  [
    'hundreds of others',
    (den, relic) => {
      for (let i = 100; i < 400; i++) {
        const name = OLDER.replace('000Z', `${i}Z`);
        writeFileSync(join(den.journal, `${name}.jsonl`), renamed(relic, name));
      }
    },
  ],
  ['a name that leads out', (den, relic) => writeFileSync(join(den.journal, relic.file), renamed(relic, '../../forged-1-1'))],
  ['a name that leads out far', (den, relic) => writeFileSync(join(den.journal, relic.file), renamed(relic, '../../../forged-1-1'))],
  ['a long name', (den, { text }) => writeFileSync(join(den.journal, `${'n'.repeat(240)}-1-1.jsonl`), text)],
  ['a key that is a folder', (den) => mkdirSync(join(den.data, 'dongle-key'))],
  ['a key that is a link', (den) => symlinkSync(den.victim, join(den.data, 'dongle-key'))],
  ['a short key', (den) => writeFileSync(join(den.data, 'dongle-key'), 'short')],
  ['an owner that is a folder', (den) => mkdirSync(join(den.data, 'owner.json'))],
  ['an owner that is a link', (den) => symlinkSync(den.victim, join(den.data, 'owner.json'))],
  ['an owner of no sense', (den) => writeFileSync(join(den.data, 'owner.json'), '{"boot":1')],
  [
    'an owner of another boot',
    (den) => writeFileSync(join(den.data, 'owner.json'), JSON.stringify({ boot: 'other', pid: process.pid, start: '1' })),
  ],
  [
    'an owner whose number is another process now',
    (den) => writeFileSync(join(den.data, 'owner.json'), JSON.stringify({ boot: bootId(), pid: process.ppid, start: '1' })),
  ],
];

/** What may lie between the crash and the next bench: nothing is done to a dongle without a question then. */
const staleness: readonly (readonly [string, (random: Random) => Change, ((relic: Relic) => string)?])[] = [
  ['months later, another one', (random) => ({ other: { imei: anotherImei(random), serial: null }, laterMs: MONTHS_MS, boot: 'second' })],
  ['after another start of the computer', () => ({ boot: 'second' })],
  ['an hour later', () => ({ laterMs: 3_600_000 })],
  ['at once, another one', (random) => ({ other: { imei: anotherImei(random), serial: random.oneIn(2) ? null : 'SN9' } })],
  ['at once, another one that comes later', (random) => ({ other: { imei: anotherImei(random), serial: 'SN9', gone: true } })],
  ['with the key lost', () => ({ keyLost: true, boot: 'second' })],
  ['from the future', () => ({}), ({ text }) => text.replaceAll('"at":"2026', '"at":"2027')],
  ['of no boot', () => ({ boot: 'second' }), ({ text }) => text.replace('"boot":"first"', '"boot":""')],
];

const anotherImei = (random: Random) => `86${String(random.below(1e9)).padStart(13, '0')}`;

/** A named pipe has nobody at its other end: only another process can wait for it, since this one would wait for ever. */
async function startsBesidePipe(root: string, { text }: Relic, fault: Fault): Promise<void> {
  const den = new Den();
  try {
    writeFileSync(join(den.journal, `${OLDER}.jsonl`), text);
    await new Promise((resolve) => spawn('mkfifo', [newer(den)]).once('exit', resolve));
    const program = join(root, 'out/main/bench-process.js');
    const child = spawn(process.execPath, [program, `--data=${den.data}`, '--version=0.0.0', '--restarts=0'], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const spoke = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), 20_000);
      child.once('message', () => {
        clearTimeout(timer);
        resolve(true);
      });
      child.once('exit', () => resolve(false));
    });
    child.kill('SIGKILL');
    if (!spoke) fault('the bench does not start', 'beside a named pipe in its journal folder');
  } finally {
    den.remove();
  }
}

export const journals: Campaign = {
  name: 'journals',
  async run(assault: Assault): Promise<Outcome> {
    const cases = new Cases('journals', assault);
    let resumed = 0;
    // How long each way takes whole, so that crashes can be spread over it.
    for (const way of ways) await cases.one(async (random) => void (await relic(random, way)));

    const each = async (
      random: Random,
      fault: Fault,
      work: (den: Den, relic: Relic) => string,
      change: Change = {},
      check: (relic: Relic, risen: Risen, what: string) => void = () => undefined,
    ) => {
      const way = random.pick(ways);
      // Alone, a case has nobody before it that took the time.
      if (lifetime.get(`${way[0]} ${way[1]}`) === undefined) await relic(random, way);
      const found = await relic(random, way);
      if (!found) return;
      const den = new Den();
      try {
        const what = `${way[0]} ${way[1]}, ${work(den, found)}`;
        const risen = await rise(den, found, fault, change);
        if (risen.view?.job?.resumed === true && found.end === null) resumed++;
        judge(found, risen.told, fault, what);
        check(found, risen, what);
        await found.room.stop();
        if (den.broken !== null) fault('something outside its folder was touched', `${what}: ${den.broken}`);
      } finally {
        await found.room.close();
        den.remove();
      }
    };
    const acted = ({ told }: Risen, { plan }: Relic) => told.find((one) => acts(one, new Set(actsOf(plan))));

    for (let i = cases.scaled(TORN); i > 0; i--)
      await cases.one((random, fault) =>
        each(random, fault, (den, { file, text }) => {
          const bytes = bytesOf(text);
          const at = random.oneIn(2)
            ? random.below(bytes.length + 1)
            : Math.max(0, text.indexOf('\n', random.below(text.length)) + random.between(-1, 2));
          const rest = random.oneIn(3)
            ? mutated(random, [bytes.subarray(at)])
            : random.oneIn(2)
              ? random.bytes(random.below(30))
              : new Uint8Array();
          writeFileSync(join(den.journal, file), Buffer.concat([bytes.subarray(0, at), rest]));
          return `torn at ${at} of ${bytes.length}`;
        }),
      );
    for (let i = cases.scaled(FORGED); i > 0; i--)
      await cases.one((random, fault) =>
        each(random, fault, (den, { file, text }) => {
          const changed = forged(random, text);
          writeFileSync(join(den.journal, file), changed);
          return 'forged';
        }),
      );
    for (const [name, make] of oddities)
      await cases.one((random, fault) =>
        each(random, fault, (den, found) => {
          if (random.oneIn(2) || /^(the same|an? (owner|key|short))/.test(name)) writeFileSync(join(den.journal, found.file), found.text);
          make(den, found);
          return name;
        }),
      );
    for (let i = cases.scaled(STALE); i > 0; i--)
      await cases.one((random, fault) => {
        const [name, changeOf, forge = ({ text }: Relic) => text] = random.pick(staleness);
        const change = changeOf(random);
        return each(
          random,
          fault,
          (den, found) => {
            writeFileSync(join(den.journal, found.file), forge(found));
            return name;
          },
          change,
          (found, risen, what) => {
            // While it is away by the job's doing, nothing tells one without a number of its own from another.
            if (change.other && found.away && (change.other.serial === null || !found.text.includes('"serial":"'))) return;
            const did = acted(risen, found);
            if (did) fault('rose unasked', `${did.what}; ${what}`);
            const { view } = risen;
            if (change.other && isFinished(view)) fault('the result of another one is shown', what);
            if (found.end === null && !change.other && !view?.interrupted) fault('not shown as interrupted', `${view?.state}, ${what}`);
          },
        );
      });
    for (let i = cases.scaled(FRESH); i > 0; i--)
      await cases.one((random, fault) =>
        each(
          random,
          fault,
          (den, { file, text }) => {
            writeFileSync(join(den.journal, file), text);
            return 'at once';
          },
          {},
          (found, risen, what) => {
            const { view } = risen;
            const how = `${view?.state} ${view?.job?.failure?.code ?? ''} ${view?.interrupted?.reason ?? ''}, ${what}`;
            if (found.end !== null) {
              if (found.end === 'done' && !isFinished(view)) fault('the result is forgotten', how);
            } else if (view?.interrupted) {
              if (view.interrupted.reason !== 'secrets') fault('asked about without need', how);
              if (acted(risen, found)) fault('shown as interrupted, and gone on with', how);
            } else if (view?.job?.resumed !== true || !isFinished(view)) fault('not gone on with to its end', how);
          },
        ),
      );
    await cases.one(async (random, fault) => {
      const [way] = ways;
      if (!way) return;
      if (lifetime.get(`${way[0]} ${way[1]}`) === undefined) await relic(random, way);
      const found = await relic(random, way);
      if (!found) return;
      await found.room.close();
      await startsBesidePipe(assault.root, found, fault);
    });
    for (let i = cases.scaled(60); i > 0; i--) await cases.one((random, fault) => overtaken(random, fault));
    if (assault.only === null)
      await cases.one((_, fault) => {
        if (resumed === 0) fault('hollow', 'nothing was ever gone on with');
      });
    return cases.outcome;
  },
};

/**
 * A job that was left half-way, then another one to its end; weeks later the bench starts
 * again. What was verified last stays as it is.
 */
async function overtaken(random: Random, fault: Fault): Promise<void> {
  const model = findModel('quectel-ec25');
  if (!model) return;
  const den = new Den();
  const room = new Room({ folder: den.data });
  try {
    const specimen = room.make(model);
    room.plug(specimen, PORT);
    await room.start();
    await room.clock.advance(300);
    await room.agree(PORT, { mode: 'mbim' });
    await room.clock.advance(random.below(1200));
    await room.stop();
    const [first = ''] = readdirSync(den.journal);
    const path = join(den.journal, first);
    await room.clock.advance(10_000);
    room.boot = random.pick(['first', 'second']);
    await room.start();
    await room.clock.advance(3000);
    await room.settle(PORT);
    await room.agree(PORT, { mode: 'qmi' }).catch(() => undefined);
    await room.settle(PORT);
    if (!isFinished(room.view(PORT))) return;
    await room.stop();
    const mode = specimen.modem.flash['usbnet'];
    // As it is where its end never reached the disk.
    writeFileSync(path, readFileSync(path, 'utf8').replace(/[^\n]*"kind":"end"[^\n]*\n/, ''));
    room.boot = 'third';
    await room.clock.advance(MONTHS_MS / 4);
    const from = specimen.told.length;
    await room.start();
    await room.clock.advance(3000);
    await room.settle(PORT);
    if (specimen.modem.flash['usbnet'] !== mode)
      fault('rose weeks later', specimen.told.slice(from).find(({ what }) => /usbnet/.test(what))?.what ?? '');
    // Months and two starts of the computer later nobody knows whether it is true still.
    if (isFinished(room.view(PORT))) fault('an old result is claimed', `after a restart the dongle is ${room.view(PORT)?.state}`);
    await room.stop();
    for (const [name, entry] of lastEntries(den.data))
      if (entry?.['kind'] !== 'end' && entry?.['kind'] !== 'dismissed') fault('left open for ever', `${name}: ${String(entry?.['kind'])}`);
  } finally {
    await room.close();
    den.remove();
  }
}
