import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../electron/setup.mjs';
import { launchChromium } from '../e2e/support/browser.ts';
import { type ServedPage, servePage } from '../gallery/page.ts';
import { addRows, median } from './table.ts';

const ROUNDS = 3;
/** What is watched of each page, in ms. */
const WATCHED_MS = 5000;
/** A frame that an eye sees stop, in ms. */
const LONG_MS = 50;

describe('the page with twenty dongles at work, each told of ten times a second', () => {
  let served: ServedPage;
  let browser: Browser;
  beforeAll(async () => {
    served = await servePage(join(root, '.cache', 'test', 'frames'));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  /** Share of frames that are long, in percent, and the time that the longest took. */
  async function longFrames(address: string): Promise<{ share: number; longest: number }> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    try {
      await page.goto(address);
      await page.locator('h1').first().waitFor();
      // What is loaded behind the first screen has come.
      await page.waitForTimeout(1500);
      const lengths = await page.evaluate(
        (ms) =>
          new Promise<number[]>((resolve) => {
            const found: number[] = [];
            let last = performance.now();
            const ends = last + ms;
            const frame = (now: number) => {
              found.push(now - last);
              last = now;
              if (now < ends) requestAnimationFrame(frame);
              else resolve(found);
            };
            requestAnimationFrame(frame);
          }),
        WATCHED_MS,
      );
      return { share: (100 * lengths.filter((length) => length > LONG_MS).length) / lengths.length, longest: Math.max(...lengths) };
    } finally {
      await page.close();
    }
  }

  it('has long frames', async () => {
    const [ours, beside]: { share: number; longest: number }[][] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      beside?.push(await longFrames('data:text/html,<title>Blank</title><h1>Blank</h1>'));
      ours?.push(await longFrames(`${served.address}?scene=twenty&busy`));
    }
    expect(ours).toHaveLength(ROUNDS);
    const of = (rounds: typeof ours, what: 'share' | 'longest') => median((rounds ?? []).map((round) => round[what]));
    addRows(
      {
        name: '20 dongles ten times a second: long frames, beside a blank page',
        unit: '%',
        ours: of(ours, 'share'),
        beside: of(beside, 'share'),
      },
      { name: '20 dongles ten times a second: longest frame', unit: 'ms', ours: of(ours, 'longest'), beside: of(beside, 'longest') },
    );
  });
});
