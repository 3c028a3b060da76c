// @vitest-environment jsdom
import './setup.ts';
import { act } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import type { Plan } from '../../electron/contract/plan.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { disc, failed, jobView, plan, planned, plannedWith, snapshotOf, step, verified } from './fixtures.ts';
import { show } from './show.tsx';

const pause = (ms: number) => act(() => new Promise((resolve) => setTimeout(resolve, ms)));
const plans = (page: ReturnType<typeof show>) => page.client.sent.flatMap((intent) => (intent.type === 'plan' ? [intent.wishes] : []));
const gone = (dongle: DongleView): DongleView => ({ ...dongle, present: false });

async function filledIn() {
  const page = show(snapshotOf([disc]));
  await page.openSettings();
  await page.user.type(page.get('apn'), 'of.first');
  await page.user.type(page.get('pin'), '1234');
  const wishes = await page.planned();
  expect(wishes).toMatchObject({ apn: 'of.first', pin: '1234' });
  page.client.sent.length = 0;
  return { page, wishes };
}

describe('a dongle that leaves', () => {
  it('takes its form with it: the next one in that port is another', async () => {
    const { page } = await filledIn();
    page.next(snapshotOf([verified]));
    page.next(snapshotOf([gone(verified)]));
    page.next(snapshotOf([disc]));
    await page.openSettings();
    expect([page.get('apn'), page.get('pin')].map((field) => Reflect.get(field, 'value'))).toEqual(['', '']);
    expect(await page.planned()).toMatchObject({ apn: '', pin: '' });
  });

  it('takes it along where it is not even shown any more, too', async () => {
    const { page } = await filledIn();
    page.next(snapshotOf([]));
    page.next(snapshotOf([disc]));
    await page.openSettings();
    expect(['apn', 'pin'].map((field) => Reflect.get(page.get(field), 'value'))).toEqual(['', '']);
    expect(await page.planned()).toMatchObject({ apn: '', pin: '' });
  });

  it('and comes back after a failure has its secrets asked for again', async () => {
    const { page } = await filledIn();
    page.next(snapshotOf([failed]));
    page.next(snapshotOf([gone(failed)]));
    page.next(snapshotOf([failed]));
    await page.press('change-settings');
    page.next(snapshotOf([disc]));
    expect(page.get('apn')).toHaveProperty('value', 'of.first');
    expect(page.get('pin')).toHaveProperty('value', '');
  });

  it('in the course of its job keeps its form', async () => {
    const { page } = await filledIn();
    const away: DongleView = { ...disc, phase: 'running', state: 'away', job: jobView(), present: false };
    page.next(snapshotOf([away]));
    page.next(snapshotOf([{ ...away, present: true }]));
    page.next(snapshotOf([failed]));
    await page.press('change-settings');
    page.next(snapshotOf([disc]));
    expect(page.get('pin')).toHaveProperty('value', '1234');
  });
});

