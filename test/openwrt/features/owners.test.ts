import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { RouterOptions } from '../../../electron/contract/router-options.ts';
import type { Mode } from '../../../electron/contract/words.ts';
import { setupOf } from '../../../electron/openwrt/backup/index.ts';
import { ownersOf } from '../../../electron/openwrt/backup/owners.ts';
import { RouterBackup } from '../../../electron/openwrt/backup/read.ts';
import { applySetup } from '../../../electron/openwrt/backup/setup-model.ts';
import { outlineBundle } from '../../../electron/openwrt/bundle.ts';
import type { BundleInput } from '../../../electron/openwrt/index.ts';
import { formatUci } from '../../../electron/openwrt/uci.ts';
import { parseUci } from '../../../electron/openwrt/uci-parse.ts';
import { times } from '../../support/some-of.ts';
import { filesOf } from '../backup/stand.ts';
import type { Router } from '../router.ts';
import { firewalls, networks } from '../stock.ts';
import { apply, bundle, canonical, disposeRouters, newRouter, remove, setup, stock, unpack, write } from './tools.ts';

afterEach(disposeRouters);

const section = (type: string, name: string, options: Readonly<Record<string, string>>) =>
  `config ${type} '${name}'\n${Object.entries(options)
    .map(([option, value]) => `\toption ${option} '${value.replaceAll("'", "'\\''")}'\n`)
    .join('')}\n`;
const lte = section('interface', 'lte', { proto: 'qmi', device: '/dev/cdc-wdm0', apn: "it's", pincode: '1234' });
const names = ['network', 'firewall', 'dhcp', 'qmodem', 'modem'] as const;
const state = (router: Router) => Object.fromEntries(names.map((name) => [name, router.uci.file(name)]));

function routerWith(more: string, files: Readonly<Record<string, string>> = {}): Router {
  return newRouter({ ...stock, network: canonical(networks.dsa + more), ...files });
}

const wished = (owners: RouterOptions['owners'], over: Partial<RouterOptions> = {}, mode: Mode = 'qmi') =>
  bundle({ mode }, { owners, ...over });

/** Runs the setup; what it did has to be what the model of it foretold. */
async function applied(router: Router, given: BundleInput) {
  const changes = applySetup(filesOf(router), setupOf(outlineBundle(given)));
  const foretold = Object.fromEntries(
    names.map((name) => {
      const change = changes.find((candidate) => candidate.name === name);
      return [name, change ? formatUci({ sections: change.sections.flatMap(({ after }) => after ?? []) }) : router.uci.file(name)];
    }),
  );
  const outcome = await apply(router, given);
  expect(outcome.stderr).toBe('');
  expect(foretold).toEqual(state(router));
  return outcome;
}

const sectionOf = (router: Router, name: string, file: (typeof names)[number] = 'network') =>
  parseUci(router.uci.file(file)).sections.find((each) => each.name === name);

