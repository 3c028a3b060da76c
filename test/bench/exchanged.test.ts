import { afterEach, expect, it } from 'vitest';
import type { Bench } from '../../electron/bench/bench.ts';
import { createBench } from '../../electron/bench/create.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import { quectelEc25 } from '../../electron/virtual/models/quectel-ec25.ts';
import type { VirtualModem } from '../../electron/virtual/modem.ts';
import { hasEnded } from '../support/ended.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

/** Another dongle of the same model takes the place, and the port's path, of the one that a step is about to speak to. */

const PORT = '1-1';
const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

/** Everything that a modem is told on its ports, as text. */
function listening(modem: VirtualModem): string[] {
  const told: string[] = [];
  const tap = (device: VirtualModem['device']) => {
    if (!device) return;
    device.tap = ({ endpoint, setup, data }) => {
      if (!setup && !(endpoint & 0x80)) told.push(Buffer.from(data).toString('latin1').trim());
      return undefined;
    };
  };
  tap(modem.device);
  modem.on(({ device }) => tap(device));
  return told;
}

/** A job from MBIM to QMI, whose dongle is exchanged when that step opens its port. */
async function exchangedIn(step: string) {
  const clock = new ManualClock();
  const world = new VirtualWorld(clock);
  const first = world.plug(PORT, quectelEc25, { composition: 'mbim' });
  const own = listening(first);
  let twin: string[] = [];
  let exchanged = false;
  const exchange = () => {
    exchanged = true;
    first.unplug();
    twin = listening(world.plug(PORT, quectelEc25, { composition: 'mbim' }));
  };
  const { serial } = world.backend;
  const isRunning = () => view()?.job?.progress.find(({ id }) => id === step)?.state === 'running';
  const backend: Backend = {
    ...world.backend,
    serial: {
      list: () => serial.list(),
      open: (path) => {
        if (!exchanged && isRunning()) exchange();
        return serial.open(path);
      },
    },
  };
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  const bench = await createBench({ backends: [backend], practice, clock, dataFolder: temporaryFolder(), version: '0.0.0' });
  benches.push(bench);
  const view = () => bench.snapshot().dongles.find((d) => d.portPath === PORT);
  await bench.handle({ type: 'plan', portPath: PORT, wishes: Wishes.parse({ mode: 'qmi', router: '24.10.8', apn: 'internet' }) });
  await bench.handle({ type: 'prepare', portPath: PORT, planId: view()?.draft?.id ?? '' });
  await clock.until(() => hasEnded(view()?.state));
  return { exchanged, own, twin, failure: view()?.job?.failure?.code };
}

it.each(['mode-set', 'mode-restart'])('is told nothing of a job that is at %s with another one', async (step) => {
  const { exchanged, own, twin, failure } = await exchangedIn(step);
  expect(exchanged).toBe(true);
  expect(own).toContain('AT+CGSN');
  expect(twin).toEqual([]);
  expect(failure).toBe('UNPLUGGED_AFTER_SWITCH');
});
