import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { modes } from '../../electron/contract/words.ts';
import { type BundleDongle, buildBundle } from '../../electron/openwrt/index.ts';
import { formatUci, section } from '../../electron/openwrt/uci.ts';
import { parseUci } from '../../electron/openwrt/uci-parse.ts';
import { listReleases } from '../../modem-db/openwrt/index.ts';
import { someOf } from '../support/some-of.ts';
import { dialOf, dongles, text } from './inputs.ts';
import { optionRecorder, optionsAlone } from './options-alone.ts';
import { shell } from './router.ts';

const setup = 'etc/uci-defaults/99-modem-bench';
const mark = 'EXECUTED';

const hostile = fc.constantFrom(
  '$(',
  ')',
  '`',
  "'",
  '"',
  '\\',
  ';',
  '|',
  '&',
  '#',
  '*',
  '?',
  ' ',
  '\n',
  '\t',
  '$HOME',
  '-',
  '\u0001',
  'é',
  '\u202e',
  `>${mark}`,
  `touch ${mark}`,
);
const plain = fc.stringMatching(/^[A-Za-z0-9.@_]{1,12}$/);
const anything = fc.oneof(
  { weight: 3, arbitrary: plain },
  { weight: 3, arbitrary: fc.array(fc.oneof(plain, hostile), { maxLength: 5 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ maxLength: 300 }) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'!#$%&()+,./:;<=>@^_`{|}~aZ09'), maxLength: 60 }) },
);
/** What `plain` makes, and now and then what an attacker would. */
const mostly = (usual: fc.Arbitrary<string>, length: number) =>
  fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: anything.map((value) => value.slice(0, length)) });
const domain = fc.stringMatching(/^[a-z0-9]{1,10}(\.[a-z]{2,5}){1,2}$/);
const address = fc.oneof(fc.ipV4(), fc.ipV6(), domain);
const onRouter = fc.record(
  {
    way: fc.oneof(
      { weight: 3, arbitrary: fc.constant('mode') },
      { weight: 2, arbitrary: fc.constantFrom('modemmanager', 'directip', 'dial') },
    ),
    v6apn: mostly(plain, 1000),
    plmn: mostly(fc.oneof({ weight: 1, arbitrary: fc.constant('') }, { weight: 3, arbitrary: fc.stringMatching(/^[1-9][0-9]{4,5}$/) }), 10),
    profile: fc.option(fc.integer({ min: 1, max: 16 })),
    delay: fc.option(fc.integer({ min: 0, max: 600 })),
    dialNumber: mostly(fc.stringMatching(/^\*99(\*{3}[1-9])?#$/), 100),
    usbPort: mostly(fc.stringMatching(/^[1-9]-[1-9](\.[1-9]){0,3}$/), 100),
    usbSerial: mostly(fc.stringMatching(/^[ -~]{0,20}$/), 126),
    modeAtConnect: fc.boolean(),
    fccAuth: fc.boolean(),
    resetAtBoot: fc.boolean(),
    zone: mostly(fc.stringMatching(/^[a-z][a-z0-9_]{1,9}$/), 100),
    rebindDomains: fc.array(mostly(domain, 253), { maxLength: 3 }),
    watchdog: fc.option(
      fc.record({
        addresses: fc.array(
          mostly(address, 253).filter((text) => text !== ''),
          { minLength: 1, maxLength: 3 },
        ),
      }),
    ),
    secrets: fc.constantFrom('bundle', 'router'),
  },
  { requiredKeys: ['way'] },
);
const wished = fc
  .record({
    mode: fc.constantFrom(...modes),
    router: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...listReleases().map(({ version }) => version)) },
      { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 9 }) },
    ),
    apn: fc.oneof(
      { weight: 8, arbitrary: plain },
      { weight: 8, arbitrary: anything },
      { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{60,90}$/) },
    ),
    username: fc.oneof(fc.constant(''), anything),
    password: fc.oneof(fc.constant(''), anything),
    auth: fc.constantFrom('none', 'pap', 'chap', 'both'),
    pdpType: fc.constantFrom('ipv4', 'ipv6', 'ipv4v6'),
    pin: fc.oneof(
      { weight: 3, arbitrary: fc.constant('') },
      { weight: 3, arbitrary: fc.stringMatching(/^[0-9]{4,8}$/) },
      { weight: 1, arbitrary: anything.map((pin) => pin.slice(0, 100)) },
    ),
    interfaceName: fc.oneof(
      { weight: 8, arbitrary: fc.stringMatching(/^[A-Za-z0-9_]{1,10}$/) },
      { weight: 1, arbitrary: anything.map((name) => name.slice(0, 100)) },
    ),
    metric: fc.integer({ min: 0, max: 65535 }),
    networkMode: fc.constantFrom('keep', 'auto', 'nr', 'lte', 'umts', 'gsm'),
    onRouter,
  })
  .map((raw) => Wishes.parse(raw));

const codes = [
  'APN_MANDATORY',
  'APN_QUOTE',
  'APN_CONTROL_CHARACTER',
  'APN_TOO_LONG',
  'PIN_MALFORMED',
  'PORT_UNKNOWN',
  'CREDENTIAL_REFUSED',
  'INTERFACE_NAME_INVALID',
  'ROUTER_UNKNOWN',
  'WISH_INVALID',
];

