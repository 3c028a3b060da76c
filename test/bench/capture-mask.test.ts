import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasLuhn, luhnDigit } from '../../electron/bench/capture/fakes.ts';
import { Masker } from '../../electron/bench/capture/mask.ts';

/** Shows everything to one masker, then puts everything through it, as `capture` does. */
function masked(replies: readonly (readonly [string, readonly string[]])[], strings: { serial?: string; others?: readonly string[] } = {}) {
  const masker = new Masker();
  if (strings.serial !== undefined) masker.learnSerial(strings.serial);
  for (const text of strings.others ?? []) masker.learnString(text);
  for (const [command, lines] of replies) masker.learnReply(command, lines);
  return {
    replies: replies.map(([command, lines]) => masker.reply(command, lines)),
    serial: strings.serial === undefined ? null : masker.serial(strings.serial),
    others: (strings.others ?? []).map((text) => masker.text(text)),
  };
}

/** A number that nobody could take for a mask: no zeros, no digit twice in a row. */
const digits = (length: number, prefix = '') =>
  fc
    .array(fc.integer({ min: 1, max: 9 }), { minLength: length - prefix.length, maxLength: length - prefix.length })
    .map((ns) => prefix + ns.join(''));
const imeis = digits(14, '35').map((body) => body + luhnDigit(body));
const secrets = fc.record({
  imei: imeis,
  imsi: digits(15, '2'),
  iccid: fc.integer({ min: 18, max: 20 }).chain((length) => digits(length, '89')),
  phone: fc.integer({ min: 9, max: 13 }).chain((length) => digits(length)),
  mac: fc
    .array(fc.integer({ min: 1, max: 255 }), { minLength: 6, maxLength: 6 })
    .map((bytes) =>
      bytes
        .map((b) => b.toString(16).padStart(2, '0'))
        .join('')
        .toUpperCase(),
    )
    // Without a label, these are words or bit masks.
    .filter((mac) => /\d/.test(mac) && !/F{6}/.test(mac)),
  serial: fc.stringMatching(/^[A-Z]{2}[1-9]{6,12}[A-Z]$/),
  tac: fc.stringMatching(/^[1-9A-E]{4}$/),
  cell: fc.stringMatching(/^[1-9A-E]{7}$/),
});
type Secrets = typeof secrets extends fc.Arbitrary<infer T> ? T : never;

const swapped = (number: string) => (number.length % 2 ? `${number}F` : number).replace(/(.)(.)/g, '$2$1');
const ucs2 = (text: string) => [...text].map((c) => c.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()).join('');
const colons = (mac: string) => (mac.match(/../g) ?? []).join(':');

/** Every form in which firmware is known to tell them. */
const everyForm = (s: Secrets): [string, string[]][] => [
  ['AT+CGSN', [s.imei]],
  ['AT+GSN', [`+GSN: "${s.imei}"`]],
  [
    'ATI',
    [
      'Manufacturer: huawei',
      `IMEI: ${s.imei}`,
      `IMEISV: ${s.imei.slice(0, 14)}07`,
      `SN: ${s.serial}`,
      `MAC: ${colons(s.mac)}`,
      'Revision: LE11B13_20230517',
    ],
  ],
  ['AT+CIMI', [s.imsi]],
  ['AT+CCID', [`+CCID: "${s.iccid}"`]],
  ['AT^ICCID?', [`^ICCID: ${s.iccid}F`]],
  ['AT+ICCID', [swapped(s.iccid)]],
  ['AT+CNUM', [`+CNUM: "My own name","+${s.phone}",145`, `+CNUM: ,"${ucs2(s.phone)}",129`]],
  ['AT+CEREG?', [`+CEREG: 2,1,"${s.tac}","${s.cell}",7`]],
  ['AT+CREG?', [`+CREG: 2,1,${s.tac},${s.cell},7`]],
  [
    'AT^STATE?',
    [`TAC: ${s.tac} CI: 0x${s.cell}`, `${s.imei.slice(0, 2)}-${s.imei.slice(2, 8)}-${s.imei.slice(8, 14)}-${s.imei.slice(14)}`],
  ],
  ['AT+CGDCONT?', ['+CGDCONT: 1,"IP","fleet.example-owner","10.20.30.41",0,0']],
  ...otherForms(s),
];

