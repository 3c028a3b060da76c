// @vitest-environment jsdom
import './setup.ts';
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import type { ApnProposal } from '../../electron/contract/proposals.ts';
import type { Query } from '../../electron/contract/queries.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { disc, plan, planned, plannedWith, snapshotOf } from './fixtures.ts';
import { show, violations } from './show.tsx';

const mts: ApnProposal = {
  country: 'ru',
  provider: 'MTS',
  plan: 'MTS internet',
  apn: 'internet.mts.ru',
  username: 'mts',
  password: 'mts',
  auth: 'both',
  usage: 'internet',
  prepaid: false,
  pdpType: null,
  certainty: 'plmn',
  source: 'mobile-broadband-provider-info 20251101',
};
const virtual: ApnProposal = {
  ...mts,
  provider: 'Virtual',
  plan: null,
  apn: 'virtual',
  username: '',
  password: '',
  auth: 'none',
  prepaid: true,
};
const twin: ApnProposal = { ...virtual, provider: 'Twin' };
const mms: ApnProposal = { ...mts, plan: 'MTS MMS', apn: 'mms', usage: 'mms' };
const looked = (proposal: ApnProposal): ApnProposal => ({ ...proposal, certainty: 'country' });

const withSim = (proposals: ApnProposal[]): DongleView => ({ ...disc, identity: { imsi: '250011234567890' }, proposals });

async function simPage(proposals?: ApnProposal[], answers: (query: Query) => ApnProposal[] = () => []) {
  const page = show(snapshotOf([proposals ? withSim(proposals) : disc]));
  page.client.onQuery = (query) => {
    if (query.type === 'list-countries') return { type: 'countries', countries: ['ru', 'de', 'am'] };
    const found = answers(query);
    return { type: 'providers', proposals: found.slice(0, 50), total: found.length };
  };
  await page.openSettings();
  const value = (id: string) => (page.get(id) as HTMLInputElement).value;
  return { ...page, form: () => [value('apn'), value('username'), value('password'), value('auth')] };
}

describe('what the SIM suggests', () => {
  it('is taken over in one click, by name, and told', async () => {
    const page = await simPage([mts, virtual, mms]);
    expect(page.get('sim-proposals').getAttribute('role')).toBe('radiogroup');
    await page.press('undo-suggested');
    expect(page.form()).toEqual(['', '', '', 'none']);
    await page.press('sim-proposal-0');
    expect(page.form()).toEqual(['internet.mts.ru', 'mts', 'mts', 'both']);
    expect(page.within('sim-proposal-0').getByRole('radio')).toHaveProperty('checked', true);
    expect(page.get('taken').textContent).toContain('Filled in from MTS internet:');
    expect(page.get('taken').closest('[role="status"]')).toBeTruthy();
    expect(page.get('taken').textContent).not.toContain('replaces');
    expect(page.get('sim-proposal-1').textContent).toContain('prepaid');
    expect(page.get('sim-proposal-2').textContent).toContain('MMS only');
  });

  it('replaces nothing silently, and gives it back', async () => {
    const page = await simPage([mts, virtual]);
    await page.press('undo-suggested');
    await page.user.type(page.get('apn'), 'mine');
    await page.user.type(page.get('username'), 'me');
    await page.press('sim-proposal-0');
    await page.press('sim-proposal-1');
    expect(page.form()).toEqual(['virtual', '', '', 'none']);
    expect(page.get('taken').textContent).toContain('APN mine');
    await page.press('undo-taken');
    expect(page.form()).toEqual(['mine', 'me', '', 'none']);
    expect(page.query('taken')).toBeNull();
  });

  it('is no longer chosen once the form says otherwise', async () => {
    const page = await simPage([mts]);
    await page.press('sim-proposal-0');
    await page.user.type(page.get('apn'), 'x');
    expect(page.within('sim-proposal-0').getByRole('radio')).toHaveProperty('checked', false);
    expect(page.query('taken')).toBeNull();
  });

  it('tells twins apart by which was pressed', async () => {
    const page = await simPage([virtual, twin]);
    await page.press('sim-proposal-1');
    expect(page.within('sim-proposal-1').getByRole('radio')).toHaveProperty('checked', true);
    expect(page.get('taken').textContent).toContain('Twin');
  });

  it('is chosen among by keyboard', async () => {
    const page = await simPage([mts, virtual]);
    page.within('sim-proposal-0').getByRole('radio').focus();
    await page.user.keyboard('{ArrowDown}');
    expect(page.form()[0]).toBe('virtual');
  });

  it('shows a few of many, and all when asked', async () => {
    const page = await simPage(Array.from({ length: 9 }, (_, i) => ({ ...virtual, provider: `P${i}`, apn: `apn${i}` })));
    expect(page.query('sim-proposal-6')).toBeNull();
    await page.press('all-proposals');
    expect(page.get('sim-proposal-8')).toBeTruthy();
    expect(page.query('all-proposals')).toBeNull();
  });

  it('is only a country where the network is not known', async () => {
    const page = await simPage([looked(mts)]);
    expect(page.query('sim-proposals')).toBeNull();
    expect(page.get('provider-card').textContent).toContain('not in the provider table');
    await waitFor(() => expect(page.get('country')).toHaveProperty('value', 'ru'));
  });
});

