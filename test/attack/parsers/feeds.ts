import { deflateRawSync } from 'node:zlib';
import { adbSchemas, readAdb } from '../../../electron/feeds/adb.ts';
import { readApkIndex } from '../../../electron/feeds/apk-index.ts';
import { checkApkPackage } from '../../../electron/feeds/apk-package.ts';
import { checkApkSignature, readApkKey } from '../../../electron/feeds/apk-signature.ts';
import { readPackagesIndex } from '../../../electron/feeds/opkg-index.ts';
import { resolvePackages } from '../../../electron/feeds/resolve.ts';
import { Profiles, readManifest } from '../../../electron/feeds/target-files.ts';
import { checkUsign, readUsignKey } from '../../../electron/feeds/usign.ts';
import { type Apk, apkIndex, makeApk, makeApkKey } from '../../feeds/apk-feed.ts';
import { makeUsignKey, usignFile } from '../../feeds/opkg-feed.ts';
import { bytesOf, mutated, mutatedText } from './mutate.ts';
import { type Prey, plainError } from './prey.ts';

const sum = 'a'.repeat(64);
const paragraph = (name: string, more: string) =>
  `Package: ${name}\nVersion: 1.2-r3\n${more}Filename: ${name}_1.2-r3_mipsel_24kc.ipk\nSize: 100\nSHA256sum: ${sum}\nDescription:  one\n two\n \n three\n\n`;
const index = [
  paragraph('uqmi', 'Depends: libc, libubox (>= 1.2), wwan | b (=3), kernel (=6.6.1~ab-r1)\n'),
  paragraph('libubox', 'Provides: libubox-any, y (= 2)\nConflicts: z (<< 3)\n'),
  paragraph('wwan', 'Depends: libc, libubox (>=1.5-1) (<2)\n'),
].join('');
const indexBytes = [bytesOf(index)];
const words = ['Depends: ', ' (>= ', ')', '|', ', ', '\n\n', ': ', '../', '\u001b[2J', 'Package: a\n'].map(bytesOf);

export const opkg: Prey = {
  name: 'opkg index',
  may: plainError,
  feed: (random) => {
    const feeds = readPackagesIndex(mutatedText(random, indexBytes, words), 'https://x/');
    for (const { file } of feeds) if (/[/\\]|^\.|[^ -~]/.test(file)) throw new TypeError(`a file called ${file}`);
    const installed = new Map([
      ['kernel', '6.6.1~ab-r1'],
      ['libc', '1'],
    ]);
    resolvePackages(['uqmi'], { installed, feeds, release: '24.10.8', target: 'ramips/mt7621' });
  },
};

const apks: Apk[] = [
  { name: 'uqmi', version: '2024.08.25-r1', depends: ['libc', 'libubox>=1', '!z'], provides: ['x=1'] },
  { name: 'libubox', depends: ['libc'], priority: 3 },
  { name: 'wwan', version: '1-r2' },
];
const made = apks.map((apk) => ({ ...apk, ...makeApk(apk) }));
const key = makeApkKey();
const plain = apkIndex(made, key.privateKey, 'ADB.');
const packedIndex = apkIndex(made, key.privateKey, 'ADBd');
const apkKey = readApkKey(key.publicText);
const keys = apkKey ? [apkKey] : [];
const plainPackage = makeApk({ name: 'uqmi', form: 'ADB.' });

export const apk: Prey = {
  name: 'apk index',
  may: plainError,
  feed: (random) => {
    const raw = random.oneIn(4)
      ? mutated(random, [packedIndex])
      : random.oneIn(3)
        ? Buffer.concat([Buffer.from('ADBd'), deflateRawSync(mutated(random, [plain]), { level: 1 })])
        : mutated(random, [plain]);
    const adb = readAdb(raw, adbSchemas.index, 1_000_000);
    const holds = checkApkSignature(adb, keys) === null;
    const packages = readApkIndex(adb, 'https://x/');
    for (const { file } of packages) if (/[/\\]|^\.|[^ -~]/.test(file)) throw new TypeError(`a file called ${file}`);
    const [first] = packages;
    if (holds && first !== undefined && first.name !== 'uqmi') throw new TypeError('a changed index whose signature holds');
  },
};

export const apkPackages: Prey = {
  name: 'apk packages',
  feed: (random) => {
    const hex = Buffer.from(plainPackage.database).toString('hex').slice(0, 40);
    checkApkPackage(mutated(random, [plainPackage.bytes]), random.oneIn(2) ? hex : '', 1_000_000);
  },
};

const usign = makeUsignKey();
const signature = usignFile(bytesOf(index), usign);
const usignKey = readUsignKey(usign.publicText);
const manifest = bytesOf('base-files - 1-r2\nkernel - 6.6.1~ab-r1\nuqmi - 2024-r1\n');
const profiles = bytesOf(
  JSON.stringify({
    arch_packages: 'mipsel_24kc',
    target: 'ramips/mt7621',
    version_number: '24.10.8',
    linux_kernel: { version: '6.6.1', release: '1', vermagic: 'ab' },
    profiles: { x: { titles: [] } },
  }),
);

export const targets: Prey = {
  name: 'targets and keys',
  may: (error) => plainError(error) || error instanceof SyntaxError,
  feed: (random) => {
    switch (random.below(5)) {
      case 0: {
        const text = mutatedText(random, [bytesOf(signature)]);
        if (checkUsign(bytesOf(`${index}x`), text, usignKey ? [usignKey] : []) === null)
          throw new TypeError('a signature of something else holds');
        return;
      }
      case 1:
        readUsignKey(mutatedText(random, [bytesOf(usign.publicText)]));
        return;
      case 2:
        readApkKey(mutatedText(random, [bytesOf(key.publicText)]));
        return;
      case 3:
        Profiles.safeParse(JSON.parse(mutatedText(random, [profiles])));
        return;
      default:
        readManifest(mutatedText(random, [manifest]));
    }
  },
};