describe('the plan that follows the form', () => {
  it('lets it go on in another mode, until somebody chooses one', async () => {
    const page = show(snapshotOf([disc]));
    await page.openSettings();
    expect(await page.planned()).toMatchObject({ mode: 'ncm', otherMode: 'go-on' });
    await page.press('mode-ppp');
    await vi.waitFor(() => expect(plans(page).at(-1)).toMatchObject({ mode: 'ppp', otherMode: 'stop' }));
    await page.press('mode-ncm');
    await vi.waitFor(() => expect(plans(page).at(-1)).toMatchObject({ mode: 'ncm', otherMode: 'stop' }));
  });

  it('leaves out what a stick that is a router itself has on its own page, and what needs commands where there is no port for them', async () => {
    const note = (key: string, values = {}) => ({ key: `notes.${key}`, values });
    const inStick = note('router-in-stick', { address: '192.168.8.1' });
    const plannedSo = (notes: Plan['notes']) => snapshotOf([{ ...planned, draft: { ...plan, notes } }]);
    const fields = (page: ReturnType<typeof show>) => ['apn', 'username', 'pin'].filter((field) => page.query(field) !== null);
    const page = show(plannedSo([]));
    await page.openSettings();
    expect(fields(page)).toEqual(['apn', 'username', 'pin']);
    page.next(plannedSo([inStick]));
    expect(fields(page)).toEqual(['pin']);
    expect(page.get('summary-apn').textContent).toContain('http://192.168.8.1');
    page.next(plannedSo([inStick, note('no-at-port')]));
    expect(fields(page)).toEqual([]);
    // This computer dials it: the access point is told to it.
    const dialled = step('connection', { kind: 'connection', dials: ['huawei-ndisdup'] });
    page.next(snapshotOf([{ ...planned, draft: { ...plan, notes: [inStick], steps: [...plan.steps, dialled] } }]));
    expect(fields(page)).toEqual(['apn', 'username', 'pin']);
    // The plan before is not that of the mode that was just chosen.
    page.next(plannedSo([inStick, note('no-at-port')]));
    await page.press('mode-ppp');
    expect(fields(page)).toEqual(['apn', 'username', 'pin']);
  });

  it('comes below the settings, and moves nothing that a pointer is on its way to', async () => {
    const page = show(snapshotOf([disc]));
    await page.openSettings();
    page.next(snapshotOf([planned]));
    for (const shown of ['summary', 'plan-notes']) {
      const where = page.get('settings').compareDocumentPosition(page.get(shown));
      expect(where & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    }
  });

  it.each([new BenchError('BENCH_RESTARTED'), new BenchError('DONGLE_BUSY', { port: '1-1' })])(
    'is asked for again after $code, which passes',
    async (refused) => {
      const page = show(snapshotOf([disc]));
      page.client.refuse('plan', refused);
      await page.press('step-confirm');
      await pause(500);
      expect(plans(page)).toHaveLength(1);
      page.client.onIntent = () => undefined;
      // What is set within one `act` is drawn at its end.
      await pause(1200);
      await pause(500);
      expect(plans(page)).toHaveLength(2);
      expect(page.query('failure')).toBeNull();
    },
  );

  it('is made anew where the bench says that more is known', async () => {
    const page = show(snapshotOf([planned]));
    page.client.refuse('prepare', new BenchError('PLAN_STALE', { port: '1-1' }));
    await page.press('agree');
    await pause(500);
    expect(plans(page)).toHaveLength(1);
  });

  it('keeps the secrets that a page which was loaded again has no more', async () => {
    const secret: DongleView = {
      ...planned,
      look: { state: 'reading', failure: null },
      draft: { ...plan, wishes: { ...plan.wishes, hasPin: true } },
    };
    const page = show(snapshotOf([secret]));
    expect(page.get('secret-kept')).toBeTruthy();
    page.next(snapshotOf([{ ...secret, look: { state: 'read', failure: null }, identity: { model: 'E3372' } }]));
    await pause(500);
    expect(plans(page)).toEqual([]);
    expect(page.get('agree')).toHaveProperty('disabled', false);
  });

  it('is not agreed to while it has no PIN and the form has one', async () => {
    const page = show(snapshotOf([disc]));
    await page.openSettings();
    const before = await page.planned();
    page.next(snapshotOf([plannedWith(before)]));
    expect(page.get('agree')).toHaveProperty('disabled', false);
    await page.user.type(page.get('pin'), '1234');
    const after = await page.planned();
    expect(page.get('agree')).toHaveProperty('disabled', true);
    page.next(snapshotOf([plannedWith(after)]));
    expect(page.get('agree')).toHaveProperty('disabled', false);
  });

  it('keeps a field in place while what was refused of it is mended', async () => {
    const page = show(snapshotOf([disc]));
    page.client.refuse('plan', new BenchError('APN_QUOTE', { position: 1 }));
    await page.press('step-confirm');
    await page.find('failure');
    page.client.onIntent = () => undefined;
    await page.user.type(page.get('apn'), 'x');
    await pause(500);
    expect(page.query('failure')).toBeNull();
    expect(document.activeElement).toBe(page.get('apn'));
  });
});

it('going on in another mode asks for a password that was lost', async () => {
  const lost: DongleView = {
    ...failed,
    job: jobView({
      plan: { ...plan, wishes: { ...plan.wishes, hasPassword: true } },
      failure: { code: 'MODE_NOT_REACHED', detail: { wished: 'ncm', seen: 'ppp' } },
    }),
  };
  const page = show(snapshotOf([lost]));
  await page.press('go-on');
  page.next(snapshotOf([disc]));
  expect(page.get('password')).toBeTruthy();
});

it('the end of a job is where the focus goes on, not a button that is gone', async () => {
  const page = show(snapshotOf([{ ...disc, phase: 'running', state: 'working', job: jobView() }]));
  page.get('cancel').focus();
  page.next(snapshotOf([verified]));
  expect(document.activeElement?.tagName).toBe('H1');
});
