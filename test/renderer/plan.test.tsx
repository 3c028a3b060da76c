// @vitest-environment jsdom
import './setup.ts';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Plan, PlannedTransfer } from '../../electron/contract/plan.ts';
import { describeTransfer } from '../../electron/contract/transfer-text.ts';
import { groupRefusals } from '../../renderer/state/refusals.ts';
import { runsOf } from '../../renderer/state/transfers.ts';
import { disc, plan, planned, quectel, snapshotOf, steps } from './fixtures.ts';
import { show, violations } from './show.tsx';

const read: PlannedTransfer = { kind: 'bulk-in', endpoint: 0x81, length: 8, timeoutMs: 1000 };
const write = (data: string): PlannedTransfer => ({ kind: 'bulk-out', endpoint: 2, data, timeoutMs: 1000 });
const times = (count: number, transfer: PlannedTransfer) => Array.from({ length: count }, () => transfer);

/** As long as the conversation with a cable of Mobile Action. */
const conversation = [
  write('3701'),
  ...times(63, read),
  ...[...'abcdefghijkl'].flatMap((digit) => [write(`0${digit < 'g' ? digit : '1'}`), read]),
];

const withTransfers = (transfers: PlannedTransfer[]): Plan => ({
  ...plan,
  steps: steps.map((step) => (step.action.kind === 'switch' ? { ...step, action: { ...step.action, transfers } } : step)),
});

async function showPlan(shown: Plan) {
  const page = show(snapshotOf([{ ...planned, draft: shown }]));
  await page.press('plan-fold');
  return page;
}

describe('transfers of a plan', () => {
  it('stand in one line where equal ones follow each other, and in no other case', () => {
    expect(runsOf([read, read, write('01'), read])).toEqual([
      { text: describeTransfer(read), count: 2 },
      { text: describeTransfer(write('01')), count: 1 },
      { text: describeTransfer(read), count: 1 },
    ]);
    expect(runsOf(conversation).reduce((sum, run) => sum + run.count, 0)).toBe(conversation.length);
  });

  it('are counted, and folded where they are many', async () => {
    const page = await showPlan(withTransfers(conversation));
    const step = page.get('plan-step-switch');
    expect(step.textContent).toContain('× 63');
    expect(step.textContent).toContain(`${conversation.length} transfers`);
    const more = page.get('more-transfers');
    expect(more.textContent).toBe(`${runsOf(conversation).length - 6} more lines`);
    expect(more.getAttribute('aria-expanded')).toBe('false');
    await page.user.click(more);
    expect(more.getAttribute('aria-expanded')).toBe('true');
    expect(step.querySelectorAll('.transfers li')).toHaveLength(runsOf(conversation).length);
    expect(await violations(document.body)).toEqual([]);
  });

  it('are not folded where they are few', async () => {
    const page = await showPlan(withTransfers([...times(150, read), ...[...'0123456789a'].map((digit) => write(`0${digit}`))]));
    expect(page.query('more-transfers')).toBeNull();
    expect(page.get('plan-step-switch').querySelectorAll('.transfers li')).toHaveLength(12);
  });
});

describe('what goes out only if it has to', () => {
  const message = (text: string, when: 'always' | 'otherwise' | 'usb') => ({ text, times: 'once' as const, when });
  const sends = [message('AT+CGMM', 'always'), message('QMI DMS Get Model', 'otherwise'), message('claim interface ?', 'usb')];

  it('is told once for the whole plan, folded, and in no step', async () => {
    const page = await showPlan({ ...plan, steps: steps.map((step) => ({ ...step, sends })) });
    expect(page.get('plan-step-identity').textContent).toContain('AT+CGMM');
    expect(page.get('plan-step-identity').textContent).not.toContain('QMI');
    for (const [id, line] of [
      ['otherwise', 'QMI DMS Get Model'],
      ['over-usb', 'claim interface ?'],
    ] as const) {
      expect(page.get(id).getAttribute('aria-expanded')).toBe('false');
      page.get(id).focus();
      await page.user.keyboard('{Enter}');
      expect(page.get(id).getAttribute('aria-expanded')).toBe('true');
      expect(screen.getAllByText(line)).toHaveLength(1);
    }
    expect(await violations(document.body)).toEqual([]);
  });

  it('is not mentioned where nothing does', async () => {
    const page = await showPlan(plan);
    expect(page.query('otherwise')).toBeNull();
    expect(page.query('over-usb')).toBeNull();
  });
});

describe('what is refused', () => {
  const what = { key: 'refused.lockout', values: { recipe: 'Quectel usbnet' } };
  const refused = ['a', 'b', 'c', 'a'].map((reason) => ({ what, reason: `reason ${reason}`, source: 'a manual' }));

  it('is one thing with all of its reasons', () => {
    expect(groupRefusals(refused)).toMatchObject([{ what, source: 'a manual', reasons: ['reason a', 'reason b', 'reason c'] }]);
    expect(groupRefusals([...refused, { what, reason: 'reason d', source: 'another manual' }])).toHaveLength(2);
  });

  it('is explained, open where it is short and folded where it is long', async () => {
    const page = await showPlan({ ...plan, refused });
    expect(page.get('refused-all').getAttribute('aria-expanded')).toBe('true');
    expect(page.within('refused').getAllByRole('listitem')).toHaveLength(4);
    expect(await violations(document.body)).toEqual([]);
    page.unmount();
    const long = await showPlan({ ...plan, refused: [...refused, { what, reason: 'reason d', source: 'a manual' }] });
    expect(long.get('refused-all').getAttribute('aria-expanded')).toBe('false');
    expect(long.get('refused-all').textContent).toContain('4');
  });

  it('is not mentioned where nothing is', async () => {
    expect((await showPlan({ ...plan, refused: [] })).query('refused')).toBeNull();
  });
});

describe('notes of a plan', () => {
  it('come before everything else, those first that ask for an act', async () => {
    const router = { key: 'notes.router-in-stick', values: { address: '192.168.8.1' } };
    const page = await showPlan({
      ...plan,
      notes: [...plan.notes, router, { key: 'notes.no-at-port', values: {} }, { key: 'notes.unlisted', values: {} }],
    });
    const notes = page.get('plan-notes');
    expect(page.get('plan').compareDocumentPosition(notes) & Node.DOCUMENT_POSITION_PRECEDING).toBeTruthy();
    expect([...notes.children].map((note) => note.getAttribute('data-testid'))).toEqual([
      'notes-router-in-stick',
      'notes-no-at-port',
      'notes-unlisted',
      'notes-composition-known-after-switch',
    ]);
    expect(page.get('notes-router-in-stick').className).toContain('tone-warn');
    expect(page.get('notes-router-in-stick').textContent).toContain('192.168.8.1');
    expect(page.get('notes-composition-known-after-switch').className).toContain('tone-info');
  });

  it('are no empty place where there are none', async () => {
    expect((await showPlan({ ...plan, notes: [] })).query('plan-notes')).toBeNull();
  });
});

describe('a dongle that nobody listed', () => {
  it('is said to be judged by its interfaces, and one that is listed is not', async () => {
    const page = show(snapshotOf([quectel, disc]));
    expect(page.get('unlisted').textContent).toContain('Not in the database; assessed by its interfaces');
    await page.press('dongle-practice-1');
    expect(page.query('unlisted')).toBeNull();
  });
});
