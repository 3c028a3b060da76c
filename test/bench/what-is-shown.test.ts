import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { JournalEntry } from '../../electron/bench/journal/entries.ts';
import { readEntries } from '../../electron/bench/journal/past-jobs.ts';
import { showPlan } from '../../electron/cli/show.ts';
import type { Plan } from '../../electron/contract/plan.ts';
import { createText } from '../../electron/contract/text.ts';
import { languages, type Mode } from '../../electron/contract/words.ts';
import { MASK } from '../../electron/lib/shown.ts';
import { models } from '../../electron/virtual/models/index.ts';
import type { Transfer } from '../../electron/virtual/usb-function.ts';
import { hasEnded } from '../support/ended.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';
import { someOf } from '../support/some-of.ts';

/**
 * What the product promises, held against what the virtual modem received: the journal is that, byte for byte and in order; each
 * entry was on the disk before its transfer reached the device; each is an instance of a message that the plan shows for its step.
 */

/** Of each file, by its inode: how much of it is known to be on the disk. */
const flushed = vi.hoisted(() => new Map<number, number>());
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    fdatasyncSync: (descriptor: number) => {
      fs.fdatasyncSync(descriptor);
      const { ino, size } = fs.fstatSync(descriptor);
      flushed.set(ino, size);
    },
  };
});

const PIN = '4711';
const PASSWORD = 'geheim';
const USER = 'me';
/** Commands of which firmwares disagree where the password stands, so that the user's name is hidden with it. */
const EITHER = /^AT[+#*]\w*AUTH\w*=/;
const SECRETS = [PIN, PASSWORD].flatMap((secret) => [Buffer.from(secret, 'latin1'), Buffer.from(secret, 'utf16le')]);

type Sent = Extract<JournalEntry, { kind: 'send' }>;

/** What the device got, with what is secret overwritten as the journal must; `null`: not sent by a program. */
function received({ endpoint, setup, data }: Transfer, isKernel: boolean): string | null {
  if (setup === null) return endpoint & 0x80 ? null : masked(data);
  const [requestType = 0, request = 0] = setup;
  // Encapsulated commands (CDC 1.2, 6.2.1) go out, and are fetched, without a line for their envelope.
  if (requestType === 0x21 && request === 0x00) return masked(data);
  if (requestType === 0xa1 && request === 0x01) return null;
  // A kernel's serial driver raises the lines by itself.
  if (isKernel && requestType === 0x21 && request === 0x22) return null;
  return masked(Buffer.concat([setup, data]));
}

function masked(data: Uint8Array): string {
  const copy = Buffer.from(data);
  for (const secret of SECRETS)
    for (let at = copy.indexOf(secret); at >= 0; at = copy.indexOf(secret, at)) copy.fill(MASK, at, at + secret.length);
  const user = EITHER.test(copy.toString('latin1')) ? copy.indexOf(`"${USER}"`) : -1;
  if (user >= 0) copy.fill(MASK, user + 1, user + 1 + USER.length);
  return copy.toString('hex');
}

/** The journals that speak of practice, read as they are on the disk. */
function sentIn(folder: string): Sent[] {
  return journals(folder)
    .flatMap((file) => readEntries(file))
    .filter((entry): entry is Sent => entry.kind === 'send');
}

function journals(folder: string): string[] {
  const at = join(folder, 'journal');
  try {
    return readdirSync(at).map((name) => join(at, name));
  } catch {
    return [];
  }
}

/** Whether all that was written is on the disk. */
const isFlushed = (file: string) => {
  const { ino, size } = statSync(file);
  return flushed.get(ino) === size;
};

interface Watched {
  readonly world: PracticeWorld;
  /** What the device got since the job began, and what was not on the disk by then. */
  readonly got: string[];
  readonly late: string[];
}

/** `onGot` is called when the device gets something, with how much it got. */
async function watched(
  name: string,
  seesDrivers: boolean,
  onGot: (count: number, at: PracticeWorld) => void = () => undefined,
): Promise<Watched> {
  const w = await practiceWorld({ seesDrivers, faults: { [name]: { pin: PIN } } });
  world = w;
  const got: string[] = [];
  const late: string[] = [];
  const { bus } = w.practice;
  // A program's own requests, apart from those of the practice kernel's drivers: a handle submits before it first waits.
  let isProgram = false;
  const open = bus.open.bind(bus);
  bus.open = async (sighting) => {
    const handle = await open(sighting);
    const controlOut = handle.controlOut.bind(handle);
    handle.controlOut = (...request) => {
      isProgram = true;
      const work = controlOut(...request);
      isProgram = false;
      return work;
    };
    return handle;
  };
  const attached = bus.attached.bind(bus);
  bus.attached = (portPath, device, ...rest) => {
    attached(portPath, device, ...rest);
    const before = device.tap;
    device.tap = (transfer) => {
      const what = received(transfer, !isProgram);
      if (what !== null && !isLooking) {
        got.push(what);
        const told = sentIn(w.folder).filter((entry) => entry.data !== '');
        if (told.length < got.length || told.at(got.length - 1)?.data !== what || !journals(w.folder).every(isFlushed)) late.push(what);
        onGot(got.length, w);
      }
      return before?.(transfer);
    };
  };
  return { world: w, got, late };
}

/** What is opened, and what closes it. */
const pairs: readonly (readonly [RegExp, RegExp])[] = [
  [/^QMI CTL Allocate CID/, /^QMI CTL Release CID/],
  [/^QMI WDS Start Network/, /^QMI WDS Stop Network/],
  [/^MBIM BASIC_CONNECT CONNECT set: activate/, /^MBIM BASIC_CONNECT CONNECT set: deactivate/],
  [/^AT\^NDISDUP=1,1/, /^AT\^NDISDUP=1,0/],
];

/** Until a job begins the app looks at a dongle, which no journal is kept of. */
let isLooking = true;
let world: PracticeWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
  isLooking = true;
});

