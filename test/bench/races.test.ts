import { afterEach, describe, expect, it } from 'vitest';
import type { Bench } from '../../electron/bench/bench.ts';
import { createBench } from '../../electron/bench/create.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import type { Sighting } from '../../electron/seams/usb-bus.ts';
import { PracticeHolders } from '../../electron/virtual/practice/practice-holders.ts';
import { PracticeHost } from '../../electron/virtual/practice/practice-host.ts';
import { PracticeKernel } from '../../electron/virtual/practice/practice-kernel.ts';
import { hasEnded } from '../support/ended.ts';
import { FakeBus } from '../support/fake-bus.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { huaweiDisc, interfaces, sighting } from '../support/sightings.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/**
 * Dongles that look alike, on a bus where everything happens at once: whatever order, gap and id they come back in, each job goes
 * on with the dongle on its own port.
 */

/** Without an AT port, so that what follows the return is short; the numbers of the interfaces tell no two of them apart. */
const adapter = (vid: number, pid: number) => sighting(vid, pid, interfaces([0, 2, 6, 0, 0x8a], [1, 0x0a, 0, 0, 0x81, 0x01]));

interface Room {
  readonly clock: ManualClock;
  readonly bus: FakeBus;
  readonly bench: Bench;
}

const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

async function room(): Promise<Room> {
  const clock = new ManualClock();
  const bus = new FakeBus();
  const kernel = new PracticeKernel(clock, false);
  const host = new PracticeHost(kernel, new PracticeHolders(clock), false);
  const backend: Backend = {
    origin: 'usb',
    bus,
    serial: { list: async () => [], open: () => Promise.reject(new Error('no ports')) },
    host,
  };
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  const bench = await createBench({ backends: [backend], practice, clock, dataFolder: temporaryFolder(), version: '0.0.0' });
  benches.push(bench);
  return { clock, bus, bench };
}

const view = ({ bench }: Room, portPath: string) => bench.snapshot().dongles.find((d) => d.portPath === portPath);
/** Of all dongles at once: a snapshot is work. */
const allEnded = ({ bench }: Room) => bench.snapshot().dongles.every((d) => hasEnded(d.state));
const wishes = Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet' });

async function agree(r: Room, portPath: string): Promise<void> {
  await r.bench.handle({ type: 'plan', portPath, wishes });
  await r.bench.handle({ type: 'prepare', portPath, planId: view(r, portPath)?.draft?.id ?? '' });
}

/** The job went past the return of the dongle. It ends at the composition, which is never the one that was wished for. */
function cameBack(r: Room, portPath: string): boolean {
  const progress = view(r, portPath)?.job?.progress.find((p) => p.id === 'return');
  return progress?.state === 'done' && view(r, portPath)?.job?.failure?.code === 'MODE_NOT_REACHED';
}

/** Plays one way back: gaps in ms, and what shows up after each. */
function play(r: Room, portPath: string, way: readonly (readonly [gapMs: number, device: Sighting])[]): void {
  r.bus.onMessage = (at) => {
    const steps = ways.get(at);
    ways.delete(at);
    if (!steps) return;
    r.clock.setTimeout(() => next(r, at, steps, 0), 3);
  };
  ways.set(portPath, way);
}

const ways = new Map<string, readonly (readonly [gapMs: number, device: Sighting])[]>();
/** How long a disc that comes back as a disc stays before it leaves again. */
const STAY_MS = 700;

function next(r: Room, at: string, steps: readonly (readonly [gapMs: number, device: Sighting])[], index: number): void {
  const step = steps[index];
  if (!step) return;
  r.bus.detach(at);
  const [gapMs, device] = step;
  r.clock.setTimeout(() => {
    r.bus.attach(at, device);
    if (index + 1 < steps.length) r.clock.setTimeout(() => next(r, at, steps, index + 1), STAY_MS);
  }, gapMs);
}