/** A dongle of the mode, and of the make that the way is for, or one whose call is known. */
function dongleFor({ mode, onRouter: { way } }: Wishes): BundleDongle {
  if (way === 'dial') return { ...dongles[mode], dial: dialOf('fibocom-fm350') };
  return way === 'directip' ? { ...dongles[mode], vendorFamily: 'sierra', manufacturer: 'Sierra Wireless, Inc.' } : dongles[mode];
}

/** What the options of the wishes have to be, from the wishes alone. */
function expected(wishes: Wishes): Record<string, string> {
  const { way, secrets, plmn } = wishes.onRouter;
  const modem = way === 'dial' || (wishes.mode !== 'ecm' && wishes.mode !== 'rndis');
  const here = secrets === 'bundle';
  return Object.fromEntries(
    Object.entries({
      apn: modem ? wishes.apn : '',
      username: modem ? wishes.username : '',
      password: modem && here ? wishes.password : '',
      pincode: modem && here ? wishes.pin : '',
      plmn,
      metric: wishes.metric === 0 ? '' : String(wishes.metric),
    }).filter(([, value]) => value !== ''),
  );
}

describe('any wishes at all', () => {
  it('give a script that the shell reads and whose UCI is as wished, or a refusal with a code; nothing is executed', async () => {
    const accepted: { wishes: Wishes; script: string; programs: readonly string[] }[] = [];
    const refused = new Map<string, number>();
    for (const wishes of fc.sample(wished, { numRuns: 10_000, seed: 20_26 })) {
      try {
        const { contents } = await buildBundle({ wishes, dongle: dongleFor(wishes), generator: 'test' });
        const programs = contents
          .flatMap(({ path, data }) => (path === setup ? [] : [new TextDecoder().decode(data)]))
          .filter((each) => each.startsWith('#!/bin/sh'));
        accepted.push({ wishes, script: text(contents, setup), programs });
      } catch (error) {
        if (!(error instanceof BenchError)) throw error;
        refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
      }
    }
    // Both ways have to be walked, and every refusal met, or this shows little.
    expect(accepted.length).toBeGreaterThan(800);
    for (const way of ['mode', 'modemmanager', 'directip', 'dial'])
      expect(accepted.filter(({ wishes }) => wishes.onRouter.way === way).length).toBeGreaterThan(20);
    expect([...refused.keys()].sort()).toEqual([...codes].sort());

    const folder = mkdtempSync(join(tmpdir(), 'wishes-'));
    try {
      const programs = [...new Set(accepted.flatMap((each) => each.programs))];
      programs.forEach((program, i) => {
        writeFileSync(join(folder, `program-${i}`), program);
        const [name, ...args] = shell;
        expect(spawnSync(name, [...args, '-n', join(folder, `program-${i}`)], { encoding: 'utf8' }).stderr).toBe('');
      });
      // Every script through `sh -n`, a hundred a process; then each is read by itself, with its options put by a recorder in place of uci.
      const read = someOf(accepted, 400);
      for (let at = 0; at < read.length; at += 100) {
        const batch = read.slice(at, at + 100);
        batch.forEach(({ script }, i) => {
          writeFileSync(join(folder, `${i}.put`), optionsAlone(script));
        });
        writeFileSync(join(folder, 'all.sh'), batch.map(({ script }) => script).join('\n'));
        const [program, ...args] = shell;
        const runner = `
cd "$1" || exit 9
${optionRecorder}
${shell.join(' ')} -n ./all.sh || exit 8
i=0
while [ $i -lt ${batch.length} ]; do
  ( . ./$i.put ) >$i.out || exit 7
  i=$((i + 1))
done`;
        writeFileSync(join(folder, 'runner'), runner);
        const { status, stderr } = spawnSync(program, [...args, join(folder, 'runner'), folder], { encoding: 'utf8' });
        expect([status, stderr]).toEqual([0, '']);
        batch.forEach(({ wishes }, i) => {
          const put = readFileSync(join(folder, `${i}.out`), 'utf8')
            .split('\0')
            .slice(0, -1);
          expect(put.length).toBeGreaterThan(0);
          const pairs = put.map((line) => {
            const path = line.slice(0, line.indexOf('='));
            expect(path).toMatch(new RegExp(`^network\\.${wishes.interfaceName}\\.[a-z0-9_]+$`));
            return [path.slice(path.lastIndexOf('.') + 1), line.slice(line.indexOf('=') + 1)] as const;
          });
          const made = parseUci(formatUci({ sections: [section('interface', wishes.interfaceName, pairs)] })).sections[0];
          const options = Object.fromEntries(made?.options ?? []);
          expect(options).toMatchObject(expected(wishes));
          // What is not wished, or not the router's to carry out, is not there either.
          for (const name of ['apn', 'username', 'password', 'pincode', 'metric', 'plmn'])
            expect(name in options, name).toBe(name in expected(wishes));
          // The one value that a handler gives to a shell without quotes.
          if (options['proto'] === '3g') expect(options['apn'] ?? '').toMatch(/^[A-Za-z0-9._@+-]*$/);
        });
      }
      expect(spawnSync('find', [folder, '-name', `*${mark}*`], { encoding: 'utf8' }).stdout).toBe('');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
