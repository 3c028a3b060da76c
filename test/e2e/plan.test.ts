import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServedPage, type ServedPage } from './support/browser.ts';
import { look, makePlan } from './support/wizard.ts';

/** What will be sent, as a technician reads it before anything is. */

describe('the plan', () => {
  let served: ServedPage;
  let page: Page;
  beforeAll(async () => {
    served = await openServedPage();
    page = served.page;
  });
  afterAll(() => served?.close());

  it.each([
    ['qmi', 'quectel-ec25', 'QMI WDS Start Network: apn internet'],
    ['mbim', 'quectel-ec25', 'MBIM BASIC_CONNECT CONNECT set: '],
    ['ncm', 'huawei-ncm', 'AT^NDISDUP=1,1,"internet"'],
    ['rndis', 'fibocom-fm350', 'AT+CGACT=1,1'],
  ])('in %s shows each message, decoded, with what only an answer gives left open', async (mode, name, message) => {
    await makePlan(page, { name, mode, router: '24.10.8', apn: 'internet', pin: '4711', folder: '' });
    const sent = await page.locator('[data-testid=plan] code.sent').allTextContents();
    expect(
      sent.some((line) => line.startsWith(message)),
      sent.join('\n'),
    ).toBe(true);
    expect(sent).toContain('AT+CPIN="****"');
    expect((await page.getByTestId('plan').textContent()) ?? '').not.toContain('4711');
    await page.getByTestId('plan-fold').click();
    await page.getByTestId('plan-step-control').scrollIntoViewIfNeeded();
    await page.getByTestId('plan-step-connection').scrollIntoViewIfNeeded();
    await look(page, `plan-${mode}`);
    await page.getByTestId('step-plug').click();
    await page.getByTestId('unplug').click();
    await page.getByTestId('nothing-plugged').waitFor();
  });
});
