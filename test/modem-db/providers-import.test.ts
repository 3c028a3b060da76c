import { describe, expect, it } from 'vitest';
import { importProviders, writeProviders } from '../../modem-db/providers/import.ts';

const document = (countries: string, format = '2.0') =>
  `<?xml version="1.0"?>\n<!DOCTYPE serviceproviders SYSTEM "serviceproviders.2.dtd">\n<serviceproviders format="${format}">${countries}</serviceproviders>`;
const gsm = (inside: string) =>
  document(`<country code="ad"><name>Andorra</name><provider><name>P</name><gsm>${inside}</gsm></provider></country>`);
const read = (xml: string) => importProviders(xml, '20251101');
const plansOf = (inside: string) => read(gsm(inside)).providers[0]?.plans;

describe('the import of providers', () => {
  it('takes what a router needs, and nothing else', () => {
    const file = read(
      document(`
        <country code="ZZ"><name>Nowhere</name><provider><name>CDMA only</name><cdma><sid value="1"/></cdma></provider></country>
        <country code="de"><name>Germany</name><name xml:lang="de">Deutschland</name>
          <provider primary="true"><name xml:lang="ru">Т</name><name>T &amp; Co</name>
            <gsm><network-id mcc="262" mnc="06"/><network-id mcc="262" mnc="01"/><voicemail>3311</voicemail>
              <balance-check><ussd>*100#</ussd></balance-check>
              <apn value=" internet.t "><plan type="prepaid"/><usage type="internet"/><name>Web</name><name xml:lang="de">Netz</name>
                <gateway>1.2.3.4</gateway><username>t</username><password>064</password><authentication method="chap"/><dns>1.1.1.1</dns></apn>
              <apn value="mms"><usage type="mms"/><mmsc>http://mms/</mmsc></apn>
            </gsm></provider></country>`),
    );
    expect(file.countries).toEqual({ de: 'Germany' });
    expect(file.providers).toEqual([
      {
        country: 'de',
        name: 'T & Co',
        aliases: ['Т'],
        primary: true,
        plmns: ['26201', '26206'],
        plans: [
          { apn: 'internet.t', name: 'Web', username: 't', password: '064', auth: 'chap', billing: 'prepaid' },
          { apn: 'mms', usage: 'mms' },
        ],
      },
    ]);
  });

  it('knows each usage, and leaves out what carries no data', () => {
    const usage = (type: string) => plansOf(`<apn value="a"><usage type="${type}"/></apn><apn value="b"/>`);
    expect(usage('internet')).toEqual([{ apn: 'a' }, { apn: 'b', usage: 'unknown' }]);
    expect(usage('mms-internet-hipri-fota')?.[0]).toEqual({ apn: 'a' });
    expect(usage('wap')?.[0]).toEqual({ apn: 'a', usage: 'wap' });
    expect(usage('ia')).toEqual([{ apn: 'b', usage: 'unknown' }]);
  });

  it('makes one of plans with the same settings, and keeps their names', () => {
    const plan = (name: string, billing: string, user = '') =>
      `<apn value="internet"><plan type="${billing}"/><usage type="internet"/><name>${name}</name><username>${user}</username></apn>`;
    expect(
      plansOf(plan('Pay', 'prepaid') + plan('Contract', 'postpaid') + plan('Pay', 'prepaid') + plan('Business', 'postpaid', 'b')),
    ).toEqual([
      { apn: 'internet', name: 'Pay / Contract' },
      { apn: 'internet', name: 'Business', username: 'b', billing: 'postpaid' },
    ]);
  });

  it('leaves out providers without a plan', () => {
    expect(() => read(gsm('<network-id mcc="213" mnc="03"/>'))).toThrow('providers');
    expect(() => read(document('<country code="ad"><name>Andorra</name><provider><name>P</name><gsm/></provider></country>'))).toThrow(
      'providers',
    );
  });

  it.each([
    ['another format', document('', '3.0')],
    ['no XML', '{"serviceproviders": {}}'],
    ['XML cut off', gsm('<apn value="a"/>').slice(0, -40)],
    ['a PLMN of letters', gsm('<network-id mcc="2a3" mnc="03"/><apn value="a"/>')],
    ['a line break in an APN', gsm('<apn value="a&#10;AT+CFUN=0"/>')],
    ['an APN too long', gsm(`<apn value="${'a'.repeat(101)}"/>`)],
    ['an unknown method of signing in', gsm('<apn value="a"><authentication method="plain"/></apn>')],
  ])('refuses %s', (_what, xml) => {
    expect(() => read(xml)).toThrow();
  });

  it('writes one line per provider, the same for the same', () => {
    const xml = gsm('<apn value="a"/>').replace('</country>', '<provider><name>Q</name><gsm><apn value="b"/></gsm></provider></country>');
    const text = writeProviders(read(xml));
    expect(text).toBe(writeProviders(read(xml)));
    expect(text.split('\n').filter((line) => line.startsWith('{"country"'))).toHaveLength(2);
    expect(JSON.parse(text)).toEqual(read(xml));
  });
});
