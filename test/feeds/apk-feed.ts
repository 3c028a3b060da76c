import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { AdbWriter, adbFile, type Value } from './adb-writer.ts';
import type { FeedServer } from './feed-server.ts';

/** A package of a made-up feed; dependencies in apk's words: `a`, `a=1`, `a>=1`, `!a`. */
export interface Apk {
  readonly name: string;
  readonly version?: string;
  readonly depends?: readonly string[];
  readonly provides?: readonly string[];
  readonly priority?: number;
  /** `ADB.`: not compressed. */
  readonly form?: 'ADBd' | 'ADB.';
}

export function makeApkKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return { privateKey, publicText: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

const signs: Readonly<Record<string, number>> = { '=': 1, '<': 2, '<=': 3, '>': 4, '>=': 5 };

function dependency(text: string): Value {
  const [, not = '', name = '', sign = '', version = ''] = /^(!?)([^<>=]+)([<>=]*)(.*)$/.exec(text) ?? [];
  const match = (signs[sign] ?? 7) + (not ? 16 : 0);
  // As apk-tools does, the operator is left out where it is `=`, and where there is no version unless it is a conflict.
  const written = sign === '' ? (not ? match : null) : match === 1 ? null : match;
  return { fields: { 1: name, ...(version ? { 2: version } : {}), ...(written === null ? {} : { 3: written }) } };
}

function info(apk: Apk): Record<number, Value> {
  return {
    1: apk.name,
    2: apk.version ?? '1-r1',
    4: `${apk.name} of a test`,
    5: 'mipsel_24kc',
    12: 300_000_000,
    ...(apk.priority === undefined ? {} : { 14: apk.priority }),
    ...(apk.depends ? { 15: apk.depends.map(dependency) } : {}),
    ...(apk.provides ? { 16: apk.provides.map(dependency) } : {}),
  };
}

/** An .apk of version 3 with two files that have content, an empty one and a link. */
export function makeApk(apk: Apk): { bytes: Uint8Array; database: Uint8Array } {
  const contents = [Buffer.from(`${apk.name}\n`.repeat(200)), Buffer.from('#!/bin/sh\n')];
  const file = (name: string, content: Uint8Array): Value => ({
    fields: {
      1: name,
      2: { fields: { 1: 0o644, 2: 'root', 3: 'root' } },
      3: content.length,
      5: createHash('sha256').update(content).digest(),
    },
  });
  const [large = Buffer.alloc(0), small = Buffer.alloc(0)] = contents;
  const link: Value = { fields: { 1: 'link', 6: Buffer.concat([Buffer.of(0, 0xa0), Buffer.from('large')]) } };
  const paths: Value = [
    { fields: { 1: '' } },
    { fields: { 1: 'sbin', 3: [file('empty', Buffer.alloc(0)), file('large', large), link] } },
    { fields: { 1: 'usr', 3: [file('small', small)] } },
  ];
  const database = new AdbWriter().database({ fields: { 1: { fields: info(apk) }, 2: paths } });
  const data = [dataBlock(2, 2, large), dataBlock(3, 1, small)];
  return { bytes: adbFile({ schema: 'pckg', database, data }, apk.form), database };
}

export function dataBlock(folder: number, file: number, content: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(folder, 0);
  head.writeUInt32LE(file, 4);
  return Buffer.concat([head, content]);
}

export function apkIndex(
  apks: readonly (Apk & { bytes: Uint8Array; database: Uint8Array })[],
  key: KeyObject | undefined,
  form?: 'ADBd' | 'ADBc' | 'ADB.',
): Uint8Array {
  const packages = apks.map((apk) => ({
    fields: { ...info(apk), 3: createHash('sha256').update(apk.database).digest(), 13: apk.bytes.length },
  }));
  const database = new AdbWriter().database({ fields: { 1: 'a feed', 2: packages } });
  return adbFile({ schema: 'indx', database, key }, form);
}

/** Puts a folder of packages with its index on the server; returns the package files by name. */
export function putApkFeed(server: FeedServer, folder: string, apks: readonly Apk[], key: KeyObject | undefined): Map<string, Uint8Array> {
  const made = apks.map((apk) => ({ ...apk, ...makeApk(apk) }));
  for (const { name, version = '1-r1', bytes } of made) server.put(`${folder}/${name}-${version}.apk`, bytes);
  server.put(`${folder}/packages.adb`, apkIndex(made, key));
  return new Map(made.map(({ name, bytes }) => [name, bytes]));
}