/** What was told without the usual colon, quote or field. */
const otherForms = (s: Secrets): [string, string[]][] => [
  ['AT^MAC?', [`MAC: ${s.mac}`, `mac ${s.mac.toLowerCase()}`, `^WLAN: 1,${s.mac}`, `MAC_ADDR=${s.mac.match(/../g)?.join(' ')}`]],
  ['AT^SN?', [`Serial No.: ${s.serial}`, `SN ${s.serial}`, `"SN","${s.serial}"`, `Serial_Number = ${s.serial}`, `IMEI SN ${s.serial}`]],
  ['AT+CEREG?', [`+CEREG: 1,"${s.tac}","${s.cell}",7`, `+CGREG: 1,"${s.tac}","${s.cell}",7,"7A"`]],
  [
    'AT^CELL?',
    [
      `TAC: ${s.tac} (${Number.parseInt(s.tac, 16)})`,
      `Tracking Area Code: ${s.tac}`,
      `Cell 0x${s.cell}`,
      `Cell ID ${s.cell}1`,
      `"TAC","${s.tac}"`,
      `CELL_ID: ${s.cell} / ${Number.parseInt(s.cell, 16)}`,
    ],
  ],
  [
    'AT+CGDCONT?',
    [
      '+CGDCONT: 1,"IPV4V6","fleet.example-owner","10.20.30.41,2001:db8::77",0,0',
      '+CGDCONT: 2,IPV4V6,fleet.example-owner,"10.20.30.41",0,0',
      '+CGDCONT: 3,"IPV6",fleet.example-owner,2001:db8::77/64,0,0',
      '+CGDCONT: 4,"IPV6","fleet.example-owner","32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.119',
    ],
  ],
  ['AT+CGPADDR', ['+CGPADDR: 1,10.20.30.41,2001:DB8::77']],
];

/** Secrets as no answer may hold them, separators taken out, upper case. A short one counts where it is a word of its own. */
function expectNone(text: string, s: Secrets) {
  const plain = text.replace(/[ .:/_-]/g, '').toUpperCase();
  for (const run of [s.imei, s.imsi, s.iccid, s.phone, swapped(s.iccid), ucs2(s.phone)]) {
    for (let at = 0; at + 8 <= run.length; at++) {
      const part = run.slice(at, at + 8);
      if (/[1-9]{8}/.test(part)) expect(plain).not.toContain(part);
    }
  }
  for (const secret of [s.mac, s.serial, s.cell, 'MYOWNNAME', '10203041', 'FLEETEXAMPLEOWNER', '2001DB8', '32113184'])
    expect(plain).not.toContain(secret);
  const words = text.toUpperCase().split(/[^0-9A-Z]+/);
  // Of letters alone, it may look like what stands for a name.
  const tac = /^A+$/.test(s.tac) ? [] : [s.tac];
  for (const short of [...tac, String(Number.parseInt(s.tac, 16)), String(Number.parseInt(s.cell, 16))]) expect(words).not.toContain(short);
}

