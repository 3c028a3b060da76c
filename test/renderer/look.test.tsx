// @vitest-environment jsdom
import './setup.ts';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import type { DongleView, LookView, NetworkView } from '../../electron/contract/snapshot.ts';
import { createText } from '../../electron/contract/text.ts';
import { disc, looked, ncmInterfaces, quectel, running, snapshotOf, verified } from './fixtures.ts';
import { show, violations } from './show.tsx';

const text = createText('en');
const allowed = { looksAllowed: true };
const lookOf = (state: LookView['state'], failure: LookView['failure'] = null) => ({ state, failure });
const withNetwork = (network: Partial<NetworkView>): DongleView => ({ ...looked, network: { ...looked.network, ...network } });

describe('consent to looks', () => {
  it('is asked at the first modem, says what is read, and is sent', async () => {
    const page = show(snapshotOf([quectel]));
    for (const word of ['IMEI', 'SIM', 'signal', 'no PIN is tried']) expect(page.get('look-consent').textContent).toContain(word);
    expect(page.query('look-setting')).toBeNull();
    expect(await violations(document.body)).toEqual([]);
    await page.press('look-yes');
    expect(page.client.sent).toEqual([{ type: 'allow-looks', allowed: true }]);
    page.next(snapshotOf([{ ...quectel, look: lookOf('reading') }], allowed));
    expect(page.query('look-consent')).toBeNull();
    expect(page.get('look-setting')).toHaveProperty('checked', true);
  });

  it('is refused by keyboard, not asked again, and changed later', async () => {
    const page = show(snapshotOf([quectel]));
    page.get('look-no').focus();
    await page.user.keyboard('{Enter}');
    expect(page.client.sent).toEqual([{ type: 'allow-looks', allowed: false }]);
    page.next(snapshotOf([quectel], { looksAllowed: false }));
    expect(page.query('look-consent')).toBeNull();
    expect(page.get('look-setting')).toHaveProperty('checked', false);
    page.get('look-setting').focus();
    await page.user.keyboard(' ');
    expect(page.client.sent.at(-1)).toEqual({ type: 'allow-looks', allowed: true });
    expect(await violations(document.body)).toEqual([]);
  });

  it.each([
    ['look-yes', snapshotOf([{ ...quectel, look: lookOf('reading') }], allowed)],
    ['look-no', snapshotOf([quectel], { looksAllowed: false })],
  ])('leaves the focus where it was asked (%s)', async (button, answered) => {
    const page = show(snapshotOf([quectel]));
    await page.press(button);
    page.next(answered);
    expect(document.activeElement).toBe(page.get('look-place'));
  });

  it('is not asked where nothing could be read', () => {
    const card = ncmInterfaces.slice(2, 3);
    const without: DongleView[] = [
      { ...disc, interfaces: ncmInterfaces },
      { ...disc, state: 'modem', mode: 'ecm', interfaces: card },
      { ...quectel, present: false },
      running,
      verified,
    ];
    for (const dongle of without) {
      const page = show(snapshotOf([dongle]));
      expect(page.query('look-consent'), dongle.state).toBeNull();
      page.unmount();
    }
    const qmiAlone: DongleView = { ...disc, state: 'modem', mode: 'qmi', interfaces: card };
    expect(show(snapshotOf([qmiAlone])).query('look-consent')).not.toBeNull();
  });

  it('that could not be kept says why', async () => {
    const page = show(snapshotOf([quectel]));
    page.client.refuse('allow-looks', new BenchError('DATA_FOLDER_UNUSABLE', { folder: '/data', message: 'EROFS' }));
    await page.press('look-yes');
    expect((await page.find('failure')).dataset['code']).toBe('DATA_FOLDER_UNUSABLE');
    expect(page.get('look-consent')).toBeTruthy();
  });

  it('can be changed with nothing but a disc, or nothing at all, plugged in', async () => {
    const page = show(snapshotOf([], allowed));
    expect(page.get('nothing-plugged').textContent).toContain('is queried');
    expect(page.get('look-setting')).toHaveProperty('checked', true);
    page.next(snapshotOf([disc], allowed));
    expect(page.get('look-setting')).toHaveProperty('checked', true);
    page.next(snapshotOf([], { looksAllowed: null }));
    expect(page.query('look-setting')).toBeNull();
    expect(page.get('nothing-plugged').textContent).toContain('Nothing is sent');
  });
});

