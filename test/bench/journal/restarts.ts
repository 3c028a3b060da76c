import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PracticeWorld, practiceWorld } from '../../support/practice-world.ts';

/** Benches that come one after another on one folder. */

export const backends: PracticeWorld[] = [];

/** For `afterEach`. */
export async function closeAll(): Promise<void> {
  for (const world of backends.splice(0)) await world.close();
}

export type Options = NonNullable<Parameters<typeof practiceWorld>[0]>;
export const open = async (options: Options) => {
  const world = await practiceWorld(options);
  backends.push(world);
  return world;
};

export const journals = (w: PracticeWorld) => join(w.folder, 'journal');
export const file = (w: PracticeWorld) => join(journals(w), readdirSync(journals(w)).sort().at(-1) ?? '');
export const sends = (w: PracticeWorld) =>
  readFileSync(file(w), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"kind":"send"'));

/** The next bench on the same folder, a while later. */
export async function again(first: PracticeWorld, port: string, { laterMs = 0, ...options }: Options & { laterMs?: number } = {}) {
  await first.clock.advance(laterMs);
  const next = await open({ folder: first.folder, clock: first.clock, boot: 'first', ...options });
  await next.clock.until(() => next.bench.snapshot().dongles.some((d) => d.portPath === port), 10_000);
  return next;
}
