import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../electron/contract/plan.ts';
import type { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import { findModel, models } from '../../electron/virtual/models/index.ts';
import type { ModemModel, NonVolatile } from '../../electron/virtual/modem.ts';
import { acts, actsOf, messagesOf } from './acts.ts';
import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
import { forgedJson, mutatedJson } from './parsers/json.ts';
import { bytesOf, mutated } from './parsers/mutate.ts';
import type { Random } from './random.ts';
import { entryOf, lastEntries, newFolder, Room } from './room.ts';
import type { Specimen } from './specimen.ts';

/**
 * Journals that were cut off, are old, are of another, or were written by somebody who means harm: the bench starts, no modem is told
 * what only the file says, nothing outside the folder is touched, nothing is done twice. It is driven by its outside alone: a bench is
 * started on the folder, and what the virtual modems hear is what counts.
 */

const TORN = 900;
const FORGED = 2500;
const STALE = 500;

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
  readonly flash: NonVolatile;
  readonly composition: string | null;
  readonly now: number;
  /** What the modem was told before the crash. */
  readonly told: readonly string[];
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
    await room.clock.advance(random.below(whole));
    await room.stop();
    const folder = join(room.folder, 'journal');
    const [file] = readdirSync(folder);
    const plan = planned?.plan;
    if (file === undefined || !plan) return null;
    const { flash, composition } = specimen.modem;
    const told = specimen.told.map(({ what }) => what);
    return {
      model,
      file,
      text: readFileSync(join(folder, file), 'utf8'),
      plan,
      flash: { ...flash },
      composition,
      now: room.clock.now(),
      told,
    };
  } finally {
    await room.close();
  }
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

/** Starts a bench on a den with the modem of a relic in its port, and hears what it is told. */
async function rise(den: Den, { model, flash, composition, now }: Relic, fault: Fault, change: { imei?: string; laterMs?: number } = {}) {
  const room = new Room({ folder: den.data });
  await room.clock.advance(now - room.clock.now() + (change.laterMs ?? 5000));
  const specimen = room.make(model, change.imei === undefined ? {} : { imei: change.imei, serial: null });
  Object.assign(specimen.modem.flash, flash);
  // What was on its way when the bench died has arrived.
  room.plug(specimen, PORT, composition ?? undefined);
  den.seal();
  let started = true;
  try {
    await room.start();
  } catch (error) {
    started = false;
    fault('the bench does not start', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  if (started) {
    await room.clock.advance(2000);
    if (!(await room.settle(PORT, RISES_MS))) fault('never ends', `${room.view(PORT)?.state} after ${RISES_MS} ms`);
  }
  return { room, specimen };
}

/** What a modem may be told for the sake of a plan: its own commands, and questions. */
function isOwn(plan: Plan): (what: string) => boolean {
  const own = new Set([
    ...plan.steps.flatMap(({ action }) => {
      if (action.kind === 'at') return [action.command];
      return 'sends' in action ? action.sends : [];
    }),
    'AT',
    'ATE0V1',
    'AT+CMEE=1',
  ]);
  return (what) => own.has(what);
}

/** Holds what was told against the plan that a technician agreed to. */
function judge(relic: Relic, specimen: Specimen, fault: Fault, what: string): void {
  const own = isOwn(relic.plan);
  const messages = new Set(messagesOf(relic.plan));
  const persistent = new Set(actsOf(relic.plan));
  for (const told of specimen.told) {
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
    const times = [...relic.told, ...specimen.commands].filter((one) => one === command).length;
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
  ['pid', [process.pid, process.ppid, 1, 4_194_304]],
  ['vid', ['12d1', '2c7c', '1199']],
  ['serial', ['SN1', null]],
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

/** Things that are no file of lines, or strange ones. */
const oddities: readonly (readonly [string, (den: Den, relic: Relic) => void])[] = [
  ['a link to a file elsewhere', (den) => symlinkSync(den.victim, join(den.journal, 'x-1-1.jsonl'))],
  ['a link to itself', (den) => symlinkSync('x-1-1.jsonl', join(den.journal, 'x-1-1.jsonl'))],
  [
    'a link to a journal elsewhere',
    (den, { text }) => {
      writeFileSync(join(den.parent, 'other'), text);
      symlinkSync(join(den.parent, 'other'), join(den.journal, 'x-1-1.jsonl'));
    },
  ],
  ['a folder', (den) => mkdirSync(join(den.journal, 'x-1-1.jsonl'))],
  ['nothing in it', (den) => writeFileSync(join(den.journal, 'x-1-1.jsonl'), '')],
  [
    'no UTF-8',
    (den, { text }) =>
      writeFileSync(join(den.journal, 'x-1-1.jsonl'), Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0, 0x0a])])),
  ],
  [
    'a giant line',
    (den, { text }) => writeFileSync(join(den.journal, 'x-1-1.jsonl'), `${text}{"v":1,"kind":"${'a'.repeat(9 * 1024 * 1024)}"}\n`),
  ],
  [
    'deep nesting',
    (den, { text }) => writeFileSync(join(den.journal, 'x-1-1.jsonl'), `${'['.repeat(200_000)}${']'.repeat(200_000)}\n${text}`),
  ],
  [
    'deep nesting in an entry',
    (den, { text }) =>
      writeFileSync(join(den.journal, 'x-1-1.jsonl'), text.replace('{', `{"deep":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)},`)),
  ],
  ['the same twice', (den, { text, file }) => writeFileSync(join(den.journal, `y-${file}`), text)],
  [
    'a thousand others',
    (den, { text }) => {
      for (let i = 0; i < 300; i++) writeFileSync(join(den.journal, `${i}-1-1.jsonl`), text);
    },
  ],
  [
    'a name that leads out',
    (den, { text, file }) => writeFileSync(join(den.journal, file), text.replaceAll(file.replace('.jsonl', ''), '../../forged-1-1')),
  ],
  [
    'a name that leads out far',
    (den, { text, file }) => writeFileSync(join(den.journal, file), text.replaceAll(file.replace('.jsonl', ''), '../../../forged-1-1')),
  ],
  ['a long name', (den, { text }) => writeFileSync(join(den.journal, `${'n'.repeat(240)}-1-1.jsonl`), text)],
];

