import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { type LaunchOptions, launchApp } from '../e2e/support/app.ts';
import { writeBlankApp } from './blank-app.ts';
import { addRows } from './table.ts';

interface ProcessMemory {
  readonly name: string;
  /** MiB of physical memory, pages shared with other processes included: a sum counts those more than once, on either side. */
  readonly memory: number;
}

/** How long a start-up gets to settle, in ms. */
const SETTLE_MS = 3000;

async function measure(testId: string, options: LaunchOptions): Promise<ProcessMemory[]> {
  const { app, page, close } = await launchApp(options);
  try {
    await page.getByTestId(testId).waitFor();
    await sleep(SETTLE_MS);
    const metrics = await app.evaluate(({ app: electron }) =>
      electron.getAppMetrics().map(({ type, name, serviceName, memory }) => ({
        name: [type, name ?? serviceName].filter((part) => part !== undefined && part !== '').join(' '),
        memory: memory.workingSetSize / 1024,
      })),
    );
    return metrics;
  } finally {
    await close();
  }
}

/** Several processes of one name make one figure. */
function byName(processes: readonly ProcessMemory[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { name, memory } of processes) sums.set(name, (sums.get(name) ?? 0) + memory);
  return sums;
}

const total = (processes: readonly ProcessMemory[]) => processes.reduce((sum, { memory }) => sum + memory, 0);

describe('memory', () => {
  const blank = writeBlankApp();
  afterAll(() => blank.remove());

  it('of each process is', async () => {
    const beside = await measure('blank', { folder: blank.folder });
    const ours = await measure('practice-plug-huawei-ncm', {});
    expect(total(beside)).toBeGreaterThan(0);
    expect(total(ours)).toBeGreaterThan(0);
    const same = byName(beside);
    addRows(
      ...[...byName(ours)].map(([name, memory]) => ({
        name: `memory, ${name}`,
        unit: 'MiB',
        ours: memory,
        beside: same.get(name) ?? null,
      })),
      { name: 'memory, all, beside a blank window', unit: 'MiB', ours: total(ours), beside: total(beside) },
    );
  });
});