describe('what was read', () => {
  it('is shown, each value under its name', async () => {
    const page = show(snapshotOf([looked], allowed));
    const told = page.get('look').textContent;
    for (const word of [
      ...['EC25EFAR06A08M4G', '861536030196001', '250011234567890', 'SIM is ready · PIN tries left: 3', 'MTS RUS', 'home network'],
      ...['Measurements, LTE', 'RSRP -92.5 dBm · RSRQ -9 dB · SINR 13 dB', 'Measurements, 5G', 'RSRP -101 dBm'],
      'B3 · EARFCN 1300 · PCI 201 · cell 1715457 · TAC 6699 · PLMN 25001',
    ])
      expect(told).toContain(word);
    expect(page.get('look').querySelector('.trouble-code')).toBeNull();
    expect(page.get('dongle-detail').textContent).toContain('Nothing on it has been changed');
    expect(await violations(document.body)).toEqual([]);
  });

  it('is in Russian with a decimal comma', () => {
    localStorage.setItem('modem-bench.language', 'ru');
    const page = show(snapshotOf([looked], allowed));
    expect(page.get('look').textContent).toContain('RSRP -92,5 дБм');
    expect(page.get('look').textContent).toContain('сота 1715457');
  });

  it('of UMTS has the names of UMTS', () => {
    const signals = [{ technology: 'UMTS', rssi: -80, rsrp: -90, rsrq: -6, sinr: null }];
    const cell = looked.network.cell && { ...looked.network.cell, technology: 'HSPA', band: null };
    const told = show(snapshotOf([withNetwork({ signals, cell })], allowed)).get('look').textContent;
    expect(told).toContain('RSCP -90 dBm · Ec/Io -6 dB · RSSI -80 dBm');
    expect(told).toContain('UARFCN 1300 · PSC 201 · cell 1715457 · LAC 6699');
  });

  it('leaves out what is not known', () => {
    const page = show(snapshotOf([{ ...quectel, look: lookOf('reading'), identity: { model: 'EC25' } }], allowed));
    expect(page.get('look').textContent).toContain('EC25');
    for (const word of ['unknown', 'Operator', 'Signal']) expect(page.get('look').textContent).not.toContain(word);
    expect(page.get('look-reading').closest('[role="status"]')).toBeTruthy();
  });

  it('is not said to have been asked where it was not', () => {
    expect(show(snapshotOf([quectel], allowed)).get('dongle-detail').textContent).toContain('Nothing has been sent');
  });

  it.each([
    ['RADIO_LOCKED', { radio: 'locked' }],
    ['RADIO_OFF', { radio: 'off' }],
    ['SIM_MISSING', { sim: 'missing' }],
    ['SIM_FAILED', { sim: 'failed' }],
    ['PUK_NEEDED', { sim: 'puk' }],
    ['REGISTRATION_DENIED', { registration: 'denied' }],
  ] as const)('names %s with its cause and remedy', async (code, network) => {
    const page = show(snapshotOf([withNetwork(network)], allowed));
    expect(page.get(`trouble-${code}`).textContent).toContain(text.cause({ code, detail: {} }));
    expect(page.get(`trouble-${code}`).textContent).toContain(text.remedy({ code, detail: {} }));
    expect(await violations(document.body)).toEqual([]);
  });
});

describe('what was not read', () => {
  it('was left to ModemManager, with the way out', async () => {
    const page = show(snapshotOf([{ ...quectel, look: lookOf('left-alone') }], allowed));
    expect(page.get('look-left-alone').textContent).toContain('sudo systemctl stop ModemManager');
    expect(page.get('dongle-detail').textContent).toContain('Nothing has been sent');
    expect(await violations(document.body)).toEqual([]);
  });

  it('failed with a code, a cause and a remedy', async () => {
    const failure = { code: 'AT_SILENT', detail: { port: '/dev/ttyUSB2' } } as const;
    const page = show(snapshotOf([{ ...quectel, look: lookOf('failed', failure) }], allowed));
    expect(page.get('look-failure').dataset['code']).toBe('AT_SILENT');
    expect(page.get('look-failure').textContent).toContain(text.remedy(failure));
    expect(await violations(document.body)).toEqual([]);
  });
});
