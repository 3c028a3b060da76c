import { describe, expect, it } from 'vitest';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { freshDraft, lacksSecret, toWishes } from '../../renderer/state/draft.ts';
import { fieldOf } from '../../renderer/state/failure-fields.ts';
import { baseName, bundlePath } from '../../renderer/state/paths.ts';
import { bySeries, newestFirst } from '../../renderer/state/routers.ts';
import { closedBecause, countOf, firstStep, shownStep, stepNames } from '../../renderer/state/steps.ts';
import { disc, exported, failed, locked, plan, planned, quectel, running, snapshotOf, verified } from './fixtures.ts';

const { routers } = snapshotOf([]);
const open = (dongle: DongleView | null) => stepNames.filter((step) => closedBecause(step, dongle) === null);

describe('guards of the screens', () => {
  it('open exactly what the state of the dongle allows', () => {
    expect(open(null)).toEqual(['plug']);
    expect(open(disc)).toEqual(['plug', 'confirm']);
    expect(open(planned)).toEqual(['plug', 'confirm']);
    expect(open(running)).toEqual(['plug', 'run']);
    expect(open(locked)).toEqual(['plug', 'run']);
    expect(open(failed)).toEqual(['plug', 'run']);
    expect(open(verified)).toEqual(['plug', 'run', 'router']);
    expect(open(exported)).toEqual(['plug', 'run', 'router']);
  });

  it('say why a screen is closed', () => {
    expect(closedBecause('confirm', null)).toBe('dongle-first');
    expect(closedBecause('confirm', { ...disc, present: false })).toBe('absent');
    expect(closedBecause('confirm', { ...disc, access: 'denied' })).toBe('no-access');
    expect(closedBecause('confirm', { ...disc, access: 'denied', present: false })).toBe('absent');
    expect(closedBecause('confirm', { ...disc, access: 'unknown' })).toBeNull();
    expect(closedBecause('confirm', running)).toBe('busy');
    expect(closedBecause('confirm', verified)).toBe('finished');
    expect(closedBecause('run', planned)).toBe('agree-first');
    expect(closedBecause('router', failed)).toBe('run-first');
  });

  it('take a new plan after a job for what counts', () => {
    expect(open({ ...verified, phase: 'planned', draft: plan })).toEqual(['plug', 'confirm']);
    expect(countOf({ ...verified, phase: 'planned', draft: plan })).toEqual({ done: 0, all: 0 });
    expect(countOf(verified)).toEqual({ done: plan.steps.length, all: plan.steps.length });
  });

  it('lead to the nearest open screen when the bench moves on under the page', () => {
    expect(shownStep('confirm', running)).toBe('run');
    expect(shownStep('run', disc)).toBe('confirm');
    expect(shownStep('router', disc)).toBe('confirm');
    expect(shownStep('run', { ...disc, present: false })).toBe('plug');
    expect(shownStep('router', null)).toBe('plug');
  });

  it('pick a dongle up where its work stands', () => {
    expect([disc, planned, running, failed, verified, exported].map(firstStep)).toEqual(['plug', 'confirm', 'run', 'run', 'run', 'router']);
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
    expect(fieldOf({ code: 'APN_QUOTE', detail: {} })).toBe('apn');
    expect(fieldOf({ code: 'CREDENTIAL_REFUSED', detail: { field: 'password' } })).toBe('password');
    expect(fieldOf({ code: 'INTERFACE_NAME_INVALID', detail: {} })).toBe('interfaceName');
    expect(fieldOf({ code: 'SETTING_NOT_OFFERED', detail: { setting: 'network-mode', value: 'nr' } })).toBe('networkMode');
    expect(fieldOf({ code: 'DONGLE_BUSY', detail: {} })).toBeNull();
  });

  it('joins paths the way of the system that wrote them', () => {
    expect(bundlePath('/home/a b', 'x.tar.gz')).toBe('/home/a b/x.tar.gz');
    expect(bundlePath('C:\\out', 'x.tar.gz')).toBe('C:\\out\\x.tar.gz');
    expect(bundlePath('/out', '/out/x.tar.gz')).toBe('/out/x.tar.gz');
    expect(baseName('C:\\out\\x.tar.gz')).toBe('x.tar.gz');
  });
});
