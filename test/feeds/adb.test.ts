import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adbSchemas, readAdb } from '../../electron/feeds/adb.ts';
import { readApkIndex } from '../../electron/feeds/apk-index.ts';
import { checkApkPackage } from '../../electron/feeds/apk-package.ts';
import { checkApkSignature, readApkKey } from '../../electron/feeds/apk-signature.ts';
import { releaseKeys } from '../../electron/feeds/release-keys.ts';
import { checkUsign, readUsignKey } from '../../electron/feeds/usign.ts';
import { AdbWriter, adbFile, block } from './adb-writer.ts';
import { apkIndex, dataBlock, makeApk } from './apk-feed.ts';

/** Made once with the programs themselves: apk-tools 3 (mkpkg, mkndx, adbsign) and usign (-G, -S); their contents are made up. */
const real = (name: string) => readFileSync(new URL(`real-tools/${name}`, import.meta.url));
const LIMIT = 1_000_000;
const readIndex = (bytes: Uint8Array) => readApkIndex(readAdb(bytes, adbSchemas.index, LIMIT), 'https://x/');

describe('what apk-tools 3 wrote', () => {
  it('an index is read as apk adbdump shows it', () => {
    const [uqmi, wwan] = readIndex(real('packages.adb'));
    expect(uqmi).toMatchObject({
      name: 'uqmi',
      version: '2024.08.25~69f0c4bb-r1',
      file: 'uqmi-2024.08.25~69f0c4bb-r1.apk',
      bytes: 1268,
      depends: [
        [{ name: 'kernel', operator: '=', version: '6.12.94~35fb64ea09ee15c2f267bd5436b7f178-r1' }],
        [{ name: 'libc', operator: 'any', version: '' }],
        [{ name: 'libubox20240329', operator: '>=', version: '1.0' }],
        [{ name: 'wwan', operator: 'any', version: '' }],
      ],
      conflicts: [{ name: 'oldqmi', operator: 'any', version: '' }],
      provides: [
        { name: 'cmd:uqmi', version: '1.2' },
        { name: 'qmi-any', version: null },
      ],
    });
    expect(wwan).toMatchObject({ name: 'wwan', bytes: 114, priority: 7, depends: [] });
  });

  it('its signature holds, and does not once a byte is another', () => {
    const key = readApkKey(real('key.pem').toString());
    if (!key) throw new Error('no key');
    for (const name of ['packages.adb', 'packages-160.adb']) {
      const file = readAdb(real(name), adbSchemas.index, LIMIT);
      expect(checkApkSignature(file, [key]), name).toBeNull();
      const changed = Uint8Array.from(file.database);
      changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
      expect(checkApkSignature({ ...file, database: changed }, [key])).not.toBeNull();
      expect(checkApkSignature({ ...file, schema: adbSchemas.package }, [key])).not.toBeNull();
    }
  });

  it('its packages are those of the index, whichever hash and file names that has', () => {
    for (const { digest, name, version } of [...readIndex(real('packages.adb')), ...readIndex(real('packages-160.adb'))]) {
      const bytes = real(`${name}-${version}.apk`);
      expect(checkApkPackage(bytes, digest.hex, LIMIT)).toBeNull();
      expect(checkApkPackage(bytes, `0${digest.hex.slice(1)}`, LIMIT)).not.toBeNull();
    }
    expect(readIndex(real('packages-160.adb')).map(({ file }) => file)).toEqual([
      'uqmi_2024.08.25~69f0c4bb-r1.apk',
      'wwan_2019.04.29-r6.apk',
    ]);
  });
});

describe('an ADB file that breaks off', () => {
  const head = Buffer.from('ADB.....', 'latin1');
  head.writeUInt32LE(adbSchemas.index, 4);
  /** Bits 31 and 30 of a block's word are its type; 3 has its size in eight bytes behind four that are kept free. */
  const long = Buffer.from([0, 0, 0, 0xc0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0]);

  it.each<[string, Uint8Array, string]>([
    ['in its head', head.subarray(0, 7), 'it is no ADB file'],
    ['behind its head', head, 'it holds no database'],
    ['in the word of a block', Buffer.concat([head, Buffer.of(8, 0, 0)]), 'it ends inside a block'],
    ['in a block', Buffer.concat([head, Buffer.of(8, 0, 0, 0)]), 'it ends inside a block'],
    ['in the size of a long block', Buffer.concat([head, long.subarray(0, 15)]), 'it ends inside a block'],
  ])('%s', (_name, bytes, message) => {
    expect(() => readAdb(bytes, adbSchemas.index, LIMIT)).toThrow(message);
  });
});

