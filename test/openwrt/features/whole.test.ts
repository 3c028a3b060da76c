import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { buildBundle } from '../../../electron/openwrt/index.ts';
import { listReleases } from '../../../modem-db/openwrt/index.ts';
import { someOf } from '../../support/some-of.ts';
import { dialOf, fm350 } from '../inputs.ts';
import { type Router, shell } from '../router.ts';
import { firewalls, networks } from '../stock.ts';
import { apply, bundle, canonical, correction, disposeRouters, newRouter, remove, stock, stockTable, tree, write } from './tools.ts';

afterEach(disposeRouters);

/** Everything at once. */
const everything = (release: string, mode: 'ncm' | 'qmi' | 'ecm' = 'ncm') =>
  bundle(
    {
      mode,
      router: release,
      pin: mode === 'ecm' ? '' : '1234',
      apn: mode === 'ecm' ? '' : 'internet',
      pdpType: mode === 'ecm' ? 'ipv4v6' : 'ipv4',
    },
    {
      rebindDomains: ['my.yota.ru', 'status.yota.ru'],
      resetAtBoot: true,
      watchdog: { addresses: ['9.9.9.9', 'example.org'], everySeconds: 30, failures: 3, resetsModem: true },
    },
    {
      usbMode: correction,
      configuration: { vid: '413c', pid: '81d7', value: 1 },
      attachCommands: mode === 'ecm' ? [] : ['AT^SYSCFGEX="03",3FFFFFFF,1,2,7FFFFFFFFFFFFFFF,,'],
      resetCommand: 'AT^RESET',
      atInterface: mode === 'ecm' ? null : 2,
      offline: {
        files: ['comgt_0.32-r35_mips.ipk', 'kmod-usb-net_6.6.1-r1_mips.ipk'].map((name) => ({
          name: listReleases().find(({ version }) => version === release)?.packageManager === 'apk' ? name.replace(/ipk$/, 'apk') : name,
          bytes: new TextEncoder().encode(name),
        })),
      },
    },
  );

/** A bundle for a card whose call the router makes. */
const dialled = {
  ...bundle({ mode: 'rndis', username: "o'b", password: '$(id)', pdpType: 'ipv4v6' }, {}, { atInterface: 2 }),
  dongle: { ...fm350, dial: dialOf('fibocom-fm350') },
};

/** The router's commands that the scripts call; what is not asserted about is just there. */
function equip(router: Router): string[] {
  const calls: string[] = [];
  for (const name of ['opkg', 'apk', 'usbmode', 'procd', 'chat', 'pidof'])
    router.commands.set(name, (args) => {
      calls.push([name, ...args].join(' ').replaceAll(router.root, ''));
      return { code: name === 'pidof' ? 1 : 0 };
    });
  return calls;
}

