import { describe, expect, it } from 'vitest';
import { answerProviders, proposalsFor } from '../../electron/bench/identity/proposals.ts';
import { ApnProposal } from '../../electron/contract/proposals.ts';
import { Answer } from '../../electron/contract/queries.ts';
import { DongleView } from '../../electron/contract/snapshot.ts';
import { providers } from '../../modem-db/providers.ts';

describe('what the SIM suggests', () => {
  it('is nothing until the SIM was read, nor where nobody knows its network', () => {
    expect(proposalsFor({})).toEqual([]);
    expect(proposalsFor({ imei: '861821030000015' })).toEqual([]);
    expect(proposalsFor({ imsi: '999991234567890' })).toEqual([]);
  });

  it('fits the snapshot, whatever the country', () => {
    const { proposals } = DongleView.shape;
    const all = providers()
      .countries()
      .flatMap(({ code }) =>
        providers()
          .providersOf(code)
          .flatMap((p) => p.plmns),
      );
    for (const plmn of all) expect(proposals.safeParse(proposalsFor({ imsi: `${plmn}123456789` })).success, plmn).toBe(true);
    expect(proposalsFor({ iccid: '8901260123456789012' })).toHaveLength(30);
  });

  it('is the same for the same SIM, and another for another', () => {
    const first = proposalsFor({ imsi: '250011234567890' });
    expect(proposalsFor({ imsi: '250021234567890' })).not.toEqual(first);
    expect(proposalsFor({ imsi: '250011234567890' })).toEqual(first);
    expect(first[0]).toMatchObject({ provider: 'MTS', apn: 'internet.mts.ru', certainty: 'plmn' });
    expect(proposalsFor({ imsi: '250011234567890', iccid: '89883070000001234567' })[0]).toMatchObject({ apn: 'super', certainty: 'sim' });
  });
});

describe('answers', () => {
  it('fit the contract for every country, and tell how many there are', () => {
    const countries = Answer.parse(answerProviders({ type: 'list-countries' }));
    if (countries.type !== 'countries') throw new Error('not the countries');
    expect(countries.countries.length).toBeGreaterThan(100);
    for (const country of countries.countries) {
      const answer = Answer.parse(answerProviders({ type: 'find-provider', country }));
      if (answer.type !== 'providers') throw new Error('not the providers');
      expect(answer.proposals.length, country).toBe(Math.min(50, answer.total));
    }
  });

  it('are bounded, and nothing for no question', () => {
    expect(answerProviders({ type: 'find-provider', text: 'internet' })).toMatchObject({ total: expect.any(Number) });
    const answer = answerProviders({ type: 'find-provider', text: 'internet' });
    expect(answer.type === 'providers' && answer.total > 50 && answer.proposals.length === 50).toBe(true);
    expect(answerProviders({ type: 'find-provider' })).toEqual({ type: 'providers', proposals: [], total: 0 });
    const [mts] = ApnProposal.array().parse(
      Reflect.get(answerProviders({ type: 'find-provider', country: 'ru', text: 'mts' }), 'proposals'),
    );
    expect(mts?.apn).toBe('internet.mts.ru');
  });
});