describe('another interface of the same dongle', () => {
  it('is named and left, unless something else is wished', async () => {
    const router = routerWith(lte);
    const { code, log } = await applied(router, wished('keep'));
    expect([code, log[0]]).toEqual([0, expect.stringMatching(/^daemon\.warning: the interface lte is for the same dongle as wwan/)]);
    expect(router.uci.file('network')).toContain(canonical(lte));
  });

  it.each(['disable', 'replace'] as const)('%s: done once, twice the same, undone exactly', async (wish) => {
    const zone = firewalls.list.replace("\tlist network 'wan6'\n", "\tlist network 'wan6'\n\tlist network 'lte'\n");
    const router = routerWith(lte, { firewall: canonical(zone) });
    const before = state(router);
    const { code, log } = await applied(router, wished(wish));
    expect([code, log.length]).toEqual([0, 2]);
    if (wish === 'disable') {
      expect(sectionOf(router, 'lte')?.options.get('disabled')).toBe('1');
      expect(router.uci.file('firewall')).toContain("list network 'lte'");
    } else {
      expect(sectionOf(router, 'lte')).toBeUndefined();
      expect(router.uci.file('firewall')).not.toContain("'lte'");
      expect(router.read('etc/modem-bench/wwan.owners')).toContain("option apn 'it'\\''s'");
    }
    expect(router.uci.file('firewall')).toContain("list network 'wwan'");
    const after = state(router);
    expect((await applied(router, wished(wish))).code).toBe(0);
    expect(state(router)).toEqual(after);
    expect((await router.run(remove)).code).toBe(0);
    expect(state(router)).toEqual(before);
    expect(router.exists('etc/modem-bench')).toBe(false);
  });

  it('refuse: nothing is changed, and the setup stays for the next boot', async () => {
    const router = routerWith(lte);
    const before = state(router);
    const { code, log } = await applied(router, wished('refuse'));
    expect([code, log]).toEqual([
      1,
      ['daemon.err: others have the dongle of wwan, or may have it: the interface lte: nothing was changed'],
    ]);
    expect(state(router)).toEqual(before);
    expect(router.exists(setup)).toBe(true);
    expect(router.exists('etc/modem-bench/wwan.added')).toBe(false);
    const free = routerWith('');
    expect((await applied(free, wished('refuse'))).code).toBe(0);
  });

  it('gives up its place in a zone of its own, unless another is wished, and has it back', async () => {
    const zones = `${firewalls.list}config zone\n\toption name 'mobile'\n\toption network 'x lte'\n\toption masq '1'\n\n`;
    const router = routerWith(lte, { firewall: canonical(zones) });
    const before = state(router);
    await applied(router, wished('replace'));
    expect(router.uci.file('firewall')).toContain("option network 'x wwan'");
    await applied(router, wished('replace'));
    expect(router.uci.file('firewall')).toContain("option network 'x wwan'");
    await router.run(remove);
    expect(state(router)).toEqual(before);
    await applied(router, wished('replace', { zone: 'lan' }));
    expect(router.uci.file('firewall')).toContain("option network 'x'\n");
    expect(router.uci.file('firewall')).toContain("list network 'lan'\n\tlist network 'wwan'");
  });

  it('that has the very name is replaced under it, and comes back', async () => {
    const router = routerWith(lte.replace("'lte'", "'wwan'"), {
      firewall: canonical(firewalls.list.replace("\tlist network 'wan6'\n", "\tlist network 'wan6'\n\tlist network 'wwan'\n")),
    });
    const before = state(router);
    expect((await applied(router, wished('replace'))).code).toBe(0);
    expect(sectionOf(router, 'wwan')?.options.get('device')).toBe('/dev/modem-bench/wwan');
    const after = state(router);
    // With whatever wish: the name is in use.
    for (const wish of ['replace', 'disable', 'keep', 'refuse'] as const) expect((await applied(router, wished(wish))).code).toBe(0);
    expect(state(router)).toEqual(after);
    expect((await router.run(remove)).code).toBe(0);
    expect(state(router)).toEqual(before);
    for (const wish of ['disable', 'keep', 'refuse'] as const) {
      expect((await applied(router, wished(wish))).code).toBe(1);
      expect(state(router)).toEqual(before);
      await router.run(remove);
    }
  });

  it('is given back by a bundle that has another wish, and stays so by one that says nothing of it', async () => {
    // What was taken out comes back at the end of the file.
    const sorted = ({ network, ...rest }: Record<string, string>) => ({ ...rest, network: network?.split('\n\n').sort() });
    for (const text of [lte, lte.replace('\toption pincode', "\toption disabled '0'\n\toption pincode")]) {
      const router = routerWith(text);
      const before = state(router);
      await applied(router, wished('disable'));
      const off = state(router);
      await applied(router, wished('replace'));
      const out = state(router);
      await applied(router, wished('disable'));
      expect(sorted(state(router))).toEqual(sorted(off));
      await applied(router, wished('replace'));
      for (const wish of ['keep', 'refuse'] as const) {
        const { code, log } = await applied(router, wished(wish));
        expect([code, log]).toEqual([0, ['daemon.notice: interface wwan (qmi) is set up']]);
        expect(sorted(state(router))).toEqual(sorted(out));
      }
      await router.run(remove);
      expect(sorted(state(router))).toEqual(sorted(before));
    }
  });

  it('that somebody has changed since is left as it is by the undo', async () => {
    const router = routerWith(lte);
    await applied(router, wished('disable'));
    router.uci.run(['delete', 'network.lte']);
    router.uci.run(['commit', 'network']);
    expect((await router.run(remove)).code).toBe(0);
    expect(router.uci.file('network')).toBe(canonical(networks.dsa));

    const on = routerWith(lte);
    await applied(on, wished('disable'));
    on.uci.run(['set', 'network.lte.disabled=0']);
    on.uci.run(['commit', 'network']);
    expect((await on.run(remove)).code).toBe(0);
    expect(sectionOf(on, 'lte')?.options.get('disabled')).toBe('0');

    const again = routerWith(lte);
    await applied(again, wished('replace'));
    again.uci.run(['set', 'network.lte=interface']);
    again.uci.run(['set', 'network.lte.proto=static']);
    again.uci.run(['commit', 'network']);
    expect((await again.run(remove)).code).toBe(0);
    expect(sectionOf(again, 'lte')?.options).toEqual(new Map([['proto', 'static']]));
  });

  it('that another bundle made is switched off and not taken out: it is taken back by its own record', async () => {
    for (const order of [
      ['wwan', 'old'],
      ['old', 'wwan'],
    ]) {
      const router = routerWith('');
      const before = state(router);
      await applied(router, bundle({ mode: 'qmi', interfaceName: 'old' }));
      await applied(router, wished('replace'));
      expect(sectionOf(router, 'old')?.options.get('disabled')).toBe('1');
      expect((await router.run(remove, order)).code).toBe(0);
      expect(state(router)).toEqual(before);
    }
  });

  it('stays out where the one that took its name was deleted by hand, and the bundle comes again', async () => {
    const router = routerWith(lte.replace("'lte'", "'wwan'"));
    const before = state(router);
    await applied(router, wished('replace'));
    const after = state(router);
    router.uci.run(['delete', 'network.wwan']);
    router.uci.run(['commit', 'network']);
    expect((await applied(router, wished('disable'))).code).toBe(0);
    expect(state(router)).toEqual(after);
    await router.run(remove);
    expect(state(router)).toEqual(before);
  });

  it('is left where the wished interface is another hand’s: nothing would bring it back', async () => {
    const made = routerWith('');
    await apply(made, wished('keep'));
    const network = made.uci.file('network') + canonical(lte);
    const router = newRouter({ ...stock, network });
    expect((await applied(router, wished('disable'))).code).toBe(0);
    expect(router.uci.file('network')).toBe(network);
    expect(router.exists('etc/modem-bench/wwan.added')).toBe(false);
    // To be replaced is to become ours.
    await applied(router, wished('replace'));
    expect([sectionOf(router, 'lte'), router.exists('etc/modem-bench/wwan.added')]).toEqual([undefined, true]);
  });

  it('that cannot be kept as text is switched off instead', async () => {
    const odd = section('interface', 'lte', { proto: 'qmi', device: '/dev/cdc-wdm0', apn: "x\nconfig interface 'lan'" });
    const router = newRouter({ ...stock, network: stock.network + odd });
    const before = state(router);
    const setup = setupOf(outlineBundle(wished('replace')));
    const foretold = applySetup(filesOf(router), setup).flatMap(({ sections }) => sections.flatMap(({ after }) => after ?? []));
    expect(foretold.find(({ name }) => name === 'lte')?.options.get('disabled')).toBe('1');
    expect((await apply(router, wished('replace'))).code).toBe(0);
    expect(sectionOf(router, 'lte')?.options.get('disabled')).toBe('1');
    await router.run(remove);
    expect(state(router)).toEqual(before);
  });

  it('and what is staged for it stays staged', async () => {
    const router = routerWith(lte);
    router.uci.run(['set', 'network.lte.apn=staged']);
    const { log } = await apply(router, wished('disable'));
    expect(log.some((line) => line.includes('network.lte has changes that somebody has staged'))).toBe(true);
    expect(router.uci.stagedFor('network')).toContain('network.lte.apn');
  });
});

