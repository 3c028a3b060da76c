import { describe, expect, it } from 'vitest';
import { adbSchemas, readAdb } from '../../electron/feeds/adb.ts';
import { AdbValues } from '../../electron/feeds/adb-values.ts';
import { readApkIndex } from '../../electron/feeds/apk-index.ts';
import { AdbWriter, adbFile, type Value } from './adb-writer.ts';

/** apk-tools 3, doc/apk-v3.5.scd: types in the four high bits; blobs 8, 9, 10 by the width of their length, numbers 1, 2, 3. */

const written = (root: Value) => new AdbValues(new AdbWriter().database(root)).root();
const raw = (words: readonly number[], more: readonly number[] = []) =>
  new AdbValues(Buffer.concat([Buffer.from(new Uint32Array(words).buffer), Buffer.from(more)]));
const word = (type: number, at: number) => type * 2 ** 28 + at;

describe('values of a database', () => {
  it.each([0, 1, 255, 256, 4096])('text of %i bytes is read whole', (length) => {
    const text = 'x'.repeat(length);
    const root = written({ fields: { 1: text, 2: 'behind' } });
    expect([root.text(1), root.text(2)]).toEqual([text, 'behind']);
  });

  it('bytes are read whole however their length is written, and a text is no longer than 4096', () => {
    for (const length of [255, 256, 65_535, 65_536]) {
      const bytes = Buffer.alloc(length, 7);
      bytes[length - 1] = 9;
      const root = written({ fields: { 1: 'before', 2: bytes, 3: 'behind' } });
      expect(Buffer.from(root.bytes(2) ?? []).equals(bytes)).toBe(true);
      expect([root.text(1), root.text(3)]).toEqual(['before', 'behind']);
    }
    expect(() => written({ fields: { 1: 'x'.repeat(4097) } }).text(1)).toThrow('a text of 4097 bytes');
  });

  it.each<[Value, number]>([
    [null, 0],
    [0, 0],
    [1, 1],
    [0x0fffffff, 0x0fffffff],
    [0x10000000, 0x10000000],
    [0xffffffff, 0xffffffff],
    [0x1_0000_0000n, 0x1_0000_0000],
    [BigInt(Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER],
  ])('the number %s', (value, number) => {
    const root = written({ fields: { 1: value, 2: 'behind' } });
    expect([root.integer(1), root.text(2), root.integer(3)]).toEqual([number, 'behind', 0]);
  });

  it('lists and objects are in their order, and what is missing is nothing', () => {
    const root = written({ fields: { 2: ['a', 'b'], 3: [{ fields: { 2: 'c' } }, { fields: { 2: 'd' } }] } });
    expect([root.count, root.slots(2).count, root.slots(1).count, root.slots(9).count]).toEqual([3, 2, 0, 0]);
    expect([root.slots(2).text(1), root.slots(2).text(2), root.slots(2).text(3)]).toEqual(['a', 'b', '']);
    expect([...root.slots(3).items()].map((item) => item.text(2))).toEqual(['c', 'd']);
    expect(root.slots(3).bytes(3)).toBeNull();
  });

  const object = word(14, 8);
  it.each<[string, AdbValues, (root: AdbValues) => unknown, string]>([
    ['a root that is none', raw([0, word(1, 8)]), (v) => v.root(), 'a value where an object must be'],
    ['a root behind the end', raw([0, object]), (v) => v.root(), 'a value that reaches past the end'],
    ['a root of no words', raw([0, object, 0]), (v) => v.root(), 'an object that reaches past the end'],
    ['a root of more words than there are', raw([0, object, 3, 0]), (v) => v.root(), 'an object that reaches past the end'],
    ['a number for bytes', raw([0, object, 2, word(1, 5)]), (v) => v.root().bytes(1), 'a value where bytes must be'],
    ['bytes for a number', raw([0, object, 2, word(8, 16), 0]), (v) => v.root().integer(1), 'a value where a number must be'],
    ['bytes that go on', raw([0, object, 2, word(8, 16)], [3, 1, 2]), (v) => v.root().bytes(1), 'bytes that reach past the end'],
    [
      '32 bits that break off',
      raw([0, object, 2, word(2, 16)], [1, 2, 3]),
      (v) => v.root().integer(1),
      'a value that reaches past the end',
    ],
    [
      '64 bits that break off',
      raw([0, object, 2, word(3, 16)], [1, 0, 0, 0, 0, 0, 0]),
      (v) => v.root().integer(1),
      'a number that reaches past the end',
    ],
    [
      'a number that is not exact',
      raw([0, object, 2, word(3, 16)], [0, 0, 0, 0, 0, 0, 0x20, 0]),
      (v) => v.root().integer(1),
      'a number that is too great',
    ],
  ])('%s is refused', (_, values, ask, message) => {
    expect(() => ask(values)).toThrow(message);
  });

  it('that end with the file are read to its end', () => {
    expect(
      Buffer.from(
        raw([0, object, 2, word(8, 16)], [3, 1, 2, 3])
          .root()
          .bytes(1) ?? [],
      ).toString('hex'),
    ).toBe('010203');
    expect(
      raw([0, object, 2, word(2, 16)], [1, 2, 3, 4])
        .root()
        .integer(1),
    ).toBe(0x04030201);
    expect(
      raw([0, object, 2, word(3, 16)], [1, 0, 0, 0, 0, 0, 0, 0])
        .root()
        .integer(1),
    ).toBe(1);
  });
});

describe('an apk index', () => {
  const sum = (bytes: number) => Buffer.alloc(bytes, 0xab);
  const good = { 1: 'uqmi', 2: '1.2-r1', 3: sum(32), 5: 'mipsel_24kc', 13: 1268 };
  const dependency = (fields: Readonly<Record<number, Value>>): Value => ({ fields: { 1: 'libc', ...fields } });
  function read(info: Readonly<Record<number, Value>>, pattern?: string) {
    const database = new AdbWriter().database({
      fields: { 1: 'a feed', 2: [{ fields: { ...good, ...info } }], ...(pattern === undefined ? {} : { 3: pattern }) },
    });
    return readApkIndex(readAdb(adbFile({ schema: 'indx', database }), adbSchemas.index, 1_000_000), 'https://x/')[0];
  }

  it('is read field by field', () => {
    expect(read({})).toEqual({
      name: 'uqmi',
      version: '1.2-r1',
      depends: [],
      conflicts: [],
      provides: [],
      priority: 0,
      file: 'uqmi-1.2-r1.apk',
      bytes: 1268,
      digest: { over: 'adb', hex: 'ab'.repeat(32) },
      folder: 'https://x/',
    });
    expect(read({ 3: sum(20) })?.digest.hex).toBe('ab'.repeat(20));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a pattern of apk's
    expect(read({}, '${name}_${version}_${arch}.apk')?.file).toBe('uqmi_1.2-r1_mipsel_24kc.apk');
  });

  it.each<[string, Readonly<Record<number, Value>>, string]>([
    ['no name', { 1: '' }, '"" is no package name'],
    ['a name that is an option', { 1: '--force' }, '"--force" is no package name'],
    ['no version', { 2: '' }, 'uqmi has no version'],
    ['no sum', { 3: null }, 'uqmi has no sum'],
    ['a sum of 19 bytes', { 3: sum(19) }, 'uqmi has no sum'],
    ['a sum of 21 bytes', { 3: sum(21) }, 'uqmi has no sum'],
    ['a sum of 33 bytes', { 3: sum(33) }, 'uqmi has no sum'],
    ['no size', { 13: 0 }, 'uqmi has no size'],
    ['a dependency that is no name', { 15: [{ fields: { 1: '-x' } }] }, 'uqmi depends on "-x"'],
    ['a dependency in no version', { 15: [dependency({ 2: 'a b' })] }, 'uqmi depends on libc in no version'],
    ['more dependencies than any', { 15: Array.from({ length: 2001 }, () => dependency({})) }, 'uqmi depends on 2001 packages'],
  ])('with %s is refused', (_, info, message) => {
    expect(() => read(info)).toThrow(message);
  });

  it('whose pattern for file names leads elsewhere is refused', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: patterns of apk's
    for (const pattern of ['../${name}.apk', '${name}/${version}.apk', '${none}${name}.apk'])
      expect(() => read({}, pattern)).toThrow('uqmi has the file name');
  });

  it.each<[number | null, string, operator: string, conflict: boolean]>([
    [null, '1', '=', false],
    [1, '1', '=', false],
    [2, '1', '<', false],
    [3, '1', '<=', false],
    [4, '1', '>', false],
    [5, '1', '>=', false],
    [6, '1', 'any', false],
    [7, '1', 'any', false],
    [8, '1', '>=', false],
    [9, '1', '>=', false],
    [7, '', 'any', false],
    [23, '', 'any', true],
    [18, '1', '<', true],
  ])('a dependency by %s on version %j is %s', (bits, version, operator, conflict) => {
    const found = read({ 15: [dependency({ ...(version === '' ? {} : { 2: version }), ...(bits === null ? {} : { 3: bits }) })] });
    const requirement = { name: 'libc', operator, version };
    expect([found?.depends, found?.conflicts]).toEqual(conflict ? [[], [requirement]] : [[[requirement]], []]);
  });

  it('provides names, in a version only where it says just which', () => {
    const provides = [dependency({ 2: '1' }), dependency({ 1: 'cmd:uqmi' }), dependency({ 2: '1', 3: 5 })];
    expect(read({ 16: provides, 14: 7 })).toMatchObject({
      priority: 7,
      provides: [
        { name: 'libc', version: '1' },
        { name: 'cmd:uqmi', version: null },
        { name: 'libc', version: null },
      ],
    });
  });
});
