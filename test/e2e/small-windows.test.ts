import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, type RunningServer, startServer } from './support/browser.ts';
import { look, plug, untilVerdict } from './support/wizard.ts';

/** A window of 1280 by 860 at 200 % and 400 %, and a telephone: each screen has room, and nothing stands out of it to the side. */

const sizes = [
  { name: '200', width: 640, height: 430, share: 0.8 },
  { name: '400', width: 320, height: 215, share: 0.8 },
  { name: 'phone', width: 360, height: 740, share: 0.6 },
] as const;

describe.each(sizes)('a window of $width by $height', ({ name, width, height, share }) => {
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
    page = await browser.newPage({ viewport: { width, height }, locale: 'en-US' });
    page.setDefaultTimeout(30_000);
    await page.goto(server.address);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** How much of the window's height shows the page itself, in the middle of it. */
  const room = () =>
    page.evaluate(() => {
      const stack = document.querySelector('.page .stack');
      if (stack === null) return 0;
      const box = stack.getBoundingClientRect();
      scrollBy(0, box.top + box.height / 2 - innerHeight / 2);
      const points = Array.from({ length: 40 }, (_, at) => document.elementFromPoint(innerWidth / 2, ((at + 0.5) * innerHeight) / 40));
      return points.filter((found) => found !== null && stack.contains(found)).length / points.length;
    });
  async function expectRoom(screen: string): Promise<void> {
    await look(page, `small-${name}-${screen}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), screen).toBeLessThanOrEqual(0);
    expect(await room(), screen).toBeGreaterThanOrEqual(share);
  }

  it('has room on every screen, in both languages', async () => {
    await expectRoom('empty');
    await plug(page, 'huawei-ncm');
    await page.getByTestId('without-dongle').click();
    await expectRoom('without');
    await page.getByTestId('open-dump').click();
    await expectRoom('dump');
    await page.locator('[data-testid^="dongle-practice-"]').first().click();
    await expectRoom('plug');
    await page.getByTestId('next').click();
    await page.getByTestId('change').click();
    await page.getByTestId('settings').waitFor();
    await expectRoom('settings');
    await page.locator('[data-testid="agree"]:not([disabled])').click();
    await untilVerdict(page);
    await page.getByTestId('written').waitFor();
    await expectRoom('result');
    await page.getByTestId('language-ru').click();
    await expectRoom('result-ru');
    await page.getByTestId('next').click();
    await page.getByTestId('exported-files').waitFor();
    await expectRoom('router-ru');
    await page.getByTestId('step-plug').click();
    await expectRoom('plug-ru');
  });
});