describe('masking', () => {
  it('leaves no run of eight digits of a secret, nor any other form of it', () => {
    fc.assert(
      fc.property(secrets, (s) => {
        const { replies, serial, others } = masked(everyForm(s), { serial: s.serial, others: [s.mac, `Dongle ${s.imei}`] });
        const text = JSON.stringify([replies, serial, others]);
        expectNone(text, s);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves none where nothing else told it either', () => {
    fc.assert(
      fc.property(secrets, (s) => {
        for (const [command, lines] of everyForm(s)) {
          for (const line of lines) expectNone(JSON.stringify(masked([[command, [line]]]).replies), s);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the form of what stands in unusual ones', () => {
    const one = (command: string, line: string) => masked([[command, [line]]]).replies[0]?.[0];
    expect(one('AT^MAC?', 'MAC: 0C5B8F279AE4')).toBe('MAC: 020000000001');
    expect(one('AT^MAC?', 'mac 0c5b8f279ae4')).toBe('mac 020000000001');
    expect(one('ATI', 'Serial No.: ABC12DE3')).toBe('Serial No.: AAA00AA1');
    expect(one('ATI', 'SN AB12CD34')).toBe('SN AA00AA01');
    const place = '"10.9.8.7,2001:db8::77"';
    expect(one('AT+CGDCONT?', `+CGDCONT: 1,"IPV4V6","internet",${place},0,0`)).toBe('+CGDCONT: 1,"IPV4V6","internet","192.0.2.1,::",0,0');
    expect(one('AT+CGDCONT?', '+CGDCONT: 1,IP,my.apn,"10.9.8.7/24",0')).toBe('+CGDCONT: 1,IP,apn1,"192.0.2.2/24",0');
    expect(one('AT+CGDCONT?', '+CGDCONT: 1,"IPV6",,"2001:db8::77/64"')).toBe('+CGDCONT: 1,"IPV6",,"::/64"');
    expect(one('AT+CEREG?', '+CEREG: 1,"1A2B","01234567",7')).toBe('+CEREG: 1,"0001","00000002",7');
    expect(one('AT^CELL?', 'TAC: 1A2B (6699)')).toBe('TAC: 0001 (0001)');
    expect(one('AT^CELL?', 'TAC: 0005 (6699)')).toBe('TAC: 0001 (0002)');
    expect(one('AT^CELL?', 'Tracking Area Code: 1A2B')).toBe('Tracking Area Code: 0001');
    expect(one('AT^CELL?', 'Cell 0xABC')).toBe('Cell 0x001');
  });

  it('keeps length, form and agreement', () => {
    fc.assert(
      fc.property(secrets, (s) => {
        const forms = everyForm(s);
        const { replies, serial, others } = masked(forms, { serial: s.serial, others: [s.mac] });
        const [
          [imei = ''] = [],
          [gsn] = [],
          ati = [],
          [imsi = ''] = [],
          [ccid] = [],
          [vendorIccid] = [],
          ,
          cnum = [],
          [cereg] = [],
          [creg] = [],
          state = [],
        ] = replies;
        expect(imei).toMatch(/^00101000\d{7}$/);
        expect(hasLuhn(imei)).toBe(true);
        expect(gsn).toBe(`+GSN: "${imei}"`);
        expect(ati).toEqual([
          'Manufacturer: huawei',
          `IMEI: ${imei}`,
          `IMEISV: ${imei.slice(0, 14)}07`,
          `SN: ${serial}`,
          `MAC: ${colons(others[0] ?? '')}`,
          'Revision: LE11B13_20230517',
        ]);
        expect(imsi).toMatch(/^00101\d{10}$/);
        const iccid = /^\+CCID: "(89\d+)"$/.exec(ccid ?? '')?.[1] ?? '';
        expect(iccid).toHaveLength(s.iccid.length);
        expect(hasLuhn(iccid)).toBe(true);
        expect(vendorIccid).toBe(`^ICCID: ${iccid}F`);
        expect(cnum[0]).toMatch(new RegExp(`^\\+CNUM: "A[A ]+","\\+\\d{${s.phone.length}}",145$`));
        const [, tac = '', cell = ''] = /^\+CEREG: 2,1,"(\w{4})","(\w{7})",7$/.exec(cereg ?? '') ?? [];
        expect(creg).toBe(`+CREG: 2,1,${tac},${cell},7`);
        expect(state).toEqual([
          `TAC: ${tac} CI: 0x${cell}`,
          `${imei.slice(0, 2)}-${imei.slice(2, 8)}-${imei.slice(8, 14)}-${imei.slice(14)}`,
        ]);
        for (const [index, [, lines]] of forms.entries()) {
          if (!/CGDCONT|CGPADDR/.test(forms[index]?.[0] ?? ''))
            expect(replies[index]?.map((l) => l.length)).toEqual(lines.map((l) => l.length));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives two secrets two masks, and never one that is a secret itself', () => {
    const taken = ['001010000000001', '001010000000002', '262011234567895'];
    const { replies } = masked([['AT+CIMI', taken]]);
    expect(new Set(replies[0]).size).toBe(3);
    for (const text of replies[0] ?? []) expect(taken).not.toContain(text);
  });

  it('leaves what is nobody’s: bit masks, dates of firmware, empty fields, versions that look like addresses', () => {
    const lines = [
      '+QCFG: "band",0x100002000000000095,0x0',
      '+CREG: 2,0,"0000","FFFFFFFF"',
      '00000000000000',
      '21.260.05.00.618',
      '^SYSCFGEX: "00",3FFFFFFF,1,2,7FFFFFFFFFFFFFFF',
      '^BANDS: 1A000000B095,7FFFFFFF1234',
      'Serial port 3, SN unknown, IMEI: none',
      'Cell added: 4, cell 12',
    ];
    expect(masked([['AT+ANY?', lines]]).replies[0]).toEqual(lines);
    expect(masked([['AT+CGMR', ['SIM7600M22_V1.1_20190620']]]).replies[0]).toEqual(['SIM7600M22_V1.1_20190620']);
    expect(masked([['AT+ANY?', ['20190620']]]).replies[0]).not.toEqual(['20190620']);
  });

  it('a MEID and an ICCID with letters are masked, a short serial number in its own place alone', () => {
    const { replies, serial } = masked(
      [
        ['AT+GSN', ['A1000049D2F3B7']],
        ['AT+CCID', ['898600F1234567A90123']],
        ['AT+CSQ', ['+CSQ: 17,99']],
      ],
      { serial: '17' },
    );
    expect(replies[0]?.[0]).toMatch(/^A0[0A]+1$/);
    expect(replies[1]?.[0]).toHaveLength(20);
    expect(replies[1]?.[0]).not.toMatch(/1234567|90123/);
    expect(replies[2]).toEqual(['+CSQ: 17,99']);
    expect(serial).toBe('01');
  });
});
