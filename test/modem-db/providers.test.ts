import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import callingCodes from '../../modem-db/providers/calling-codes.json' with { type: 'json' };
import { writeProviders } from '../../modem-db/providers/import.ts';
import { CallingCodeFile, ProviderFile } from '../../modem-db/providers/schema.ts';
import { carriedLists, loadProviders, type Proposal, providers } from '../../modem-db/providers.ts';

const lists = ['by-hand', 'providers', 'android'].map((name) =>
  readFileSync(new URL(`../../modem-db/providers/${name}.json`, import.meta.url), 'utf8'),
);
const names = (proposals: readonly Proposal[]) => [...new Set(proposals.map((p) => p.provider))];
const table = providers();

describe('the table of providers', () => {
  it.each(lists)('is of its form, as the import writes it, and small', (text) => {
    const file = ProviderFile.parse(JSON.parse(text));
    expect(writeProviders(file)).toBe(text);
    expect(text.length).toBeLessThan(200_000);
    expect(file.licence).not.toBe('');
    expect(Object.keys(file.countries).sort()).toEqual([...new Set(file.providers.map((p) => p.country))].sort());
  });

  it('carries these lists, what was looked up by hand first; each names its version, or the source of each entry', () => {
    expect(carriedLists).toEqual(lists);
    const [byHand, ...others] = lists.map((text) => ProviderFile.parse(JSON.parse(text)));
    for (const { source, version } of others) expect(source).toContain(version);
    for (const entry of byHand?.providers ?? []) expect(entry.source, entry.name).toBeDefined();
  });

  it('has a country code for ICCIDs of every country but those of the Caribbean that share +1', () => {
    const known = new Set(Object.values(CallingCodeFile.parse(callingCodes).codes).flat());
    const lacking = table.countries().filter(({ code }) => !known.has(code));
    expect(lacking.map(({ code }) => code).join(' ')).toBe('ag ai bb bm bs dm do gd jm kn ky lc ms pr tc tt vc vg');
    for (const code of known) expect(table.providersOf(code).length, code).toBeGreaterThan(0);
  });
});

