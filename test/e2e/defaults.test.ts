import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, type RunningServer, startServer } from './support/browser.ts';
import { look, plug, untilVerdict } from './support/wizard.ts';

/** A beginner, who changes nothing: from the plug to the file. */

describe('on defaults', () => {
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
    page = await browser.newPage({ viewport: { width: 1240, height: 860 } });
    // Counted where they arrive, whatever this test believes that it pressed.
    await page.addInitScript(() => {
      Object.assign(globalThis, { clicks: 0 });
      addEventListener('click', () => Object.assign(globalThis, { clicks: Number(Reflect.get(globalThis, 'clicks')) + 1 }), true);
    });
    await page.goto(server.address);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it.each(['huawei-ncm', 'huawei-qmi', 'quectel-ec25', 'huawei-hilink'])(
    '%s is plugged in and has its file after at most four clicks, without a red box on the way',
    async (name) => {
      const clicks = () => page.evaluate(() => Number(Reflect.get(globalThis, 'clicks')));
      const before = await clicks();
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
      expect((await clicks()) - before).toBeLessThanOrEqual(4);
      expect(await page.locator('.tone-bad').count()).toBe(0);

      await finish();
    },
  );

  it('the README’s stick says that it came up in NCM', async () => {
    await plug(page, 'huawei-ncm');
    await page.getByTestId('next').click();
    await page.locator('[data-testid="agree"]:not([disabled])').click();
    await untilVerdict(page);
    expect(await page.getByTestId('other-mode').textContent()).toContain('It came back in NCM, not in QMI');
    await page.getByTestId('written').waitFor();
    expect(await page.getByTestId('written').textContent()).toContain('-ncm-');
    await look(page, 'other-mode');
    await page.getByTestId('next').click();
    await finish();
  });

  it('but a stick whose mode was chosen goes on in another at a press only', async () => {
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
    await finish();
  });

  async function finish(): Promise<void> {
    await page.getByTestId('start-over').click();
    await page.getByTestId('step-plug').click();
    await page.getByTestId('unplug').click();
    await page.getByTestId('nothing-plugged').waitFor();
  }
});