describe('a bundle with every part', () => {
  const layouts = ['21.02.7', '22.03.7', '23.05.6', '24.10.8', '25.12.5'].flatMap((release) =>
    (['dsa', 'swconfig', 'singlePort'] as const).map((layout) => [release, layout] as const),
  );

  it.each(someOf(layouts, 5))(
    'on %s, %s: applied once and twice is the same, and undone leaves every file as before',
    async (release, layout) => {
      const network = layout === 'dsa' && release.startsWith('25') ? networks.dsaCidr : networks[layout];
      const firewall = release.startsWith('21') ? firewalls.oneString : firewalls.list;
      const files = { ...stock, network: canonical(network), firewall: canonical(firewall) };
      const router = newRouter(files);
      write(router, 'etc/usb-mode.json', stockTable);
      const before = tree(router);
      const calls = equip(router);
      const uci = () => Object.fromEntries(Object.keys(files).map((name) => [name, router.uci.file(name)]));

      const first = await apply(router, everything(release));
      expect([first.code, first.stderr]).toEqual([0, '']);
      const manager = release.startsWith('25') ? 'apk add --allow-untrusted --no-network' : 'opkg install';
      const ending = release.startsWith('25') ? 'apk' : 'ipk';
      const folder = '/etc/modem-bench/packages';
      expect(calls).toContain(`${manager} ${folder}/comgt_0.32-r35_mips.${ending} ${folder}/kmod-usb-net_6.6.1-r1_mips.${ending}`);
      expect(calls).toContain('procd instance wwan');
      const after = { tree: tree(router), uci: uci() };
      expect(after.uci['dhcp']).toContain("list rebind_domain 'status.yota.ru'");
      expect(Object.keys(after.tree).filter((path) => !(path in before))).toEqual(
        [
          'etc/hotplug.d/net/90-modem-bench',
          'etc/hotplug.d/tty/20-modem-bench',
          ...['18', '19', '90'].map((number) => `etc/hotplug.d/usb/${number}-modem-bench`),
          'etc/hotplug.d/usbmisc/00-modem-bench',
          ...['configuration', 'reset', 'usbmode', 'watchdog'].map((name) => `etc/init.d/modem-bench-${name}`),
          ...['12d1-14fe', '12d1-1f01'].map((id) => `etc/modem-bench/${id}.usb-mode.json`),
          ...['at', 'attach', 'functions', 'modem-bench-remove', 'reset', 'setup', 'watchdog'].map((name) => `etc/modem-bench/${name}`),
          ...['at', 'attach', 'configuration', 'owners', 'rebind', 'reset', 'reset_at_boot', 'usb_mode', 'watchdog'].map(
            (name) => `etc/modem-bench/features/${name}`,
          ),
          ...['added', 'at', 'configuration', 'reset', 'reset-at-boot', 'usb', 'watchdog'].map(
            (ending) => `etc/modem-bench/wwan.${ending}`,
          ),
          'etc/rc.d/S19modem-bench-configuration',
          'etc/rc.d/S19modem-bench-reset',
          'etc/rc.d/S19modem-bench-usbmode',
          'etc/rc.d/S95modem-bench-watchdog',
          'lib/upgrade/keep.d/modem-bench',
        ].sort(),
      );
      // What an upgrade keeps: everything that was added, the folder as a whole.
      const kept = (after.tree['lib/upgrade/keep.d/modem-bench'] ?? '').replaceAll(`${router.root}/`, '').trim().split('\n');
      const added = Object.keys(after.tree).filter((path) => !(path in before) && !path.startsWith('etc/modem-bench/'));
      expect(kept.sort()).toEqual(['etc/modem-bench/', ...added].sort());

      expect((await apply(router, everything(release))).code).toBe(0);
      expect({ tree: tree(router), uci: uci() }).toEqual(after);
      expect(router.uci.staged).toBe(false);

      const undone = await router.run(remove);
      expect([undone.code, undone.stderr]).toEqual([0, '']);
      expect({ tree: tree(router), uci: uci() }).toEqual({ tree: before, uci: files });
      expect(calls.at(-1)).toBe('procd stop modem-bench-watchdog');
    },
  );

  it('replaced by a bundle without any leaves nothing of them behind', async () => {
    const router = newRouter();
    write(router, 'etc/usb-mode.json', stockTable);
    equip(router);
    await apply(router, everything('24.10.8'));
    await apply(router, bundle({ mode: 'ncm', pin: '1234' }));
    const plain = newRouter();
    write(plain, 'etc/usb-mode.json', stockTable);
    await apply(plain, bundle({ mode: 'ncm', pin: '1234' }));
    // Names that were let through stay until the undo, and what takes them back.
    const domains = /^domain .*\n/gm;
    const own = (one: Router) =>
      Object.fromEntries(
        Object.entries(tree(one))
          .filter(([path]) => path !== 'etc/modem-bench/features/rebind')
          .map(([path, text]) => [path, text.replaceAll(one.root, '').replace(domains, '')]),
      );
    expect(own(router)).toEqual(own(plain));
    await router.run(remove);
    expect(router.uci.file('dhcp')).toBe(stock.dhcp);
  });

  it('says in one line each what is missing on a router that has no package at all, and breaks nothing', async () => {
    const router = newRouter();
    router.commands.set('procd', () => ({ code: 0 }));
    const { code, log, stderr } = await apply(router, { ...everything('24.10.8'), offline: null });
    expect([code, stderr]).toEqual([0, '']);
    expect(log.map((line) => line.replace(/: opkg .*/, ''))).toEqual([
      'daemon.err: usb-modeswitch is not installed: a dongle 12d1:14fe stays as it is',
      'daemon.err: usb-modeswitch is not installed: a dongle 12d1:1f01 stays as it is',
      'daemon.warning: chat is not installed: interface wwan goes without its AT commands until',
      'daemon.notice: interface wwan (ncm) is set up',
    ]);
  });

  it('is named in the manifest, with the packages that it needs', async () => {
    const { manifest } = await buildBundle(everything('24.10.8', 'qmi'));
    expect(manifest.parts).toEqual([
      'packages',
      'rebind',
      'usb-mode',
      'configuration',
      'reset-at-boot',
      'attach',
      'control-node',
      'watchdog',
    ]);
    expect(manifest.packages.filter((name) => name === 'chat' || name === 'usb-modeswitch').sort()).toEqual(['chat', 'usb-modeswitch']);
    expect((await buildBundle(everything('24.10.8'))).manifest.packages).not.toContain('chat');
  });

  it('is the same bytes each time', async () => {
    const [one, two] = await Promise.all([buildBundle(everything('24.10.8')), buildBundle(everything('24.10.8'))]);
    expect(one.files).toEqual(two.files);
  });
});

describe('the programs as text', () => {
  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0;
  const isNoScript = /\.(ipk|apk)$|\/atdial-(page|acl)$/;
  const bundles = [
    ['ncm', everything('24.10.8')],
    ['qmi on apk', everything('25.12.5', 'qmi')],
    ['ecm', everything('24.10.8', 'ecm')],
    ['atdial', dialled],
    ['modemmanager', bundle({ mode: 'qmi', pin: '1234' }, { way: 'modemmanager', secrets: 'router' })],
  ] as const;

  it.skipIf(!shellcheck).each(bundles)('are clean by shellcheck (skipped where it is not installed): %s', async (_, given) => {
    for (const { path, data } of (await buildBundle(given)).contents) {
      if (isNoScript.test(path)) continue;
      const { stdout } = spawnSync('shellcheck', ['-s', 'sh', '-'], { input: data, encoding: 'utf8' });
      expect(`${path}${stdout}`).toBe(path);
    }
  });

  it.each(bundles)('are read by the shell without a complaint: %s', async (_, given) => {
    const [program, ...args] = shell;
    for (const { path, data } of (await buildBundle(given)).contents) {
      if (isNoScript.test(path)) continue;
      const { status, stderr } = spawnSync(program, [...args, '-n'], { input: data, encoding: 'utf8' });
      expect([path, status, stderr]).toEqual([path, 0, '']);
    }
  });
});
