import { describe, expect, it } from 'vitest';
import { writeProviders } from '../../modem-db/providers/import.ts';
import { importAndroid } from '../../modem-db/providers/import-android.ts';

const carrier = (id: number, name: string, ...attributes: string[]) =>
  `carrier_id {\n  canonical_id: ${id}\n  carrier_name: "${name}"\n${attributes.map((a) => `  carrier_attribute {\n${a}\n  }\n`).join('')}}\n`;
const field = (name: string, ...values: string[]) => values.map((value) => `    ${name}: "${value}"`).join('\n');

const carriers = [
  carrier(1, 'Owner', field('mccmnc_tuple', '99801', '99802')),
  carrier(
    2,
    'Virtual',
    `${field('mccmnc_tuple', '99801')}\n${field('gid1', '0309', 'ff')}`,
    `${field('mccmnc_tuple', '99801')}\n${field('spn', 'Virtual')}`,
  ),
  carrier(3, 'Untold', `${field('mccmnc_tuple', '99801')}\n${field('preferred_apn', 'untold')}\n${field('spn', 'Untold')}`),
  'version: 7\n',
].join('');

const apn = (attributes: string, plmn = 'mcc="998" mnc="01"') => `<apn ${plmn} ${attributes} />`;
const document = (...rows: string[]) => `<?xml version="1.0"?>\n<apns version="8">\n${rows.join('\n')}\n</apns>`;
const read = (rows: string[], name = 'GB.xml', list = carriers) =>
  importAndroid({ files: [{ name, text: document(...rows) }], carriers: list, version: '20260720', carriersVersion: '20250314' });
const net = apn('carrier="Owner" apn="net" type="default"');

