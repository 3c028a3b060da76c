import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type PracticeWorld, practiceWorld } from '../../support/practice-world.ts';

const backends: PracticeWorld[] = [];
afterEach(async () => {
  for (const world of backends.splice(0)) await world.close();
});

/** A job of a dongle with a serial number, cut off after its IMEI was read; then the key of the data folder is gone. */
async function lost(boot: string, restarts = 1): Promise<{ world: PracticeWorld; port: string }> {
  const first = await practiceWorld({ boot: 'first' });
  const port = await first.plug('quectel-ec25');
  const { draft: plan } = await first.plan(port, { mode: 'qmi' });
  await first.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
  await first.clock.until(
    () => first.dongle(port).job?.progress.some((p) => p.id === 'mode-set' && p.state === 'done') === true,
    60_000,
    1,
  );
  await first.crash();
  rmSync(join(first.folder, 'dongle-key'));
  let world = first;
  for (let i = 0; i < restarts; i++) {
    world = await practiceWorld({ folder: first.folder, clock: first.clock, boot });
    if (i + 1 < restarts) await world.close();
  }
  backends.push(world);
  await world.clock.until(() => world.bench.snapshot().dongles.some((d) => d.portPath === port), 10_000);
  return { world, port };
}

describe('a data folder that lost the key of its digests', () => {
  it.each([1, 2])('proves nothing by them, and the technician is asked, at start %i', async (restarts) => {
    const { world, port } = await lost('second', restarts);
    expect(world.dongle(port).interrupted?.reason).toBe('rebooted');
  });

  it('still knows a dongle by its place on the bus, and goes on', async () => {
    const { world, port } = await lost('first');
    expect(world.dongle(port).job?.resumed).toBe(true);
    expect((await world.follow(port)).state).toBe('verified');
  });
});
