import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importSwitch } from '../../modem-db/import.ts';

const source = 'a test, nothing more';
const read = (text: string, fileName = '12d1:1446') => importSwitch(text, { fileName, source });
const problems = (text: string, fileName?: string) => {
  const result = read(text, fileName);
  return result.ok ? [] : result.problems;
};

describe('importSwitch', () => {
  it('reads what the public data looks like', () => {
    const text =
      '# Huawei, newer modems\n\nTargetVendor=  0x12d1\nTargetProductList="1001,140B"\n\n; a remark\n! another\nHuaweiNewMode=1\nNeedResponse=1\n';
    expect(read(text)).toEqual({
      ok: true,
      entry: {
        id: '12d1:1446',
        name: 'Huawei, newer modems',
        method: { name: 'HuaweiNewMode' },
        target: { vid: '12d1', pids: ['1001', '140b'] },
        source,
      },
    });
  });

  it('takes the matches of the file name, all of them', () => {
    expect(read('TargetClass=0xff\nStandardEject=1\n', 'somewhere/0471:1210:uMa=Philips:sVe=GT')).toMatchObject({
      ok: true,
      entry: {
        id: '0471:1210',
        when: [
          { key: 'manufacturer', contains: 'Philips' },
          { key: 'scsi-vendor', contains: 'GT' },
        ],
        target: { class: 'ff' },
      },
    });
  });

  it('takes the id from the text where there is no name', () => {
    const text = 'DefaultVendor=0x12D1\nDefaultProduct=0x1446\nConfiguration=0\n';
    expect(importSwitch(text, { source })).toMatchObject({ ok: true, entry: { id: '12d1:1446', method: { name: 'MbimOrNothing' } } });
    expect(problems(text, '12d1:1447')).toMatchObject([{ line: 1 }]);
    expect(importSwitch('HuaweiNewMode=1', { source })).toMatchObject({ ok: false, problems: [{ line: 0 }] });
    expect(problems('DefaultVendor=0x12d1\nHuaweiNewMode=1')).toMatchObject([{ line: 1 }]);
  });

  it('reads every kind of method', () => {
    const method = (text: string) => {
      const result = read(text);
      return result.ok ? [result.entry.method, result.entry.configuration] : result.problems;
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
      ok: true,
      entry: { waitBeforeSeconds: 10, releaseDelayMs: 4000, interface: 0, messageEndpoint: 1, responseEndpoint: 0x81 },
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
    ['what an entry has no place for', 'HuaweiNewMode=1\nResetUSB=1', 2, undefined],
    ['no method at all', '# only words\nTargetVendor=0x12d1', 0, undefined],
  ])('says where there is %s', (_what, text, line, suggestion) => {
    expect(problems(text).map((p) => ({ line: p.line, suggestion: p.suggestion }))).toContainEqual({ line, suggestion });
  });

  it('gives every problem at once, in the order of the lines', () => {
    expect(problems('Fruit=1\nHuaweiNewMode=x\nTargetClass=0x1ff\n').map((p) => p.line)).toEqual([0, 1, 2, 3]);
  });

  it('reads 50 lines and refuses more, as the real program would pass over them', () => {
    const filled = (lines: number) => `${'#\n'.repeat(lines - 1)}HuaweiNewMode=1\n`;
    expect(read(filled(50)).ok).toBe(true);
    expect(problems(filled(51))).toContainEqual(expect.objectContaining({ line: 51 }));
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
        if (result.ok) return;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const { line: at, message } of result.problems) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(51);
          expect(message.length).toBeLessThan(400);
        }
      }),
    );
  });
});
