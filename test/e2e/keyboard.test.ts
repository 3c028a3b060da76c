import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServedPage, type ServedPage } from './support/browser.ts';
import { plug, untilVerdict } from './support/wizard.ts';

/** The way to the file for whoever has no mouse: how far it is from one end of a screen to the other. */

/** On any screen of the way, with its settings folded. */
const MOST_STOPS = 25;

describe('with the keyboard alone', () => {
  let served: ServedPage;
  let page: Page;
  beforeAll(async () => {
    served = await openServedPage();
    page = served.page;
  });
  afterAll(() => served?.close());

  /** What Tab stops at, from the top of the page to its end, by test id or words. */
  async function tabStops(): Promise<string[]> {
    // From the very first stop, wherever the focus was: the link that skips to the page.
    await page.getByTestId('skip').focus();
    await page.getByTestId('skip').evaluate((link) => link.setAttribute('data-stop', ''));
    const stops: string[] = ['skip'];
    for (let presses = 0; presses < 200; presses++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const { activeElement } = document;
        if (activeElement === null || activeElement === document.body) return null;
        const seen = activeElement.hasAttribute('data-stop');
        activeElement.setAttribute('data-stop', '');
        return seen ? null : (activeElement.getAttribute('data-testid') ?? activeElement.textContent ?? '').slice(0, 40);
      });
      if (stop === null) break;
      stops.push(stop);
    }
    await page.evaluate(() => {
      for (const stop of document.querySelectorAll('[data-stop]')) stop.removeAttribute('data-stop');
    });
    return stops;
  }

  it('every screen of the way has few stops', async () => {
    const stops: Record<string, string[]> = {};
    await page.getByTestId('nothing-plugged').waitFor();
    stops['nothing plugged in'] = await tabStops();
    await plug(page, 'huawei-ncm');
    stops['plug'] = await tabStops();
    await page.getByTestId('without-dongle').click();
    stops['without a dongle'] = await tabStops();
    await page.locator('[data-testid^="dongle-practice-"]').first().click();
    await page.getByTestId('next').click();
    await page.locator('[data-testid="agree"]:not([disabled])').waitFor();
    stops['confirm'] = await tabStops();
    await page.getByTestId('agree').click();
    await untilVerdict(page);
    await page.getByTestId('written').waitFor();
    stops['result'] = await tabStops();
    await page.getByTestId('next').click();
    await page.getByTestId('exported-files').waitFor();
    stops['router'] = await tabStops();
    expect(Object.entries(stops).filter(([, list]) => list.length > MOST_STOPS)).toEqual([]);
  });
});
