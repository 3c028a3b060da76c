import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createBench } from '../../../electron/bench/create.ts';
import type { UsbBus } from '../../../electron/seams/usb-bus.ts';
import { PracticeBench } from '../../../electron/virtual/practice/practice-bench.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { practiceWorld } from '../../support/practice-world.ts';

/** What an earlier run left and cannot be written on is told as that, and USB is there all the same. */

it('a journal that cannot be gone on with is no failure of USB', async () => {
  const clock = new ManualClock();
  const first = await practiceWorld({ clock });
  const port = await first.plug('quectel-ec25');
  const { draft } = await first.plan(port, { mode: 'qmi' });
  await first.bench.handle({ type: 'prepare', portPath: port, planId: draft?.id ?? '' });
  const isAsked = () => first.dongle(port).job?.progress.some((p) => p.id === 'mode-query' && p.state === 'running') === true;
  await clock.until(isAsked, 60_000, 5);
  await first.crash();

  const journals = join(first.folder, 'journal');
  const practice = new PracticeBench({ clock, stateFile: join(first.folder, 'practice.json') });
  const { bus } = practice;
  // Gone between its being read and its being written on.
  const list = async () => {
    for (const name of readdirSync(journals)) {
      rmSync(join(journals, name));
      mkdirSync(join(journals, name));
    }
    return bus.list();
  };
  const swapping: UsbBus = {
    list,
    watch: (listener) => bus.watch(listener),
    open: (sighting) => bus.open(sighting),
    close: () => bus.close(),
  };
  const bench = await createBench({
    backends: [{ origin: 'practice', bus: swapping, serial: practice.serial, host: practice.host }],
    practice,
    clock,
    dataFolder: first.folder,
    version: '0.0.0',
  });
  const { journal, usb, dongles } = bench.snapshot();
  expect(journal?.code).toBe('JOURNAL_UNWRITABLE');
  expect(usb.failure).toBeNull();
  // It is as it was found: nothing goes on that cannot be written down.
  expect(dongles.map(({ portPath, phase, job }) => ({ portPath, phase, job }))).toEqual([{ portPath: port, phase: 'idle', job: null }]);
  await bench.close();
  await bus.close();
});
