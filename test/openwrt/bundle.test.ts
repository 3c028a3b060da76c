import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Manifest } from '../../electron/contract/manifest.ts';
import { createText, texts } from '../../electron/contract/text.ts';
import { modes } from '../../electron/contract/words.ts';
import { gzipStored } from '../../electron/openwrt/archive.ts';
import { buildBundle } from '../../electron/openwrt/index.ts';
import { planInterface } from '../../electron/openwrt/protos.ts';
import { cardDevice, routerNodes } from '../../electron/openwrt/router-nodes.ts';
import { DIAL_PROTO, dialOptions } from '../../electron/openwrt/writers/dial.ts';
import { listReleases } from '../../modem-db/openwrt/index.ts';
import { dialOf, dongles, input, text, wishes } from './inputs.ts';

const setup = 'etc/uci-defaults/99-modem-bench';
const hotplugs = ['usb/90', 'usbmisc/00', 'tty/20', 'net/90'].map((place) => `etc/hotplug.d/${place}-modem-bench`);
const full = { username: 'user', password: 'pass', auth: 'pap', pin: '0012', pdpType: 'ipv4v6' } as const;

/** Name and value of each option, from the script's text: one line each, in single quotes. */
function optionsOf(script: string): Record<string, string> {
  return Object.fromEntries([...script.matchAll(/^\t"\$1" (\w+) '(.*)'$/gm)].map(([, name = '', value = '']) => [name, value]));
}

