import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { recipeValue } from '../../electron/at/replies/recipe.ts';
import type { Bench } from '../../electron/bench/bench.ts';
import { createBench } from '../../electron/bench/create.ts';
import { readEntries } from '../../electron/bench/journal/past-jobs.ts';
import { modelSteps } from '../../electron/bench/planning/recipe-steps.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import { sleep } from '../../electron/seams/clock.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import type { ModemModel } from '../../electron/virtual/modem.ts';
import { loadDb } from '../../modem-db/db.ts';
import { hasEnded } from '../support/ended.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { practiceWorld } from '../support/practice-world.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

/** What is sent to a dongle that is not, or no longer, the one that the plan thought of: nothing of that plan. */

const PORT = '1-1';
const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const model = (name: string): ModemModel => {
  const found = findModel(name);
  if (!found) throw new Error(`no model ${name}`);
  return found;
};

async function start(clock: ManualClock, backend: Backend) {
  const folder = temporaryFolder();
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  const bench = await createBench({ backends: [backend], practice, clock, dataFolder: folder, version: '0.0.0' });
  benches.push(bench);
  const view = () => bench.snapshot().dongles.find((d) => d.portPath === PORT);
  const agree = async (wishes: Partial<Wishes>) => {
    await bench.handle({ type: 'plan', portPath: PORT, wishes: Wishes.parse({ router: '24.10.8', apn: 'internet', ...wishes }) });
    await bench.handle({ type: 'prepare', portPath: PORT, planId: view()?.draft?.id ?? '' });
  };
  const ended = () => clock.until(() => hasEnded(view()?.state), 300_000, 100);
  const sent = () =>
    readdirSync(join(folder, 'journal'))
      .flatMap((file) => readEntries(join(folder, 'journal', file)))
      .flatMap((e) => (e.kind === 'send' ? [e.what] : []));
  return { view, agree, ended, sent };
}

it('a stick that leaves its disc while others let go of it gets no switch message as a modem', async () => {
  const clock = new ManualClock();
  const room = new VirtualWorld(clock);
  const modem = room.plug(PORT, model('huawei-ncm'));
  // Nobody is seen at work on it, and looking takes its time.
  const host = new Proxy(room.backend.host, {
    get: (target, key) => {
      if (key === 'holders') return async () => sleep(clock, 3000).then(() => []);
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const { view, agree, ended, sent } = await start(clock, { ...room.backend, host });
  await agree({ mode: 'ncm' });
  modem.body.reenumerate('ncm');
  await ended();
  expect(view()?.job?.failure).toBeNull();
  expect(view()?.state).toBe('verified');
  expect(view()?.job?.progress.find((p) => p.id === 'switch')?.state).toBe('skipped');
  expect(sent().filter((what) => what.includes('55534243'))).toEqual([]);
});

it.each(['sierra-em7455', 'quectel-rm520n', 'simcom-sim7600'])(
  'another modem (%s) in the port of one that is away does not get its PIN',
  async (other) => {
    const clock = new ManualClock();
    const room = new VirtualWorld(clock);
    room.plug(PORT, model('huawei-qmi'), { faults: { neverReturn: true } });
    const { view, agree, sent } = await start(clock, room.backend);
    await agree({ mode: 'qmi', pin: '1234' });
    await clock.until(() => view()?.state === 'away');
    const stranger = room.plug(PORT, model(other), { faults: { pin: '9999', pinTries: 3 } });
    await clock.until(() => ['failed', 'locked'].includes(view()?.state ?? ''), 300_000, 100);
    expect(sent().filter((what) => what.includes('CPIN="'))).toEqual([]);
    expect(stranger.flash['pinTries'] ?? 3).toBe(3);
  },
);

it('a modem that does not tell its model in any language is told no setting of another', async () => {
  const clock = new ManualClock();
  const room = new VirtualWorld(clock);
  room.plug(PORT, model('fibocom-fm160'), { faults: { atError: true, qmiSilent: true } });
  const { view, agree, ended, sent } = await start(clock, room.backend);
  await agree({ mode: view()?.mode ?? 'qmi', networkMode: 'auto' });
  await ended();
  expect(sent().filter((what) => /GTACT|GTRAT/.test(what))).toEqual([]);
});

describe('the model', () => {
  const [step] = modelSteps(loadDb().recipesFor('1e0e:9001'), 'mbim');
  const pattern = step?.action.kind === 'at' ? (step.action.expect ?? '') : '';
  const read = (...lines: string[]) => recipeValue({ lines, final: { kind: 'ok' } }, pattern);

  it.each(['+CREG: 1', '+CEREG: 1', 'PB DONE', 'SMS DONE', 'Call Ready', '+ZUSIMR:2', '*PSUTTZ: 1', '$QCSIMAPP: 1', '^HWNAT: 1'])(
    'is not %s',
    (noise) => {
      expect(read(noise)).toBeNull();
      expect(read(noise, 'SIMCOM_SIM7600E-H')).toBe('SIMCOM_SIM7600E-H');
    },
  );

  it.each([
    ['EC25', 'EC25'],
    ['+CGMM: "FM350-GL","FM350"', 'FM350-GL'],
    ['+CGMM: "L850 LTE Module","L850"', 'L850 LTE Module'],
    ['"MC7355"', 'MC7355'],
  ])('is read from %s', (line, value) => {
    expect(read(line)).toBe(value);
  });
});

it('after a crash, ModemManager is asked again to leave the dongle alone', async () => {
  const holders = { 'huawei-ncm': [{ kind: 'modem-manager' as const }] };
  const first = await practiceWorld({ holders });
  const port = await first.plug('huawei-ncm');
  const planned = await first.plan(port, { mode: 'ncm' });
  await first.bench.handle({ type: 'prepare', portPath: port, planId: planned.draft?.id ?? '' });
  await first.clock.until(() => first.dongle(port).job?.progress.some((p) => p.id === 'identity' && p.state !== 'waiting') === true);
  await first.crash();
  const second = await practiceWorld({ folder: first.folder, clock: first.clock, holders });
  await second.clock.until(() => second.practice.others.inhibited(port), 20_000);
  expect((await second.follow(port)).state).toBe('verified');
  await second.clock.advance(50);
  expect(second.practice.others.inhibited(port)).toBe(false);
  await second.close();
});
