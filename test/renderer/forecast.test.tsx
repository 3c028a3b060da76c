// @vitest-environment jsdom
import './setup.ts';
import { describe, expect, it } from 'vitest';
import type { DriverForecast } from '../../electron/contract/drivers.ts';
import type { DongleView, Snapshot } from '../../electron/contract/snapshot.ts';
import { createText } from '../../electron/contract/text.ts';
import { forecast, ncmInterfaces, snapshotOf, verified } from './fixtures.ts';
import { show, violations } from './show.tsx';

const text = createText('en');

function verify(more: Partial<DongleView> = {}, snapshot: Partial<Snapshot> = {}) {
  const page = show(snapshotOf([{ ...verified, ...more }], snapshot));
  expect(page.get('page-run')).toBeTruthy();
  return page;
}
const withForecast = (more: Partial<DriverForecast>) => ({ forecast: { ...forecast, ...more } });

describe('drivers when it is through', () => {
  it('are shown by interface: seen here, foretold, why, and whether they agree', async () => {
    const page = verify();
    const row = page.get('verdict-2');
    expect(row.dataset['verdict']).toBe('same');
    for (const said of ['huawei_cdc_ncm', '/dev/cdc-wdm0', 'kmod-usb-net-huawei-cdc-ncm', 'same driver', 'ff/03/16'])
      expect(row.textContent).toContain(said);
    expect(row.textContent).toContain(text.word('drivers.rules.row', { by: 'huawei_cdc_ncm' }));
    expect(page.get('verdict-4').dataset['verdict']).toBe('router-only');
    expect(page.get('verdict-summary').textContent).toContain('1 interface');
    expect(await violations(document.body)).toEqual([]);
  });

  it('keep the row of the table and the runner-up folded', async () => {
    const page = verify();
    const more = page.get('verdict-more-2');
    expect(more.getAttribute('aria-expanded')).toBe('false');
    expect(more.textContent).toContain('Interface 2');
    await page.user.click(more);
    expect(more.getAttribute('aria-expanded')).toBe('true');
    expect(page.get('verdict-2').textContent).toContain(text.word('drivers.rules.huawei-protocol', { by: 'option', protocol: '16' }));
    expect(await violations(document.body)).toEqual([]);
  });

  it('that differ say so in words', () => {
    const here = ncmInterfaces.map((row) =>
      row.number === 1 ? { ...row, driver: 'qcserial' } : row.number === 4 ? { ...row, driver: 'uas' } : row,
    );
    const page = verify({ interfaces: here });
    expect(page.get('verdict-1').dataset['verdict']).toBe('other');
    expect(page.get('verdict-1').textContent).toContain('different driver');
    expect(page.get('verdict-summary').textContent).toContain('2 interfaces');
  });

  it('are foretold where this system does not tell what is bound', () => {
    const page = verify({}, { seesDrivers: false, platform: 'win32' });
    expect(page.get('verdict-summary').textContent).toContain('does not show');
    expect(page.get('verdict-0').dataset['verdict']).toBe('untold');
    expect(page.get('verdict-0').textContent).toContain('kmod-usb-serial-option');
  });

  it('of a configuration that the router has to be told say so', async () => {
    const note = { key: 'drivers.notes.configuration', values: { configuration: 1, chosen: 2 } };
    const page = verify(withForecast({ notes: [note] }));
    expect(page.get('forecast-note').textContent).toContain(text.phrase(note));
    expect(await violations(document.body)).toEqual([]);
  });

  it('lead to the protocol and the device of the router, or to none', () => {
    const page = verify();
    expect(page.get('forecast-facts').textContent).toContain('/dev/ttyUSB0');
    expect(page.query('no-way')).toBeNull();
    // The packages are those of the file, which the last step shows: two lists would differ.
    expect(page.query('driver-packages')).toBeNull();
    page.next(snapshotOf([{ ...verified, ...withForecast({ way: null }) }]));
    expect(page.get('no-way').textContent).toContain('24.10.8');
  });

  it.each([
    ['switches', false, 'tone-good'],
    ['nothing', false, 'tone-warn'],
    ['nothing', true, 'tone-good'],
    ['harms', true, 'tone-bad'],
    ['differs', false, 'tone-warn'],
  ] as const)('say whether the router switches it: %s, needless %s', (outcome, needless, tone) => {
    const why = { key: 'router-switch.unlisted', values: { id: '12d1:1446' } };
    const page = verify(withForecast({ routerSwitch: { outcome, needless, why, kernelAlone: true } }));
    const notice = page.get('router-switch');
    expect(notice.className).toContain(tone);
    expect(notice.textContent).toBe(`${text.phrase(why)} ${text.word('router-switch.kernel-alone')}`);
  });

  it('name the release whose tables were asked where it is another', () => {
    const page = verify();
    expect(page.get('judged-by').textContent).not.toContain('nearest');
    page.next(snapshotOf([{ ...verified, ...withForecast({ release: '24.10.9' }) }]));
    expect(page.get('judged-by').textContent).toMatch(/24\.10\.9.*24\.10\.8/);
  });

  it('hold for no interface and for no forecast', async () => {
    const page = verify({ interfaces: [], ...withForecast({ interfaces: [] }) });
    expect(page.get('verdict-summary')).toBeTruthy();
    expect(page.query('verdict-0')).toBeNull();
    expect(await violations(document.body)).toEqual([]);
    page.next(snapshotOf([{ ...verified, forecast: null }]));
    expect(page.query('forecast')).toBeNull();
    expect(page.get('interface-0-0').textContent).toContain('option');
  });
});