describe('what usign wrote', () => {
  it('holds, and does not for another file or key', () => {
    const key = readUsignKey(real('usign.pub').toString());
    if (!key) throw new Error('no key');
    const signature = real('Packages.sig').toString();
    expect(key.id).toBe('d07fc41bbd0320a3');
    expect(checkUsign(real('Packages'), signature, [key])).toBeNull();
    expect(checkUsign(Buffer.concat([real('Packages'), Buffer.of(10)]), signature, [key])).not.toBeNull();
    expect(checkUsign(real('Packages'), signature, [{ ...key, key: Buffer.alloc(32, 1) }])).not.toBeNull();
    expect(checkUsign(real('Packages'), 'nonsense', [key])).toBe('it is no usign signature');
    const [comment, line] = real('usign.pub').toString().split('\n');
    for (const spoilt of [`!${line}`, `${line}!`, `${line}====`]) expect(readUsignKey(`${comment}\n${spoilt}\n`), spoilt).toBeNull();
  });

  it('has the ids by which the releases’ routers name their keys', () => {
    const ids = Object.fromEntries(
      Object.entries(releaseKeys).map(([series, keys]) => [series, keys.map((text) => readUsignKey(text)?.id)]),
    );
    expect(ids).toEqual({ '21.02': ['2f8b0b98e08306bf'], '22.03': ['4d017e6f1ed5d616'], '24.10': ['d310c6f2833e97f7'] });
  });
});

describe('an ADB file', () => {
  const apk = { name: 'a', ...makeApk({ name: 'a' }) };

  it('is read in each of its forms', () => {
    for (const form of ['ADBd', 'ADBc', 'ADB.'] as const) expect(readIndex(apkIndex([apk], undefined, form))[0]?.name).toBe('a');
  });

  it('may have blocks in the long form', () => {
    const database = new AdbWriter().database({ fields: { 1: 'a feed' } });
    const head = Buffer.alloc(16);
    head.writeUInt32LE(3 * 2 ** 30);
    head.writeBigUInt64LE(BigInt(16 + database.length), 8);
    expect(readIndex(Buffer.concat([Buffer.from('ADB.indx'), head, database]))).toEqual([]);
  });

  it('is bounded once unpacked', () => {
    const bomb = adbFile({ schema: 'indx', database: Buffer.alloc(2_000_000) });
    expect(bomb.length).toBeLessThan(5_000);
    expect(() => readIndex(bomb)).toThrow('unpacks to more than');
  });

  it('may not point at the same value without end', () => {
    // 60,000 items of a list that are one and the same object of 2,000 slots: 250 kB that stand for half a gigabyte.
    const word = (type: number, at: number) => type * 2 ** 28 + at;
    const slots = (words: number[]) => Buffer.from(new Uint32Array([words.length + 1, ...words]).buffer);
    const [listAt, objectAt] = [8 + 12, 8 + 12 + 4 * 60_001];
    const root = slots([0, word(13, listAt)]);
    const list = slots(Array.from({ length: 60_000 }, () => word(14, objectAt)));
    const head = Buffer.from(new Uint32Array([0, word(14, 8)]).buffer);
    const whole = Buffer.concat([head, root, list, slots(Array.from({ length: 2_000 }, () => 0))]);
    const name = Buffer.concat([Buffer.of(1), Buffer.from('a')]);
    whole.writeUInt32LE(word(8, whole.length), objectAt + 4);
    whole.writeUInt32LE(word(8, whole.length), objectAt + 8);
    whole.writeUInt32LE(word(8, whole.length + 2), objectAt + 12);
    whole.writeUInt32LE(word(1, 5), objectAt + 13 * 4);
    const hash = Buffer.concat([Buffer.of(32), Buffer.alloc(32, 7)]);
    const file = Buffer.concat([Buffer.from('ADB.indx'), block(0, Buffer.concat([whole, name, hash]))]);
    expect(() => readIndex(file)).toThrow('more values than any feed has');
  });

  it('whatever was done to it, is read or refused, never more', () => {
    const bytes = Buffer.from(apkIndex([apk], undefined, 'ADB.'));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[at] = value;
        try {
          readIndex(changed);
        } catch (cause) {
          expect(cause).toBeInstanceOf(Error);
          expect(cause).not.toBeInstanceOf(RangeError);
          expect(cause).not.toBeInstanceOf(TypeError);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('of a package must hold what its database lists, each as it was', () => {
    const { database, bytes } = apk;
    const hex = readIndex(apkIndex([apk], undefined))[0]?.digest.hex ?? '';
    expect(checkApkPackage(bytes, hex, LIMIT)).toBeNull();
    const [large, small] = [Buffer.from('a\n'.repeat(200)), Buffer.from('#!/bin/sh\n')];
    const withData = (data: Uint8Array[]) => checkApkPackage(adbFile({ schema: 'pckg', database, data }), hex, LIMIT);
    expect(withData([dataBlock(2, 2, large), dataBlock(3, 1, small)])).toBeNull();
    expect(withData([dataBlock(2, 2, large)])).toBe('it does not hold the files that it lists');
    expect(withData([dataBlock(3, 1, small), dataBlock(2, 2, large)])).toBe('its files are not in order');
    expect(withData([dataBlock(2, 2, large), dataBlock(3, 1, Buffer.from('#!/bin/bad'))])).toBe('a file in it was changed');
  });
});
