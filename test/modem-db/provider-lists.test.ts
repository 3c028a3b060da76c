import { describe, expect, it } from 'vitest';
import type { ProviderEntry } from '../../modem-db/providers/schema.ts';
import { loadProviders, providers, type Sought } from '../../modem-db/providers.ts';

const list = (source: string, ...entries: ProviderEntry[]) => JSON.stringify({ source, countries: { xx: 'X' }, providers: entries });
const entry = (name: string, more: Partial<ProviderEntry> = {}): ProviderEntry => ({
  country: 'xx',
  name,
  plmns: ['99801'],
  plans: [{ apn: name.toLowerCase() }],
  ...more,
});
const found = (table: ReturnType<typeof loadProviders>, sought: Sought) =>
  table.proposals(sought).map(({ provider, apn, certainty, source }) => [provider, apn, certainty, source].join(' '));

describe('several lists of providers', () => {
  it('tell one access point of one network once, by the list asked first, whatever its case and its sign-in', () => {
    const table = loadProviders(
      list('one 1 (where it is)', entry('A', { plans: [{ apn: 'Internet' }, { apn: 'mms', usage: 'mms' }] })),
      list(
        'two',
        entry('B', { plans: [{ apn: 'internet', username: 'b' }, { apn: 'mms' }] }),
        entry('C', { plmns: ['99802'], plans: [{ apn: 'internet' }] }),
      ),
    );
    expect(found(table, { plmn: '99801' })).toEqual(['A Internet plmn one 1', 'B mms plmn two', 'A mms plmn one 1']);
    expect(found(table, { plmn: '99802' })).toEqual(['C internet plmn two']);
    expect(found(table, { country: 'xx', query: 'internet' })).toEqual(['A Internet country one 1', 'C internet country two']);
    expect(found(table, { query: 'b' }).map((line) => line.split(' ')[0])).toEqual(['B', 'B']);
  });

  it("tell the SIM's own provider in any case", () => {
    const own = entry('Own', { marks: [{ imsi: ['998017'] }], plans: [{ apn: 'internet' }] });
    const table = loadProviders(list('one', entry('Host', { plans: [{ apn: 'internet' }] })), list('two', own));
    expect(found(table, { imsi: '998017123456789' })).toEqual(['Own internet sim two', 'Host internet plmn one']);
    expect(found(table, { plmn: '99801' })).toEqual(['Host internet plmn one']);
  });

  it('keep what one list tells of several providers, and a provider with and without its mark once', () => {
    const plans = [{ apn: 'internet' }];
    const marked = entry('A', { plans, primary: false, marks: [{ spn: ['a'] }] });
    const table = loadProviders(list('one', entry('A', { plans }), marked, entry('B', { plans })));
    expect(found(table, { plmn: '99801' })).toEqual(['A internet plmn one', 'B internet plmn one']);
    expect(found(table, { plmn: '99801', spn: 'A' })).toEqual(['A internet sim one', 'B internet plmn one']);
  });

  it('put the provider whose mark is on the SIM first, those that cannot be told last, and leave out who it is not', () => {
    const marked = (name: string, imsi: string) => entry(name, { primary: false, marks: [{ imsi: [imsi] }] });
    const table = loadProviders(
      list('one', entry('Owner', { primary: true }), entry('Virtual', { primary: false })),
      list('two', entry('Spn', { marks: [{ spn: ['s'] }] }), marked('Mine', '998011x5'), marked('Other', '99801777')),
    );
    const names = (sought: Sought) => table.proposals(sought).map(({ provider }) => provider);
    expect(names({ imsi: '998011250000000' })).toEqual(['Mine', 'Owner', 'Virtual', 'Spn']);
    expect(names({ imsi: '998011260000000' })).toEqual(['Owner', 'Virtual', 'Spn']);
    expect(names({ imsi: '998011260000000', spn: 'S' })).toEqual(['Spn', 'Owner', 'Virtual']);
    expect(names({ plmn: '99801' })).toEqual(['Owner', 'Virtual', 'Spn', 'Mine', 'Other']);
  });

  it('know an issuer by the ICCID alone, on whatever network its SIM is now, and name the page of an entry', () => {
    const source = 'page of the issuer';
    const table = loadProviders(
      list('one', entry('Owner')),
      list('two', entry('Many', { plmns: [], marks: [{ iccid: ['8988307'] }], source })),
    );
    expect(found(table, { iccid: '89883070000001234567' })).toEqual([`Many many sim ${source}`]);
    expect(found(table, { iccid: '89883070000001234567F', imsi: '998011250000000' })).toEqual([
      `Many many sim ${source}`,
      'Owner owner plmn one',
    ]);
    expect(found(table, { iccid: '8988228000001234567' })).toEqual([]);
  });

  it('put a provider that another list tells by a mark alone behind who has none, and first by that mark, but never out', () => {
    const lebara = entry('Lebara XX', { plans: [{ apn: 'other' }] });
    const marked = entry('LEBARA', { primary: false, marks: [{ imsi: ['998017'] }] });
    const table = loadProviders(list('one', lebara, entry('Host')), list('two', marked, entry('Host')));
    const names = (sought: Sought) => table.proposals(sought).map(({ provider, certainty }) => `${provider} ${certainty}`);
    expect(names({ plmn: '99801' })).toEqual(['Host plmn', 'Lebara XX plmn', 'LEBARA plmn']);
    expect(names({ imsi: '998017123456789' })).toEqual(['Lebara XX sim', 'LEBARA sim', 'Host plmn']);
    expect(names({ imsi: '998018123456789' })).toEqual(['Host plmn', 'Lebara XX plmn']);
  });

  it('leave who may own the network as it is: marked once and once not, alone on it, or of another name', () => {
    const first = (...second: ProviderEntry[]) =>
      loadProviders(list('one', entry('Acme'), entry('Virtual', { primary: false })), list('two', ...second));
    const marks = [{ spn: ['acme'] }];
    for (const second of [
      [entry('Acme', { marks }), entry('Acme'), entry('Host')],
      [entry('Acme', { marks })],
      [entry('Other', { marks }), entry('Host')],
    ]) {
      expect(first(...second).proposals({ plmn: '99801' })[0]?.provider).toBe('Acme');
    }
  });

  it('say what PDP type the source tells', () => {
    const plans = [{ apn: 'six', pdpType: 'ipv6' as const }, { apn: 'any' }];
    expect(
      loadProviders(list('one', entry('A', { plans })))
        .proposals({ plmn: '99801' })
        .map((p) => p.pdpType),
    ).toEqual(['ipv6', null]);
  });
});