describe('the form before anybody has filled it in', () => {
  const marks = () => screen.queryAllByText('From the SIM').filter((found) => found.className.includes('badge')).length;

  it('has what the SIM suggests, and says where it is from', async () => {
    const page = await simPage([mms, mts, virtual]);
    expect(page.form()).toEqual(['internet.mts.ru', 'mts', 'mts', 'both']);
    expect(page.within('sim-proposal-1').getByRole('radio')).toHaveProperty('checked', true);
    expect(page.get('suggested').textContent).toContain('MTS internet, APN internet.mts.ru');
    expect(page.get('suggested').closest('[role="status"]')).toBeTruthy();
    expect(marks()).toBe(2);
    expect(page.client.sent.filter(({ type }) => type !== 'plan')).toEqual([]);
    expect(await violations(document.body)).toEqual([]);
  });

  it('has it as soon as the SIM was read, and the better one that is found later', async () => {
    const page = await simPage();
    expect(page.form()[0]).toBe('');
    page.next(snapshotOf([withSim([virtual])]));
    expect(page.form()[0]).toBe('virtual');
    page.next(snapshotOf([withSim([mts, virtual])]));
    expect(page.form()).toEqual(['internet.mts.ru', 'mts', 'mts', 'both']);
  });

  it('never has it in place of what was typed', async () => {
    const page = await simPage();
    await page.user.type(page.get('apn'), 'mine');
    page.next(snapshotOf([withSim([mts])]));
    expect(page.form()).toEqual(['mine', '', '', 'none']);
    await page.user.clear(page.get('apn'));
    page.next(snapshotOf([withSim([mts, virtual])]));
    expect(page.form()).toEqual(['', '', '', 'none']);
    expect(page.query('suggested')).toBeNull();
  });

  it("is the technician's once it was corrected", async () => {
    const page = await simPage([mts]);
    await page.user.type(page.get('apn'), 'x');
    expect(page.query('suggested')).toBeNull();
    expect(marks()).toBe(0);
    page.next(snapshotOf([withSim([virtual])]));
    expect(page.form()[0]).toBe('internet.mts.rux');
  });

  it('stays empty once it was emptied', async () => {
    const page = await simPage([mts]);
    await page.press('undo-suggested');
    expect(page.form()).toEqual(['', '', '', 'none']);
    page.next(snapshotOf([withSim([virtual])]));
    expect(page.form()).toEqual(['', '', '', 'none']);
  });

  it('keeps the suggestion while other fields are filled in', async () => {
    const page = await simPage([mts]);
    await page.user.type(page.get('pin'), '1234');
    expect(page.get('suggested')).toBeTruthy();
    expect(marks()).toBe(2);
  });

  it('takes nothing of another provider of the country, and no access point for MMS', async () => {
    expect((await simPage([looked(mts), mms])).form()).toEqual(['', '', '', 'none']);
  });

  it('that was agreed to, empty, is left empty', async () => {
    const page = await simPage();
    page.next(snapshotOf([plannedWith(await page.planned())]));
    await page.press('agree');
    page.next(snapshotOf([withSim([mts])]));
    await page.openSettings();
    expect(page.form()).toEqual(['', '', '', 'none']);
  });

  it('of a plan that is there already is what was planned', async () => {
    const withoutApn = { ...plan, wishes: { ...plan.wishes, apn: '' } };
    const page = show(snapshotOf([{ ...planned, draft: withoutApn, proposals: [mts] }]));
    await page.openSettings();
    expect(page.get('apn')).toHaveProperty('value', '');
    page.next(snapshotOf([withSim([mts])]));
    expect(page.get('apn')).toHaveProperty('value', '');
  });
});

