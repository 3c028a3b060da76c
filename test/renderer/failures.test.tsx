// @vitest-environment jsdom
import './setup.ts';
import { describe, expect, it, vi } from 'vitest';
import { BenchError, type ErrorCode } from '../../electron/contract/errors.ts';
import { createText } from '../../electron/contract/text.ts';
import { disc, exported, failed, jobView, plan, planned, quectel, running, snapshotOf, verified } from './fixtures.ts';
import { show } from './show.tsx';

const text = createText('en');

async function refusedPlan(code: ErrorCode) {
  const page = show(snapshotOf([disc]));
  page.client.refuse('plan', new BenchError(code));
  await page.press('step-confirm');
  return { ...page, box: await page.find('failure') };
}

describe('failures', () => {
  it.each([
    ['APN_QUOTE', 'apn'],
    ['APN_CONTROL_CHARACTER', 'apn'],
    ['APN_TOO_LONG', 'apn'],
    ['PIN_MALFORMED', 'pin'],
    ['CREDENTIAL_REFUSED', 'username'],
  ] as const)('%s stands at the field that it is about, until that is changed', async (code, field) => {
    const page = await refusedPlan(code);
    expect(page.box.dataset['code']).toBe(code);
    const input = page.get(field);
    expect(input.getAttribute('aria-invalid')).toBe('true');
    const described = (input.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
    expect(described.join(' ')).toContain(code);
    page.client.onIntent = () => undefined;
    await page.user.type(input, '7');
    await vi.waitFor(() => expect(page.query('failure')).toBeNull());
  });

  it('unfold the field that they are about', async () => {
    const page = await refusedPlan('INTERFACE_NAME_INVALID');
    expect(page.get('advanced').getAttribute('aria-expanded')).toBe('true');
    expect(page.get('agree')).toHaveProperty('disabled', true);
    expect(page.get('interface-name').getAttribute('aria-invalid')).toBe('true');
  });

  it('show code, cause, remedy and what to do next', () => {
    const page = show(snapshotOf([failed]));
    const box = page.get('failure');
    expect(box.dataset['code']).toBe('NEVER_RETURNED');
    expect(box.getAttribute('role')).toBe('alert');
    const failure = failed.job?.failure ?? { code: 'INTERNAL' as const, detail: {} };
    expect(box.textContent).toContain(text.cause(failure));
    expect(box.textContent).toContain(text.remedy(failure));
    expect(page.get('step-run').dataset['mark']).toBe('failed');
    expect(page.get('progress-return').dataset['state']).toBe('failed');
  });

  it('are tried again by forgetting the job and planning anew, to be agreed to anew', async () => {
    const page = show(snapshotOf([planned]));
    page.next(snapshotOf([failed]));
    await page.press('retry');
    page.next(snapshotOf([disc]));
    await vi.waitFor(() => expect(page.client.sent.map((intent) => intent.type)).toEqual(['dismiss', 'plan']));
    page.next(snapshotOf([planned]));
    expect(page.get('agree')).toBeTruthy();
  });

  it('of a stick that came back in another mode offer that one, and only where it has it', async () => {
    const came = (seen: string) => ({
      ...failed,
      job: jobView({ failure: { code: 'MODE_NOT_REACHED' as const, detail: { wished: 'qmi', seen } } }),
    });
    const page = show(snapshotOf([came('ppp')]));
    await page.press('go-on');
    expect(page.client.sent).toEqual([{ type: 'dismiss', portPath: 'practice-1' }]);
    page.next(snapshotOf([disc]));
    expect((await page.planned())?.mode).toBe('ppp');
    page.unmount();
    for (const seen of ['qmi', 'none', '']) {
      const other = show(snapshotOf([came(seen)]));
      expect(other.query('go-on')).toBeNull();
      other.unmount();
    }
  });

  it('of a job that went on in another mode are tried again in that one', async () => {
    const page = show(snapshotOf([planned]));
    const job = jobView({ insteadOf: 'ncm', failure: { code: 'SIM_MISSING', detail: {} } });
    const went = { ...failed, job: { ...job, plan: { ...plan, wishes: { ...plan.wishes, mode: 'ppp' as const } } } };
    page.next(snapshotOf([went]));
    await page.press('retry');
    page.next(snapshotOf([disc]));
    expect((await page.planned())?.mode).toBe('ppp');
  });

  it('never send a PIN again that the SIM refused', async () => {
    const page = show(snapshotOf([disc]));
    await page.openSettings();
    await page.user.type(page.get('pin'), '1111');
    expect((await page.planned())?.pin).toBe('1111');
    page.next(snapshotOf([{ ...failed, job: jobView({ failure: { code: 'PIN_WRONG', detail: { tries: 2 } } }) }]));
    page.client.sent.length = 0;
    await page.press('retry');
    expect(page.client.sent.map((intent) => intent.type)).toEqual(['dismiss']);
    page.next(snapshotOf([disc]));
    expect(page.get('pin')).toHaveProperty('value', '');
    expect((await page.planned())?.pin).toBe('');
  });

  it('wait for a dongle that is not there before trying again', () => {
    const page = show(
      snapshotOf([{ ...failed, present: false, job: jobView({ failure: { code: 'UNPLUGGED_DURING_SWITCH', detail: {} } }) }]),
    );
    expect(page.get('retry').hasAttribute('disabled')).toBe(true);
    expect(page.get('dismiss').hasAttribute('disabled')).toBe(false);
  });

  it.each([
    new BenchError('EXPORT_NOT_WRITABLE', { path: '/mnt', message: 'EROFS' }),
    new BenchError('EXPORT_DISK_FULL', { path: '/mnt', message: 'ENOSPC' }),
  ])('$code leaves the folder to be changed', async (refused) => {
    const page = show(snapshotOf([verified]));
    await page.press('step-router');
    page.client.refuse('export', refused);
    await page.user.clear(page.get('export-folder'));
    await page.user.type(page.get('export-folder'), '/mnt');
    await page.press('export');
    expect((await page.find('failure')).dataset['code']).toBe(refused.code);
    expect(page.get('export-folder')).toHaveProperty('value', '/mnt');
  });

  it('says why there is no USB, and still offers practice', () => {
    const page = show(
      snapshotOf([], { usb: { available: false, failure: { code: 'USB_ACCESS_DENIED', detail: { port: '1-1' } }, others: 0 } }),
    );
    expect(page.get('usb-failure').dataset['code']).toBe('USB_ACCESS_DENIED');
    expect(page.get('usb-failure').textContent).toContain(text.remedy({ code: 'USB_ACCESS_DENIED', detail: { port: '1-1' } }));
    expect(page.get('practice-plug-quectel-ec25')).toBeTruthy();
  });

  it('says that the journal cannot be written on, whatever page is shown', () => {
    const journal = { code: 'JOURNAL_UNWRITABLE', detail: { folder: '/data/journal', message: 'EROFS' } } as const;
    const page = show(snapshotOf([disc], { journal }));
    expect(page.get('journal-failure').textContent).toContain('Cannot write the journal in /data/journal: EROFS.');
    page.next(snapshotOf([disc]));
    expect(page.query('journal-failure')).toBeNull();
  });

  it('says that the bench was restarted and goes on, and takes no intents while it is away', async () => {
    const page = show(snapshotOf([{ ...running, job: jobView({ resumed: true }) }], { restarts: 1 }));
    expect(page.get('restart-notice').textContent).toContain(running.name);
    expect(page.get('resumed-notice')).toBeTruthy();
    await page.press('restart-notice-close');
    expect(page.query('restart-notice')).toBeNull();
    page.next(snapshotOf([running], { restarts: 2 }));
    expect(page.get('restart-notice')).toBeTruthy();
    page.connection('lost');
    expect(page.get('connection-lost').getAttribute('role')).toBe('alert');
    expect(page.get('cancel').hasAttribute('disabled')).toBe(true);
    page.connection('connected');
    expect(page.query('connection-lost')).toBeNull();
    expect(page.get('cancel').hasAttribute('disabled')).toBe(false);
  });

  it("says that a browser's session is over, what brings a new one, and takes no intents", async () => {
    const page = show(null, 'browser');
    page.connection('ended');
    expect(page.get('session-ended').getAttribute('role')).toBe('alert');
    expect(page.get('session-ended').textContent).toContain('press Enter in the terminal');
    expect(page.query('connection-lost')).toBeNull();
    page.next(snapshotOf([running]));
    expect(page.get('cancel').hasAttribute('disabled')).toBe(true);
  });

  it('keeps each dongle its own page and draft, and forgets both when it leaves', async () => {
    const page = show(snapshotOf([disc, quectel]));
    await page.openSettings();
    await page.user.type(page.get('pin'), '1234');
    await page.press('dongle-1-1.4');
    expect(page.get('page-plug')).toBeTruthy();
    expect(page.get('unlisted')).toBeTruthy();
    await page.openSettings();
    expect(page.get('pin')).toHaveProperty('value', '');
    await page.press('dongle-practice-1');
    expect(page.get('pin')).toHaveProperty('value', '1234');
    page.next(snapshotOf([quectel]));
    page.next(snapshotOf([disc, quectel]));
    await page.press('dongle-practice-1');
    await page.openSettings();
    expect(page.get('pin')).toHaveProperty('value', '');
  });

  it('asks for lost secrets again before an export', async () => {
    const page = show(snapshotOf([exported]));
    page.client.refuse('export', new BenchError('SECRETS_LOST'));
    await page.press('export-form');
    await page.press('export');
    await page.find('failure');
    await page.press('change-settings');
    expect(page.client.sent.map((intent) => intent.type)).toEqual(['export', 'dismiss']);
  });
});