describe('proposals for a SIM', () => {
  it('are the settings of its network', () => {
    expect(table.proposals({ imsi: '250011234567890' })).toEqual([
      {
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
      },
    ]);
  });

  it('name every provider on the same network, the owner first, with all plans', () => {
    const telekom = table.proposals({ imsi: '262011234567890' });
    expect(names(telekom)).toEqual(['T-Mobile(Telekom)', 'Congstar']);
    expect(telekom.map((p) => p.apn)).toContain('internet.telekom');
    const mobile = table.proposals({ imsi: '310260123456789' });
    expect(names(mobile).slice(0, 3)).toEqual(['T-Mobile', 'Mint Mobile', 'US Mobile']);
    expect(names(mobile)).toContain('Google Fi');
    expect(names(table.proposals({ plmn: '310410' })).slice(0, 3)).toEqual(['AT&T', 'AweSIM', 'Straight Talk']);
  });

  it('take three digits of MNC where the network is known by three, and two where it is not', () => {
    const file = (plmns: readonly string[]) =>
      loadProviders(
        JSON.stringify({
          source: 'a list',
          countries: { xx: 'X' },
          providers: plmns.map((plmn) => ({ country: 'xx', name: plmn, plmns: [plmn], plans: [{ apn: 'internet' }] })),
        }),
      );
    const mixed = file(['40402', '404025', '40403']);
    expect(names(mixed.proposals({ imsi: '404025123456789' }))).toEqual(['404025']);
    expect(names(mixed.proposals({ imsi: '404021123456789' }))).toEqual(['40402']);
    expect(names(mixed.proposals({ plmn: '40402' }))).toEqual(['40402']);
  });

  it('are of its country where only the MCC is known, and say so', () => {
    const found = table.proposals({ imsi: '250771234567890' });
    expect(new Set(found.map((p) => p.certainty))).toEqual(new Set(['country']));
    expect(names(found)).toContain('MTS');
    expect(new Set(found.map((p) => p.country))).toEqual(new Set(['ru']));
    expect(table.countriesOf({ imsi: '234991234567890' })).toEqual(['gb', 'gg', 'im', 'je']);
    expect(table.proposals({ imsi: '999991234567890' })).toEqual([]);
    expect(table.proposals({ imsi: '999991234567890', query: 'internet' })).toEqual([]);
  });

  it('take the ICCID as a hint at the country, and only where there is no IMSI', () => {
    expect(table.countriesOf({ iccid: '8970101234567890123F' })).toEqual(['ru']);
    expect(table.countriesOf({ iccid: '89490200001234567890' })).toEqual(['de']);
    expect(table.countriesOf({ iccid: '8930272012345678901' })).toEqual(['ca']);
    expect(table.countriesOf({ iccid: '8901260123456789012' })).toEqual(['us', 'ca']);
    expect(table.countriesOf({ iccid: '8930012345678901234' })).toEqual(['gr']);
    expect(table.proposals({ iccid: '8970101234567890123' })[0]).toMatchObject({ country: 'ru', certainty: 'country' });
    expect(names(table.proposals({ iccid: '89490200001234567890', imsi: '250011234567890' }))).toEqual(['MTS']);
    expect(table.countriesOf({ iccid: '1270101234567890123' })).toEqual([]);
  });

  it('never begin with MMS or WAP, nor consist of it', () => {
    const plmns = new Set(table.countries().flatMap(({ code }) => table.providersOf(code).flatMap((p) => p.plmns)));
    for (const plmn of plmns) {
      const usages = table.proposals({ plmn }).map((p) => p.usage);
      const ranks = usages.map((usage) => ['internet', 'unknown', 'wap', 'mms'].indexOf(usage));
      expect(ranks, plmn).toEqual([...ranks].sort((a, b) => a - b));
      expect(ranks[0] ?? 0, plmn).toBeLessThan(2);
    }
    expect(table.proposals({ plmn: '25002' }).map((p) => p.usage)).toEqual(['internet', 'mms']);
  });

  it('know the method of signing in only where the source tells, and none without credentials', () => {
    expect(table.proposals({ country: 'ru', query: 'tele2' })[0]).toMatchObject({ username: '', password: '', auth: 'none' });
    const told = table
      .countries()
      .flatMap(({ code }) => table.proposals({ country: code }).filter((p) => ['pap', 'chap'].includes(p.auth)));
    expect(told.length).toBeGreaterThan(5);
  });

  it('are nothing for nothing, and for garbage', () => {
    expect(table.proposals({})).toEqual([]);
    const word = fc.option(fc.oneof(fc.string(), fc.stringMatching(/^\d{0,22}$/), fc.constantFrom('__proto__', 'constructor')), {
      nil: undefined,
    });
    fc.assert(
      fc.property(fc.record({ imsi: word, plmn: word, iccid: word, country: word, query: word }), (sought) => {
        for (const proposal of table.proposals(sought)) {
          expect(table.providersOf(proposal.country).some((p) => p.name === proposal.provider)).toBe(true);
        }
      }),
    );
  });
});

describe('a look-up by country and words', () => {
  it('finds by any words, in any case, without accents and in the language of the country', () => {
    expect(names(table.proposals({ country: 'ru', query: 'билайн' }))).toEqual(['Beeline']);
    expect(names(table.proposals({ country: 'RU', query: 'BEE modem' }))).toEqual(['Beeline']);
    expect(names(table.proposals({ country: 'ru', query: 'МТС' }))[0]).toBe('MTS');
    expect(names(table.proposals({ country: 'ru', query: 'йота' }))).toEqual(['Yota']);
    expect(names(table.proposals({ country: 'es', query: 'movil' })).some((name) => name.includes('Móvil'))).toBe(true);
    expect(table.proposals({ country: 'de', query: 'nobody of that name' })).toEqual([]);
  });

  it('puts providers of that name before plans that mention it', () => {
    const found = table.proposals({ query: 'mts' });
    expect(found[0]?.provider).toMatch(/^MTS/);
    expect(new Set(found.map((p) => p.country)).size).toBeGreaterThan(1);
  });

  it('lists countries and their providers', () => {
    expect(table.countries()).toContainEqual({ code: 'de', name: 'Germany' });
    expect(table.providersOf('ru').map((p) => p.name)).toContain('Yota');
    expect(table.providersOf('zz')).toEqual([]);
  });
});
