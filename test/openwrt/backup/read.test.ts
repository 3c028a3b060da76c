import { existsSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { RouterSummary } from '../../../electron/contract/router-backup.ts';
import { readRouterBackup } from '../../../electron/openwrt/backup/index.ts';
import { firewalls, networks } from '../stock.ts';
import { hasBusybox, realTar, tar, tgz } from './tars.ts';

const files: Record<string, string> = {
  'etc/config/network': networks.dsa,
  'etc/config/firewall': firewalls.list,
  'etc/config/dhcp': "config dnsmasq\n\tlist rebind_domain 'my.yota.ru'\n",
  'etc/config/system': "config system\n\toption hostname 'Office'\n",
  'etc/config/wireless': "config wifi-iface 'sta'\n\toption network 'wwan'\n\toption key 'wifi-secret'\n",
  'etc/shadow': 'root:$1$hash:0:0:99999:7:::\n',
  'etc/openwrt_release': "DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='24.10.8'\nDISTRIB_TARGET='ramips/mt7621'\n",
  'etc/board.json': '{"model":{"id":"zbtlink,zbt-we1326","name":"Zbtlink"}}',
  'etc/backup/installed_packages.txt': 'base-files\trom\nopkg\trom\nuqmi\toverlay\nkmod-usb-net-qmi-wwan\toverlay\n\n# odd\n',
  'etc/a-folder-with-a-long-name-that-does-not-fit/into-the-hundred-bytes-of-a-header/and-goes-on-and-on-for-ever/x': 'x',
};

const has = (program: string) => existsSync(`/usr/bin/${program}`) || existsSync(`/bin/${program}`);
const byBusybox = [
  ['busybox', ['busybox', 'tar'], ['etc']],
  ['busybox, ./', ['busybox', 'tar'], ['./etc']],
] as const;
const byTar = (['ustar', 'gnu', 'pax', 'posix'] as const).map(
  (format) => [`GNU tar, ${format}`, ['tar', `--format=${format}`], ['etc']] as const,
);
const programs = [...(hasBusybox ? byBusybox : []), ...(has('tar') ? byTar : [])];

describe('a backup', () => {
  it('is made by real programs here, long name and all', () => {
    for (const [name, program, options] of programs) {
      const unpacked = gunzipSync(realTar([...program], files, options));
      for (const text of Object.values(files)) expect(unpacked.includes(text), name).toBe(true);
      expect(unpacked.includes('and-goes-on-and-on-for-ever'), name).toBe(true);
    }
    expect(programs.map(([name]) => name)).toEqual(expect.arrayContaining(has('tar') ? ['GNU tar, gnu', 'GNU tar, pax'] : ['busybox']));
  });

  it.each(programs)('by %s tells the router', async (_, program, options) => {
    const { summary } = await readRouterBackup(realTar([...program], files, options));
    expect(RouterSummary.parse(summary)).toEqual(summary);
    expect(summary).toMatchObject({
      release: '24.10.8',
      packageManager: 'opkg',
      hostname: 'Office',
      board: 'zbtlink,zbt-we1326',
      ports: 'dsa',
      rebindDomains: ['my.yota.ru'],
      packages: ['base-files', 'opkg', 'uqmi', 'kmod-usb-net-qmi-wwan'],
      oldSyntax: [],
      mwan3: false,
      waiting: false,
    });
    expect(summary.takenNames).toEqual(['loopback', 'globals', 'lan', 'wan', 'wan6', 'wwan']);
    expect(summary.interfaces.map(({ name, addresses }) => [name, ...addresses.map(({ address }) => address)])).toEqual([
      ['loopback', '127.0.0.1'],
      ['lan', '192.168.1.1'],
      ['wan'],
      ['wan6'],
    ]);
    expect(summary.zones).toEqual([
      { name: 'lan', networks: ['lan'], form: 'list', masq: false },
      { name: 'wan', networks: ['wan', 'wan6'], form: 'list', masq: true },
    ]);
  });

  it('as sysupgrade -k begins one, with entries that a shell script wrote, is read as well', async () => {
    const before = tar(
      { name: 'etc/uci-defaults/10_disable_services', data: 'exit 0', magic: 'ustar  \0' },
      { name: 'etc/backup/installed_packages.txt', data: 'apk-mbedtls\trom\n', magic: 'ustar  \0' },
    );
    const { gzipSync } = await import('node:zlib');
    const rest = tar({ name: 'etc/config/network', data: networks.dsaCidr, magic: 'ustar  \0' });
    const { summary } = await readRouterBackup(gzipSync(Buffer.concat([before.subarray(0, before.length - 1024), rest])));
    expect([summary.packageManager, summary.release, summary.rebindDomains]).toEqual(['apk', null, null]);
    expect(summary.interfaces.find(({ name }) => name === 'lan')?.addresses).toEqual([{ address: '192.168.1.1', prefix: 24 }]);
  });

  it('knows an interface that another program keeps for its modem, and takes its two names of a device for no old syntax', async () => {
    const network = `${networks.dsa}
config interface 'mpcie2'
	option modem_config '0002_21_00_0'
	option proto 'dhcp'
	option ifname 'eth5'
	option device 'eth5'

config interface 'cell'
	option proto 'dhcp'
	option device 'rmnet_mhi0.1'

config interface 'pcie'
	option proto 'dhcp'
	option ifname 'mhi_hwip0'
`;
    const { summary } = await readRouterBackup(tgz({ name: 'etc/config/network', data: network }));
    expect(summary.interfaces.flatMap(({ name, modem }) => (modem ? name : []))).toEqual(['mpcie2', 'cell', 'pcie']);
    expect(summary.oldSyntax).toEqual(['pcie']);
  });

  it('tells interfaces as netifd sees them, of old and new syntax', async () => {
    const network = `config interface 'lan'
	option type 'bridge'
	option ifname 'eth0.1 eth1'
	option proto 'static'
	option ipaddr '10.0.0.1'
	option netmask '255.255.252.0'

config interface 'wan'
	option ifname 'eth0.2'
	option proto 'pppoe'
	option password 'dsl-secret'
	option metric '030'

config interface 'wan6'
	option device '@wan'
	option proto 'dhcpv6'
	option defaultroute '0'
	option metric '08'

config interface 'huawei'
	option proto 'ncm'
	option device '/dev/ttyUSB0'
	option ifname 'wwan0'
	option metric '0x10'

config interface 'stick'
	option proto 'dhcp'
	option device 'eth7'

config interface 'usb'
	option proto 'dhcp'
	option device 'usb0'

config interface 'wwan'
	option proto 'qmi'

config switch
	option name 'switch0'
`;
    const { summary } = await readRouterBackup(
      tgz(
        { name: './etc/config/network', data: network },
        { name: './etc/modem-bench/stick.added', data: 'dhcp\nzone stick wan\n' },
        { name: './etc/modem-bench/stick.usb', data: 'usb 12d1 14dc -\nserial 0123\nfinds net\n' },
        { name: './etc/modem-bench/wwan.added', data: 'ncm\n' },
        { name: './etc/uci-defaults/99-modem-bench', data: "pin='1234'\n" },
      ),
    );
    expect(
      summary.interfaces.map(({ name, metric, ours, modem, defaultRoute, device }) => [name, metric, ours, modem, defaultRoute, device]),
    ).toEqual([
      ['lan', 0, false, false, true, 'eth0.1 eth1'],
      ['wan', 24, false, false, true, 'eth0.2'],
      ['wan6', 0, false, false, false, '@wan'],
      ['huawei', 16, false, true, true, '/dev/ttyUSB0'],
      ['stick', 0, true, true, true, 'eth7'],
      ['usb', 0, false, true, true, 'usb0'],
      ['wwan', 0, false, true, true, null],
    ]);
    expect(summary.interfaces[0]?.addresses).toEqual([{ address: '10.0.0.1', prefix: 22 }]);
    expect([summary.oldSyntax, summary.ports, summary.waiting, summary.zones]).toEqual([['lan', 'wan'], 'swconfig', true, []]);
  });

  it('gives no secret away', async () => {
    const router = await readRouterBackup(
      tgz(...Object.entries(files).map(([name, data]) => ({ name: name.slice(0, 99), data })), {
        name: 'etc/config/network',
        data: `${networks.dsa}config interface 'dsl'\n\toption proto 'pppoe'\n\toption password 'dsl-secret'\n\toption pincode '4711'\n`,
      }),
    );
    const { inspect } = await import('node:util');
    for (const text of [JSON.stringify(router), inspect(router, { depth: null, showHidden: true }), JSON.stringify(router.summary)])
      for (const secret of ['wifi-secret', 'dsl-secret', '4711', '$1$hash']) expect(text).not.toContain(secret);
  });

  it('without what is optional, or with it broken, is read all the same', async () => {
    const { summary } = await readRouterBackup(
      tgz(
        { name: 'etc/config/network', data: networks.singlePort },
        { name: 'etc/board.json', data: '{"model":' },
        { name: 'etc/config/wireless', data: "config 'x" },
        { name: 'etc/openwrt_release', data: "DISTRIB_RELEASE='; rm -rf /'\n" },
      ),
    );
    expect(summary).toMatchObject({
      release: null,
      board: null,
      packages: null,
      packageManager: null,
      hostname: null,
      ports: 'single',
      rebindDomains: null,
    });
  });
});
