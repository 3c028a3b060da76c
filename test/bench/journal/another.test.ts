import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Bench } from '../../../electron/bench/bench.ts';
import { createBench } from '../../../electron/bench/create.ts';
import { readEntries } from '../../../electron/bench/journal/past-jobs.ts';
import { Wishes } from '../../../electron/contract/wishes.ts';
import type { DeviceSpec } from '../../../electron/virtual/descriptors.ts';
import { findModel } from '../../../electron/virtual/models/index.ts';
import type { ModemModel } from '../../../electron/virtual/modem.ts';
import { hasEnded } from '../../support/ended.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { VirtualWorld } from '../../support/virtual-world.ts';

/** Another dongle is plugged in where one is waited for. */

const PORT = '1-1';
const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const ec25 = (() => {
  const found = findModel('quectel-ec25');
  if (!found) throw new Error('no such model');
  return found;
})();

type Change = (spec: DeviceSpec) => DeviceSpec;

/** The very same modem, but for what its descriptors say of it. */
function twin(model: ModemModel, change: Change): ModemModel {
  return {
    ...model,
    compose: (composition, body) => {
      const made = model.compose(composition, body);
      return { ...made, spec: change(made.spec) };
    },
  };
}

/** A job that waits for an EC25 which never comes back, and what becomes of it when that one is plugged in. */
async function instead(change: Change) {
  const clock = new ManualClock();
  const room = new VirtualWorld(clock);
  const folder = temporaryFolder();
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  room.plug(PORT, ec25, { faults: { neverReturn: true } });
  const bench = await createBench({ backends: [room.backend], practice, clock, dataFolder: folder, version: '0.0.0' });
  benches.push(bench);
  const view = () => bench.snapshot().dongles.find((d) => d.portPath === PORT);
  await bench.handle({ type: 'plan', portPath: PORT, wishes: Wishes.parse({ mode: 'qmi', router: '24.10.8', apn: 'internet' }) });
  await bench.handle({ type: 'prepare', portPath: PORT, planId: view()?.draft?.id ?? '' });
  await clock.until(() => view()?.state === 'away');
  const [name = ''] = readdirSync(join(folder, 'journal'));
  const entries = () => readEntries(join(folder, 'journal', name));
  const before = entries().length;
  room.plug(PORT, twin(ec25, change), { composition: 'qmi' });
  await clock.until(() => hasEnded(view()?.state));
  return { view, after: entries().slice(before) };
}

it('ends the job where its serial number is another one, before anything is sent to it', async () => {
  const { view, after } = await instead((spec) => ({ ...spec, serial: 'ANOTHER-1' }));
  expect(view()).toMatchObject({ state: 'failed', job: { failure: { code: 'ANOTHER_DONGLE', detail: { port: PORT } } } });
  expect(after.map((entry) => entry.kind)).toEqual(['failed', 'result', 'end']);
});

it.each<[string, Change]>([
  ['the same serial number', (spec) => spec],
  ['no serial number', ({ serial: _, ...spec }) => spec],
  ['another serial number under another id, as a modem may have', (spec) => ({ ...spec, serial: 'ANOTHER-1', pid: 0x0121 })],
])('goes on with %s', async (_, change) => {
  expect((await instead(change)).view()?.state).toBe('verified');
});