describe('the archive', () => {
  it('lists as regular files below etc, of root, by the system tar, and unpacks to what the manifest says', async () => {
    const { files, manifest } = await buildBundle(input({ mode: 'ncm', pin: '1234' }));
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    try {
      const archive = join(folder, 'bundle.tar.gz');
      writeFileSync(archive, files[0]?.data ?? '');
      const listing = execFileSync('tar', ['--numeric-owner', '-tvzf', archive], { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
      const lines = listing
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/));
      expect(lines.map(([mode, owner, , date, , name]) => [mode, owner, date, name])).toEqual([
        ['-rwxr-xr-x', '0/0', '1970-01-01', 'etc/modem-bench/modem-bench-remove'],
        ['-rw-r--r--', '0/0', '1970-01-01', 'etc/modem-bench/setup'],
        ['-rw-r--r--', '0/0', '1970-01-01', 'etc/modem-bench/functions'],
        ['-rw-r--r--', '0/0', '1970-01-01', 'etc/modem-bench/features/owners'],
        ['-rw-r--r--', '0/0', '1970-01-01', 'etc/modem-bench/features/attach'],
        ['-rwxr-xr-x', '0/0', '1970-01-01', 'etc/modem-bench/attach'],
        ...hotplugs.map((name) => ['-rw-r--r--', '0/0', '1970-01-01', name]),
        ['-rw-------', '0/0', '1970-01-01', setup],
      ]);
      for (const file of manifest.files) {
        const data = execFileSync('tar', ['-xOzf', archive, file.path]);
        expect([data.length, createHash('sha256').update(data).digest('hex')]).toEqual([file.bytes, file.sha256]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is ustar without extensions, in a gzip without time, name and system', async () => {
    const { files, contents } = await buildBundle(input({ mode: 'qmi' }));
    const archive = files[0]?.data ?? new Uint8Array();
    expect([...archive.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    const tar = gunzipSync(archive);
    const types: string[] = [];
    for (let at = 0; tar[at] !== 0 && at < tar.length; ) {
      expect(tar.subarray(at + 257, at + 265).toString('latin1')).toBe('ustar\u000000');
      types.push(String.fromCharCode(tar[at + 156] ?? 0));
      const size = Number.parseInt(tar.subarray(at + 124, at + 135).toString('latin1'), 8);
      at += 512 + Math.ceil(size / 512) * 512;
    }
    expect(types).toEqual(contents.map(() => '0'));
  });

  it.each([0, 1, 65_535, 65_536, 200_000])('has a gzip that unpacks: %d bytes', (length) => {
    const data = Uint8Array.from({ length }, (_, i) => (i * 31) & 0xff);
    expect(gunzipSync(gzipStored(data)).equals(data)).toBe(true);
  });

  it('is the same bytes for the same input, and others for another', async () => {
    const [one, two, other] = await Promise.all(
      [input({ mode: 'ncm' }), input({ mode: 'ncm' }), input({ mode: 'ncm', apn: 'x' })].map(buildBundle),
    );
    expect(one?.files).toEqual(two?.files);
    expect(one?.manifest.archive.sha256).not.toBe(other?.manifest.archive.sha256);
  });

  it('is open to root alone only where it holds a secret', async () => {
    for (const [over, mode, secret] of [
      [{}, '0644', false],
      [{ pin: '1234' }, '0600', true],
      [{ username: 'u', password: 'p' }, '0600', true],
      [{ username: 'u' }, '0644', false],
    ] as const) {
      const { manifest, files } = await buildBundle(input({ mode: 'qmi', ...over }));
      expect([manifest.files.find(({ path }) => path === setup)?.mode, files[0]?.secret]).toEqual([mode, secret]);
    }
  });
});

describe('what the interface is given', () => {
  const common = { apn: 'internet', username: 'user', password: 'pass', pincode: '0012' };
  const qmi = { proto: 'qmi', device: '/dev/modem-bench/wwan', ...common, auth: 'pap', pdptype: 'ipv4v6', metric: '20' };
  const ncm = {
    proto: 'ncm',
    device: '/dev/modem-bench/wwan',
    ...common,
    auth: '1',
    pdptype: 'IPV4V6',
    delay: '10',
    metric: '20',
  };

  it.each([
    ['qmi', '21.02.0', { ...qmi, timeout: '60' }],
    ['qmi', '23.05.0', { ...qmi, timeout: '60' }],
    ['qmi', '23.05.6', { ...qmi, timeout: '60' }],
    ['qmi', '24.10.0', qmi],
    ['qmi', '24.10.8', qmi],
    ['qmi', '25.12.0', qmi],
    ['qmi', '25.12.5', qmi],
    ['ncm', '21.02.7', ncm],
    ['ncm', '22.03.0', ncm],
    ['ncm', '23.05.0', ncm],
    ['ncm', '24.10.8', ncm],
    ['ncm', '25.12.5', ncm],
  ] as const)('%s on %s', async (mode, router, expected) => {
    const { contents } = await buildBundle(input({ mode, router, ...full }));
    expect(optionsOf(text(contents, setup))).toEqual(expected);
  });

  const mbim = {
    proto: 'mbim',
    device: '/dev/modem-bench/wwan',
    ...common,
    auth: 'pap',
    pdptype: 'ipv4v6',
    delay: '10',
    metric: '20',
  };
  const { pdptype: _pdptype, ...oldMbim } = mbim;
  const threeG = {
    proto: '3g',
    device: '/dev/modem-bench/wwan',
    service: 'umts',
    dialnumber: '*99#',
    ...common,
    pppd_options: 'refuse-chap',
    delay: '10',
    metric: '20',
  };

  it.each([
    ['mbim', '21.02.0', oldMbim],
    ['mbim', '22.03.7', oldMbim],
    ['mbim', '23.05.0', mbim],
    ['mbim', '23.05.6', mbim],
    ['mbim', '24.10.8', mbim],
    ['mbim', '25.12.0', mbim],
    ['mbim', '25.12.5', mbim],
    ['ppp', '21.02.7', threeG],
    ['ppp', '23.05.6', threeG],
    ['ppp', '25.12.5', threeG],
  ] as const)('%s on %s', async (mode, router, expected) => {
    const { contents } = await buildBundle(input({ mode, router, ...full }));
    expect(optionsOf(text(contents, setup))).toEqual(expected);
  });

  it('has for NCM the card’s name where its port is a ttyACM, beside which the handler does not find it, and the release takes it', async () => {
    const acm = { controlNode: '/dev/ttyACM0', controlInterface: 2, netDevice: 'wwp0s20u1' };
    const ifname = async (router: string, dongle = {}) =>
      optionsOf(text((await buildBundle(input({ mode: 'ncm', router }, dongle))).contents, setup))['ifname'];
    expect([await ifname('22.03.0', acm), await ifname('25.12.5', acm)]).toEqual(['wwan0', 'wwan0']);
    expect([await ifname('21.02.7', acm), await ifname('25.12.5')]).toEqual([undefined, undefined]);
    expect(await ifname('25.12.5', { ...acm, controlNode: '/dev/ttyUSB2' })).toBeUndefined();
  });

  it('is for a network card nothing but its device, which the router puts in, and the metric', async () => {
    for (const mode of ['ecm', 'rndis'] as const)
      for (const router of ['21.02.0', '22.03.7', '24.10.8', '25.12.5']) {
        const { contents, manifest } = await buildBundle(input({ mode, router, ...full }));
        const script = text(contents, setup);
        const [first = '', second = ''] = script.split('\nsecond_options() {');
        expect(optionsOf(first)).toEqual({ proto: 'dhcp', device: 'usb0', metric: '20' });
        expect(optionsOf(second)).toEqual({ proto: 'dhcpv6', device: 'usb0', metric: '20', extendprefix: '1' });
        expect(script).not.toMatch(/0012|pass'|ifname/);
        expect([manifest.proto, manifest.files.map(({ path, mode: bits }) => [path, bits])]).toEqual([
          'dhcp',
          [
            ['etc/modem-bench/modem-bench-remove', '0755'],
            ['etc/modem-bench/setup', '0644'],
            ['etc/modem-bench/functions', '0644'],
            ['etc/modem-bench/features/lan_clash', '0644'],
            ['etc/modem-bench/features/owners', '0644'],
            ['etc/modem-bench/features/rebind', '0644'],
            ['etc/modem-bench/features/attach', '0644'],
            ['etc/modem-bench/attach', '0755'],
            ...hotplugs.map((name) => [name, '0644']),
            [setup, '0644'],
          ],
        ]);
      }
  });

  it.each([
    ['21.02.7', 'roaming', [], 'mbim-no-roaming'],
    ['22.03.2', 'roaming', [], 'mbim-no-roaming'],
    ['22.03.3', 'roaming', ['allow_roaming', 'allow_partner'], null],
    ['25.12.5', 'roaming', ['allow_roaming', 'allow_partner'], null],
    ['25.12.5', 'home', [], null],
    ['25.12.5', undefined, [], 'mbim-roaming-unknown'],
  ] as const)('lets a guest in over MBIM as %s can: %s on the bench', async (router, registration, allowed, key) => {
    const { contents, manifest } = await buildBundle(input({ mode: 'mbim', router }, { registration }));
    const options = optionsOf(text(contents, setup));
    expect(Object.keys(options).filter((name) => name.startsWith('allow_'))).toEqual(allowed);
    for (const name of allowed) expect(options[name]).toBe('1');
    const roamingKeys = manifest.warnings.map((w) => w.key.replace('bundle.warnings.', '')).filter((k) => k.includes('roaming'));
    expect(roamingKeys).toEqual(key === null ? [] : [key]);
  });

  it('names an authentication where umbim would else send no login, and none without a login', async () => {
    const auth = async (over: object) => optionsOf(text((await buildBundle(input({ mode: 'mbim', ...over }))).contents, setup))['auth'];
    expect(await auth({ username: 'u', password: 'p', auth: 'pap' })).toBe('pap');
    expect(await auth({ username: 'u', password: 'p', auth: 'both' })).toBe('chap');
    expect(await auth({ username: 'u', password: 'p' })).toBe('chap');
    expect(await auth({ auth: 'pap' })).toBeUndefined();
  });

  it('asks 3g.sh for the network mode that was wished, where there is a word', async () => {
    const service = async (networkMode: 'keep' | 'auto' | 'lte' | 'umts' | 'gsm') =>
      optionsOf(text((await buildBundle(input({ mode: 'ppp', networkMode }))).contents, setup))['service'];
    expect([await service('keep'), await service('lte'), await service('umts'), await service('gsm')]).toEqual([
      'umts',
      'umts',
      'umts_only',
      'gprs_only',
    ]);
  });

  it('is known to every point release, with a value of its type', () => {
    for (const release of listReleases())
      for (const mode of modes) {
        const dongle = { ...dongles[mode], ...(mode === 'mbim' ? { registration: 'roaming' as const } : {}) };
        const plan = planInterface(wishes({ mode, router: release.version, ...full }), dongle, release);
        for (const [name, value] of plan.options) {
          const own: Readonly<Record<string, string>> = plan.proto === DIAL_PROTO ? dialOptions : release.protos[plan.proto].options;
          const type = own[name] ?? release.interfaceOptions[name];
          expect(type, `${release.version} ${mode} ${name}`).toBeDefined();
          if (type === 'int') expect(value).toMatch(/^(0|[1-9][0-9]*)$/);
          if (type === 'bool') expect(value).toMatch(/^[01]$/);
          expect(value).not.toBe('');
        }
        expect(plan.options.length).toBeGreaterThan(plan.proto === 'dhcp' ? 2 : 8);
      }
  });

  it('has no empty option, and leaves out what was not wished', async () => {
    const { contents } = await buildBundle(input({ mode: 'qmi', apn: '', metric: 0 }));
    expect(optionsOf(text(contents, setup))).toEqual({ proto: 'qmi', device: '/dev/modem-bench/wwan', pdptype: 'ip' });
  });

  it('words the PDP type as each handler does', async () => {
    const words = async (mode: 'qmi' | 'ncm') =>
      Promise.all(
        (['ipv4', 'ipv6', 'ipv4v6'] as const).map(
          async (pdpType) => optionsOf(text((await buildBundle(input({ mode, pdpType }))).contents, setup))['pdptype'],
        ),
      );
    expect([await words('qmi'), await words('ncm')]).toEqual([
      ['ip', 'ipv6', 'ipv4v6'],
      ['IP', 'IPV6', 'IPV4V6'],
    ]);
  });

  it('gives a Huawei a number for the authentication, and only behind user name and password', async () => {
    const auth = async (over: object, dongle = {}) =>
      optionsOf(text((await buildBundle(input({ mode: 'ncm', ...over }, dongle))).contents, setup))['auth'];
    expect(await auth({ username: 'u', password: 'p', auth: 'chap' })).toBe('2');
    expect(await auth({ username: 'u', password: 'p', auth: 'both' })).toBeUndefined();
    expect(await auth({ username: 'u', auth: 'pap' })).toBeUndefined();
    expect(await auth({ auth: 'pap' })).toBeUndefined();
    expect(await auth({ username: 'u', password: 'p', auth: 'pap' }, { vendorFamily: 'sierra', manufacturer: 'Sierra' })).toBeUndefined();
  });
});

describe('the names that the router gives', () => {
  it.each([
    ['/dev/cdc-wdm3', undefined, '/dev/cdc-wdm0'],
    ['/dev/ttyUSB2', undefined, '/dev/ttyUSB2'],
    ['/dev/ttyUSB5', ['/dev/ttyUSB3', '/dev/ttyUSB4', '/dev/ttyUSB5', '/dev/cdc-wdm1'], '/dev/ttyUSB2'],
    ['/dev/ttyUSB12', ['/dev/ttyUSB12', '/dev/ttyUSB9'], '/dev/ttyUSB3'],
    ['/dev/ttyACM1', ['/dev/ttyACM1'], '/dev/ttyACM0'],
  ])('%s among %j is %s there', (controlNode, nodes, expected) => {
    expect(routerNodes({ controlNode, netDevice: null, nodes }).controlNode).toBe(expected);
  });

  it.each([
    ['wwan2', 'wwan0'],
    ['wwp0s20u1i2', 'wwan0'],
    ['wwx0c5b8f279a64', 'wwan0'],
    ['eth0', null],
    ['enx0c5b8f279a64', null],
    [null, null],
  ])('net device %s is %s there', (netDevice, expected) => {
    expect(routerNodes({ controlNode: '/dev/cdc-wdm0', netDevice }).netDevice).toBe(expected);
  });

  it.each([
    ['wwan0', 'wwan0'],
    ['wwx0c5b8f279a64', 'wwan0'],
    ['usb1', 'usb0'],
    ['eth1', 'usb0'],
    ['enx0c5b8f279a64', 'usb0'],
    ['enp0s20f0u2', 'usb0'],
    [null, 'usb0'],
  ])('network card %s is %s there until it is found, and never a port of the router', (netDevice, expected) => {
    expect(cardDevice(netDevice)).toBe(expected);
  });

  it('are not asked of a network card', async () => {
    await expect(buildBundle(input({ mode: 'rndis' }, { controlNode: null, netDevice: null }))).resolves.toBeDefined();
    await expect(buildBundle(input({ mode: 'ppp' }, { controlNode: null }))).rejects.toMatchObject({ code: 'CONTROL_NODE_MISSING' });
    await expect(buildBundle(input({ mode: 'mbim' }, { controlNode: null }))).rejects.toMatchObject({ code: 'CONTROL_NODE_MISSING' });
  });

  it('need for a serial port the number of its interface, by which the router finds it among the others', async () => {
    const node = { controlNode: '/dev/ttyUSB2', controlInterface: null };
    await expect(buildBundle(input({ mode: 'ppp' }, node))).rejects.toMatchObject({ code: 'CONTROL_NODE_MISSING' });
    const { contents } = await buildBundle(input({ mode: 'ppp' }, { ...node, controlInterface: 11 }));
    expect(text(contents, setup)).toContain("\t\t'usb 19d2 0117 -' \\\n\t\t'finds node 0b'\n");
  });

  it.each([null, '', 'COM5', '/dev/cdc-wdm0\n', '/dev/../etc/passwd', "/dev/ttyUSB0';id"])('are refused for %j', async (controlNode) => {
    await expect(buildBundle(input({ mode: 'qmi' }, { controlNode }))).rejects.toMatchObject({ code: 'CONTROL_NODE_MISSING' });
  });
});

describe('the manifest', () => {
  it('is of the contract, without a secret, and names archive, packages and commands', async () => {
    const { manifest, files, names } = await buildBundle(input({ mode: 'ncm', router: '25.12.5', ...full, pin: '97531' }));
    expect(Manifest.parse(JSON.parse(text(files, names.manifest)))).toEqual(manifest);
    expect(files.map(({ name }) => name)).toEqual([names.archive, names.manifest, names.page]);
    expect(names).toEqual({
      archive: 'modem-bench-huawei-e3372-imei0123-ncm-25.12.5.tar.gz',
      manifest: 'modem-bench-huawei-e3372-imei0123-ncm-25.12.5-manifest.json',
      page: 'modem-bench-huawei-e3372-imei0123-ncm-25.12.5.html',
      firstBoot: 'modem-bench-huawei-e3372-imei0123-ncm-25.12.5-first-boot.sh',
    });
    expect(manifest.archive.sha256).toBe(
      createHash('sha256')
        .update(files[0]?.data ?? '')
        .digest('hex'),
    );
    expect(manifest.wishes).toMatchObject({ hasPin: true, hasPassword: true, apn: 'internet' });
    expect(manifest.commands.packages).toBe(
      'apk update && apk add comgt-ncm kmod-usb-net-huawei-cdc-ncm kmod-usb-serial-option luci-proto-ncm usb-modeswitch && /etc/init.d/network restart',
    );
    expect(manifest.commands.importOverSsh).toMatch(
      /^ssh root@192\.168\.1\.1 "tar -C \/ -xzf - && .*" < modem-bench-huawei-e3372-imei0123-ncm-25\.12\.5\.tar\.gz$/,
    );
    for (const name of [names.manifest, names.page]) expect(text(files, name)).not.toMatch(/97531|"pass"|>pass|'pass'/);
  });

  it('uses opkg up to 24.10', async () => {
    const { manifest } = await buildBundle(input({ mode: 'qmi', router: '24.10.8' }));
    expect([manifest.router, manifest.commands.packages.slice(0, 32)]).toEqual([
      { release: '24.10.8', packageManager: 'opkg' },
      'opkg update && opkg install uqmi',
    ]);
  });

  const keys = async (over: Parameters<typeof input>[0], dongle = {}) =>
    (await buildBundle(input(over, dongle))).manifest.warnings.map(({ key }) => key.replace('bundle.warnings.', ''));

  it('warns of what a release does with such a dongle', async () => {
    expect(await keys({ mode: 'qmi', router: '24.10.8' }, { hasUimState: false })).toEqual(['sim-illegal-state']);
    expect(await keys({ mode: 'qmi', router: '25.12.0' })).toEqual(['sim-state-unknown']);
    expect(await keys({ mode: 'qmi', router: '25.12.0' }, { hasUimState: true })).toEqual([]);
    expect(await keys({ mode: 'qmi', router: '23.05.6' }, { hasUimState: false })).toEqual([]);
    expect(await keys({ mode: 'ncm', router: '24.10.0' })).toEqual(['ncm-manufacturer-cr-huawei']);
    expect(await keys({ mode: 'ncm', router: '25.12.5', pin: '1234' })).toEqual(['ncm-pin-tries', 'secrets']);
    expect(await keys({ mode: 'ncm', router: '25.12.5' }, { manufacturer: 'TD Tech Ltd.' })).toEqual(['ncm-manufacturer-unknown-huawei']);
    expect(await keys({ mode: 'ncm', router: '21.02.0' }, { manufacturer: 'Quectel', vendorFamily: 'quectel' })).toEqual([
      'ncm-manufacturer-unknown',
    ]);
    expect(await keys({ mode: 'ncm', router: '23.05.0', username: 'u', password: 'p', auth: 'both' })).toEqual([
      'ncm-auth-left-out',
      'secrets',
    ]);
  });

  it('warns of what the other ways leave out or do', async () => {
    expect(await keys({ mode: 'mbim', router: '21.02.7', pdpType: 'ipv6', pin: '1234' })).toEqual([
      'mbim-pdp-type-left-out',
      'mbim-connect-loops',
      'pin-tries',
      'secrets',
    ]);
    expect(await keys({ mode: 'mbim', router: '25.12.5', pdpType: 'ipv6' })).toEqual(['ipv6-alone']);
    expect(await keys({ mode: 'mbim', router: '25.12.5', username: 'u', auth: 'both' })).toEqual(['mbim-auth-chosen']);
    expect(await keys({ mode: 'ppp', pdpType: 'ipv4v6' })).toEqual(['3g-ipv4-only']);
    expect(await keys({ mode: 'ppp' }, { vendorFamily: 'huawei' })).toEqual(['3g-sets-network-mode']);
    expect(await keys({ mode: 'ppp', networkMode: 'umts' }, { vendorFamily: 'huawei' })).toEqual([]);
    expect(await keys({ mode: 'ecm', apn: '' })).toEqual(['device-found', 'router-in-stick']);
    expect(await keys({ mode: 'ecm', apn: '' }, { routerAddress: '192.168.1.1' })).toEqual(['device-found', 'lan-clash']);
    expect(await keys({ mode: 'ecm', apn: '' }, { routerAddress: '192.168.10.1' })).toEqual(['device-found', 'router-in-stick']);
    expect(await keys({ mode: 'rndis', pin: '1234', pdpType: 'ipv6' }, { routerAddress: null })).toEqual([
      'device-found',
      'dhcp-apn-left-out',
      'dhcp-pin-left-out',
    ]);
    const dial = dialOf('fibocom-fm350');
    expect(await keys({ mode: 'rndis', pdpType: 'ipv6' }, { routerAddress: null, dial })).toContain('ipv6-alone');
    expect(await keys({ mode: 'rndis', pdpType: 'ipv4v6' }, { routerAddress: null, dial })).not.toContain('ipv6-alone');
    expect(await keys({ mode: 'qmi', pdpType: 'ipv6' })).toContain('ipv6-alone');
  });

  it('lists for each mode the packages that carry it, with the driver of the dongle’s serial ports', async () => {
    const packages = async (over: Parameters<typeof input>[0], dongle = {}) => (await buildBundle(input(over, dongle))).manifest.packages;
    expect(await packages({ mode: 'mbim', router: '22.03.7' })).toEqual(['umbim', 'kmod-usb-net-cdc-mbim', 'usb-modeswitch']);
    expect(await packages({ mode: 'mbim' })).toEqual(['umbim', 'kmod-usb-net-cdc-mbim', 'luci-proto-mbim', 'usb-modeswitch']);
    expect(await packages({ mode: 'ecm' })).toEqual(['kmod-usb-net-cdc-ether', 'usb-modeswitch']);
    expect(await packages({ mode: 'rndis' })).toEqual(['kmod-usb-net-rndis', 'usb-modeswitch']);
    const ppp = (driver: string) => ['comgt', 'ppp', driver, 'luci-proto-3g', 'usb-modeswitch'];
    expect(await packages({ mode: 'ppp' })).toEqual(ppp('kmod-usb-serial-option'));
    expect(await packages({ mode: 'ppp' }, { controlNode: '/dev/ttyACM0' })).toEqual(ppp('kmod-usb-acm'));
    expect(await packages({ mode: 'ppp' }, { serialDriver: 'sierra' })).toEqual(ppp('kmod-usb-serial-sierrawireless'));
    expect(await packages({ mode: 'ppp' }, { serialDriver: 'usbfs' })).toEqual(ppp('kmod-usb-serial-option'));
  });

  it('has a sentence for each warning, in each language', () => {
    for (const language of ['en', 'ru'] as const)
      for (const key of Object.keys(texts.en.bundle.warnings)) {
        const sentence = createText(language).phrase({ key: `bundle.warnings.${key}`, values: {} });
        expect(sentence).toMatch(/\.$/);
      }
  });

  it('refuses a dongle that is in another mode', async () => {
    await expect(buildBundle(input({ mode: 'qmi' }, { mode: 'ecm' }))).rejects.toMatchObject({ code: 'MODE_NOT_OFFERED' });
  });
});

describe('the page', () => {
  it('tells the dongle, what was done and the steps in the release’s words', async () => {
    const done = [{ key: 'bundle.page.undo', values: {} }];
    const { files, names } = await buildBundle({ ...input({ mode: 'ncm', pin: '1234' }), done });
    const page = text(files, names.page);
    for (const part of [
      'Huawei E3372',
      '12d1:1506',
      '861234567890123',
      'System → Backup / Flash Firmware',
      'Upload archive...',
      'opkg install comgt-ncm',
      '<li>To undo everything</li>',
    ])
      expect(page).toContain(part);
    expect(page).toContain('option pincode &#39;(in the archive)&#39;');
    expect(page).not.toMatch(/bundle\.(page|warnings)\.|\{\{|1234<|<script/);
  });

  it('speaks Russian', async () => {
    const { files, names } = await buildBundle({ ...input({ mode: 'qmi' }), language: 'ru' });
    const page = text(files, names.page);
    expect(page).toContain('<html lang="ru">');
    expect(page).toContain('На роутере');
    expect(page).not.toMatch(/bundle\.(page|warnings)\./);
  });

  it('shows what a dongle says of itself as text, bounded', async () => {
    const nasty = `<img src=x onerror=alert(1)>"'&\u0007\u202e${'x'.repeat(5000)}`;
    const { files, names, manifest, contents } = await buildBundle(
      input({ mode: 'qmi' }, { name: nasty, manufacturer: nasty, model: nasty, imei: nasty }),
    );
    const page = text(files, names.page);
    expect(page).not.toContain('<img');
    for (const c of ['\u0007', '\u202e']) expect(page).not.toContain(c);
    expect(manifest.dongle.model?.length).toBe(200);
    for (const { data } of contents) expect(new TextDecoder().decode(data)).not.toContain('onerror');
  });
});