describe('the interfaces that have the dongle or may have it', () => {
  const all: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    node: { proto: 'qmi', device: '/dev/cdc-wdm0' },
    othernode: { proto: 'mbim', device: '/dev/cdc-wdm1' },
    longnode: { proto: 'qmi', device: '/dev/cdc-wdm10' },
    nonode: { proto: 'quectel' },
    tty: { proto: '3g', device: '/dev/ttyUSB2' },
    card: { proto: 'dhcp', device: 'wwan0' },
    othercard: { proto: 'dhcp', ifname: 'wwan1' },
    usb: { proto: 'dhcp', device: 'usb0' },
    named: { proto: 'dhcp', device: 'wwp0s20u4' },
    mac: { proto: 'dhcp', device: 'enx0c5b8f279a64' },
    macbyletter: { proto: 'dhcp', device: 'enxac5b8f279a64' },
    wanmac: { proto: 'dhcp', device: 'wwxac5b8f279a64' },
    feed: { proto: 'usbmodem', modem_device: '/dev/ttyUSB1' },
    dialled: { proto: 'atdial', device: '/dev/ttyUSB2' },
    fixedcard: { proto: 'static', device: 'wwan1', ipaddr: '10.8.0.1' },
    fixedtoo: { proto: 'static', device: 'rmnet_usb0', ipaddr: '10.9.0.1' },
    serial: { proto: 'ppp', device: '/dev/ttyUSB3' },
    serialtoo: { proto: 'ppp', device: '/dev/ttyACM0' },
    console: { proto: 'ppp', device: '/dev/ttyS0' },
    lanport: { proto: 'dhcp', device: 'eth5' },
    fixed: { proto: 'static', device: 'usb0', ipaddr: '10.7.0.1' },
    six: { proto: 'dhcpv6', device: 'wwan0' },
    off: { proto: 'qmi', device: '/dev/cdc-wdm0', disabled: '1' },
    notoff: { proto: 'qmi', device: '/dev/cdc-wdm0', disabled: 'true' },
    pcie: { proto: 'dhcp', device: 'mhi_hwip0' },
    pcietoo: { proto: 'dhcp', device: 'rmnet_mhi0.1' },
    rmnet: { proto: 'rmnet', ifname: 'rmnet_usb0' },
    path: { proto: 'qmi', device: '/dev/cdc-wdm0', devpath: '/sys/bus/usb/devices/1-1.4' },
    otherpath: { proto: 'qmi', device: '/dev/cdc-wdm0', devpath: '/sys/bus/usb/devices/1-1.3/' },
    bus: { proto: 'wwan', bus: '1-1.4' },
    otherbus: { proto: 'wwan', bus: '1-1' },
    notbus: { proto: 'qmi', device: '/dev/cdc-wdm0', bus: '1-1' },
    manager: { proto: 'modemmanager', device: '/sys/devices/platform/1e1c0000.xhci/usb1/1-1/1-1.4' },
    othermanager: { proto: 'modemmanager', device: '/sys/devices/platform/1e1c0000.xhci/usb1/1-1' },
    kept: { proto: 'dhcp', device: 'wwan0', modem_config: '1_1_4' },
    otherkept: { proto: 'static', device: 'eth7', modem_config: '0002_21_00_0' },
    keptsix: { proto: 'dhcpv6', device: '@kept', modem_config: '1_1_4' },
  };

  it.each([
    ['qmi', ''],
    ['qmi', '1-1.4'],
    ['ecm', ''],
    ['ppp', ''],
  ] as const)('are the same to the router as to the reader of its backup: %s in port %j', async (mode, usbPort) => {
    const router = routerWith(
      Object.entries(all)
        .map(([name, options]) => section('interface', name, options))
        .join(''),
    );
    const given = wished('keep', { usbPort }, mode);
    const { claim } = outlineBundle(given);
    const { summary } = new RouterBackup(filesOf(router));
    const { log } = await apply(router, given);
    const named = log.flatMap((line) => /: the interface (\w+) is for the same dongle/.exec(line)?.[1] ?? []);
    expect(named).toEqual(ownersOf(summary, claim, 'wwan').interfaces.map(({ each }) => each.name));
    expect(named.length).toBeGreaterThan(5);
    expect(named.length).toBeLessThan(Object.keys(all).length - 3);
  });
});

