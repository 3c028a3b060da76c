// @vitest-environment jsdom
import './setup.ts';
import { act } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { phasesOf } from '../../renderer/state/phases.ts';
import { disc, exported, jobView, planned, plannedWith, progressTo, running, snapshotOf, verified } from './fixtures.ts';
import { show } from './show.tsx';

const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 20)));
const exportsOf = (page: ReturnType<typeof show>) => page.client.sent.filter(({ type }) => type === 'export');

describe('the file of a job that is through', () => {
  it('is written without being asked for, once, and is what the screen says', async () => {
    const page = show(snapshotOf([running]));
    await settle();
    expect(exportsOf(page)).toEqual([]);
    page.next(snapshotOf([verified]));
    await settle();
    page.next(snapshotOf([{ ...verified, exporting: null }]));
    await settle();
    expect(exportsOf(page)).toMatchObject([{ portPath: 'practice-1', folder: '/home/tech/Modem Bench', accepts: [] }]);
    expect(page.get('not-written')).toBeTruthy();
    page.next(snapshotOf([exported]));
    expect(page.get('page-run')).toBeTruthy();
    expect(page.get('written').textContent).toContain('modem-bench-huawei-e3372-imei0015-ncm-24.10.8.tar.gz');
    await page.press('next');
    expect(page.get('exported-files')).toBeTruthy();
    expect(page.get('export-form').getAttribute('aria-expanded')).toBe('false');
  });

  it('is not tried a second time where it could not be written', async () => {
    const page = show(snapshotOf([running]));
    page.client.refuse('export', new BenchError('EXPORT_NOT_WRITABLE', { path: '/', message: 'EROFS' }));
    page.next(snapshotOf([verified]));
    await settle();
    page.next(snapshotOf([{ ...verified }]));
    await settle();
    expect(exportsOf(page)).toHaveLength(1);
    expect(page.get('failure').dataset['code']).toBe('EXPORT_NOT_WRITABLE');
    await page.press('next');
    expect(page.get('failure').dataset['code']).toBe('EXPORT_NOT_WRITABLE');
    page.client.onIntent = () => undefined;
    await page.press('export');
    expect(page.query('failure')).toBeNull();
  });

  it('is written for each job, though its plan be the same, and for none that ended before this page was there', async () => {
    const page = show(snapshotOf([verified]));
    await settle();
    expect(exportsOf(page)).toEqual([]);
    for (const count of [1, 2]) {
      page.next(snapshotOf([disc]));
      page.next(snapshotOf([running]));
      page.next(snapshotOf([verified]));
      await settle();
      expect(exportsOf(page)).toHaveLength(count);
    }
  });

  it('is written though the job was over before the page was shown that it runs', async () => {
    const page = show(snapshotOf([planned]));
    await page.press('agree');
    page.next(snapshotOf([planned]));
    page.next(snapshotOf([verified]));
    await settle();
    expect(exportsOf(page)).toHaveLength(1);
  });

  it('waits where the form holds what only one router has', async () => {
    const page = show(snapshotOf([verified]));
    await page.press('next');
    await page.press('packages');
    page.next(snapshotOf([running]));
    page.next(snapshotOf([verified]));
    await settle();
    expect(exportsOf(page)).toEqual([]);
  });

  it.each<[string, DongleView]>([
    ['would not work', { ...verified, job: jobView({ verdict: { state: 'unusable', points: ['connection'] } }) }],
    ['has a PIN that nobody tried', { ...verified, job: jobView({ verdict: { state: 'usable', points: ['pin'] }, pinUntried: true }) }],
    ['is written already', exported],
    ['is still planned', planned],
  ])('waits for the technician where it %s', async (_, dongle) => {
    const page = show(snapshotOf([running]));
    page.next(snapshotOf([dongle]));
    await settle();
    expect(exportsOf(page)).toEqual([]);
  });

  it('goes where the last one was put by hand', async () => {
    localStorage.setItem('modem-bench.folder', '/media/stick');
    const page = show(snapshotOf([running]));
    page.next(snapshotOf([verified]));
    await settle();
    expect(exportsOf(page)).toMatchObject([{ folder: '/media/stick' }]);
    localStorage.clear();
  });
});

describe('what is chosen for the router', () => {
  it('is there for the next dongle, and nothing of the dongle is', async () => {
    const page = show(snapshotOf([planned]));
    await page.press('change');
    await page.user.selectOptions(page.get('router'), '23.05.6');
    await page.user.type(page.get('pin'), '1234');
    page.next(snapshotOf([plannedWith(await page.planned())]));
    await page.press('agree');
    page.unmount();
    const next = show(snapshotOf([{ ...planned, phase: 'idle', draft: null }]));
    await next.openSettings();
    expect(next.get('router')).toHaveProperty('value', '23.05.6');
    expect(next.get('pin')).toHaveProperty('value', '');
    expect(JSON.stringify(localStorage)).not.toContain('1234');
    localStorage.clear();
  });
});

describe('the phases of a job', () => {
  it('are those of its steps, in an order that never goes back', () => {
    const job = jobView({ progress: progressTo(5, 'running', 1000) });
    const inOrder = ['switch', 'return', 'mode-set', 'identity', 'pin', 'network', 'drivers'];
    const steps = inOrder.flatMap((id) => job.plan.steps.filter((step) => step.id === id));
    expect(phasesOf({ ...job, plan: { ...job.plan, steps } }).map(({ name, state }) => [name, state])).toEqual([
      ['switch', 'done'],
      ['configure', 'done'],
      ['network', 'running'],
      ['connection', 'waiting'],
    ]);
    // A mode that is set after questions is one with them.
    expect(phasesOf(job).map(({ name }) => name)).toEqual(['switch', 'network', 'connection']);
    const failed = jobView({ progress: progressTo(1, 'failed', 1000) });
    expect(phasesOf(failed)[0]?.state).toBe('failed');
  });
});
