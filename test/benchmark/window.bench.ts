import { afterAll, describe, expect, it } from 'vitest';
import { type LaunchOptions, launchApp } from '../e2e/support/app.ts';
import { writeBlankApp } from './blank-app.ts';
import { addRows, median } from './table.ts';

const ROUNDS = 5;

/** ms from the start of the program until an element of its window can be clicked. */
async function timeToInteractive(testId: string, options: LaunchOptions): Promise<number> {
  const { page, startedAt, close } = await launchApp(options);
  try {
    // A trial click waits until the element is visible, enabled, and reached by the pointer, and does not click.
    await page.getByTestId(testId).click({ trial: true });
    return performance.now() - startedAt;
  } finally {
    await close();
  }
}

describe('the window', () => {
  const blank = writeBlankApp();
  afterAll(() => blank.remove());

  it('is interactive after', async () => {
    // Alternating, so that both meet the same load; one round before, so that neither pays for cold files.
    const ours: number[] = [];
    const beside: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const one = await timeToInteractive('blank', { folder: blank.folder });
      const other = await timeToInteractive('practice-plug-huawei-ncm', {});
      if (round === 0) continue;
      beside.push(one);
      ours.push(other);
    }
    expect(ours).toHaveLength(ROUNDS);
    addRows({ name: 'launch until interactive, beside a blank window', unit: 'ms', ours: median(ours), beside: median(beside) });
  });
});