describe("the import of Android's lists", () => {
  it('takes what a router needs, names the owner of the network, and says where it is from', () => {
    const file = read([
      apn('carrier="Owner Internet" apn="net" type="default,supl" protocol="IPV4V6" user=" u " password="064" authtype="1"'),
      apn('carrier="Owner" apn="net6" protocol="IPV6" authtype="3"'),
      apn(
        'carrier="Owner Internet" apn="net" type="default,supl" protocol="IPV4V6" user="u" password="064" authtype="1"',
        'mcc="998" mnc="02"',
      ),
    ]);
    expect(file.providers).toEqual([
      {
        country: 'gb',
        name: 'Owner',
        plmns: ['99801'],
        plans: [
          { apn: 'net', name: 'Owner Internet', username: 'u', password: '064', auth: 'pap', pdpType: 'ipv4v6' },
          { apn: 'net6', pdpType: 'ipv6' },
        ],
      },
      {
        country: 'gb',
        name: 'Owner',
        plmns: ['99802'],
        plans: [{ apn: 'net', name: 'Owner Internet', username: 'u', password: '064', auth: 'pap', pdpType: 'ipv4v6' }],
      },
    ]);
    expect(file.licence).toBe('Apache-2.0');
    expect(file.source).toContain('20260720');
    expect(file.source).toContain('20250314');
    expect(file.countries).toEqual({ gb: 'United Kingdom' });
  });

  it('makes one of networks on which a provider has the same', () => {
    const rows = [net, apn('carrier="Owner" apn="net" type="default"', 'mcc="998" mnc="02"')];
    expect(read(rows).providers).toEqual([{ country: 'gb', name: 'Owner', plmns: ['99801', '99802'], plans: [{ apn: 'net' }] }]);
  });

  it.each([
    ['MMS alone', 'carrier="x" apn="x" type="mms"'],
    ['IMS', 'carrier="x" apn="ims" type="ims,ia"'],
    ['XCAP', 'carrier="x" apn="x" type="xcap"'],
    ['SUPL alone', 'carrier="x" apn="x" type="supl"'],
    ['WAP by its name', 'carrier="Owner WAP" apn="x" type="default"'],
    ['WAP by its access point', 'carrier="x" apn="wap.x" type="default"'],
    ['MMS by its name, whatever its type', 'carrier="x" apn="mms.x" type="default,mms"'],
    ['no access point', 'carrier="x" apn="" type="default"'],
    ['a name in the place of an access point', 'carrier="x" apn="Tele2 GPRS" type="default"'],
    ['CDMA alone', 'carrier="x" apn="x" type="default" bearer_bitmask="13|12"'],
    ['Wi-Fi alone', 'carrier="x" apn="x" type="default" bearer_bitmask="18"'],
    ['what is switched off', 'carrier="x" apn="x" type="default" carrier_enabled="false"'],
    ['what nobody sees', 'carrier="x" apn="x" type="default" user_visible="0"'],
  ])('leaves out %s', (_what, attributes) => {
    expect(read([net, apn(attributes)]).providers).toEqual(read([net]).providers);
  });

  it('leaves out a network whose code is longer than those of its country: it would take the IMSIs of another', () => {
    const longer = apn('carrier="x" apn="x" type="default"', 'mcc="998" mnc="010"');
    expect(read([net, longer]).providers).toEqual(read([net]).providers);
    const three = carrier(9, 'Three', field('mccmnc_tuple', '998010', '998011'));
    expect(read([longer], 'GB.xml', carriers + three).providers[0]?.plmns).toEqual(['998010']);
    const nobodyKnows = apn('carrier="x" apn="x" type="default"', 'mcc="997" mnc="010"');
    expect(read([nobodyKnows]).providers[0]?.plmns).toEqual(['997010']);
  });

  it('does not know what an access point behind a proxy is good for', () => {
    const rows = [apn('carrier="Owner" apn="net" type="default" proxy="10.0.0.1" port="8080" bearer_bitmask="13|14"')];
    expect(read(rows).providers[0]?.plans).toEqual([{ apn: 'net', usage: 'unknown' }]);
  });

  it('tells a virtual operator by all marks of its carrier, found by number or by one mark of the row', () => {
    const virtual = {
      country: 'gb',
      name: 'Virtual',
      primary: false,
      marks: [{ gid1: ['0309', 'FF'] }, { spn: ['Virtual'] }],
      plmns: ['99801'],
      plans: [{ apn: 'v' }],
    };
    expect(read([apn('carrier="Virtual" apn="v" carrier_id="2"')]).providers).toEqual([virtual]);
    expect(read([apn('carrier="Virtual" apn="v" mvno_type="spn" mvno_match_data="VIRTUAL"')]).providers).toEqual([virtual]);
    expect(read([apn('carrier="V 2 Internet" apn="v" mvno_type="imsi" mvno_match_data="99801X5"')]).providers).toEqual([
      { ...virtual, name: 'V 2', marks: [{ imsi: ['99801x5'] }], plans: [{ apn: 'v', name: 'V 2 Internet' }] },
    ]);
  });

  it('names a guest who bears the number of the network’s owner by his own label', () => {
    expect(read([apn('carrier="Guest Internet" apn="g" carrier_id="1" mvno_type="gid" mvno_match_data="0a"')]).providers).toEqual([
      {
        country: 'gb',
        name: 'Guest',
        primary: false,
        marks: [{ gid1: ['0A'] }],
        plmns: ['99801'],
        plans: [{ apn: 'g', name: 'Guest Internet' }],
      },
    ]);
  });

  it('takes no mark that every SIM of the network has, nor one that no modem tells', () => {
    expect(read([apn('carrier="O" apn="v" mvno_type="imsi" mvno_match_data="99801"')]).providers[0]).toMatchObject({ name: 'Owner' });
    expect(read([apn('carrier="U" apn="v" carrier_id="3"')]).providers).toEqual([
      { country: 'gb', name: 'Untold', primary: false, plmns: ['99801'], plans: [{ apn: 'v', name: 'U' }] },
    ]);
  });

  it('names who is in no list by the label of the access point', () => {
    const elsewhere = 'mcc="998" mnc="77"';
    expect(read([apn('carrier="Nova Internet" apn="n"', elsewhere)]).providers[0]?.name).toBe('Nova');
    expect(read([apn('carrier="Internet" apn="n"', elsewhere)]).providers[0]?.name).toBe('Internet');
  });

  it('knows the networks of no country, and a code that was given up', () => {
    expect(read([net], 'INTL.xml').countries).toEqual({ '001': 'world' });
    expect(read([net], 'AN.xml').providers[0]?.country).toBe('cw');
  });

  it('writes the same for the same, in any order of the files', () => {
    const files = ['FR.xml', 'AT.xml'].map((name) => ({ name, text: document(net) }));
    const given = { carriers, version: '20260720', carriersVersion: '20250314' };
    expect(writeProviders(importAndroid({ ...given, files: [...files].reverse() }))).toBe(
      writeProviders(importAndroid({ ...given, files })),
    );
  });

  it.each([
    ['a file of another name', () => read([net], 'apns-conf.xml')],
    [
      'another version',
      () =>
        importAndroid({
          files: [{ name: 'GB.xml', text: document(net).replace('"8"', '"9"') }],
          carriers,
          version: '20260720',
          carriersVersion: '20250314',
        }),
    ],
    ['a PLMN of letters', () => read([apn('carrier="x" apn="x"', 'mcc="9x8" mnc="01"')])],
    ['an unknown mark', () => read([apn('carrier="x" apn="x" mvno_type="colour" mvno_match_data="1"')])],
    ['an unknown way to sign in', () => read([apn('carrier="x" apn="x" authtype="9"')])],
    ['nothing left', () => read([apn('carrier="x" apn="x" type="mms"')])],
    ['carriers cut off', () => read([net], 'GB.xml', carriers.slice(0, carriers.lastIndexOf('}')))],
    ['carriers with a field that nobody knows', () => read([net], 'GB.xml', carrier(1, 'x', field('eye_colour', 'blue')))],
    ['carriers that are no list', () => read([net], 'GB.xml', '{"carriers": []}')],
  ])('refuses %s', (_what, run) => {
    expect(run).toThrow();
  });
});