describe('programs that dial by themselves', () => {
  const qmodem = (...sections: string[]) => ({ qmodem: canonical(section('main', 'main', { enable_dial: '1' }) + sections.join('')) });
  const device = (name: string, dials = '1') =>
    section('modem-device', name, { path: `/sys/bus/usb/devices/${name}/`, enable_dial: dials });

  it('are named and left, unless something else is wished', async () => {
    const router = routerWith('', qmodem(device('1_1')));
    const before = router.uci.file('qmodem');
    const { log } = await applied(router, wished('keep'));
    expect(log[0]).toMatch(/^daemon\.warning: \/etc\/config\/qmodem is for the same dongle .*: set to 0: qmodem\.1_1\.enable_dial$/);
    expect(router.uci.file('qmodem')).toBe(before);
  });

  it.each(['disable', 'replace'] as const)('%s: QModem is switched off for the dongle, with its interface, and on again', async (wish) => {
    const kept = section('interface', 'm1', { modem_config: '1_1', proto: 'dhcp', device: 'wwan0' });
    const router = routerWith(kept, qmodem(device('1_1'), device('1_2', '0'), device('2_1')));
    const before = state(router);
    await applied(router, wished(wish, { usbPort: '1-1' }));
    const dials = (name: string) => sectionOf(router, name, 'qmodem')?.options.get('enable_dial');
    expect(['main', '1_1', '1_2', '2_1'].map(dials)).toEqual(['1', '0', '0', '1']);
    expect(sectionOf(router, 'm1')?.options.get('disabled')).toBe(wish === 'disable' ? '1' : undefined);
    const after = state(router);
    await applied(router, wished(wish, { usbPort: '1-1' }));
    expect(state(router)).toEqual(after);
    expect((await router.run(remove)).code).toBe(0);
    expect(state(router)).toEqual(before);
  });

  it('QModem that knows no modem yet is switched off as a whole', async () => {
    const router = routerWith('', qmodem());
    await applied(router, wished('disable'));
    expect(sectionOf(router, 'main', 'qmodem')?.options.get('enable_dial')).toBe('0');
    await router.run(remove);
    expect(sectionOf(router, 'main', 'qmodem')?.options.get('enable_dial')).toBe('1');
  });

  it('luci-app-modem, and a file of that name of another program', async () => {
    const dials = section('dial-config', 'a', { enable: '1', network: 'wwan0' });
    const router = routerWith('', { modem: canonical(section('global', 'global', { enable_dial: '1' }) + dials) });
    await applied(router, wished('disable'));
    expect(sectionOf(router, 'a', 'modem')?.options.get('enable')).toBe('0');
    const other = routerWith('', { modem: canonical(section('modem', 'modem1', { empty: '1' })) });
    expect((await applied(other, wished('refuse'))).code).toBe(0);
  });

  it('refuse: they are named', async () => {
    const router = routerWith('', qmodem(device('1_1')));
    const { code, log } = await applied(router, wished('refuse'));
    expect([code, log[0]]).toEqual([1, expect.stringMatching(/^daemon\.err: .*: \/etc\/config\/qmodem: nothing was changed$/)]);
  });

  it('ModemManager that is started at boot is named with what ends it; one that is not, and one that is to have it, are not', async () => {
    const run = async (given: BundleInput, enabled: number) => {
      const router = routerWith('');
      write(router, 'etc/init.d/modemmanager', `#!/bin/sh\nexit ${enabled}\n`);
      const { chmodSync } = await import('node:fs');
      chmodSync(router.path('etc/init.d/modemmanager'), 0o755);
      await unpack(router, given);
      const { code, log } = await router.run(setup);
      return [code, log.filter((line) => line.includes('ModemManager'))];
    };
    expect(await run(wished('disable'), 0)).toEqual([
      0,
      [expect.stringMatching(/^daemon\.warning: ModemManager is .*modemmanager stop; \S*modemmanager disable$/)],
    ]);
    expect(await run(wished('keep'), 1)).toEqual([0, []]);
    expect(await run(wished('keep', { way: 'modemmanager' }), 0)).toEqual([0, []]);
    expect(await run(wished('keep', {}, 'ecm'), 0)).toEqual([0, []]);
    expect((await run(wished('refuse'), 0))[0]).toBe(1);
  });
});