describe('looking a provider up', () => {
  const answers = (query: Query) => {
    if (query.type !== 'find-provider') return [];
    const all = [looked(mts), looked({ ...virtual, country: 'am' })];
    return all.filter((p) => (query.country ?? p.country) === p.country && p.provider.toLowerCase().includes(query.text ?? ''));
  };

  it('goes by country, then plan, and fills the form in', async () => {
    const page = await simPage(undefined, answers);
    expect(page.client.asked.filter(({ type }) => type !== 'compare-modes')).toEqual([{ type: 'list-countries' }]);
    expect(
      page
        .within('country')
        .getAllByRole('option')
        .map((option) => option.textContent),
    ).toEqual(['Any country', 'Armenia', 'Germany', 'Russia']);
    await page.user.selectOptions(page.get('country'), 'ru');
    expect(page.client.asked.at(-1)).toEqual({ type: 'find-provider', country: 'ru' });
    await page.press('provider-open');
    await page.user.click(await page.find('provider-option-0'));
    expect(page.form()).toEqual(['internet.mts.ru', 'mts', 'mts', 'both']);
    expect(page.get('provider')).toHaveProperty('value', '');
    expect(page.client.sent.filter(({ type }) => type !== 'plan')).toEqual([]);
  });

  it('names the list or page of each, and calls a SIM of no country that', async () => {
    const iot = { ...looked(virtual), country: '001', source: 'docs.example.com/apn; IMSI: another page' };
    const page = await simPage([mts], (query) => (query.type === 'find-provider' && query.text === 'iot' ? [iot] : []));
    expect(page.get('sim-proposal-0').textContent).toContain('source: mobile-broadband-provider-info 20251101');
    await page.press('other-provider');
    await page.user.selectOptions(page.get('country'), '');
    await page.user.type(page.get('provider'), 'iot');
    const option = (await page.find('provider-option-0')).textContent;
    expect(option).toContain('No country (IoT SIMs)');
    expect(option).toMatch(/source: docs\.example\.com\/apn$/);
  });

  it('goes by name alone, by keyboard, and names the country', async () => {
    const page = await simPage(undefined, answers);
    page.get('provider').focus();
    await page.user.keyboard('virt');
    expect(page.client.asked.at(-1)).toEqual({ type: 'find-provider', text: 'virt' });
    expect((await page.find('provider-option-0')).textContent).toContain('Armenia');
    await page.user.keyboard('{ArrowDown}{Enter}');
    expect(page.form()[0]).toBe('virtual');
    expect(page.client.sent.filter(({ type }) => type !== 'plan')).toEqual([]);
  });

  it('says that there is none, and how many more there are', async () => {
    const many = Array.from({ length: 60 }, (_, i) => looked({ ...virtual, apn: `apn${i}` }));
    const page = await simPage(undefined, (query) => (query.type === 'find-provider' && query.text === 'zz' ? [] : many));
    await page.user.selectOptions(page.get('country'), 'de');
    expect(page.get('provider-card').textContent).toContain('50 of 60 plans');
    await page.user.type(page.get('provider'), 'zz');
    expect((await page.find('provider-options')).textContent).toContain('No provider with this name');
  });

  it('shows the answer to the latest question, whichever comes last', async () => {
    const page = await simPage(undefined, answers);
    const releases: (() => void)[] = [];
    page.client.ask = async (query) => {
      await new Promise<void>((resolve) => releases.push(resolve));
      return { type: 'providers', proposals: answers(query), total: query.type === 'find-provider' && query.text === 'mt' ? 1 : 2 };
    };
    await page.user.type(page.get('provider'), 'mt');
    expect(releases).toHaveLength(2);
    const texts = () => [...document.querySelectorAll('[data-testid^="provider-option-"]')].map((option) => option.textContent ?? '');
    releases[1]?.();
    await waitFor(() => expect(texts().join()).toContain('MTS'));
    releases[0]?.();
    await page.user.type(page.get('apn'), 'x');
    expect(page.get('provider-card').textContent).toContain('1 plan');
  });

  it('remembers the country for the next dongle', async () => {
    const first = await simPage(undefined, answers);
    await first.user.selectOptions(first.get('country'), 'am');
    first.unmount();
    const page = await simPage(undefined, answers);
    await waitFor(() => expect(page.get('country')).toHaveProperty('value', 'am'));
  });

  it('does without a bench that answers', async () => {
    const page = await simPage();
    page.client.ask = async () => {
      throw new BenchError('BENCH_RESTARTED');
    };
    await page.user.type(page.get('provider'), 'mts');
    await page.user.type(page.get('apn'), 'internet');
    expect(page.form()[0]).toBe('internet');
  });

  it('has nothing that axe finds', async () => {
    const page = await simPage([mts, virtual], answers);
    await page.press('sim-proposal-0');
    await page.press('other-provider');
    expect(await violations(document.body)).toEqual([]);
    await page.user.selectOptions(page.get('country'), 'ru');
    await page.press('provider-open');
    await page.find('provider-option-0');
    // Options hang outside of the landmarks, as every popover does; `aria-controls` leads there.
    expect(await violations(page.get('provider-options'))).toEqual([]);
  });
});
