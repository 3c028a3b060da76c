import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inputOfModel } from '../../electron/bench/export-facts/input-of-model.ts';
import { findKnownModel } from '../../electron/cli/export.ts';
import { ExportDocument, ExportMatrixDocument, exitCodes } from '../../electron/contract/documents.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import { Manifest } from '../../electron/contract/manifest.ts';
import { texts } from '../../electron/contract/text.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import { type Bundle, buildBundle } from '../../electron/openwrt/bundle.ts';
import { newIdLines } from '../../electron/openwrt/new-id-lines.ts';
import { parseUci } from '../../electron/openwrt/uci-parse.ts';
import { DIAL_PROTO, dialOptions } from '../../electron/openwrt/writers/dial.ts';
import { loadDb } from '../../modem-db/db.ts';
import { findRelease, listReleases } from '../../modem-db/openwrt/index.ts';
import { UsbModeFile } from '../../modem-db/openwrt/usbmode/schema.ts';
import { makeApkKey, putApkFeed } from '../feeds/apk-feed.ts';
import { FeedServer } from '../feeds/feed-server.ts';
import { makeUsignKey } from '../feeds/opkg-feed.ts';
import { putOpkgRelease } from '../feeds/opkg-release.ts';
import { putTarget } from '../feeds/release.ts';
import { routerBackup } from '../openwrt/backup/router-backup.ts';
import { networks } from '../openwrt/stock.ts';
import { shown } from '../openwrt/uci-print.ts';
import { manifestIn } from '../support/exported.ts';
import { someOf } from '../support/some-of.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { cli, withoutInput } from './run-cli.ts';

const db = loadDb();
const releases = ['21.02.0', '21.02.7', '22.03.7', '23.05.0', '23.05.6', '24.10.0', '24.10.8', '25.12.0', '25.12.5'];

interface Row {
  readonly model: string;
  readonly mode: Mode;
  readonly way?: Wishes['onRouter']['way'];
  readonly proto: string;
  /** What `device` is until the router has found it otherwise; undefined: our protocol has none. */
  readonly device: string | RegExp | undefined;
}

/** Made by the router at each attach. */
const link = '/dev/modem-bench/wwan';

/** Every way of going online of the table, with dongles that go that way. */
const rows: readonly Row[] = [
  { model: 'quectel-ec25', mode: 'qmi', proto: 'qmi', device: link },
  { model: 'huawei-qmi', mode: 'qmi', proto: 'qmi', device: link },
  { model: 'huawei-ncm', mode: 'ncm', proto: 'ncm', device: link },
  { model: '12d1:1506', mode: 'ncm', proto: 'ncm', device: link },
  { model: 'fibocom-l850', mode: 'ncm', proto: 'atdial', device: undefined },
  { model: '0e8d:7127', mode: 'rndis', proto: 'atdial', device: undefined },
  { model: 'quectel-ec25', mode: 'mbim', proto: 'mbim', device: link },
  { model: 'dell-dw5821e', mode: 'mbim', proto: 'mbim', device: link },
  { model: 'dell-dw5821e', mode: 'qmi', proto: 'qmi', device: link },
  { model: 'sierra-mc7355', mode: 'qmi', proto: 'qmi', device: link },
  { model: 'huawei-e173', mode: 'ppp', proto: '3g', device: link },
  { model: 'quectel-ec25', mode: 'rndis', proto: 'dhcp', device: 'usb0' },
  { model: 'quectel-ec25', mode: 'ecm', proto: 'dhcp', device: 'usb0' },
  { model: 'huawei-hilink', mode: 'ecm', proto: 'dhcp', device: 'usb0' },
  { model: '1199:68a3', mode: 'ppp', way: 'directip', proto: 'directip', device: link },
  { model: 'quectel-ec25', mode: 'qmi', way: 'modemmanager', proto: 'modemmanager', device: /^\/sys\/./ },
  { model: 'huawei-ncm', mode: 'ncm', way: 'dial', proto: 'atdial', device: undefined },
];

function bundleOf(model: string, wishes: Partial<Wishes> & Pick<Wishes, 'mode' | 'router'>, way: Row['way'] = 'mode'): Promise<Bundle> {
  const all = Wishes.parse({ apn: 'internet', ...wishes, onRouter: { way } });
  return buildBundle(inputOfModel(findKnownModel(model, db), all, { db, version: '0' }));
}

