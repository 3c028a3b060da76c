import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBench } from '../../electron/bench/create.ts';
import type { Snapshot } from '../../electron/contract/snapshot.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { systemClock } from '../../electron/seams/clock.ts';
import { root } from '../../electron/setup.mjs';
import { BenchClients } from '../../electron/shell/clients.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import { VirtualWorld } from '../support/virtual-world.ts';
import { addRows, median } from './table.ts';

const MANY = 16;
const ROUNDS = 3;
const MODEL = 'huawei-ncm';
const wishes = Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet' });

/**
 * ms from the technician's word until `count` practice dongles, each on a port of its own, are verified: out of the disc state, away,
 * back, asked, tried out; on the real clock, with journals on the disk and a page that is told of everything.
 */
async function prepare(count: number): Promise<number> {
  const model = findModel(MODEL);
  if (!model) throw new Error(`no model ${MODEL}`);
  const room = new VirtualWorld(systemClock);
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  // Not in the system's folder for such things, which may be a disk in memory: there a flush costs nothing.
  const cache = join(root, '.cache', 'test');
  mkdirSync(cache, { recursive: true });
  const dataFolder = mkdtempSync(join(cache, 'bench-'));
  const bench = await createBench({ backends: [room.backend], practice, clock: systemClock, dataFolder, version: '0.0.0' });
  const clients = new BenchClients(bench, { clock: systemClock, log: () => undefined });
  // What a message costs on its way to another process.
  clients.attach({ post: (message) => void structuredClone(message), onMessage: () => undefined, onClose: () => undefined });
  const ports = Array.from({ length: count }, (_, index) => `1-${index + 1}`);
  try {
    for (const port of ports) room.plug(port, model);
    await until(bench, ({ dongles }) => dongles.length === count && dongles.every((d) => d.offers.some((o) => o.mode === 'ncm')));
    for (const portPath of ports) await bench.handle({ type: 'plan', portPath, wishes });
    const plans = bench.snapshot().dongles.map(({ portPath, draft: plan }) => ({ portPath, planId: plan?.id ?? '' }));
    const began = performance.now();
    for (const plan of plans) await bench.handle({ type: 'prepare', ...plan });
    await until(bench, ({ dongles }) => dongles.every((d) => d.state === 'verified' || d.state === 'failed'));
    const ended = performance.now();
    expect(bench.snapshot().dongles.map((d) => d.state)).toEqual(ports.map(() => 'verified'));
    return ended - began;
  } finally {
    clients.close();
    await bench.close();
    await room.bus.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

function until(bench: { subscribe(listener: (snapshot: Snapshot) => void): () => void }, holds: (snapshot: Snapshot) => boolean) {
  return new Promise<void>((resolve) => {
    let stop: () => void = () => undefined;
    stop = bench.subscribe((snapshot) => {
      if (!holds(snapshot)) return;
      // The first snapshot comes before there is anything to stop.
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

describe('dongles at once', () => {
  it('are prepared in the time of one', async () => {
    const one: number[] = [];
    const many: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const alone = await prepare(1);
      const together = await prepare(MANY);
      if (round === 0) continue;
      one.push(alone);
      many.push(together);
    }
    expect([one.length, many.length]).toEqual([ROUNDS, ROUNDS]);
    addRows({ name: `prepare ${MANY} dongles at once, beside one alone`, unit: 'ms', ours: median(many), beside: median(one) });
  });
});
