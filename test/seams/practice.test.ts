import { describe, it } from 'vitest';
import { systemClock } from '../../electron/seams/clock.ts';
import { PracticeBench } from '../../electron/virtual/practice/practice-bench.ts';
import { seamCases } from './cases.ts';

describe('the seams, in their practice form', () => {
  it.each(seamCases)('$name', async ({ run }) => {
    const practice = new PracticeBench({ clock: systemClock, stateFile: null });
    let port: string | null = null;
    try {
      await run({
        backend: { origin: 'practice', bus: practice.bus, serial: practice.serial, host: practice.host },
        plug: async (model, composition) => {
          port = await practice.plug(model, composition);
        },
        unplug: async () => {
          if (port !== null) await practice.unplug(port);
        },
      });
    } finally {
      await practice.bus.close();
    }
  });
});
