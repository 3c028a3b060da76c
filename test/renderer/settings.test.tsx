// @vitest-environment jsdom
import './setup.ts';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { createText } from '../../electron/contract/text.ts';
import { languages } from '../../electron/contract/words.ts';
import { choicesOf, networkMode, packetDomain } from '../../renderer/state/settings.ts';
import { comparedModes, disc, plan, planned, snapshotOf } from './fixtures.ts';
import { show, violations } from './show.tsx';

const settled = {
  ...disc,
  settings: [
    { id: 'network-mode' as const, values: ['lte', 'auto', 'umts'] },
    { id: 'packet-domain' as const, values: ['packet', 'combined'] },
  ],
};
const valuesOf = (field: HTMLElement) => [...field.querySelectorAll('option')].map((option) => option.value);

describe('settings of the modem', () => {
  it('are asked for where the dongle has them, with just its values and that it stays as it is', async () => {
    const page = show(snapshotOf([settled]));
    await page.openSettings();
    expect(valuesOf(page.get('network-mode'))).toEqual(['keep', 'auto', 'lte', 'umts']);
    expect(valuesOf(page.get('packet-domain'))).toEqual(['keep', 'combined', 'packet']);
    expect(page.get('network-mode')).toHaveProperty('value', 'keep');
    expect(await violations(document.body)).toEqual([]);
    await page.user.selectOptions(page.get('network-mode'), 'lte');
    await page.user.selectOptions(page.get('packet-domain'), 'packet');
    expect(await page.planned()).toMatchObject({ networkMode: 'lte', packetDomain: 'packet' });
  });

  it('are not asked for where the dongle has none, or only one of them', async () => {
    const page = show(snapshotOf([disc]));
    await page.openSettings();
    expect(page.query('radio')).toBeNull();
    page.next(snapshotOf([{ ...settled, settings: settled.settings.slice(0, 1) }]));
    expect(page.get('network-mode')).toBeTruthy();
    expect(page.query('packet-domain')).toBeNull();
  });

  it('keep a wish that the dongle no longer has where it is seen, and the refusal beside it', async () => {
    expect(choicesOf(networkMode, settled.settings, 'nr')).toEqual(['keep', 'auto', 'nr', 'lte', 'umts']);
    expect(choicesOf(packetDomain, [], 'packet')).toEqual(['keep', 'packet']);
    const page = show(snapshotOf([settled]));
    await page.openSettings();
    page.client.refuse('plan', new BenchError('SETTING_NOT_OFFERED', { setting: 'network-mode', value: 'lte' }));
    await page.user.selectOptions(page.get('network-mode'), 'lte');
    page.next(snapshotOf([disc]));
    expect(page.get('network-mode')).toHaveProperty('value', 'lte');
    expect((await page.find('failure')).dataset['code']).toBe('SETTING_NOT_OFFERED');
    expect(page.get('network-mode').getAttribute('aria-invalid')).toBe('true');
  });

  it('are among what the plan leads to, in words', async () => {
    const wishes = { ...plan.wishes, networkMode: 'nr' as const, packetDomain: 'packet' as const };
    const page = show(snapshotOf([{ ...planned, draft: { ...plan, wishes } }]));
    await page.press('plan-fold');
    expect(page.get('plan').textContent).toContain('5G (NR) only');
    expect(page.get('plan').textContent).toContain('packet data only');
  });

  it('have a name and a word for each value in every language', () => {
    for (const language of languages) {
      const text = createText(language);
      for (const { id, values } of [networkMode, packetDomain])
        for (const key of ['name', ...values.filter((value) => value !== 'keep')])
          expect(text.word(`settings.${id}.${key}`), language).not.toContain('settings.');
      const set = text.word('steps.setting-set.title', { setting: 'network-mode', value: 'lte' });
      expect(set).toContain(text.word('settings.network-mode.name'));
      expect(set).toContain('LTE');
      expect(text.word('steps.mode-set.title', { mode: 'mbim' })).toContain('MBIM');
    }
  });
});

describe('the choice of a mode', () => {
  it('shows a mode that is not possible, disabled and with the reason', async () => {
    const page = show(snapshotOf([disc]));
    await page.openSettings();
    expect(page.within('mode-qmi').getByRole('radio')).toHaveProperty('disabled', true);
    expect(page.get('mode-qmi').textContent).toContain('Only values that bring the disc back were published');
    expect(page.within('mode-ncm').getByRole('radio')).toHaveProperty('disabled', false);
    await page.press('mode-qmi');
    expect(page.within('mode-qmi').getByRole('radio')).toHaveProperty('checked', false);
  });

  it('compares the modes as they come out on the router of the release, and marks the one that is proposed', async () => {
    const page = show(snapshotOf([disc]));
    page.client.onQuery = () => ({ type: 'compared-modes', modes: comparedModes });
    await page.openSettings();
    const ncm = await page.find('compared-ncm');
    expect(ncm.textContent).toContain('huawei_cdc_ncm, option');
    expect(ncm.textContent).toContain('comgt-ncm kmod-usb-net-huawei-cdc-ncm');
    expect(ncm.textContent).toContain('Permanent changes1');
    expect(ncm.textContent).toContain('can fail to recognise the manufacturer');
    // Why no file can be made is told before it is chosen.
    expect(page.get('compared-ppp').textContent).toContain(
      createText('en').cause({ code: 'PORT_UNKNOWN', detail: { name: 'Huawei', mode: 'ppp' } }),
    );
    // The facts describe the choice, and are not its name.
    const radio = page.within('mode-ncm').getByRole('radio', { description: /huawei_cdc_ncm/ });
    expect(radio.closest('label')?.textContent).not.toContain('huawei_cdc_ncm');
    expect(page.get('mode-ncm').textContent).toContain('recommended');
    expect(page.get('mode-ppp').textContent).not.toContain('recommended');
    expect(await violations(document.body)).toEqual([]);
    // Another release may come to something else.
    await page.user.selectOptions(page.get('router'), '23.05.6');
    expect(page.client.asked.filter(({ type }) => type === 'compare-modes')).toMatchObject([
      { release: '25.12.1' },
      { release: '23.05.6' },
    ]);
  });

  it('can be made from while the bench does not compare them', async () => {
    const page = show(snapshotOf([disc]));
    await page.openSettings();
    await page.press('mode-ncm');
    expect(page.query('compared-ncm')).toBeNull();
    expect(page.within('mode-ncm').getByRole('radio')).toHaveProperty('checked', true);
  });
});
