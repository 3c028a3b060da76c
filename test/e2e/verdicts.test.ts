import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, type RunningServer, startServer } from './support/browser.ts';
import { stopChild } from './support/display.ts';
import { carryOut, exportTo, look, makePlan } from './support/wizard.ts';

/** What a dongle is good for, as a technician reads it, and a job that was cut off. */

const open = async (browser: Browser, server: RunningServer): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1240, height: 860 } });
  await page.goto(server.address);
  return page;
};

describe('the verdict', () => {
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
    page = await open(browser, server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each([
    ['verified', 'quectel-ec25', 'qmi', 'Verified: everything that this mode needs was confirmed.'],
    ['usable', 'huawei-hilink', 'ecm', 'Usable; not confirmed: the SIM, a network, a data connection.'],
    // No driver of a release has its id: the router gives it, and this computer does not.
    ['usable-on-the-router', 'gosuncn-gm800', 'qmi', 'Usable; not confirmed: a working driver on this computer.'],
  ])('%s is one sentence on the page, and in the file that is written', async (state, name, mode, sentence) => {
    await makePlan(page, { name, mode, router: '24.10.8', apn: 'internet', folder: '' });
    await carryOut(page);
    const told = (await page.getByTestId('verdict').locator('strong').textContent()) ?? '';
    expect(told.replace("'", '’')).toBe(sentence);
    await look(page, `verdict-${state}`);
    await exportTo(page, join(server.home, 'exports', state));
    await page.getByTestId('start-over').click();
    await page.getByTestId('step-plug').click();
    await page.getByTestId('unplug').click();
    await page.getByTestId('nothing-plugged').waitFor();
  });
});

it('a job with a PIN that was cut off waits for the technician, who plans it again', async () => {
  const [first, browser] = await Promise.all([startServer(), launchChromium()]);
  const page = await open(browser, first);
  await makePlan(page, { name: 'huawei-ncm', mode: 'ncm', router: '24.10.8', apn: 'kept.apn', pin: '4711', folder: '' });
  await page.getByTestId('agree').click();
  await page.locator('[data-testid="progress-return"][data-state="running"]').waitFor({ state: 'attached' });
  // The whole of it, as a power cut would: server and bench.
  await stopChild(first.process, 'SIGKILL');
  const second = await startServer(first.home);
  const again = await open(browser, second);
  const notice = again.getByTestId('interrupted');
  await notice.waitFor();
  expect(await notice.textContent()).toContain('PIN and password were kept only in memory');
  await look(again, 'interrupted');
  await again.getByTestId('plan-again').click();
  // Unfolded, since the PIN has to be given again.
  expect(await again.getByTestId('apn').inputValue()).toBe('kept.apn');
  expect(await again.getByTestId('pin').inputValue()).toBe('');
  await browser.close();
  await second.stop();
  await first.stop();
});
