import { describe, expect, it } from 'vitest';
import { createBench } from '../../electron/bench/create.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import type { PracticeBinding } from '../../electron/virtual/modem.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const PORT = '1-1';
const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };

/** Looks at the unlisted EC25, whose QMI interface (4) this driver has, because somebody wrote to its new_id. */
async function lookAt(binding: PracticeBinding) {
  const model = findModel('quectel-ec25-unlisted');
  if (!model) throw new Error('no such model');
  const clock = new ManualClock();
  const world = new VirtualWorld(clock);
  const detached: number[] = [];
  const { bus } = world.backend;
  const backend: Backend = {
    ...world.backend,
    bus: {
      list: () => bus.list(),
      watch: (listener) => bus.watch(listener),
      close: () => bus.close(),
      open: async (sighting) => {
        const handle = await bus.open(sighting);
        const detach = handle.detachKernelDriver.bind(handle);
        handle.detachKernelDriver = (number) => {
          detached.push(number);
          return detach(number);
        };
        return handle;
      },
    },
  };
  const dataFolder = temporaryFolder();
  const bench = await createBench({ backends: [backend], practice, clock, dataFolder, version: '0.0.0', boot: 'one', look: true });
  await clock.advance(10);
  world.plug(PORT, { ...model, bindings: () => [binding] });
  const view = () => bench.snapshot().dongles.find(({ portPath }) => portPath === PORT);
  await clock.until(() => view() !== undefined && view()?.look.state !== 'reading');
  const bindings = await world.backend.host.bindings(PORT);
  const result = { detached, look: view()?.look, mode: view()?.mode, nets: bindings.flatMap(({ netDevices }) => netDevices) };
  await bench.close();
  await world.bus.close();
  return result;
}

describe('an interface that may be QMI', () => {
  it('is asked over the node of the driver that has it, whose network card stays', async () => {
    const seen = await lookAt({ interfaceNumber: 4, driver: 'qmi_wwan', node: 'cdc-wdm', net: 'wwan' });
    expect(seen).toMatchObject({ detached: [], look: { state: 'read', failure: null }, mode: 'qmi' });
    expect(seen.nets).toHaveLength(1);
  });

  it('is left to a driver of another kind', async () => {
    const seen = await lookAt({ interfaceNumber: 4, driver: 'usbtmc' });
    expect(seen).toMatchObject({ detached: [], look: { state: 'read', failure: null } });
  });
});
