import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../electron/contract/words.ts';
import { buildBundle } from '../../electron/openwrt/index.ts';
import { input, text } from '../openwrt/inputs.ts';
import { launchChromium } from './support/browser.ts';

/** The page of a bundle, as a printer would get it. */

const steps = Array.from({ length: 30 }, () => ({ key: 'steps.identity.title', values: {} }));
const checks = Array.from({ length: 20 }, () => ({
  title: { key: 'checks.connection', values: {} },
  state: 'passed' as const,
  seen: 'x'.repeat(80),
}));

describe('the printed page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it.each(languages)('is one sheet, with all that a long job puts on it, in %s', async (language) => {
    const wishes = input({ mode: 'ncm', pin: '1234', username: 'u', password: 'p' });
    const { files, names } = await buildBundle({ ...wishes, language, done: steps, checks });
    const tab = await browser.newPage();
    await tab.setContent(text(files, names.page));
    const pdf = (await tab.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  });
});
