// @vitest-environment jsdom
import './setup.ts';
import { describe, expect, it } from 'vitest';
import type { DongleView, JobView } from '../../electron/contract/snapshot.ts';
import { disc, jobView, snapshotOf, verified } from './fixtures.ts';
import { show } from './show.tsx';

const withVerdict = (
  state: 'verified' | 'usable' | 'unusable',
  points: NonNullable<JobView['verdict']>['points'],
  more: Partial<JobView> = {},
): DongleView => ({
  ...verified,
  state,
  job: jobView({ verdict: { state, points }, ...more }),
});

describe('the verdict', () => {
  it.each([
    ['verified', [], 'Verified: everything that this mode needs was confirmed.', 'tone-good'],
    ['usable', ['sim', 'network'], 'Usable; not confirmed: the SIM, a network.', 'tone-info'],
    ['unusable', ['connection'], 'Not usable: the network refuses the data connection.', 'tone-bad'],
  ] as const)('%s is one sentence, and what to do', (state, points, sentence, tone) => {
    const page = show(snapshotOf([withVerdict(state, [...points])]));
    const notice = page.get('verdict');
    expect(notice.textContent).toContain(sentence);
    expect(notice.className).toContain(tone);
    expect(notice.querySelectorAll('li')).toHaveLength(points.length);
  });

  it('of a dongle that would not work closes the export until the technician wants it all the same', async () => {
    const page = show(snapshotOf([withVerdict('unusable', ['connection'])]));
    await page.press('next');
    expect(page.get('export')).toHaveProperty('disabled', true);
    await page.press('accept-unusable');
    await page.press('export');
    expect(page.client.sent).toMatchObject([{ type: 'export', accepts: ['unusable'] }]);
  });

  it('says of a PIN that was not tried that it stays out, and puts it in only for whoever vouches for it', async () => {
    const page = show(snapshotOf([withVerdict('usable', ['pin'], { pinUntried: true })]));
    await page.press('next');
    expect(page.get('accept-pin')).toHaveProperty('checked', false);
    await page.press('accept-pin');
    await page.press('export');
    expect(page.client.sent).toMatchObject([{ type: 'export', accepts: ['untried-pin'] }]);
  });
});

describe('a job that was cut off', () => {
  const wishes = verified.job?.plan.wishes;
  if (!wishes) throw new Error('no wishes');
  const interrupted: DongleView = {
    ...disc,
    interrupted: {
      reason: 'rebooted',
      at: '2026-11-30T10:00:00.000Z',
      step: { key: 'steps.switch.title', values: {} },
      wishes: { ...wishes, apn: 'kept.apn' },
    },
  };

  it('is told with its reason, and sends nothing by itself', () => {
    const page = show(snapshotOf([interrupted]));
    expect(page.get('interrupted').textContent).toContain('this computer has been restarted since then');
    expect(page.client.sent).toEqual([]);
  });

  it('is planned again with what was wished', async () => {
    const page = show(snapshotOf([interrupted]));
    await page.press('plan-again');
    expect(page.get('summary-apn').textContent).toContain('kept.apn');
    expect((await page.planned())?.apn).toBe('kept.apn');
  });

  it('is forgotten when told to', async () => {
    const page = show(snapshotOf([interrupted]));
    await page.press('forget-job');
    expect(page.client.sent).toEqual([{ type: 'dismiss', portPath: interrupted.portPath }]);
  });
});
