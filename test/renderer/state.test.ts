import { describe, expect, it } from 'vitest';
import type { PlannedTransfer, Refusal } from '../../electron/contract/plan.ts';
import type { ApnProposal } from '../../electron/contract/proposals.ts';
import type { DongleView, InterfaceView } from '../../electron/contract/snapshot.ts';
import { type Draft, freshDraft, lacksSecret, refusedShape, toWishes, usualDraft } from '../../renderer/state/draft.ts';
import { mayBeLookedAt, wasAsked } from '../../renderer/state/looks.ts';
import { byVendor, findPractice } from '../../renderer/state/practice.ts';
import {
  byNobody,
  byTechnician,
  emptySignIn,
  isEmpty,
  sameSignIn,
  suggestedIn,
  suggestionFor,
  take,
} from '../../renderer/state/proposals.ts';
import { groupRefusals } from '../../renderer/state/refusals.ts';
import { countSet, isShown, isUsual, listOf, type OptionName, optionNames, waysFor } from '../../renderer/state/router-options.ts';
import { choicesOf, networkMode } from '../../renderer/state/settings.ts';
import { runsOf } from '../../renderer/state/transfers.ts';
import { disc, plan, planned, quectel } from './fixtures.ts';

/** What the page works out by itself, without a page. */

describe('what may be read before any plan', () => {
  const row: InterfaceView = {
    number: 0,
    alternate: 0,
    class: 0xff,
    subclass: 0,
    protocol: 0,
    endpoints: 3,
    role: 'net',
    driver: null,
    nodes: [],
  };
  const dongle = (part: Partial<DongleView>): DongleView => ({ ...quectel, phase: 'idle', mode: 'ecm', interfaces: [row], ...part });
  const roles = (...given: InterfaceView['role'][]) => ({ interfaces: given.map((role, number) => ({ ...row, number, role })) });

  it.each<[string, Partial<DongleView>, boolean]>([
    ['a card alone', {}, false],
    ['QMI', { mode: 'qmi' }, true],
    ['MBIM', { mode: 'mbim' }, true],
    ['an AT port', roles('net', 'at'), true],
    ['a modem port', roles('modem'), true],
    ['a control port', roles('control', 'net'), true],
    ['what may be one', roles('other'), true],
    ['ports that nobody asks', roles('diag', 'gps', 'disc', 'card'), false],
    ['nothing', { interfaces: [] }, false],
    ['what has a plan', { mode: 'qmi', phase: 'planned' }, true],
    ['what is at work', { mode: 'qmi', phase: 'running' }, false],
    ['what failed', { mode: 'qmi', phase: 'failed' }, false],
    ['what is through', { mode: 'qmi', phase: 'done' }, false],
    ['a disc', { mode: 'qmi', state: 'disc' }, false],
    ['one that is away', { mode: 'qmi', present: false }, false],
    ['boot code', { mode: 'qmi', bootState: 'download' }, false],
  ])('%s: %s', (_name, part, may) => {
    expect(mayBeLookedAt(dongle(part))).toBe(may);
  });

  it('was asked, whatever came of it, unless it was left alone', () => {
    const states: DongleView['look']['state'][] = ['none', 'left-alone', 'reading', 'read', 'failed'];
    const asked = states.map((state) => wasAsked({ ...quectel, look: { ...quectel.look, state } }));
    expect(asked).toEqual([false, false, true, true, true]);
  });
});

