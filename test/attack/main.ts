import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { Campaign, Fault } from './campaign.ts';
import { journals } from './journals.ts';
import { kills } from './kills.ts';
import { parsers } from './parsers.ts';
import { pins } from './pins.ts';
import { reenumerations } from './reenumerations.ts';
import { unplug } from './unplug.ts';
import { wishes } from './wishes.ts';

/** One campaign, in a thread that `run.mjs` started and watches. */

const campaigns: readonly Campaign[] = [unplug, parsers, kills, reenumerations, journals, wishes, pins];

const Order = z.object({
  name: z.string(),
  seed: z.number().int(),
  scale: z.number().positive(),
  only: z.number().int().nullable(),
  root: z.string(),
  place: z.instanceof(Int32Array),
});

const { name, place, ...order } = Order.parse(workerData);
const campaign = campaigns.find((one) => one.name === name);
if (!campaign) throw new Error(`no campaign ${name}`);

// What nobody caught is a fault of the case under way, and no end.
const stray: Fault[] = [];
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    stray.push({
      at: place[0] ?? 0,
      kind: 'nobody caught',
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  });
}

const begins = (at: number) => {
  Atomics.store(place, 0, at);
  Atomics.add(place, 1, 1);
};
const { cases, faults } = await campaign.run({ ...order, begins }).catch((error: unknown) => ({
  cases: place[1] ?? 0,
  faults: [
    { at: place[0] ?? 0, kind: 'the campaign ended', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  ],
}));
// A rejection is told a turn later.
await new Promise((resolve) => setImmediate(resolve));
parentPort?.postMessage({ cases, faults: [...faults, ...stray] });