/** Each beside a source that neither list nor entry is made from. */
const known: readonly (readonly [what: string, sought: Sought, apn: string, other: string])[] = [
  ['China Broadnet', { imsi: '460151234567890' }, 'cbnet', 'github.com/FUjr/QModem, dial_config.lua'],
  [
    'Orange Maroc',
    { imsi: '604001234567890' },
    'internet1.meditel.ma',
    'LineageOS APNs, MA.xml (the entry is of mobile-broadband-provider-info)',
  ],
  [
    '1NCE',
    { imsi: '901405123456789', iccid: '8988228066600000000' },
    'iot.1nce.net',
    'github.com/eclipse-californium/californium, appv3.js',
  ],
  [
    'Twilio Super SIM',
    { imsi: '310410123456789', iccid: '89883070000001234567' },
    'super',
    'github.com/particle-iot/device-os, network_config_db.cpp',
  ],
  ['Twilio Super SIM', { iccid: '8988323000001234567' }, 'super', 'github.com/particle-iot/device-os, network_config_db.cpp'],
  ['emnify', { imsi: '295091234567890' }, 'em', 'github.com/eclipse-californium/californium, appv3.js'],
  ['DITO Telecommunity Corporation', { imsi: '515661234567890' }, 'internet.dito.ph', 'github.com/FUjr/QModem, dial_config.lua'],
  ['U Mobile', { imsi: '502181234567890' }, 'my3g', 'github.com/FUjr/QModem, dial_config.lua'],
  ['unifi mobile', { plmn: '502153' }, 'unifi', 'github.com/FUjr/QModem, dial_config.lua'],
  ['Magenta Telekom', { plmn: '23203', query: 'magenta' }, 'internet.t-mobile.at', 'github.com/FUjr/QModem, dial_config.lua'],
  ['4ka', { imsi: '231031234567890' }, 'internet', 'github.com/commaai/agnos-builder pull 2, from swan.sk'],
  ['Bics', { imsi: '901581234567890' }, 'bicsapn', 'docs.sft.bics.com/sft/sim-for-things-portal-demo'],
];

/** Of the network, but not the first on it: the SIM's mark is none that a modem tells this bench. */
const among: readonly (readonly [what: string, sought: Sought, apn: string, other: string])[] = [
  ['SMARTY', { imsi: '234201234567890' }, 'mob.asm.net', 'GID1 and name: AOSP carrier_list.textpb, Smarty'],
  ['TalkTalk', { imsi: '234151234567890' }, 'mobile.talktalk.co.uk', 'github.com/NebraLtd/Helium-Guides, lte-apns.md'],
  ['Onomondo', { query: 'onomondo' }, 'onomondo', 'github.com/eclipse-californium/californium, appv3.js'],
  ['Hologram', { query: 'hologram' }, 'hologram', 'Zephyr 3.0.0, drivers/modem/Kconfig.ublox-sara-r4'],
  ['Soracom', { query: 'soracom' }, 'soracom.io', 'pastebin.com/pfV2ntGc, a connection of NetworkManager'],
];

describe('what the lists know', () => {
  const table = providers();

  it.each(known)('%s first, for %j: %s (%s)', (name, sought, apn) => {
    expect(table.proposals(sought)[0]).toMatchObject({ provider: name, apn, usage: 'internet' });
  });

  it.each(among)('%s, for %j: %s (%s)', (name, sought, apn) => {
    expect(table.proposals(sought)).toContainEqual(expect.objectContaining({ provider: name, apn, usage: 'internet' }));
  });

  it('puts SMARTY before Three as soon as the group identifier is known, and leaves it out for another', () => {
    const names = (gid1: string) => table.proposals({ imsi: '234201234567890', gid1 }).map(({ provider }) => provider);
    expect(names('0309ffffffff')[0]).toBe('SMARTY');
    expect(names('0310ffffffff')[0]).toBe('Superdrug');
    expect(names('01ff')).not.toContain('SMARTY');
    expect(table.proposals({ imsi: '234201234567890' })[0]).toMatchObject({ provider: '3', apn: '3internet' });
  });

  it('finds the SIMs of no country in a country of their own', () => {
    expect(table.countries()).toContainEqual({ code: '001', name: 'world' });
    expect(table.countriesOf({ iccid: '8988307000001234567' })).toEqual(['001']);
    expect(table.proposals({ country: '001', query: 'things' })).toEqual([]);
    expect(new Set(table.proposals({ country: '001' }).map(({ country }) => country))).toEqual(new Set(['001']));
  });
});