/** What of it is no instance of a message of its step, or one too many. */
function strays(plan: Plan, sent: readonly Sent[]): string[] {
  const left = new Map(plan.steps.map((step) => [step.id, [...step.sends]]));
  return sent.flatMap((entry) => {
    const messages = left.get(entry.step) ?? [];
    const at = messages.findIndex(({ text }) => text === entry.what || text === entry.as);
    if (at < 0) return [`${entry.step}: ${entry.what}`];
    if (messages[at]?.times === 'once') messages.splice(at, 1);
    return [];
  });
}

const offered: readonly [string, Mode][] = await (async () => {
  const w = await practiceWorld();
  const found: [string, Mode][] = [];
  for (const { name } of models) {
    const port = await w.plug(name);
    for (const { mode, possible } of w.dongle(port).offers) if (possible) found.push([name, mode]);
  }
  await w.close();
  return found;
})();

it('every practice dongle that can be prepared is walked', () => {
  expect(offered.length).toBeGreaterThan(40);
  expect(new Set(offered.map(([, mode]) => mode))).toEqual(new Set(['qmi', 'mbim', 'ncm', 'ecm', 'rndis', 'ppp']));
});

describe.each([true, false])('with drivers on this computer: %s', (seesDrivers) => {
  it.each(seesDrivers ? offered : someOf(offered, 16))(
    '%s in %s: what the modem got is what was written down and shown before',
    async (name, mode) => {
      const { world: w, got, late } = await watched(name, seesDrivers);
      const port = await w.plug(name);
      const { draft: plan } = await w.plan(port, { mode, pin: PIN, username: USER, password: PASSWORD, auth: 'chap', pinLock: 'keep' });
      if (!plan) throw new Error('no plan');
      isLooking = false;
      await w.bench.handle({ type: 'prepare', portPath: port, planId: plan.id });
      const done = await w.follow(port);
      const sent = sentIn(w.folder);
      expect(sent.filter(({ data }) => data !== '').map(({ data }) => data)).toEqual(got);
      expect(late).toEqual([]);
      expect(strays(plan, sent)).toEqual([]);
      // Nothing is left behind: whatever was opened was closed, and a stick that left on a switch is not probed as a disc again.
      for (const { id, action } of plan.steps) {
        if (done.progress.find((p) => p.id === id)?.state !== 'done') continue;
        const went = sent.filter(({ step }) => step === id).map(({ what, as }) => as ?? what);
        for (const [opened, closed] of pairs)
          expect(
            went.filter((what) => closed.test(what)),
            `${id}: ${closed.source}`,
          ).toHaveLength(went.filter((what) => opened.test(what)).length);
        if (action.kind === 'switch') expect(went.at(-1)).toBe('let go of it; drivers stay off');
      }
      const text = JSON.stringify(sent);
      const { imei, imsi, iccid } = done.identity;
      const whole = journals(w.folder).flatMap((file) => readEntries(file));
      // Digests and bytes, which were compared above, may hold four digits by chance.
      const told = JSON.stringify(whole, (key, value: unknown) => (key === 'mark' || key === 'data' ? undefined : value));
      for (const number of [PIN, PASSWORD, imei, imsi, iccid]) if (number !== undefined) expect(told).not.toContain(number);
      expect(text).not.toContain('unreadable');
      // In each language, word for word.
      for (const language of languages) {
        const shown = showPlan(createText(language), plan);
        for (const message of plan.steps.flatMap((step) => step.sends)) expect(shown).toContain(message.text);
      }
      // When the job is over nothing more goes out.
      isLooking = false;
      const after = got.length;
      await w.clock.advance(120_000);
      expect(got.length).toBe(after);
      expect(hasEnded(done.state)).toBe(true);
    },
  );
});

it('whichever message a job is stopped at, what it began is ended, and nothing goes out behind its end', async () => {
  for (let nth = 1, isOver = false; !isOver; nth++) {
    let isStopped = false;
    const { world: w, got } = await watched('quectel-ec25', true, (count, at) => {
      if (count !== nth) return;
      isStopped = true;
      at.bench.handle({ type: 'cancel', portPath: port }).catch(() => undefined);
    });
    const port = await w.plug('quectel-ec25');
    const { draft: plan } = await w.plan(port, { mode: 'qmi', pin: PIN });
    isLooking = false;
    await w.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
    await w.follow(port);
    isOver = !isStopped;
    const [file = ''] = journals(w.folder);
    await w.clock.advance(120_000);
    expect(readEntries(file).at(-1)?.kind, `message ${nth}`).toBe('end');
    const sent = sentIn(w.folder);
    expect(
      sent.filter(({ data }) => data !== '').map(({ data }) => data),
      `message ${nth}`,
    ).toEqual(got);
    // A call that was not yet answered has no handle to stop it by, and ends with its client id (QMI WDS).
    for (const [opened, closed] of pairs.slice(0, 1))
      expect(sent.filter(({ what }) => closed.test(what)).length, `message ${nth}: ${closed.source}`).toBe(
        sent.filter(({ what }) => opened.test(what)).length,
      );
    await w.close();
    world = null;
    isLooking = true;
  }
});