/** A named pipe has nobody at its other end: only another process can wait for it, since this one would wait for ever. */
async function startsBesidePipe(root: string, { text }: Relic, fault: Fault): Promise<void> {
  const den = new Den();
  try {
    writeFileSync(join(den.journal, 'a-practice-1.jsonl'), text);
    await new Promise((resolve) => spawn('mkfifo', [join(den.journal, 'x-practice-1.jsonl')]).once('exit', resolve));
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
      work: (den: Den, relic: Relic) => Promise<string> | string,
      change: Parameters<typeof rise>[3] = {},
      forgery = true,
    ) => {
      const way = random.pick(ways);
      // Alone, a case has nobody before it that took the time.
      if (lifetime.get(`${way[0]} ${way[1]}`) === undefined) await relic(random, way);
      const found = await relic(random, way);
      if (!found) return;
      const den = new Den();
      try {
        const what = `${way[0]} ${way[1]}, ${await work(den, found)}`;
        const { room, specimen } = await rise(den, found, fault, change);
        if (room.view(PORT)?.resumed === true) resumed++;
        judge(found, specimen, fault, what);
        const acted = specimen.told.filter((told) => acts(told, new Set(actsOf(found.plan))));
        if (!forgery && acted.length > 0) fault('rose unasked', `${acted[0]?.what}; ${what}`);
        await room.stop();
        if (den.broken !== null) fault('something outside its folder was touched', `${what}: ${den.broken}`);
        await room.close();
      } finally {
        den.remove();
      }
    };

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
          if (random.oneIn(2) || name.startsWith('the same')) writeFileSync(join(den.journal, found.file), found.text);
          make(den, found);
          return name;
        }),
      );
    for (let i = cases.scaled(STALE); i > 0; i--) {
      // Months later, another one of the same model is in that port: nothing tells it to be what the first one was.
      await cases.one((random, fault) => {
        const imei = `86${String(random.below(1e9)).padStart(13, '0')}`;
        return each(
          random,
          fault,
          (den, { file, text }) => {
            // As a process that runs to this day, as one of long ago.
            const owner = random.pick([process.pid, process.ppid, 1, 4_194_304]);
            writeFileSync(join(den.journal, file), text.replaceAll(/"pid":\d+/g, `"pid":${owner}`));
            return `months old, of process ${owner}`;
          },
          { imei, laterMs: MONTHS_MS },
          false,
        );
      });
    }
    await cases.one(async (random, fault) => {
      const [way] = ways;
      if (!way) return;
      if (lifetime.get(`${way[0]} ${way[1]}`) === undefined) await relic(random, way);
      const found = await relic(random, way);
      if (found && existsSync(join(assault.root, 'out/main/bench-process.js'))) await startsBesidePipe(assault.root, found, fault);
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
 * A job that was left half-way by a process that seems to run still, then another one to `verified`; weeks later the bench starts
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
    const alive = readFileSync(path, 'utf8').replaceAll(/"pid":\d+/g, `"pid":${random.pick([1, process.ppid])}`);
    writeFileSync(path, alive);
    await room.clock.advance(10_000);
    await room.start();
    await room.clock.advance(3000);
    await room.settle(PORT);
    await room.agree(PORT, { mode: 'qmi' }).catch(() => undefined);
    await room.settle(PORT);
    if (room.view(PORT)?.state !== 'verified') return;
    await room.stop();
    const mode = specimen.modem.flash['usbnet'];
    if (existsSync(path)) writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/"pid":\d+/g, '"pid":4194304'));
    await room.clock.advance(MONTHS_MS / 4);
    const from = specimen.told.length;
    await room.start();
    await room.clock.advance(3000);
    await room.settle(PORT);
    if (specimen.modem.flash['usbnet'] !== mode)
      fault('rose weeks later', specimen.told.slice(from).find(({ what }) => /usbnet/.test(what))?.what ?? '');
    if (room.view(PORT)?.state !== 'verified') fault('the result is forgotten', `after a restart the dongle is ${room.view(PORT)?.state}`);
    await room.stop();
    for (const [name, entry] of lastEntries(den.data))
      if (entry?.['kind'] !== 'end') fault('left open for ever', `${name}: ${String(entry?.['kind'])}`);
  } finally {
    await room.close();
    den.remove();
  }
}
