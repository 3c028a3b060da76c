import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importSwitches } from '../../modem-db/import.ts';

const source = 'a test, nothing more';
const read = (text: string, fileName = '12d1:1446') => importSwitches(text, { fileName, source });
const problems = (text: string, fileName?: string) => read(text, fileName).problems;

describe('a configuration file of usb_modeswitch', () => {
  it('reads what the public data looks like', () => {
    const text =
      '# Huawei, newer modems\n\nTargetVendor=  0x12d1\nTargetProductList="1001,140B"\n\n; a remark\n! another\nHuaweiNewMode=1\nNeedResponse=1\n';
    expect(read(text)).toEqual({
      entries: [
        {
          id: '12d1:1446',
          name: 'Huawei, newer modems',
          method: { name: 'HuaweiNewMode' },
          target: { vid: '12d1', pids: ['1001', '140b'] },
          source,
        },
      ],
      problems: [],
      warnings: [],
    });
  });

  it('takes the matches of the file name, all of them', () => {
    expect(read('TargetClass=0xff\nStandardEject=1\n', 'somewhere/0471:1210:uMa=Philips:sVe=GT')).toMatchObject({
      entries: [
        {
          id: '0471:1210',
          when: [
            { key: 'manufacturer', contains: 'Philips' },
            { key: 'scsi-vendor', contains: 'GT' },
          ],
          target: { class: 'ff' },
        },
      ],
    });
  });

  it('takes the ids from the text, whatever the file is called', () => {
    const text = 'DefaultVendor=0x12D1\nDefaultProduct=1446\nConfiguration=0\n';
    const entry = { id: '12d1:1446', method: { name: 'MbimOrNothing' } };
    expect(importSwitches(text, { source })).toMatchObject({ entries: [entry], problems: [], warnings: [] });
    expect(read(text, 'usb_modeswitch.conf')).toMatchObject({ entries: [entry], problems: [], warnings: [] });
    const warned = read(text, '12d1:1447:uMa=Other');
    expect(warned).toMatchObject({
      entries: [entry],
      problems: [],
      warnings: [{ line: 1, message: expect.stringContaining('12d1:1447') }],
    });
    // The strings of another id's file are not this one's.
    expect(warned.entries[0]?.when).toBeUndefined();
  });

  it('never takes what it becomes for what it is', () => {
    const text = '# Huawei E220\nTargetVendor=0x12d1\nTargetProduct=0x1003\nHuaweiMode=1';
    for (const fileName of [undefined, 'usb_modeswitch.conf']) {
      const { entries, problems: found } = importSwitches(text, { ...(fileName === undefined ? {} : { fileName }), source });
      expect([entries, found]).toEqual([[], [{ line: 0, message: expect.stringContaining('DefaultVendor') }]]);
    }
    expect(problems('DefaultVendor=0x12d1\nHuaweiNewMode=1')).toMatchObject([{ line: 1 }]);
  });

  it.each([
    ['12d1_1f01', []],
    ['12d1-1f01', []],
    ['12d1 1f01.conf', []],
    ['C:\\Users\\me\\12D1_1F01 (2).txt', []],
    ['12d1%3A1f01', []],
    ['12d1\uf03a1f01', []],
    ['i01-12d1_1f01-crlf.conf', []],
    ['usb_modeswitch 0x12d1 0x1f01.conf', []],
    ['VID_12D1&PID_1F01.txt', []],
    ['12d11f01.conf', []],
    ['12d1_1f01_uMa=Philips.conf', [{ key: 'manufacturer', contains: 'Philips' }]],
  ])('takes the ids of the file name %s', (name, when) => {
    const { entries, problems: found } = read('HuaweiNewMode=1', name);
    expect([found, entries[0]?.id, entries[0]?.when ?? []]).toEqual([[], '12d1:1f01', when]);
  });

  it('says that ids are of a file name that is not of the program’s own form', () => {
    expect(read('HuaweiNewMode=1', '12d1_1f01').warnings).toMatchObject([{ line: 0, message: expect.stringContaining('12d1:1f01') }]);
    expect(read('HuaweiNewMode=1', '12d1:1f01').warnings).toEqual([]);
  });

  it.each([
    ['CRLF', 'DefaultVendor=0x12d1\r\nDefaultProduct=0x1f01\r\n\r\nHuaweiNewMode=1\r\n'],
    ['a lone CR', 'DefaultVendor=0x12d1\rDefaultProduct=0x1f01\rHuaweiNewMode=1'],
    ['blanks about the sign', 'DefaultVendor = 0x12d1\n\tDefaultProduct = 0x1f01\nHuaweiNewMode = 1'],
    ['a comment behind the value', 'DefaultVendor=0x12d1  # Huawei\nDefaultProduct=0x1f01;\nHuaweiNewMode=1 ; as seen'],
    ['quotes of a forum', 'DefaultVendor=“0x12d1”\nDefaultProduct=’0x1f01’\nHuaweiNewMode=1'],
    ['Markdown', '> ```\n> DefaultVendor=0x12d1\n> DefaultProduct=0x1f01\n> HuaweiNewMode=1\n> ```'],
    [
      'a post about it',
      'I made this file, and it works:\n\n    DefaultVendor=0x12d1\n    DefaultProduct=0x1f01\n    HuaweiNewMode=1\n\nThanks!',
    ],
    ['the file that it goes into', 'vi /etc/usb_modeswitch.d/12d1:1f01\nTargetVendor=0x12d1\nHuaweiNewMode=1'],
    ['its ids as a title', '== 12d1:1f01 ==\n\nTargetVendor=0x12d1\nHuaweiNewMode=1'],
    ['the call that it is for', 'usb_modeswitch -v 12d1 -p 0x1f01 -c /etc/my.conf\nTargetVendor=0x12d1\nHuaweiNewMode=1'],
  ])('reads it with %s', (_what, text) => {
    expect(read(text, 'post.txt')).toMatchObject({ problems: [], entries: [{ id: '12d1:1f01', method: { name: 'HuaweiNewMode' } }] });
  });

  it('puts a message together that a post has torn in two', () => {
    const text = 'MessageContent="5553424312345678000000000000001106\n  3000000100010000000000000000"\nTargetVendor=0x12d1';
    expect(read(text)).toMatchObject({
      problems: [],
      entries: [{ method: { messages: ['55534243123456780000000000000011063000000100010000000000000000'] } }],
    });
  });

  it('makes an entry of each pair of default ids', () => {
    const text = [
      ...['# E220', 'DefaultVendor=0x12d1', 'DefaultProduct=0x1003', 'TargetClass=0xff', 'HuaweiMode=1', ''],
      ...['# K4505', 'DefaultProduct=0x1446', 'DefaultVendor=0x12d1', 'HuaweiNewMode=1'],
    ].join('\n');
    expect(read(text, 'both.conf')).toMatchObject({
      problems: [],
      entries: [
        { id: '12d1:1003', name: 'E220', method: { name: 'HuaweiMode' }, target: { class: 'ff' } },
        { id: '12d1:1446', name: 'K4505', method: { name: 'HuaweiNewMode' }, target: {} },
      ],
    });
    // What is wrong with one of them keeps no other back.
    expect(read(text.replace('HuaweiNewMode=1', 'HuaweiNewMode=2'), 'both.conf')).toMatchObject({
      entries: [{ id: '12d1:1003' }],
      problems: [{ line: 10 }, { line: 8 }].toReversed(),
    });
  });

  it('tells what it leaves out', () => {
    const { entries, problems: found, warnings } = read('StandardEject=1\nResetUSB=1\nNoMBIMCheck=1');
    expect([entries.length, found]).toEqual([1, []]);
    expect(warnings).toMatchObject([
      { line: 2, message: expect.stringContaining('ResetUSB') },
      { line: 3, message: expect.stringContaining('NoMBIMCheck') },
    ]);
    expect(read('What I did:\nHuaweiNewMode=1\nand more').warnings).toMatchObject([
      { line: 1, message: expect.stringContaining('What I did') },
    ]);
  });

  it('reads every kind of method', () => {
    const method = (text: string) => {
      const { entries, problems: found } = read(text);
      return entries[0] ? [entries[0].method, entries[0].configuration] : found;
    };
    expect(method('Configuration=3')).toEqual([{ name: 'Configuration' }, 3]);
    expect(method('SonyMode=1\nConfiguration=2')).toEqual([{ name: 'SonyMode' }, 2]);
    expect(method('PantechMode=4')).toEqual([{ name: 'PantechMode', value: 4 }, undefined]);
    expect(method('AltSetting=1')).toEqual([{ name: 'AltSetting', alternate: 1 }, undefined]);
    expect(method('StandardEject=1\nMessageContent="1b5a01"')).toEqual([{ name: 'StandardEject', messages: ['1b5a01'] }, undefined]);
    expect(method('MessageContent="1B5A01"\nMessageContent2=00')).toEqual([
      { name: 'MessageContent', messages: ['1b5a01', '00'] },
      undefined,
    ]);
    expect(method('HuaweiMode=0\nOptionMode=1')).toEqual([{ name: 'OptionMode' }, undefined]);
  });

  it('reads times, interface and endpoints', () => {
    const text = 'KobilMode=1\nWaitBefore=10\nReleaseDelay=4000\nInterface=0x00\nMessageEndpoint=0x01\nResponseEndpoint=0x81';
    expect(read(text)).toMatchObject({
      problems: [],
      entries: [{ waitBeforeSeconds: 10, releaseDelayMs: 4000, interface: 0, messageEndpoint: 1, responseEndpoint: 0x81 }],
    });
  });

  it.each([
    ['an unknown key', '# x\nHuaweiNewMode=1\nFruit=1', 3, undefined],
    ['a mistyped key', 'HuawieNewMode=1', 1, 'HuaweiNewMode'],
    ['a key in the wrong case', 'TargetVendor=0x12d1\nmessagecontent="1b5a01"', 2, 'MessageContent'],
    ['half a byte', '\nMessageContent="123"', 2, undefined],
    ['letters that are no digits', 'MessageContent="55zz"', 1, undefined],
    ['a stray quote', 'MessageContent="1b5a01', 1, undefined],
    ['an id that is too short', 'TargetVendor=0x2d1\nHuaweiNewMode=1', 1, '02d1'],
    ['a flag that is neither', 'HuaweiNewMode=2', 1, undefined],
    ['a number that is none', 'Configuration=two', 1, undefined],
    ['a number that is too large', 'PantechMode=70000', 1, undefined],
    ['a wait that is too long', 'HuaweiNewMode=1\nWaitBefore=3600', 2, undefined],
    ['the same key twice', 'HuaweiNewMode=1\nTargetClass=0xff\nHuaweiNewMode=1', 3, undefined],
    ['a line without a value', 'HuaweiNewMode=1\nTargetClass', 2, undefined],
    ['two methods', 'HuaweiNewMode=1\nSierraMode=1', 2, undefined],
    ['nothing to do and something to do', 'HuaweiNewMode=1\nConfiguration=0', 2, undefined],
    ['a second message without a first', 'StandardEject=1\nMessageContent2="00"', 2, undefined],
    ['a bad list', 'HuaweiNewMode=1\nTargetProductList="1001;1002"', 2, undefined],
    ['no method at all', '# only words\nTargetVendor=0x12d1', 0, undefined],
  ])('says where there is %s', (_what, text, line, suggestion) => {
    expect(problems(text).map((p) => ({ line: p.line, suggestion: p.suggestion }))).toContainEqual({ line, suggestion });
  });

  it('gives every problem at once, in the order of the lines', () => {
    expect(problems('Fruit=1\nHuaweiNewMode=x\nTargetClass=0x1ff\n').map((p) => p.line)).toEqual([0, 1, 2, 3]);
  });

  it('reads more than the 50 lines of the real program, and says so', () => {
    const filled = (lines: number) => `${'#\n'.repeat(lines - 1)}HuaweiNewMode=1\n`;
    expect(read(filled(50))).toMatchObject({ problems: [], warnings: [] });
    expect(read(filled(51))).toMatchObject({
      problems: [],
      entries: [{ id: '12d1:1446' }],
      warnings: [{ message: expect.stringContaining('51') }],
    });
  });

  it.each(['12d1', '12d1:14', '12d1:#android', 'readme.txt', '12d1:1446:uMA', '12d1:1446:uXx=y', '12d1:1446:uMa='])(
    'refuses the file name %s',
    (name) => {
      expect(problems('HuaweiNewMode=1', name)).toContainEqual(expect.objectContaining({ line: 0 }));
    },
  );

  it('never throws, and never takes what it says it did not understand', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc
        .tuple(
          fc.constantFrom(
            'HuaweiNewMode',
            'TargetVendor',
            'MessageContent',
            'Configuration',
            'WaitBefore',
            'TargetProductList',
            'Interface',
            'x',
          ),
          fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('1', '0x12d1', '"55"', '99999', '-1')),
        )
        .map(([key, value]) => `${key}=${value}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.oneof(fc.string({ maxLength: 30 }), fc.constant('12d1:1446')), (lines, name) => {
        const result = read(lines.join('\n'), name);
        expect(result.problems.length + result.entries.length).toBeGreaterThan(0);
        for (const { line: at, message } of [...result.problems, ...result.warnings]) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(120);
          expect(message.length).toBeLessThan(400);
        }
      }),
    );
  });
});
