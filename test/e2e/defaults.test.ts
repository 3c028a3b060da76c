import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchApp, type RunningApp } from './support/app.ts';
import { openServedPage, type ServedPage } from './support/browser.ts';
import { look, plug, untilVerdict } from './support/wizard.ts';

/** A beginner, who changes nothing: from the plug to the file. */

/** Clicks are counted where they arrive, whatever a test believes that it pressed. */
function countClicks(): void {
  Object.assign(globalThis, { clicks: 0 });
  addEventListener('click', () => Object.assign(globalThis, { clicks: Number(Reflect.get(globalThis, 'clicks')) + 1 }), true);
}
const clicksOn = (page: Page) => page.evaluate(() => Number(Reflect.get(globalThis, 'clicks')));

/** From the plug to the file on defaults: no red box on the way, and how many clicks it took. */
async function prepareOnDefaults(page: Page, name: string): Promise<number> {
  const before = await clicksOn(page);
  await plug(page, name);
  await page.getByTestId('next').click();
  await page.locator('[data-testid="agree"]:not([disabled])').click();
  await untilVerdict(page);
  await look(page, `defaults-${name}`);
  expect(await page.getByTestId('failure').count()).toBe(0);
  await page.getByTestId('written').waitFor();
  await page.getByTestId('next').click();
  const archive = page.getByTestId('exported-files').locator('code', { hasText: '.tar.gz' });
  expect(existsSync((await archive.textContent()) ?? '')).toBe(true);
  const clicks = (await clicksOn(page)) - before;
  expect(await page.locator('.tone-bad').count()).toBe(0);
  return clicks;
}

async function finish(page: Page): Promise<void> {
  await page.getByTestId('start-over').click();
  await page.getByTestId('step-plug').click();
  await page.getByTestId('unplug').click();
  await page.getByTestId('nothing-plugged').waitFor();
}

describe('on defaults in the window, as a normal user', () => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await launchApp();
    await running.page.evaluate(countClicks);
  });
  afterAll(() => running?.close());

  it.each(['huawei-ncm', 'quectel-ec25'])('%s has its file after at most four clicks, without a red box on the way', async (name) => {
    expect(await prepareOnDefaults(running.page, name)).toBeLessThanOrEqual(4);
    await finish(running.page);
  });
});

describe('on defaults in a browser', () => {
  let served: ServedPage;
  let page: Page;
  beforeAll(async () => {
    served = await openServedPage(countClicks);
    page = served.page;
  });
  afterAll(() => served?.close());

  it.each(['huawei-ncm', 'huawei-qmi', 'quectel-ec25', 'huawei-hilink'])(
    '%s has its file after at most four clicks, without a red box on the way',
    async (name) => {
      expect(await prepareOnDefaults(page, name)).toBeLessThanOrEqual(4);
      // The README's stick comes back in another mode than most of its kind, and says so.
      if (name === 'huawei-ncm') {
        await page.getByTestId('step-run').click();
        expect(await page.getByTestId('other-mode').textContent()).toContain('It came back in NCM, not in QMI');
        expect(await page.getByTestId('written').textContent()).toContain('-ncm-');
        await look(page, 'other-mode');
        await page.getByTestId('next').click();
      }
      await finish(page);
    },
  );

  it('a stick whose mode was chosen goes on in another at a press only', async () => {
    await plug(page, 'huawei-ncm');
    await page.getByTestId('next').click();
    await page.getByTestId('change').click();
    await page.getByTestId('mode-ncm').click();
    await page.getByTestId('mode-qmi').click();
    await page.locator('[data-testid="mode-qmi"][data-selected]').waitFor();
    await page.locator('[data-testid="agree"]:not([disabled])').click();
    await page.getByTestId('go-on').waitFor({ timeout: 120_000 });
    await look(page, 'another-mode');
    expect(await page.getByTestId('go-on').textContent()).toBe('Continue in NCM');
    await page.getByTestId('go-on').click();
    await page.locator('[data-testid="agree"]:not([disabled])').click();
    await page.getByTestId('written').waitFor({ timeout: 120_000 });
    expect(await page.getByTestId('written').textContent()).toContain('-ncm-');
    expect(await page.locator('.tone-bad').count()).toBe(0);
    await page.getByTestId('next').click();
    await finish(page);
  });
});
