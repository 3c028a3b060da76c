import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPastJobs } from '../../../electron/bench/journal/past-jobs.ts';
import type { Wishes } from '../../../electron/contract/wishes.ts';
import type { Mode } from '../../../electron/contract/words.ts';
import { hasEnded } from '../../support/ended.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import type { PracticeWorld } from '../../support/practice-world.ts';
import { again, backends, closeAll, file, journals, type Options, open, sends } from './restarts.ts';

/** A bench that died in the middle of a job, and what the next one makes of it. */

afterEach(closeAll);

/** A job on a practice dongle, and the end of its bench at the moment when `until` holds. */
async function cutOff(
  name: string,
  wishes: { mode: Mode } & Partial<Wishes>,
  until: (w: PracticeWorld, port: string) => boolean,
  options: Options = {},
): Promise<{ first: PracticeWorld; port: string }> {
  const first = await open({ boot: 'first', ...options });
  const port = await first.plug(name);
  const { draft: plan } = await first.plan(port, wishes);
  await first.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
  await first.clock.until(() => until(first, port), 60_000, 5);
  await first.crash();
  backends.pop();
  return { first, port };
}

const running = (id: string) => (w: PracticeWorld, port: string) =>
  w.dongle(port).job?.progress.some((p) => p.id === id && p.state === 'running') === true;