describe('a dongle that comes back', () => {
  it.each([
    ['within 5 ms', [[5, adapter(0x12d1, 0x1506)]]],
    ['after 25 s', [[25_000, adapter(0x12d1, 0x1506)]]],
    ['under an id that no list has', [[1000, adapter(0x12d1, 0x9999)]]],
    ['under another vendor', [[1000, adapter(0x19d2, 0x1405)]]],
    [
      'as its disc first',
      [
        [300, huaweiDisc],
        [300, adapter(0x12d1, 0x1506)],
      ],
    ],
    [
      'as its disc twice',
      [
        [300, huaweiDisc],
        [300, huaweiDisc],
        [300, adapter(0x12d1, 0x1506)],
      ],
    ],
  ] as const)('%s is followed by its port', async (_, way) => {
    const r = await room();
    r.bus.attach('1-1', huaweiDisc);
    play(r, '1-1', way);
    await agree(r, '1-1');
    await r.clock.until(() => hasEnded(view(r, '1-1')?.state), 60_000, 50);
    expect(cameBack(r, '1-1')).toBe(true);
  });

  it('twins that switch at the same time come back to their own jobs', async () => {
    const r = await room();
    const ports = ['1-1', '1-2'];
    for (const port of ports) r.bus.attach(port, huaweiDisc);
    // The second is back first, and each as another product: a mix-up would show.
    play(r, '1-1', [[4000, adapter(0x12d1, 0x1506)]]);
    play(r, '1-2', [[900, adapter(0x12d1, 0x14ac)]]);
    await Promise.all(ports.map((port) => agree(r, port)));
    await r.clock.until(() => ports.every((port) => view(r, port)?.state === 'failed'), 60_000, 50);
    expect(ports.map((port) => [view(r, port)?.pid, cameBack(r, port)])).toEqual([
      ['1506', true],
      ['14ac', true],
    ]);
  });
});

/** A small generator with a seed, so that a failure can be had again. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const DONGLES = 40;
/** The attack has ten times as many (`test/attack/reenumerations.ts`). */
const WANTED = 1_500;

it(`loses none of ${WANTED} re-enumerations in random order, with random gaps and ids`, { timeout: 240_000 }, async () => {
  const r = await room();
  const below = random(20261121);
  const ports = Array.from({ length: DONGLES }, (_, i) => `${1 + Math.floor(i / 10)}-${1 + (i % 10)}`);
  let reenumerations = 0;
  let jobs = 0;
  for (const port of ports) r.bus.attach(port, huaweiDisc);
  while (reenumerations < WANTED) {
    const expected = new Map<string, number>();
    for (const port of ports) {
      const pid = below(0x10000);
      const vid = below(4) === 0 ? below(0x10000) : 0x12d1;
      // Pids that the list has as disc states would be discs; the random ones are of an adapter, which no disc state is.
      const discs = Array.from({ length: below(7) }, () => [below(3000), huaweiDisc] as const);
      const gap = below(5) === 0 ? below(6) : below(8) === 0 ? 15_000 + below(10_000) : below(4000);
      play(r, port, [...discs, [gap, adapter(vid, pid)]]);
      expected.set(port, pid);
      reenumerations += discs.length + 1;
      jobs++;
    }
    await Promise.all(ports.map((port) => agree(r, port)));
    await r.clock.until(() => allEnded(r), 120_000, 1000);
    for (const port of ports) {
      const dongle = view(r, port);
      expect([dongle?.pid, cameBack(r, port)], `${port}, job ${jobs}, failure ${dongle?.job?.failure?.code}`).toEqual([
        (expected.get(port) ?? 0).toString(16).padStart(4, '0'),
        true,
      ]);
      await r.bench.handle({ type: 'dismiss', portPath: port });
      r.bus.detach(port);
    }
    await r.clock.advance(10);
    for (const port of ports) r.bus.attach(port, huaweiDisc);
  }
  expect(reenumerations).toBeGreaterThanOrEqual(WANTED);
});