describe('the form', () => {
  it('of what is known wrong by the contract tells the field, and no secret', () => {
    const wishes = toWishes({ ...usualDraft('qmi', '24.10.8') });
    if (!wishes) throw new Error('no wishes');
    expect(refusedShape(wishes)).toBeNull();
    const refused = (part: Partial<typeof wishes>) => refusedShape({ ...wishes, ...part })?.detail;
    expect(refused({ router: '' })).toEqual({ field: 'router', value: '' });
    expect(refused({ metric: 70_000 })).toEqual({ field: 'metric', value: '70000' });
    expect(refused({ customer: 'x'.repeat(101) })).toEqual({ field: 'customer', value: 'x'.repeat(60) });
    expect(refused({ pin: '1'.repeat(101) })).toEqual({ field: 'pin', value: '****' });
    expect(refused({ password: 'p'.repeat(1001) })).toEqual({ field: 'password', value: '****' });
    const rebindDomains = Array<string>(21).fill('a');
    expect(refused({ onRouter: { ...wishes.onRouter, rebindDomains } })).toEqual({ field: 'onRouter.rebindDomains', value: '[21]' });
  });

  it('asks again for a secret that the plan was made with, and for no other', () => {
    const draft = freshDraft(planned, []);
    const lacks = (hasPin: boolean, hasPassword: boolean, pin: string, password: string) =>
      lacksSecret({ ...planned, draft: { ...plan, wishes: { ...plan.wishes, hasPin, hasPassword } } }, { ...draft, pin, password });
    expect([lacks(false, false, '', ''), lacks(true, false, '', ''), lacks(true, false, '1', ''), lacks(true, false, '', 'p')]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([lacks(false, true, '', ''), lacks(false, true, '1', ''), lacks(false, true, '', 'p'), lacks(true, true, '1', '')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(lacksSecret(disc, draft)).toBe(false);
  });

  it('has a choice of settings where there are two at least', () => {
    const offered = (...values: string[]) => choicesOf(networkMode, [{ id: 'network-mode', values }], 'keep');
    expect([offered(), offered('lte'), offered('gsm', 'auto'), offered('unheard of')]).toEqual([
      [],
      ['keep', 'lte'],
      ['keep', 'auto', 'gsm'],
      [],
    ]);
  });
});

describe('proposals', () => {
  const proposal = (part: Partial<ApnProposal>): ApnProposal => ({
    country: 'ru',
    provider: 'MTS',
    plan: null,
    apn: 'internet.mts.ru',
    username: 'mts',
    password: 'mts',
    auth: 'both',
    usage: 'internet',
    prepaid: null,
    pdpType: null,
    certainty: 'sim',
    source: 'x',
    ...part,
  });
  const mts = proposal({});
  const signIn = { apn: mts.apn, username: mts.username, password: mts.password, auth: mts.auth };
  const own = { apn: 'own', username: '', password: '', auth: 'none' as const };

  it('are the same as what the form holds in all four of its fields', () => {
    expect(sameSignIn(mts, signIn)).toBe(true);
    for (const part of [{ apn: 'x' }, { username: 'x' }, { password: 'x' }, { auth: 'pap' as const }])
      expect(sameSignIn(mts, { ...signIn, ...part })).toBe(false);
    expect([isEmpty(emptySignIn), isEmpty({ ...emptySignIn, auth: 'pap' })]).toEqual([true, true]);
    for (const part of [{ apn: 'x' }, { username: 'x' }, { password: 'x' }]) expect(isEmpty({ ...emptySignIn, ...part })).toBe(false);
  });

  it('that follow each other keep what the technician had before the first', () => {
    const first = take(mts, own, null);
    expect(first).toEqual({ proposal: mts, before: own });
    const other = proposal({ apn: 'other' });
    expect(take(other, signIn, first)).toEqual({ proposal: other, before: own });
    expect(take(other, { ...signIn, apn: 'changed' }, first)).toEqual({ proposal: other, before: { ...signIn, apn: 'changed' } });
  });

  it('are suggested where nobody has touched the form, or an earlier suggestion stands there as it was', () => {
    const sim = { by: 'sim', proposal: mts } as const;
    const next = proposal({ apn: 'next' });
    expect(suggestionFor([mts], emptySignIn, byNobody)).toBe(mts);
    expect(suggestionFor([mts], own, byNobody)).toBeNull();
    expect(suggestionFor([mts], emptySignIn, byTechnician)).toBeNull();
    expect(suggestionFor([next], signIn, sim)).toBe(next);
    expect(suggestionFor([mts], signIn, sim)).toBeNull();
    expect(suggestionFor([next], own, sim)).toBeNull();
    expect(suggestionFor([], emptySignIn, byNobody)).toBeNull();
    expect(
      suggestionFor(
        [proposal({ certainty: 'country' }), proposal({ usage: 'mms' }), proposal({ usage: 'wap' }), next],
        emptySignIn,
        byNobody,
      ),
    ).toBe(next);
    expect([suggestedIn(signIn, sim), suggestedIn(own, sim), suggestedIn(signIn, byNobody)]).toEqual([mts, null, null]);
  });
});

it('equal transfers in a row are one line, and others are not', () => {
  const read: PlannedTransfer = { kind: 'csw', endpoint: 0x81, dataLength: 0, attempts: 1, timeoutMs: 1 };
  const wait: PlannedTransfer = { kind: 'wait', ms: 5 };
  expect(runsOf([read, read, wait, read])).toEqual([
    { text: 'in 0x81 status', count: 2 },
    { text: 'wait 5 ms', count: 1 },
    { text: 'in 0x81 status', count: 1 },
  ]);
});

it('refusals of one thing by one source stand together, each reason once', () => {
  const refusal = (reason: string, recipe = 'a', source = 's'): Refusal => ({ what: { key: 'k', values: { recipe } }, reason, source });
  const groups = groupRefusals([refusal('1'), refusal('2', 'b'), refusal('2'), refusal('1'), refusal('3', 'a', 't')]);
  expect(groups.map(({ what, reasons, source }) => [what.values['recipe'], reasons, source])).toEqual([
    ['a', ['1', '2'], 's'],
    ['b', ['2'], 's'],
    ['a', ['3'], 't'],
  ]);
});

describe('practice dongles', () => {
  const practice = [
    { name: 'quectel-ec25', title: 'Quectel EC25 (QMI)', plugged: null },
    { name: 'captured-1', title: '2c7c:0125', plugged: null },
    { name: 'sierra-em7455', title: 'Sierra Wireless EM7455', plugged: null },
    { name: 'quectel-ec200', title: 'Quectel EC200', plugged: null },
    { name: 'sierra-mc7304', title: 'Sierra Wireless MC7304', plugged: null },
  ];

  it('stand by vendor, named by the words that their titles share, captured ones last', () => {
    expect(
      byVendor(practice).map(({ key, vendor, members }) => [key, vendor, members.map(({ model, detail }) => [model, detail])]),
    ).toEqual([
      [
        'quectel',
        'Quectel',
        [
          ['EC25', 'QMI'],
          ['EC200', null],
        ],
      ],
      [
        'sierra',
        'Sierra Wireless',
        [
          ['EM7455', null],
          ['MC7304', null],
        ],
      ],
      ['captured', null, [['2c7c:0125', null]]],
    ]);
    expect(byVendor(practice.slice(0, 1)).map(({ vendor }) => vendor)).toEqual(['Quectel']);
  });

  it.each([
    ['', 5],
    ['ec25', 1],
    ['EC-25', 1],
    ['EC25-EU', 1],
    ['EC251', 0],
    ['quectel', 2],
    ['wireless sierra', 2],
    ['sierra ec25', 0],
    ['2c7c', 1],
  ])('are found by "%s": %i', (words, number) => {
    expect(findPractice(practice, words)).toHaveLength(number);
  });
});

describe('options of the router', () => {
  const draft: Draft = { ...usualDraft('qmi', '24.10.8'), pdpType: 'ipv4v6' };
  const shown = (part: Partial<Draft>) => (name: OptionName) => isShown(name, { ...draft, ...part });

  it.each<[OptionName, Partial<Draft>, Partial<Draft>]>([
    ['secrets', {}, { pin: '1' }],
    ['secrets', {}, { password: 'p' }],
    ['modeAtConnect', {}, { networkMode: 'lte' }],
    ['modeAtConnect', { networkMode: 'lte', mode: 'mbim' }, { networkMode: 'lte', mode: 'ncm' }],
    ['packetDomainAtAttach', {}, { packetDomain: 'packet' }],
    ['clat', {}, { pdpType: 'ipv6' }],
    ['v6apn', { pdpType: 'ipv4' }, {}],
    ['v6apn', { mode: 'mbim' }, { pdpType: 'ipv6' }],
    ['v6profile', { pdpType: 'ipv4' }, {}],
    ['v6apn', { router: '22.03.7' }, { router: '23.05.0' }],
    ['plmn', { mode: 'mbim' }, {}],
    ['fccAuth', { mode: null }, {}],
    ['dialNumber', {}, { mode: 'ppp' }],
    ['delay', { mode: 'ecm' }, { mode: 'mbim' }],
    ['way', { mode: null }, { mode: 'ecm' }],
  ])('%s is no question with %j, and one with %j', (name, without, having) => {
    expect([shown(without)(name), shown(having)(name)]).toEqual([false, true]);
  });

  it('that were set before are seen, whatever they are for', () => {
    const onRouter = { ...draft.onRouter, clat: true, zone: 'x' };
    expect(optionNames.filter((name) => !isUsual(onRouter, name))).toEqual(['clat', 'zone']);
    expect([shown({ onRouter })('clat'), countSet(onRouter), countSet(draft.onRouter)]).toEqual([true, 2, 0]);
    expect(shown({})('zone')).toBe(true);
  });

  it('leave the ways of the mode, and one that was chosen before', () => {
    expect([waysFor('ecm', 'mode'), waysFor('ecm', 'directip'), waysFor(null, 'mode')]).toEqual([
      ['mode', 'dial'],
      ['mode', 'dial', 'directip'],
      ['mode'],
    ]);
    expect(listOf('a, b;c\n d ,')).toEqual(['a', 'b', 'c', 'd']);
  });
});
