import { describe, expect, it } from 'vitest';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { freshDraft, lacksSecret, toWishes } from '../../renderer/state/draft.ts';
import { fieldOf } from '../../renderer/state/failure-fields.ts';
import { baseName, bundlePath } from '../../renderer/state/paths.ts';
import { bySeries, newestFirst } from '../../renderer/state/routers.ts';
import { closedBecause, countOf, firstStep, shownStep, stepNames } from '../../renderer/state/steps.ts';
import { disc, exported, failed, jobView, locked, plan, planned, quectel, running, snapshotOf, verified } from './fixtures.ts';

const { routers } = snapshotOf([]);
const open = (dongle: DongleView | null) => {
  const draft = dongle ? freshDraft(dongle, routers) : null;
  return stepNames.filter((step) => closedBecause(step, dongle, draft) === null);
};

describe('guards of the steps', () => {
  it('open exactly what the state of the dongle allows', () => {
    expect(open(null)).toEqual(['dongle']);
    expect(open(disc)).toEqual(['dongle', 'mode', 'sim']);
    expect(open(planned)).toEqual(['dongle', 'mode', 'sim', 'switch']);
    expect(open(running)).toEqual(['dongle', 'switch']);
    expect(open(locked)).toEqual(['dongle', 'switch']);
    expect(open(failed)).toEqual(['dongle', 'switch']);
    expect(open({ ...failed, job: jobView({ checks: verified.job?.checks ?? [] }) })).toEqual(['dongle', 'switch', 'verify']);
    expect(open(verified)).toEqual(['dongle', 'switch', 'verify', 'export']);
    expect(open(exported)).toEqual(['dongle', 'switch', 'verify', 'export']);
  });

  it('say why a step is closed', () => {
    const draft = freshDraft(disc, routers);
    expect(closedBecause('mode', null, null)).toBe('dongle-first');
    expect(closedBecause('mode', { ...disc, present: false }, draft)).toBe('absent');
    expect(closedBecause('mode', { ...disc, access: 'denied' }, draft)).toBe('no-access');
    expect(closedBecause('sim', { ...disc, access: 'denied', present: false }, draft)).toBe('absent');
    expect(closedBecause('mode', { ...disc, access: 'unknown' }, draft)).toBeNull();
    expect(closedBecause('sim', disc, { ...draft, mode: 'qmi' })).toBe('mode-first');
    expect(closedBecause('sim', disc, { ...draft, router: '' })).toBe('mode-first');
    expect(closedBecause('sim', running, draft)).toBe('busy');
    expect(closedBecause('sim', verified, draft)).toBe('finished');
    expect(closedBecause('switch', disc, draft)).toBe('plan-first');
    expect(closedBecause('verify', planned, draft)).toBe('switch-first');
    expect(closedBecause('export', failed, draft)).toBe('verify-first');
  });

  it('take a new plan after a job for what counts', () => {
    expect(open({ ...verified, phase: 'planned', draft: plan })).toEqual(['dongle', 'mode', 'sim', 'switch']);
    expect(countOf({ ...verified, phase: 'planned', draft: plan })).toEqual({ done: 0, all: 0 });
    expect(countOf(verified)).toEqual({ done: plan.steps.length, all: plan.steps.length });
  });

  it('lead to the nearest open step when the bench moves on under the page', () => {
    const draft = freshDraft(disc, routers);
    expect(shownStep('sim', running, draft)).toBe('switch');
    expect(shownStep('switch', disc, draft)).toBe('sim');
    expect(shownStep('export', disc, draft)).toBe('sim');
    expect(shownStep('verify', null, null)).toBe('dongle');
  });

  it('pick a dongle up where its work stands', () => {
    expect([disc, planned, running, failed, verified, exported].map(firstStep)).toEqual([
      'dongle',
      'dongle',
      'switch',
      'switch',
      'verify',
      'export',
    ]);
  });
});

describe('the form', () => {
  it('starts with the present mode, else the first that is possible and not dial-up, and the newest release', () => {
    expect(freshDraft(quectel, routers)).toMatchObject({ mode: 'ecm', router: '25.12.1', interfaceName: 'wwan', metric: 20 });
    expect(freshDraft(disc, routers).mode).toBe('ncm');
    const [ncm, ppp] = disc.offers;
    if (!ncm || !ppp) throw new Error('the fixture has two offers');
    expect(freshDraft({ ...disc, offers: [ppp, ncm] }, routers).mode).toBe('ncm');
    expect(freshDraft({ ...disc, offers: [ppp, { ...ncm, possible: false }] }, routers).mode).toBe('ppp');
    expect(freshDraft({ ...disc, offers: [] }, []).mode).toBeNull();
    expect(toWishes(freshDraft({ ...disc, offers: [] }, []))).toBeNull();
  });

  it('is filled in from the plan after a reload, without the secrets', () => {
    const secret = { ...planned, draft: { ...plan, wishes: { ...plan.wishes, hasPin: true } } };
    const draft = freshDraft(secret, routers);
    expect(draft).toMatchObject({ apn: 'internet', router: '24.10.8', pin: '', password: '' });
    expect(draft).not.toHaveProperty('hasPin');
    expect(lacksSecret(secret, draft)).toBe(true);
    expect(lacksSecret(secret, { ...draft, pin: '1234' })).toBe(false);
  });

  it('sorts releases by their numbers', () => {
    expect(newestFirst(routers).map((router) => router.release)).toEqual(['25.12.1', '24.10.10', '24.10.8', '23.05.6']);
    expect(bySeries(routers).map((group) => [group.series, group.routers.length])).toEqual([
      ['25.12', 1],
      ['24.10', 2],
      ['23.05', 1],
    ]);
  });

  it('knows which field a refusal is about', () => {
    expect(fieldOf(null)).toBeNull();
    expect(fieldOf({ code: 'APN_QUOTE', detail: {} })).toEqual({ field: 'apn', step: 'sim' });
    expect(fieldOf({ code: 'CREDENTIAL_REFUSED', detail: { field: 'password' } })).toEqual({ field: 'password', step: 'sim' });
    expect(fieldOf({ code: 'INTERFACE_NAME_INVALID', detail: {} })).toEqual({ field: 'interfaceName', step: 'mode' });
    expect(fieldOf({ code: 'SETTING_NOT_OFFERED', detail: { setting: 'network-mode', value: 'nr' } })).toEqual({
      field: 'networkMode',
      step: 'sim',
    });
    expect(fieldOf({ code: 'DONGLE_BUSY', detail: {} })).toBeNull();
  });

  it('joins paths the way of the system that wrote them', () => {
    expect(bundlePath('/home/a b', 'x.tar.gz')).toBe('/home/a b/x.tar.gz');
    expect(bundlePath('C:\\out', 'x.tar.gz')).toBe('C:\\out\\x.tar.gz');
    expect(bundlePath('/out', '/out/x.tar.gz')).toBe('/out/x.tar.gz');
    expect(baseName('C:\\out\\x.tar.gz')).toBe('x.tar.gz');
  });
});
