import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchApp, type RunningApp } from './support/app.ts';
import { carryOut, makePlan, openExportForm } from './support/wizard.ts';

/** What goes wrong in front of a technician, as the window shows it: each with its own code. */

const way = { name: 'huawei-ncm', mode: 'ncm', router: '24.10.8', apn: 'internet', folder: '' };

describe('failures in the window', () => {
  let running: RunningApp;
  let page: Page;

  beforeAll(async () => {
    running = await launchApp();
    page = running.page;
  });
  afterAll(() => running.close());
  /** The next test starts with nothing plugged in. */
  afterEach(async () => {
    const dongle = page.getByTestId('step-plug');
    if (await dongle.isEnabled()) await dongle.click();
    const unplug = page.getByTestId('unplug');
    if ((await unplug.count()) > 0) await unplug.click();
    await page.getByTestId('nothing-plugged').waitFor();
  });

  const code = (of: string) => page.locator(`[data-testid="failure"][data-code="${of}"]`);

  it.each([
    ['a quote', 'inter"net', 'APN_QUOTE'],
    ['200 characters', 'x'.repeat(200), 'APN_TOO_LONG'],
  ])('refuses an APN with %s, beside its field, and plans as soon as it is another', async (_, apn, expected) => {
    await expect(makePlan(page, { ...way, apn }, 3_000)).rejects.toThrow();
    await code(expected).waitFor();
    expect(await page.getByTestId('apn').getAttribute('aria-invalid')).toBe('true');
    // What the remedy says: another one.
    await page.getByTestId('apn').fill('internet');
    await page.locator('[data-testid="agree"]:not([disabled])').waitFor();
    expect(await page.getByTestId('failure').count()).toBe(0);
  });

  it('takes the plan away with a dongle that is unplugged before anything was sent', async () => {
    await makePlan(page, way);
    await page.getByTestId('step-plug').click();
    await page.getByTestId('unplug').click();
    await page.getByTestId('nothing-plugged').waitFor();
    expect(await page.getByTestId('agree').count()).toBe(0);
  });

  it('tells that the export folder cannot be written to, and takes another', async () => {
    await makePlan(page, way);
    await carryOut(page);
    await page.getByTestId('written').waitFor();
    await page.getByTestId('next').click();
    await openExportForm(page);
    await page.getByTestId('export-folder').fill('/etc/modem-bench-nowhere');
    await page.getByTestId('export').click();
    await code('EXPORT_NOT_WRITABLE').waitFor();
    await page.getByTestId('export-folder').fill(join(running.home, 'elsewhere'));
    await page.getByTestId('export').click();
    await page.getByTestId('exported-files').locator('code', { hasText: 'elsewhere' }).first().waitFor();
    await code('EXPORT_NOT_WRITABLE').waitFor({ state: 'detached' });
    await page.getByTestId('start-over').click();
  });
});