/** Text of a file of the archive, by its end. */
function fileOf({ files }: Bundle, end: string): string {
  const tar = gunzipSync(files[0]?.data ?? new Uint8Array());
  for (let at = 0; at < tar.length && tar[at] !== 0; ) {
    const name = tar
      .subarray(at, at + 100)
      .toString('latin1')
      .replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.subarray(at + 124, at + 135).toString('latin1'), 8);
    if (name.endsWith(end)) return tar.subarray(at + 512, at + 512 + size).toString('utf8');
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no file ${end}`);
}

/** A bundle as one text: comparing its bytes one by one takes most of a second. */
function written(bundle: Bundle): string {
  return JSON.stringify(bundle, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value));
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const thrown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof BenchError ? thrown.code : String(thrown);
}

describe('a bundle without a dongle', () => {
  const grid = rows.flatMap((row) => releases.map((router) => ({ ...row, router, label: row.way ?? row.mode })));
  it.each(someOf(grid, 40))('$model $label on $router', async ({ model, mode, way, proto, device, router }) => {
    const bundle = await bundleOf(model, { mode, router }, way);
    expect(Manifest.parse(JSON.parse(Buffer.from(bundle.files[1]?.data ?? []).toString()))).toEqual(bundle.manifest);
    const { manifest, plan } = bundle;
    expect([manifest.proto, plan.options.find(([name]) => name === 'device')?.[1]]).toEqual([
      proto,
      device instanceof RegExp ? expect.stringMatching(device) : device,
    ]);
    expect([manifest.dongle.imei, manifest.dongle.iccid]).toEqual([null, null]);
    const known = findRelease(router);
    const own = proto === DIAL_PROTO ? dialOptions : Object.entries(known?.protos ?? {}).find(([name]) => name === proto)?.[1].options;
    const options = { ...known?.interfaceOptions, ...own };
    for (const [name] of plan.options) if (name !== 'proto') expect(Object.keys(options)).toContain(name);
    expect(fileOf(bundle, 'etc/uci-defaults/99-modem-bench')).toContain(`'${proto}'`);
    expect(written(await bundleOf(model, { mode, router }, way))).toBe(written(bundle));
  });

  it.each([
    // The table of option has its QMI interface as a port, which no id changes.
    ['19d2:0189', 'qmi', 'mode', '21.02.0', 'DRIVER_NOT_IN_RELEASE'],
    ['quectel-ec25', 'ppp', 'mode', '24.10.8', 'MODE_NOT_OFFERED'],
    ['huawei-e173', 'ecm', 'mode', '24.10.8', 'STEP_REFUSED_LOCKOUT'],
    ['12d1:1506', 'ppp', 'mode', '24.10.8', 'PORT_UNKNOWN'],
    ['huawei-ncm', 'ncm', 'directip', '24.10.8', 'WISH_INVALID'],
    ['huawei-ncm', 'ncm', 'mode', '24.10.99', 'ROUTER_UNKNOWN'],
    ['no such dongle', 'ncm', 'mode', '24.10.8', 'MODEL_UNKNOWN'],
    ['R2', 'qmi', 'mode', '24.10.8', 'MODEL_UNKNOWN'],
    ['LTE Modem', 'qmi', 'mode', '24.10.8', 'MODEL_UNKNOWN'],
    ['3G', 'ppp', 'mode', '24.10.8', 'MODEL_UNKNOWN'],
    ['05c6:9008', 'qmi', 'mode', '24.10.8', 'MODEM_NOT_RUNNING'],
    ['1199:9070', 'ppp', 'mode', '24.10.8', 'MODEM_NOT_RUNNING'],
    ['huawei', 'ncm', 'mode', '24.10.8', 'MODEL_AMBIGUOUS'],
  ] as const)('%s %s by %s on %s is refused: %s', async (model, mode, way, router, code) => {
    const attempt = async () => bundleOf(model, { mode, router }, way);
    expect(await codeOf(attempt())).toBe(code);
  });

  it.each([
    ['2c7c:030b', 'qmi', '24.10.8', ['option1 - 2c7c 030b ff 2c7c 0296', 'qmi_wwan 4 2c7c 030b ff 2c7c 0125']],
    ['quectel-rm520n', 'qmi', '21.02.0', ['option1 - 2c7c 0801 ff 2c7c 0296', 'qmi_wwan 4 2c7c 0801 ff 2c7c 0125']],
    ['quectel-rm520n', 'qmi', '21.02.7', []],
    ['fibocom-fm650', 'ncm', '22.03.0', ['option1 - 2cb7 0a05 ff']],
    ['gosuncn-gm800', 'qmi', '25.12.5', ['option1 - 305a 1421 ff 05c6 6001', 'qmi_wwan 3 305a 1421 ff 2c7c 0125']],
  ] as const)('gives drivers of the release that lack %s in %s on %s its id', async (model, mode, router, lines) => {
    const wishes = Wishes.parse({ apn: 'internet', mode, router });
    const { dongle } = inputOfModel(findKnownModel(model, db), wishes, { db, version: '0' });
    expect(newIdLines(dongle.newIds ?? [])).toBe(lines.map((line) => `${line}\n`).join(''));
    for (const { kmod } of dongle.newIds ?? []) expect(kmod).toMatch(/^kmod-usb-/);
    // ncm.sh of no release knows Fibocom's NCM.
    expect((await bundleOf(model, { mode, router })).manifest.proto).toBe(model === 'fibocom-fm650' ? 'atdial' : mode);
  });

  it('goes on to a release whose drivers take the dongle', async () => {
    const { manifest } = await bundleOf('quectel-rm520n', { mode: 'qmi', router: '21.02.7' });
    expect(manifest.proto).toBe('qmi');
  });

  it('corrects what the release would do to the dongle, and nothing where it does right', async () => {
    // Huawei's method sends its request to a modem that shares the id of its disc: the stock entry goes on after the switch.
    const wrong = await bundleOf('huawei-e173', { mode: 'ppp', router: '24.10.8' });
    expect(wrong.manifest.parts).toContain('usb-mode');
    expect(fileOf(wrong, 'etc/uci-defaults/99-modem-bench')).toContain('12d1:1001');
    expect((await bundleOf('huawei-ncm', { mode: 'ncm', router: '24.10.8' })).manifest.parts).not.toContain('usb-mode');
  });

  /** What the bundle has usbmode do with an id, by its own file for it. */
  const usbModeOf = (bundle: Bundle, id: string) => {
    const setup = fileOf(bundle, 'etc/uci-defaults/99-modem-bench');
    const files = [...setup.matchAll(/^\t\t'[0-9a-f]{4}:[0-9a-f]{4} (\{"messages".*\})'/gm)].map(([, json]) =>
      UsbModeFile.parse(JSON.parse(json ?? '')),
    );
    const file = files.find(({ devices }) => devices[id] !== undefined);
    return (
      file && Object.entries(file.devices[id] ?? {}).map(([match, { msg = [], ...e }]) => [match, e, msg.map((at) => file.messages[at])])
    );
  };

  it('has the router send a disc the switch that leads to the mode, where that is another than the usual one', async () => {
    const fallback = '55534243123456780000000000000011063000000100010000000000000000';
    const older = '55534243123456780000000000000011062000000100000000000000000000';
    const alternative = '55534243123456780000000000000011063000000000010000000000000000';
    for (const router of releases) {
      const serial = await bundleOf('12d1:157d', { mode: 'ppp', router });
      expect([serial.manifest.proto, serial.manifest.dongle.pid]).toEqual(['3g', '1001']);
      expect(usbModeOf(serial, '12d1:157d')).toEqual([['*', { response: true }, [fallback]]]);
      expect(usbModeOf(await bundleOf('12d1:1f01', { mode: 'ppp', router }), '12d1:1f01')).toEqual([['*', { response: true }, [older]]]);
      const ncm = await bundleOf('12d1:1f01', { mode: 'ncm', router });
      expect([ncm.manifest.proto, usbModeOf(ncm, '12d1:1f01')]).toEqual(['ncm', [['*', { response: true }, [alternative]]]]);
      for (const disc of ['12d1:157d', '12d1:1f01']) {
        const usual = await bundleOf(disc, { mode: 'ecm', router });
        expect([usual.manifest.proto, usbModeOf(usual, disc)]).toEqual(['dhcp', undefined]);
      }
    }
  });

  it('of a disc is refused nothing for what another switch of it leads to', async () => {
    for (const disc of ['12d1:157d', '12d1:1f01']) expect(findKnownModel(disc, db).refused).toEqual(new Map());
  });

  it('takes no other switch for a modem that a usual one leads to, and takes it for one that none leads to', async () => {
    // By its name, since the id is that of a disc as well, which would be meant.
    const name = db.compositionsOf(['12d1:1001']).find(({ mode }) => mode === 'ppp')?.name ?? '';
    const serial = await bundleOf(name, { mode: 'ppp', router: '24.10.8' });
    expect(serial.manifest.dongle.pid).toBe('1001');
    expect([usbModeOf(serial, '12d1:157d'), usbModeOf(serial, '12d1:1f01')]).toEqual([undefined, undefined]);
    expect(usbModeOf(await bundleOf('12d1:155e', { mode: 'ncm', router: '24.10.8' }), '12d1:1f01')).toHaveLength(1);
  });

  it('switches what OpenWrt’s table has since a release, or not at all', async () => {
    const e5785 = (router: string) => bundleOf('3426:1f01', { mode: 'ecm', router });
    expect(usbModeOf(await e5785('23.05.6'), '3426:1f01')).toEqual([['*', { mode: 'HuaweiNew' }, []]]);
    expect(usbModeOf(await e5785('24.10.8'), '3426:1f01')).toBeUndefined();
    const brovi = await bundleOf('3566:2001', { mode: 'rndis', router: '24.10.8' });
    expect([brovi.manifest.proto, usbModeOf(brovi, '3566:2001')]).toEqual(['dhcp', [['*', { mode: 'HuaweiNew', t_class: 8 }, []]]]);
  });

  it.each([
    ['dell-dw5821e', 'qmi', '413c 81d7 1', '413c:81d7'],
    ['sierra-mc7355', 'qmi', '1199 9041 1', '1199:9041'],
  ] as const)('has the router put %s into the configuration of its mode, and keeps usbmode off', async (model, mode, ids, aside) => {
    for (const router of releases) {
      const made = await bundleOf(model, { mode, router });
      expect(made.manifest.parts).toEqual(['usb-mode-aside', 'configuration', 'control-node']);
      expect(made.manifest.warnings.map(({ key }) => key)).not.toContain('bundle.warnings.configuration-not-kept');
      const setup = fileOf(made, 'etc/uci-defaults/99-modem-bench');
      expect(setup).toContain(`\nconfiguration='${ids}'\n`);
      expect(setup).toContain(`"devices":{"${aside}":{}}`);
    }
    // The one that the kernel chooses by itself.
    expect((await bundleOf(model, { mode: 'mbim', router: '24.10.8' })).manifest.parts).not.toContain('configuration');
  });

  it('sends the commands of the packet domain only where that is wished for, and known', async () => {
    const model = findKnownModel('quectel-ec25', db);
    const inputOf = (packetDomain: Wishes['packetDomain'], packetDomainAtAttach: boolean) =>
      inputOfModel(model, Wishes.parse({ mode: 'qmi', router: '24.10.8', packetDomain, onRouter: { packetDomainAtAttach } }), {
        db,
        version: '0',
      });
    expect(inputOf('packet', true).attachCommands).toEqual(['AT+QCFG="servicedomain",1,1']);
    expect(inputOf('packet', false).attachCommands).toEqual([]);
    expect(inputOf('keep', true).attachCommands).toEqual([]);
  });
});

describe('modem-bench export', () => {
  const argv = process.argv;
  let server: FeedServer;
  let out: string;
  beforeEach(async () => {
    out = join(temporaryFolder(), 'out');
    server = new FeedServer();
    await server.start();
  });
  afterEach(async () => {
    await server.stop();
    vi.restoreAllMocks();
    process.argv = argv;
    process.exitCode = undefined;
  });

  const line = (router = '25.12.5') => [
    'export',
    '--model',
    'huawei-ncm',
    '--mode',
    'ncm',
    '--router',
    router,
    '--apn',
    'internet',
    '--out',
    out,
  ];

  it('writes the bundle, and prints one document', async () => {
    const { printed, code } = await cli(...line(), '--json', '--language', 'ru');
    expect(code).toBe(exitCodes.done);
    const { failure, bundle, manifest } = ExportDocument.parse(JSON.parse(printed));
    expect(failure).toBeNull();
    const stem = manifest?.archive.name.replace(/\.tar\.gz$/, '');
    expect(readdirSync(out).sort()).toEqual(['.tar.gz', '-manifest.json', '.html', '-first-boot.sh'].map((end) => `${stem}${end}`).sort());
    expect(manifestIn(out)).toEqual(manifest);
    expect(readFileSync(join(out, `${stem}.html`), 'utf8')).toContain('<html lang="ru">');
    expect(bundle?.sha256).toBe(manifest?.archive.sha256);
  });

  it('keeps what an earlier export wrote, prints the paths that the files got, and says where they were there already', async () => {
    const exported = async (apn: string) => {
      const { printed, code } = await cli(...line(), '--json', '--apn', apn);
      expect(code).toBe(exitCodes.done);
      const { bundle, manifest } = ExportDocument.parse(JSON.parse(printed));
      expect(manifest?.archive.name).toBe(basename(bundle?.archive ?? ''));
      return bundle;
    };
    const first = await exported('first');
    const bytes = readFileSync(first?.archive ?? '');
    const second = await exported('second');
    expect(second?.archive).toBe(first?.archive.replace('.tar.gz', '-2.tar.gz'));
    expect(readFileSync(first?.archive ?? '').equals(bytes)).toBe(true);
    expect(await exported('second')).toEqual({ ...second, alreadyThere: true });
    const { printed } = await cli(...line(), '--apn', 'second', '--language', 'en');
    for (const path of second?.files ?? []) expect(printed).toContain(`-> ${path}`);
    expect(printed).toContain(texts.en.bundle['already-there']);
    expect(readdirSync(out)).toHaveLength(8);
  });

  it('leaves secrets out with --no-secrets, and keeps them from others without', async () => {
    const { printed: with1234 } = await cli(...line(), '--pin', '1234', '--accept', 'untried-pin', '--json');
    const open = ExportDocument.parse(JSON.parse(with1234)).bundle?.archive ?? '';
    expect(statSync(open).mode & 0o777).toBe(0o600);
    expect(gunzipSync(readFileSync(open)).includes('1234')).toBe(true);
    const { printed } = await cli(...line(), '--pin', '9753', '--no-secrets', '--json');
    const { manifest, bundle } = ExportDocument.parse(JSON.parse(printed));
    expect(manifest?.parts).toContain('secrets-on-router');
    expect(gunzipSync(readFileSync(bundle?.archive ?? '')).includes('9753')).toBe(false);
    for (const name of readdirSync(out)) expect(readFileSync(join(out, name), 'latin1')).not.toContain('9753');
  });

  it.each([
    [[], { inFile: false, warned: true }],
    [['--accept', 'untried-pin'], { inFile: true, warned: false }],
  ])('a PIN that no SIM has taken, with %j', async (accept, expected) => {
    vi.stubEnv('MODEM_BENCH_PIN', '9753');
    const { printed, code } = await cli(...line(), ...accept, '--json');
    vi.unstubAllEnvs();
    expect(code).toBe(exitCodes.done);
    const { manifest, bundle } = ExportDocument.parse(JSON.parse(printed));
    const warned = bundle?.warnings.some(({ key }) => key === 'bundle.warnings.pin-left-out');
    expect({ inFile: gunzipSync(readFileSync(bundle?.archive ?? '')).includes('9753'), warned }).toEqual(expected);
    expect(manifest?.wishes.hasPin).toBe(expected.inFile);
    if (!expected.inFile) for (const name of readdirSync(out)) expect(readFileSync(join(out, name), 'latin1')).not.toContain('9753');
  });

  it('hands the options of the router on', async () => {
    const { printed } = await cli(
      ...line(),
      ...[
        '--watchdog',
        '192.0.2.1',
        '--watchdog',
        'example.org',
        '--watchdog-every',
        '30',
        '--no-watchdog-reset',
        '--rebind-domain',
        'my.example',
      ],
      ...['--zone', 'internet', '--delay', '15', '--profile', '2', '--json'],
    );
    expect(ExportDocument.parse(JSON.parse(printed)).manifest?.wishes.onRouter).toMatchObject({
      watchdog: { addresses: ['192.0.2.1', 'example.org'], everySeconds: 30, failures: 5, resetsModem: false },
      rebindDomains: ['my.example'],
      zone: 'internet',
      delay: 15,
      profile: 2,
    });
  });

  it.each([
    [['export', '--json'], 'USAGE', exitCodes.usage],
    [['export', '--model', 'huawei-ncm', '--mode', 'ncm', '--out', 'x', '--json'], 'USAGE', exitCodes.usage],
    [['export', '--bogus', '--json'], 'USAGE', exitCodes.usage],
    [['export', '--model', 'huawei-ncm', '--mode', 'ncm', '--router', '24.10.8', '--out', '', '--json'], 'USAGE', exitCodes.usage],
    [
      ['export', '--model', 'nothing', '--mode', 'ncm', '--router', '24.10.8', '--out', 'x', '--json'],
      'MODEL_UNKNOWN',
      exitCodes.noSuchDongle,
    ],
    [
      ['export', '--model', 'huawei-ncm', '--mode', 'qmi', '--router', '24.10.8', '--out', 'x', '--json'],
      'MODE_NOT_OFFERED',
      exitCodes.refused,
    ],
    [
      ['export', '--model', 'huawei-ncm', '--mode', 'ncm', '--router', '24.10.8', '--out', 'x', '--packages', '--json'],
      'USAGE',
      exitCodes.usage,
    ],
    [
      ['export', '--model', 'huawei-ncm', '--mode', 'ncm', '--router', '24.10.8', '--out', 'x', '--target', 'a/b', '--json'],
      'USAGE',
      exitCodes.usage,
    ],
    [
      ['export', '--model', 'huawei-ncm', '--mode', 'ncm', '--router', '24.10.8', '--out', 'x', '--watchdog-every', '9', '--json'],
      'USAGE',
      exitCodes.usage,
    ],
    [
      ['export', '--model', 'huawei-ncm', '--mode', 'ncm', '--router', '24.10.8', '--out', 'x', '--delay', 'x', '--json'],
      'WISH_INVALID',
      exitCodes.refused,
    ],
  ])('%j is refused: %s', async (words, code, exit) => {
    const { printed, code: exited } = await cli(...words);
    expect(ExportDocument.parse(JSON.parse(printed)).failure?.code).toBe(code);
    expect(exited).toBe(exit);
  });

  it('prints the matrix: every release of every mode has one answer', async () => {
    const { printed } = await cli('export', '--list', '--model', 'quectel-rm520n', '--json');
    const { models, releases: all } = ExportMatrixDocument.parse(JSON.parse(printed));
    expect(all).toEqual(listReleases().map(({ version }) => version));
    const own = (models[0]?.rows ?? []).filter(({ way }) => way === 'mode');
    for (const mode of ['qmi', 'mbim', 'ncm', 'ecm', 'rndis', 'ppp'])
      expect(
        own
          .filter((row) => row.mode === mode)
          .flatMap((row) => row.releases)
          .sort(),
      ).toEqual([...all].sort());
    const qmi = own.filter(({ mode }) => mode === 'qmi');
    expect(qmi.map(({ failure, newIds }) => [failure, newIds.length])).toEqual([
      [null, 2],
      [null, 0],
    ]);
    expect(qmi[0]?.releases).toContain('21.02.0');
    const ppp = own.find(({ mode }) => mode === 'ppp');
    expect([ppp?.failure?.code, ppp?.newIds]).toEqual(['MODE_NOT_OFFERED', []]);
    for (const { failure, reason, proto } of own) expect([reason === '', proto === null]).toEqual([failure === null, failure !== null]);
    const { printed: text } = await cli('export', '--list', '--model', 'quectel-rm520n', '--language', 'ru');
    expect(text).toMatch(
      /^ {3}--mode qmi {2}21\.02\.0-21\.02\.\d.*; через new_id, option1: 2c7c 0801 ff 2c7c 0296, qmi_wwan: 2c7c 0801 ff 2c7c 0125$/m,
    );
    const refused = await cli('export', '--list', '--model', '19d2:0189', '--mode', 'qmi', '--language', 'ru');
    expect(refused.printed).toMatch(/^x {2}--mode qmi {2}21\.02\.0-/m);
  });

  it('prints a part of the matrix where that is asked for', async () => {
    const part = ['export', '--list', '--model', '19d2:0189', '--mode', 'qmi', '--router', '21.02.0', '--json'];
    const { models, releases: asked } = ExportMatrixDocument.parse(JSON.parse((await cli(...part)).printed));
    expect(asked).toEqual(['21.02.0']);
    expect(models[0]?.rows.length).toBeGreaterThan(0);
    for (const { mode, releases: of, failure } of models[0]?.rows ?? [])
      expect([mode, of, failure?.code]).toEqual(['qmi', asked, 'DRIVER_NOT_IN_RELEASE']);
  });

  it.each([
    ['--out', 'x', 'USAGE'],
    ['--router', '24.10.99', 'ROUTER_UNKNOWN'],
  ])('prints no matrix with %s %s', async (option, value, code) => {
    const { printed } = await cli('export', '--list', '--model', 'huawei-ncm', option, value, '--json');
    expect(ExportMatrixDocument.parse(JSON.parse(printed)).failure?.code).toBe(code);
  });

  const kernel = '6.6.144';
  const hash = 'f31f6f85a36836e510d64a18a9a5f1bf';

  it('--packages puts the packages of an opkg release into the archive', async () => {
    const key = makeUsignKey();
    const names = (await bundleOf('huawei-ncm', { mode: 'ncm', router: '24.10.8' })).manifest.packages;
    await putOpkgRelease(server, names, key);
    await fetched('24.10.8', key.publicText, names);
  });

  it('--packages puts the packages of an apk release into the archive', async () => {
    const key = makeApkKey();
    const names = (await bundleOf('huawei-ncm', { mode: 'ncm', router: '25.12.5' })).manifest.packages;
    putTarget(server, '', { version: '25.12.5', kernel, hash, installed: ['libc - 1.2.5-r5'] });
    const target = '/releases/25.12.5/targets/ramips/mt7621';
    const kmods = names.filter((name) => name.startsWith('kmod-'));
    putApkFeed(server, `${target}/packages`, [{ name: 'libc' }], key.privateKey);
    putApkFeed(
      server,
      `${target}/kmods/${kernel}-1-${hash}`,
      kmods.map((name) => ({ name, depends: [`kernel=${kernel}~${hash}-r1`] })),
      key.privateKey,
    );
    const others = names.filter((name) => !name.startsWith('kmod-')).map((name) => ({ name, depends: ['libc'] }));
    putApkFeed(server, '/releases/25.12.5/packages/mipsel_24kc/base', others, key.privateKey);
    for (const name of ['luci', 'packages']) putApkFeed(server, `/releases/25.12.5/packages/mipsel_24kc/${name}`, [], key.privateKey);
    await fetched('25.12.5', key.publicText, names);
  });

  async function fetched(router: string, publicKey: string, names: readonly string[]): Promise<void> {
    const keyFile = join(temporaryFolder(), 'key');
    writeFileSync(keyFile, publicKey);
    const feed = ['--packages', '--target', 'ramips/mt7621', '--feed-url', server.url, '--feed-key', keyFile, '--cache', temporaryFolder()];
    const { printed, said } = await cli(...line(router), ...feed, '--json');
    const document = ExportDocument.parse(JSON.parse(printed));
    expect([document.failure, said.includes('/')]).toEqual([null, true]);
    expect(document.fetched?.files.map(({ name }) => names.find((wanted) => name.startsWith(wanted)))).toEqual(
      expect.arrayContaining([...names]),
    );
    const inArchive = document.manifest?.files.filter(({ path }) => /^etc\/modem-bench\/packages\/.*\.(ipk|apk)$/.test(path)) ?? [];
    expect(inArchive.map(({ sha256 }) => sha256).sort()).toEqual(document.fetched?.files.map(({ sha256 }) => sha256).sort());
    expect(document.manifest?.parts).toContain('packages');
    expect(document.manifest?.image?.url).toContain('target=ramips%2Fmt7621');
  }

  function backup(network: string): string {
    const path = join(temporaryFolder(), 'backup.tar.gz');
    writeFileSync(path, routerBackup(network));
    return path;
  }

  it('--router-backup fits the bundle, and shows the changes', async () => {
    const taken = `${networks.dsa}\nconfig interface 'wwan'\n\toption proto 'dhcp'\n\toption device 'eth7'\n`;
    const { printed, said } = await cli(...line('24.10.8'), '--router-backup', backup(taken), '--yes', '--json');
    const { failure, manifest, router } = ExportDocument.parse(JSON.parse(printed));
    expect(failure).toBeNull();
    expect(manifest?.wishes.interfaceName).toBe('wwan2');
    expect(router?.changes.length).toBeGreaterThan(0);
    expect(said).toContain("+config interface 'wwan2'");
  });

  it('--router-backup tells the address at which this very router is reached', async () => {
    const moved = networks.dsa.replace('192.168.1.1', '192.168.0.1');
    const { printed, said } = await cli(...line('24.10.8'), '--router-backup', backup(moved), '--yes', '--json');
    const { manifest } = ExportDocument.parse(JSON.parse(printed));
    expect(manifest?.commands.importOverSsh).toMatch(/^ssh root@192\.168\.0\.1 /);
    for (const { name } of readdirSync(out, { withFileTypes: true }))
      if (name.endsWith('.html')) expect(readFileSync(join(out, name), 'utf8')).not.toContain('192.168.1.1');
    expect(said).not.toContain('192.168.1.1');
  });

  it('--owners refuse writes nothing where the backup has an interface for the same dongle; without it that is said', async () => {
    const owned = `${networks.dsa}\nconfig interface 'lte'\n\toption proto 'ncm'\n\toption device '/dev/cdc-wdm0'\n`;
    const refused = await cli(...line('24.10.8'), '--router-backup', backup(owned), '--owners', 'refuse', '--yes', '--json');
    expect(ExportDocument.parse(JSON.parse(refused.printed)).failure).toMatchObject({
      code: 'ROUTER_DONGLE_OWNED',
      detail: { names: 'lte' },
    });
    expect(refused.code).toBe(exitCodes.refused);
    expect(() => readdirSync(out)).toThrow();
    const { printed, said } = await cli(...line('24.10.8'), '--router-backup', backup(owned), '--yes', '--json');
    expect(ExportDocument.parse(JSON.parse(printed)).failure).toBeNull();
    expect(said).toMatch(/^! {2}The interface lte \(ncm, \/dev\/cdc-wdm0\) is for the same dongle/m);
    const usage = await cli(...line('24.10.8'), '--owners', 'whatever', '--json');
    expect(ExportDocument.parse(JSON.parse(usage.printed)).failure?.code).toBe('USAGE');
  });

  it('--router-backup writes nothing without a yes', async () => {
    withoutInput();
    const { printed, code } = await cli(...line('24.10.8'), '--router-backup', backup(networks.dsa), '--json');
    expect(ExportDocument.parse(JSON.parse(printed)).failure?.code).toBe('CANCELLED');
    expect(code).toBe(exitCodes.refused);
    expect(() => readdirSync(out)).toThrow();
  });

  it.each([
    ['no archive', 'BACKUP_NOT_ARCHIVE'],
    ['', 'BACKUP_NOT_ARCHIVE'],
  ])('--router-backup %j is refused: %s', async (content, expected) => {
    const path = join(temporaryFolder(), 'x.tar.gz');
    writeFileSync(path, content);
    const { printed } = await cli(...line('24.10.8'), '--router-backup', path, '--yes', '--json');
    expect(ExportDocument.parse(JSON.parse(printed)).failure?.code).toBe(expected);
  });

  it('--router-backup takes the output of uci show, and says what it lacks', async () => {
    const path = join(temporaryFolder(), 'posted.txt');
    writeFileSync(path, `root@OpenWrt:~# uci show network\n${shown(parseUci(networks.dsa), 'network')}`);
    const { printed, code } = await cli(...line('24.10.8'), '--router-backup', path, '--yes', '--json');
    const { router, bundle } = ExportDocument.parse(JSON.parse(printed));
    expect([code, router?.router.text?.lacks]).toEqual([0, ['firewall', 'dhcp', 'wireless']]);
    expect(router?.findings.map(({ message }) => message.key)).toContain('router-backup.findings.zone-unseen');
    expect(bundle).not.toBeNull();
  });

  it('a file that is not there is FILE_UNREADABLE', async () => {
    const { printed } = await cli(...line('24.10.8'), '--router-backup', join(out, 'nope'), '--yes', '--json');
    expect(ExportDocument.parse(JSON.parse(printed)).failure?.code).toBe('FILE_UNREADABLE');
  });
});
