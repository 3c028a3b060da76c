// @vitest-environment jsdom
import './setup.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { RouterOptions } from '../../electron/contract/router-options.ts';
import { texts } from '../../electron/contract/text.ts';
import {
  disc,
  exported,
  jobView,
  locked,
  plan,
  planned,
  plannedWith,
  progressTo,
  quectel,
  running,
  snapshotOf,
  steps,
  switchMessage,
  verified,
} from './fixtures.ts';
import { show } from './show.tsx';

afterEach(() => void vi.useRealTimers());

describe('the way through', () => {
  it('plugs a practice dongle in and shows it as soon as it is there', async () => {
    const page = show(snapshotOf([quectel]));
    expect(page.query('practice')).toBeNull();
    await page.press('without-dongle');
    await page.press('practice-plug-huawei-ncm');
    expect(page.client.sent).toEqual([{ type: 'plug-practice', name: 'huawei-ncm' }]);
    page.next(snapshotOf([quectel, disc]));
    expect(page.get('dongle-practice-1').getAttribute('aria-current')).toBe('true');
    expect(page.get('dongle-1-1.4').getAttribute('aria-current')).toBeNull();
    expect(page.get('page-plug')).toBeTruthy();
    await page.press('without-dongle');
    expect(page.get('dongle-practice-1').getAttribute('aria-current')).toBeNull();
    await page.press('practice-unplug-huawei-ncm');
    expect(page.client.sent.at(-1)).toEqual({ type: 'unplug-practice', portPath: 'practice-1' });
  });

  it('has a page without a dongle, which is left for the dongle that comes, from its top and with the focus where it goes on', async () => {
    const page = show(snapshotOf([quectel]));
    const main = page.container.querySelector('main');
    if (!main) throw new Error('no main');
    const focused = () => document.activeElement?.textContent;
    main.scrollTop = 300;
    await page.press('without-dongle');
    expect([main.scrollTop, focused()]).toEqual([0, 'Without a dongle']);
    main.scrollTop = 300;
    await page.press('open-dump');
    expect([main.scrollTop, document.activeElement?.tagName]).toEqual([0, 'H1']);
    await page.press('without-dongle');
    expect(page.get('page-without-dongle')).toBeTruthy();
    await page.press('back');
    expect([page.query('page-without-dongle'), focused()]).toEqual([null, 'Dongle']);
    await page.press('without-dongle');
    page.next(snapshotOf([]));
    expect(page.get('nothing-plugged')).toBeTruthy();
    page.next(snapshotOf([disc]));
    expect(page.get('dongle-detail')).toBeTruthy();
  });

  it('goes from the dongle to the plan with what was typed in, and asks for nothing else', async () => {
    const page = show(snapshotOf([disc]));
    expect(page.get('interface-0-0').textContent).toContain('usb-storage');
    await page.press('next');
    await page.press('change');
    await page.press('mode-ppp');
    await page.press('mode-ncm');
    await page.user.selectOptions(page.get('router'), '24.10.8');
    await page.user.type(page.get('apn'), 'internet');
    await page.user.selectOptions(page.get('auth'), 'chap');
    await page.user.type(page.get('username'), 'gdata');
    await page.user.type(page.get('password'), 'secret');
    await page.user.selectOptions(page.get('pdp-type'), 'ipv4v6');
    await page.user.type(page.get('pin'), '1234');
    expect(page.get('agree')).toHaveProperty('disabled', true);
    const asked = await page.planned();
    expect([...new Set(page.client.sent.map(({ type }) => type))]).toEqual(['plan']);
    expect(page.client.sent.slice(-1)).toEqual([
      {
        type: 'plan',
        portPath: 'practice-1',
        wishes: {
          mode: 'ncm',
          otherMode: 'stop',
          router: '24.10.8',
          apn: 'internet',
          username: 'gdata',
          password: 'secret',
          auth: 'chap',
          pdpType: 'ipv4v6',
          pin: '1234',
          pinLock: 'keep',
          interfaceName: 'wwan',
          networkMode: 'keep',
          packetDomain: 'keep',
          tryCard: false,
          metric: 20,
          customer: '',
          onRouter: RouterOptions.parse({}),
        },
      },
    ]);
    page.next(snapshotOf([plannedWith(asked)]));
    expect(page.get('page-confirm')).toBeTruthy();
    expect(page.get('agree')).toHaveProperty('disabled', false);
  });

  it('shows every step of the plan with what is sent, and starts only this plan', async () => {
    const page = show(snapshotOf([planned]));
    await page.press('plan-fold');
    for (const step of steps) expect(page.get(`plan-step-${step.id}`)).toBeTruthy();
    expect(page.get('plan-step-switch').textContent).toContain(switchMessage);
    expect(page.get('plan-step-mode-set').textContent).toContain('AT^SETPORT="FF;10,12,16"');
    expect(page.get('plan-step-mode-set').textContent).toContain('Huawei AT command interface specification');
    expect(page.get('refused').textContent).toContain(plan.refused[0]?.reason);
    await page.press('agree');
    expect(page.client.sent).toEqual([{ type: 'prepare', portPath: 'practice-1', planId: 'plan-1' }]);
    page.next(snapshotOf([running]));
    expect(page.query('agree')).toBeNull();
    expect(document.activeElement?.tagName).toBe('H1');
  });

  it('shows how it goes: phases and steps, time taken, replies, and cancels', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_000 });
    const page = show(snapshotOf([{ ...running, job: jobView({ progress: progressTo(5, 'running', Date.now()) }) }]));
    expect(page.get('progress-switch').dataset['state']).toBe('done');
    expect(page.get('progress-pin').dataset['state']).toBe('skipped');
    expect(page.get('progress-network').dataset['state']).toBe('running');
    expect(page.get('progress-drivers').dataset['state']).toBe('waiting');
    expect(page.get('phase-switch').dataset['state']).toBe('done');
    expect(page.get('phase-network').dataset['state']).toBe('running');
    expect(page.get('phase-connection').dataset['state']).toBe('waiting');
    expect(page.within('phase-network').getByTestId('elapsed').textContent).toContain('s');
    expect(page.get('progress-identity').textContent).toContain('Revision: 21.180.01.00.00');
    expect(page.get('announcer').textContent).toContain('Huawei E3372');
    expect(page.get('next').hasAttribute('disabled')).toBe(true);
    await page.press('cancel');
    expect(page.client.sent).toEqual([{ type: 'cancel', portPath: 'practice-1' }]);
  });

  it('asks for the PIN with the tries left, and does not keep a malformed one in the field', async () => {
    const page = show(snapshotOf([locked]));
    expect(page.get('pin-tries').textContent).toContain('3');
    page.client.refuse('pin', new BenchError('PIN_MALFORMED'));
    await page.user.type(page.get('pin-input'), '12');
    await page.press('pin-submit');
    expect(page.client.sent).toEqual([{ type: 'pin', portPath: 'practice-1', pin: '12' }]);
    expect((await page.find('failure')).dataset['code']).toBe('PIN_MALFORMED');
    expect(page.get('pin-input')).toHaveProperty('value', '');
    page.next(snapshotOf([running]));
    expect(page.query('pin-prompt')).toBeNull();
  });

  it('shows what was verified and writes the bundle where it is told', async () => {
    const page = show(snapshotOf([verified]));
    expect(page.get('check-drivers').dataset['state']).toBe('passed');
    expect(page.get('check-network').dataset['state']).toBe('unknown');
    expect(page.get('page-run').textContent).toContain('MegaFon');
    expect(page.get('page-run').textContent).toContain('861821030000015');
    expect(page.get('verdict-2').textContent).toContain('/dev/cdc-wdm0');
    await page.press('next');
    expect(page.get('export-folder')).toHaveProperty('value', '/home/tech/Modem Bench');
    await page.press('choose-folder');
    expect(page.get('export-folder')).toHaveProperty('value', '/media/stick');
    await page.press('export');
    const writing = { type: 'export', accepts: [], portPath: 'practice-1', language: 'en', owners: 'keep' };
    expect(page.client.sent).toEqual([{ ...writing, folder: '/media/stick' }]);
    page.next(snapshotOf([exported]));
    expect(page.within('exported-files').getAllByRole('listitem')).toHaveLength(3);
    expect(page.query('already-there')).toBeNull();
    expect(page.get('checksum').textContent).toBe(exported.bundle?.sha256);
    expect(page.get('packages-command').textContent).toBe(exported.bundle?.commands.packages);
    expect(page.get('ssh-command').textContent).toBe(exported.bundle?.commands.importOverSsh);
    await page.press('reveal');
    expect(page.client.revealed).toEqual(['/home/tech/Modem Bench/modem-bench-huawei-e3372-imei0015-ncm-24.10.8.tar.gz']);
  });

  it('says where the same files were there already', () => {
    const { bundle } = exported;
    const page = show(snapshotOf([{ ...exported, bundle: bundle && { ...bundle, alreadyThere: true } }]));
    expect(page.get('already-there').textContent).toBe(texts.en.bundle['already-there']);
  });

  it('downloads each file in a browser, where there is no folder to choose', async () => {
    const page = show(snapshotOf([exported]), 'browser');
    expect(page.query('choose-folder')).toBeNull();
    await page.press('download-modem-bench-huawei-e3372-imei0015-ncm-24.10.8-manifest.json');
    expect(page.client.revealed).toEqual(['/home/tech/Modem Bench/modem-bench-huawei-e3372-imei0015-ncm-24.10.8-manifest.json']);
  });
});