describe('any router', () => {
  const interfaceText = fc.record({
    name: fc.constantFrom('lte', 'm1', 'wwan', 'wwan6', 'v6'),
    proto: fc.constantFrom(
      'qmi',
      'mbim',
      'ncm',
      '3g',
      'modemmanager',
      'wwan',
      'quectel',
      'rmnet6',
      'dhcp',
      'dhcp',
      'static',
      'dhcpv6',
      'xmm',
    ),
    device: fc.constantFrom(
      '',
      '/dev/cdc-wdm0',
      '/dev/cdc-wdm1',
      '/dev/ttyUSB2',
      'wwan0',
      'wwan1',
      'usb0',
      'eth5',
      'rmnet_mhi0.1',
      'mhi_hwip0',
      '@lte',
      '/sys/devices/platform/usb1/1-1',
      '/sys/devices/platform/usb1/1-2',
    ),
    ifname: fc.constantFrom('', '', 'wwan0'),
    disabled: fc.constantFrom('', '', '', '0', '1', 'true'),
    modem_config: fc.constantFrom('', '', '', '1_1', '0002_21_00_0'),
    devpath: fc.constantFrom('', '', '/sys/bus/usb/devices/1-1', '/sys/bus/usb/devices/1-2/'),
    bus: fc.constantFrom('', '', '1-1', '1-2'),
  });
  const zoneOf = fc.constantFrom(
    "\tlist network 'wan'\n\tlist network 'lte'\n",
    "\toption network 'wan lte m1'\n",
    "\toption network 'wwan'\n",
    '',
  );
  const given = fc.record({
    wish: fc.constantFrom('keep', 'disable', 'replace', 'replace', 'refuse'),
    mode: fc.constantFrom('qmi', 'ecm', 'mbim'),
    port: fc.constantFrom('', '', '1-1', '1-2'),
    zone: fc.constantFrom('wan', 'wan', 'lan'),
  });
  const qmodemText = fc.constantFrom(
    '',
    section('main', 'main', { enable_dial: '1' }),
    section('main', 'main', { enable_dial: '0' }) + section('modem-device', '1_1', { enable_dial: '1' }),
    section('main', 'main', { enable_dial: '1' }) +
      section('modem-device', '1_1', { enable_dial: '1' }) +
      section('modem-device', '1_2', { enable_dial: '0' }),
  );

  it('becomes what the model foretells, by any row of bundles, and is as before when they are undone', async () => {
    const seen = { changed: 0, refused: 0, undone: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(interfaceText, { maxLength: 4, selector: ({ name }) => name }),
        zoneOf,
        fc.constantFrom('', "config zone\n\toption name 'mobile'\n\tlist network 'm1'\n\tlist network 'lte'\n\n"),
        qmodemText,
        fc.array(given, { minLength: 1, maxLength: 3 }),
        async (interfaces, zone, further, qmodem, row) => {
          const text = interfaces
            .map(({ name, ...options }) =>
              section('interface', name, Object.fromEntries(Object.entries(options).filter(([, value]) => value))),
            )
            .join('');
          const firewall = firewalls.list.replace("\tlist network 'wan'\n\tlist network 'wan6'\n", zone) + further;
          const router = routerWith(text, { firewall: canonical(firewall), ...(qmodem === '' ? {} : { qmodem: canonical(qmodem) }) });
          try {
            const before = state(router);
            for (const { wish, mode, port, zone: joins } of row) {
              const last = state(router);
              const { code } = await applied(router, wished(wish, { usbPort: port, zone: joins }, mode));
              if (code !== 0) seen.refused++;
              if (state(router)['network'] !== last['network']) seen.changed++;
            }
            if (!router.exists('etc/modem-bench/wwan.added')) return;
            const { code } = await router.run(remove);
            if (code !== 0) return;
            seen.undone++;
            const sorted = (file: string) =>
              parseUci(file)
                .sections.map((each) =>
                  JSON.stringify([
                    each.type,
                    each.name,
                    [...each.options]
                      .map(([option, value]) => [
                        option,
                        [value]
                          .flat()
                          .flatMap((entry) => entry.split(' '))
                          .sort(),
                      ])
                      .sort(),
                  ]),
                )
                .sort();
            for (const name of names) expect(sorted(router.uci.file(name)), name).toEqual(sorted(before[name] ?? ''));
          } finally {
            disposeRouters();
          }
        },
      ),
      { numRuns: times(15, 5), seed: 7 },
    );
    expect(seen.changed).toBeGreaterThan(times(5, 1));
    expect(seen.refused).toBeGreaterThan(0);
    expect(seen.undone).toBeGreaterThan(times(5, 1));
  }, 120_000);
});