describe('a job that was cut off', () => {
  it('is gone on with at once, by itself', async () => {
    const { first, port } = await cutOff('quectel-ec25', { mode: 'qmi' }, running('mode-return'));
    const next = await again(first, port);
    expect(next.dongle(port)).toMatchObject({ job: { resumed: true }, interrupted: null });
    expect((await next.follow(port)).state).toBe('verified');
  });

  it.each([
    ['the computer was started anew', { boot: 'second' }, 'rebooted'],
    ['it was weeks ago', { laterMs: 21 * 24 * 3600_000 }, 'long-ago'],
  ])('waits for the technician where %s', async (_, how, reason) => {
    const { first, port } = await cutOff('quectel-ec25', { mode: 'qmi' }, running('mode-query'));
    const before = sends(first).length;
    const next = await again(first, port, how);
    await next.clock.advance(120_000);
    expect(next.dongle(port)).toMatchObject({
      state: 'modem',
      mode: 'ecm',
      job: null,
      interrupted: { reason, wishes: { mode: 'qmi', apn: 'internet' } },
    });
    expect(sends(next).length).toBe(before);
    // Forgotten, it is ended for good.
    await next.bench.handle({ type: 'dismiss', portPath: port });
    expect(next.dongle(port).interrupted).toBeNull();
    expect(readPastJobs(journals(next)).newest[0]?.end).toBe('given-up');
  });

  it.each([
    ['goes on where the clock was set back a little', 30_000, null],
    ['waits where it was cut off in the future', 120_000, 'long-ago'],
  ])('%s', async (_, backMs, reason) => {
    const { first, port } = await cutOff('quectel-ec25', { mode: 'qmi' }, running('mode-query'));
    const next = await again(first, port, { clock: new ManualClock(first.clock.now() - backMs) });
    expect(next.dongle(port).interrupted?.reason ?? null).toBe(reason);
  });

  it('waits where a PIN was given, which nobody has any more', async () => {
    const { first, port } = await cutOff('huawei-qmi', { mode: 'qmi', pin: '4711' }, running('return'), {
      faults: { 'huawei-qmi': { pin: '4711' } },
    });
    const next = await again(first, port, { faults: { 'huawei-qmi': { pin: '4711' } } });
    await next.clock.until(() => next.dongle(port).present, 60_000);
    expect(next.dongle(port).interrupted?.reason).toBe('secrets');
    // Planned anew with it, the old job is over and the new one goes through.
    expect((await next.prepare(port, { mode: 'qmi', pin: '4711' })).state).toBe('verified');
    expect(readPastJobs(journals(next)).newest.map((past) => past.end)).toEqual(['done']);
    expect(readdirSync(journals(next))).toHaveLength(2);
  });

  it('is not gone on with on its twin that sits in the same port', async () => {
    const { first, port } = await cutOff('quectel-ec25', { mode: 'qmi' }, running('mode-query'));
    // Pulled out and another one plugged in while no bench looked: the computer gives it another number.
    const state = join(first.folder, 'practice.json');
    const stored = JSON.parse(readFileSync(state, 'utf8'));
    stored.dongles[0].address += 1;
    writeFileSync(state, JSON.stringify(stored));
    // Neither of them has a serial number.
    writeFileSync(file(first), readFileSync(file(first), 'utf8').replaceAll(/"serial":"[0-9a-f]{64}"/g, '"serial":null'));
    const next = await again(first, port);
    await next.clock.advance(120_000);
    expect(next.dongle(port)).toMatchObject({ mode: 'ecm', job: null, interrupted: { reason: 'unproven' } });
    expect(sends(next).filter((line) => line.includes('usbnet\\",'))).toEqual([]);
  });

  describe('with nothing in its port', () => {
    /** The practice dongle of the first bench leaves its port behind the bench's back. */
    const pulled = (first: PracticeWorld) => {
      const state = join(first.folder, 'practice.json');
      const stored = JSON.parse(readFileSync(state, 'utf8'));
      for (const dongle of stored.dongles) Object.assign(dongle, { portPath: null, address: null, present: false, composition: null });
      writeFileSync(state, JSON.stringify(stored));
    };

    it('waits for the technician, and writes nothing to what is plugged in next', async () => {
      const { first, port } = await cutOff('quectel-ec25', { mode: 'qmi' }, running('mode-query'));
      const before = sends(first).length;
      pulled(first);
      const next = await again(first, port);
      expect(next.dongle(port)).toMatchObject({ present: false, job: null, interrupted: { reason: 'unproven' } });
      await next.plug('quectel-ec25');
      await next.clock.advance(120_000);
      expect(next.dongle(port)).toMatchObject({ mode: 'ecm', interrupted: { reason: 'unproven' } });
      expect(sends(next).length).toBe(before);
    });

    it.each([
      ['goes on where it was waited for, and time is left', 1000, true],
      ['waits where it was waited for, and that time is over', 9 * 60_000, false],
    ])('%s', async (_, laterMs, resumed) => {
      const { first, port } = await cutOff('quectel-ec25', { mode: 'qmi' }, running('mode-return'));
      await first.clock.advance(laterMs);
      pulled(first);
      const next = await again(first, port);
      expect(next.dongle(port)).toMatchObject({ job: resumed ? { resumed } : null, interrupted: resumed ? null : { reason: 'unproven' } });
    });
  });

  it('waits where Modem Bench was closed in the middle of it', async () => {
    const first = await open({ boot: 'first' });
    const port = await first.plug('quectel-ec25');
    const { draft: plan } = await first.plan(port, { mode: 'qmi' });
    await first.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
    await first.clock.until(() => running('mode-query')(first, port), 60_000, 5);
    await first.close();
    backends.pop();
    const before = sends(first).length;
    const next = await again(first, port);
    await next.clock.advance(120_000);
    expect(next.dongle(port)).toMatchObject({ mode: 'ecm', job: null, interrupted: { reason: 'closed' } });
    expect(sends(next).length).toBe(before);
  });

  it('is taken over by nobody while another bench has the folder', async () => {
    const { first, port } = await cutOff('quectel-ec25', { mode: 'qmi' }, running('mode-query'));
    const owner = await open({ folder: first.folder, clock: first.clock, boot: 'first' });
    const beside = await open({ folder: first.folder, clock: first.clock, boot: 'first' });
    await beside.clock.until(() => hasEnded(owner.dongle(port).state), 300_000);
    expect(owner.dongle(port)).toMatchObject({ state: 'verified', job: { resumed: true } });
    expect(beside.dongle(port).job).toBeNull();
    // Practice goes on beside it, written down elsewhere.
    const count = readdirSync(journals(first)).length;
    await beside.practice.unplug(port);
    expect((await beside.prepare(await beside.plug('huawei-qmi'), { mode: 'qmi' })).state).toBe('verified');
    expect(readdirSync(journals(first))).toHaveLength(count);
  });

  it('that is older than another of its port never rises', async () => {
    const { first, port } = await cutOff('quectel-ec25', { mode: 'qmi' }, running('mode-query'));
    const old = file(first);
    const text = readFileSync(old, 'utf8');
    const next = await again(first, port);
    expect((await next.follow(port)).state).toBe('verified');
    await next.close();
    backends.pop();
    // An older one of the same port that nobody ended, with a process that may well run.
    const name = old.replace(/\d{4}-\d\d-\d\dT/, '2025-01-01T');
    const [head = '', ...rest] = text.split('\n');
    const job = name.split('/').at(-1)?.replace('.jsonl', '') ?? '';
    writeFileSync(name, [head.replace(/"job":"[^"]+"/, `"job":"${job}"`), ...rest].join('\n'));
    const last = await again(first, port);
    expect(readFileSync(name, 'utf8').trimEnd().endsWith('"kind":"end","state":"superseded"}')).toBe(true);
    expect(last.dongle(port)).toMatchObject({ state: 'verified', interrupted: null });
  });
});

type Head = { plan: { steps: { id: string }[] } };
/** A journal with another head. */
function onHead(text: string, change: (head: Head) => Head): string {
  const [head = '', ...rest] = text.split('\n');
  return [JSON.stringify(change(JSON.parse(head))), ...rest].join('\n');
}

describe('a forged journal', () => {
  /** What the next bench sends after the journal was changed by hand. */
  async function forged(change: (text: string) => string) {
    const { first, port } = await cutOff('quectel-ec25', { mode: 'qmi' }, running('mode-query'));
    const before = sends(first).length;
    writeFileSync(file(first), change(readFileSync(file(first), 'utf8')));
    const next = await again(first, port);
    await next.clock.advance(300_000);
    return { sent: sends(next).slice(before), dongle: next.dongle(port) };
  }

  it.each([
    ['another command', (text: string) => text.replaceAll('AT+QCFG=\\"usbnet\\",0', 'AT+QDOWNLOAD=1')],
    ['a command more', (text: string) => text.replaceAll('"command":"AT+CFUN=1,1"', '"command":"AT+CFUN=0"')],
    [
      'a step less',
      (text: string) =>
        onHead(text, (head) => ({ ...head, plan: { ...head.plan, steps: head.plan.steps.filter(({ id }) => id !== 'dongle') } })),
    ],
    ['an APN that ends its quotes', (text: string) => text.replaceAll('"apn":"internet"', '"apn":"x\\",\\"y"')],
    [
      'a bulk message',
      (text: string) =>
        text.replace('{"kind":"at","command":"AT+QCFG=\\"usbnet\\""', '{"kind":"switch","method":"x","transfers":[],"command":""'),
    ],
  ])('with %s in its plan is not gone on with', async (_, change) => {
    const { sent, dongle } = await forged(change);
    expect(sent).toEqual([]);
    expect(dongle.mode).toBe('ecm');
    expect(dongle.interrupted?.reason ?? 'unread').toMatch(/plan-differs|unread/);
  });

  it('with a line in it that is none is not gone on with, and a question that was answered does not come back', async () => {
    const { first, port } = await cutOff('quectel-ec25', { mode: 'qmi' }, running('mode-query'));
    const [head, ...rest] = readFileSync(file(first), 'utf8').split('\n');
    writeFileSync(file(first), [head, 'rubbish', ...rest].join('\n'));
    const next = await again(first, port);
    expect(next.dongle(port)).toMatchObject({ job: null, interrupted: { reason: 'damaged' } });
    await next.bench.handle({ type: 'dismiss', portPath: port });
    await next.close();
    backends.pop();
    expect((await again(first, port)).dongle(port).interrupted).toBeNull();
  });

  it('with a line in it that is none does not make a job rise that is over', async () => {
    const first = await open({ boot: 'first' });
    const port = await first.plug('quectel-ec25');
    const { checks } = await first.prepare(port, { mode: 'qmi' });
    await first.close();
    backends.pop();
    const [head, ...rest] = readFileSync(file(first), 'utf8').split('\n');
    writeFileSync(file(first), [head, 'rubbish', ...rest].join('\n'));
    const shown = (await again(first, port)).dongle(port);
    expect(shown).toMatchObject({ state: 'verified', interrupted: null });
    expect(shown.job?.checks).toHaveLength(checks.length);
  });

  it('that says of a dongle what is not so begins nothing', async () => {
    const { sent } = await forged((text) => text.replaceAll('"mode":"qmi"', '"mode":"rndis"'));
    expect(sent).toEqual([]);
  });
});

it('an IMEI that has changed in the middle of a job ends it before anything is written', async () => {
  const w = await open({ boot: 'first' });
  const port = await w.plug('quectel-ec25');
  const { draft: plan } = await w.plan(port, { mode: 'qmi' });
  await w.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
  await w.clock.until(() => w.dongle(port).identity.imei !== undefined, 60_000, 5);
  await w.crash();
  backends.pop();
  // The same place and number, and another modem: its IMEI was read in the first run.
  const journal = readFileSync(file(w), 'utf8');
  const digests = [...new Set(journal.match(/"imei":"[0-9a-f]{64}"/g))];
  expect(digests).toHaveLength(1);
  // What tells the key stays.
  writeFileSync(file(w), journal.replaceAll(/("imei":"[0-9a-f]{8})[0-9a-f]{56}"/g, `$1${'0'.repeat(56)}"`));
  const next = await again(w, port);
  expect((await next.follow(port)).failure?.code).toBe('ANOTHER_DONGLE');
});
