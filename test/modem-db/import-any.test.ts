import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../electron/contract/decode-text.ts';
import { importSwitches } from '../../modem-db/import.ts';
import { passesOf } from '../support/passes.ts';

/** Whatever is given: a result or a reason, and no more time than the text is long. */

const source = 'a test, nothing more';
const pieces = [
  ...['DefaultVendor=0x12d1\n', 'DefaultProduct=1f01\n', 'HuaweiNewMode=1\n', 'MessageContent="5553"\n', 'StandardEject=1\n'],
  ...['usb_modeswitch -v 12d1 -p 1f01 -J', 'usb_modeswitch ', ' -M ', ' --', 'RUN+="', '\\"', "'", '`', '$(', '%s{idVendor}', '\\\n'],
  ...['ATTRS{idVendor}=="12d1"', 'PRODUCT="12d1/1f01/', '"12d1:1f01": {', '"*": {', '"mode": "Cisco"', '"msg": [ 34 ]', '"messages": ['],
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '#',
    ';',
    '=',
    '.',
    ' ',
    '\t',
    '\n',
    '\r',
    '> ',
    '```',
    'usb_modeswitch.d/12d1:1f01',
    '"devices":',
    'VID=',
    '…',
    '\u0000',
  ],
];
const text = fc.oneof(
  fc.string({ maxLength: 200, unit: 'binary' }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join('')),
);
const name = fc.oneof(
  fc.string({ maxLength: 30, unit: 'binary' }),
  fc.constantFrom('12d1:1446', '12d1_1446', 'constructor=', '12d1:1446:constructor=x'),
);

describe('any text', () => {
  it('gives entries or problems, and throws nothing', () => {
    fc.assert(
      fc.property(text, name, (given, fileName) => {
        const { entries, problems, warnings } = importSwitches(given, { fileName, source });
        expect(entries.length + problems.length).toBeGreaterThan(0);
        for (const { line, message } of [...problems, ...warnings]) {
          expect(line).toBeGreaterThanOrEqual(0);
          expect(line).toBeLessThanOrEqual(given.split(/\r\n|\n|\r/).length);
          expect(message.length).toBeLessThan(2000);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('any bytes are text', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof decodeText(bytes) === 'string'));
  });

  it('a call of a megabyte is bounded in what is told of it', () => {
    for (const words of [`-${'R'.repeat(1_000_000)}`, '-v zz '.repeat(150_000), '--x '.repeat(250_000), 'y '.repeat(500_000)]) {
      const { problems, warnings } = importSwitches(`usb_modeswitch -J ${words}`, { source });
      expect([problems.length > 0, problems.length <= 100, warnings.length <= 100], words.slice(0, 10)).toEqual([true, true, true]);
    }
  });

  it('more than a megabyte is refused', () => {
    expect(importSwitches('#'.repeat(1024 * 1024 + 1), { source })).toMatchObject({ entries: [], problems: [{ line: 0 }] });
  });

  /** What a pattern that goes back and forth would need the square of. */
  const times = [
    ...pieces,
    ...[
      'usb_modeswitch -',
      'usb_modeswitch -.',
      '....',
      'usb_modeswitch -v `',
      'usb_modeswitch -v $(',
      '"12d1:1f01": {!',
      '"12d1:1f01":    ',
      '"12d1:1f01": { "a": [',
      ' >',
      'a=',
      'x=1\n',
    ],
    ...[
      'DefaultVendor=12d1\nDefaultProduct=1f01\nHuaweiNewMode=1\n',
      'usb_modeswitch -v 12d1 -p 1f01 -J\n',
      'ATTRS{idVendor}=="12d1|1", ATTRS{idProduct}=="1f01|3", usb_modeswitch -J; ',
      '"12d1:1f01": { "*": { "mode": "Cisco" } },\n',
    ],
  ];
  it('twice the text takes no more than twice the work', async () => {
    for (const piece of times) {
      const given = piece.repeat(Math.ceil(10_000 / piece.length));
      const once = await passesOf(() => importSwitches(given, { fileName: 'x', source }));
      const twice = await passesOf(() => importSwitches(given + given, { fileName: 'x', source }));
      expect(twice, JSON.stringify(piece)).toBeLessThan(2.2 * once + 100);
    }
  });
});

describe('the encodings of a file', () => {
  const given = '# café\r\nDefaultVendor=0x12d1\r\nDefaultProduct=0x1f01\r\nHuaweiNewMode=1\r\n';
  const utf16 = (text16: string) => Buffer.from(text16, 'utf16le');
  it.each([
    ['UTF-8', Buffer.from(given)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${given}`)],
    ['UTF-16LE with its mark', utf16(`\ufeff${given}`)],
    ['UTF-16LE', utf16(given)],
    ['UTF-16BE with its mark', utf16(`\ufeff${given}`).swap16()],
    ['UTF-16BE', utf16(given).swap16()],
    ['Latin-1', Buffer.from(given, 'latin1')],
  ])('%s', (_what, bytes) => {
    const { entries, problems } = importSwitches(decodeText(bytes), { source });
    expect([entries[0]?.id, entries[0]?.name, problems]).toEqual(['12d1:1f01', 'café', []]);
  });
});
