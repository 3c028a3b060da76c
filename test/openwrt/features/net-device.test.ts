import { afterEach, describe, expect, it } from 'vitest';
import { type BundleInput, buildBundle } from '../../../electron/openwrt/index.ts';
import { formatUci } from '../../../electron/openwrt/uci.ts';
import { parseUci } from '../../../electron/openwrt/uci-parse.ts';
import { huaweiEcm, input, text } from '../inputs.ts';
import { Router, type UsbDevice } from '../router.ts';
import { firewalls, networks } from '../stock.ts';

const setup = 'etc/uci-defaults/99-modem-bench';
const remove = 'etc/modem-bench/modem-bench-remove';
const stick = 'etc/hotplug.d/net/90-modem-bench';
const routers: Router[] = [];

afterEach(() => {
  for (const router of routers.splice(0)) router.dispose();
});

const canonical = (file: string) => formatUci(parseUci(file));
const dhcpConfig = "config dnsmasq\n\toption rebind_protection '1'\n\nconfig dhcp 'lan'\n\toption interface 'lan'\n\n";
const stock = { network: canonical(networks.dsa), firewall: canonical(firewalls.list), dhcp: canonical(dhcpConfig) };

async function unpack(router: Router, bundle: BundleInput): Promise<void> {
  const { contents } = await buildBundle(bundle);
  for (const { path } of contents) router.install(path, text(contents, path));
}

async function routerWith(bundle: BundleInput, files: Record<string, string> = stock, modules?: readonly string[]): Promise<Router> {
  const router = new Router(files, undefined, modules);
  routers.push(router);
  await unpack(router, bundle);
  return router;
}

const ecm = (over: Partial<Parameters<typeof input>[0]> = {}, dongle = {}) => input({ mode: 'ecm', apn: '', ...over }, dongle);
const deviceOf = (router: Router, name = 'wwan') =>
  parseUci(router.uci.file('network'))
    .sections.find((section) => section.name === name)
    ?.options.get('device');
/** A stranger's card, beside which the dongle's must be found. */
const strange = { vid: '0bda', pid: '8153' };
const place = (port: string, card: string) => `/devices/usb1/${port}/${port}:1.0/net/${card}`;
/** Plugs in a card, of which everything is told. */
function appears(router: Router, card: string, port = '1-1', usb: UsbDevice = huaweiEcm) {
  router.plugUsb(port, usb, { 0: card });
  return router.comes(port);
}

describe('a network card on a router', () => {
  it.each(['eth1', 'usb0', 'wwan0', 'eth12'])('is found at the first boot as %s by its USB id, among others', async (name) => {
    const router = await routerWith(ecm());
    router.plugUsb('1-1', strange, { 0: 'usb7' });
    router.plugUsb('1-2', huaweiEcm, { 0: name });
    expect((await router.run(setup)).code).toBe(0);
    expect(deviceOf(router)).toBe(name);
  });

  it('that comes just before the setup saves is found all the same', async () => {
    const router = await routerWith(ecm());
    const uci = router.uci.run.bind(router.uci);
    router.uci.run = (args) => {
      if (args.includes('import') && args.includes('network') && !router.exists('sys/bus/usb/devices/1-1'))
        router.plugUsb('1-1', huaweiEcm, { 0: 'eth1' });
      return uci(args);
    };
    expect((await router.run(setup)).log).toEqual([
      'daemon.notice: interface wwan is now the device eth1',
      'daemon.notice: interface wwan (dhcp) is set up',
    ]);
    expect([deviceOf(router), router.uci.staged]).toEqual(['eth1', false]);
  });

  it('that is not there yet begins as usb0, and gets its name each time it is plugged in', async () => {
    const router = await routerWith(ecm());
    await router.run(setup, [], true);
    expect([deviceOf(router), router.reloads]).toEqual(['usb0', 0]);
    expect(await appears(router, 'eth1')).toEqual({
      code: 0,
      log: ['daemon.notice: interface wwan is now the device eth1'],
      stderr: '',
    });
    expect([deviceOf(router), router.reloads, router.uci.staged]).toEqual(['eth1', 1, false]);
    expect((await router.comes('1-1')).log).toEqual([]);
    expect((await router.goes('1-1')).log).toEqual([]);
    expect([deviceOf(router), router.reloads]).toEqual(['eth1', 1]);
    expect((await appears(router, 'eth2', '1-4')).log).toEqual(['daemon.notice: interface wwan is now the device eth2']);
    expect([deviceOf(router), router.reloads]).toEqual(['eth2', 2]);
  });

  it('keeps the name that it was found under when the bundle comes again without it', async () => {
    const router = await routerWith(ecm());
    router.plugUsb('1-1', huaweiEcm, { 0: 'eth1' });
    await router.run(setup, [], true);
    await router.goes('1-1');
    await unpack(router, ecm({ metric: 30 }));
    await router.run(setup, [], true);
    expect(deviceOf(router)).toBe('eth1');
    await unpack(router, input({ mode: 'rndis', apn: '' }));
    await router.run(setup, [], true);
    expect(deviceOf(router)).toBe('usb0');
  });

  it('does not take the device of another way of going online for a name of its own', async () => {
    const router = await routerWith(input({ mode: 'qmi' }));
    await router.run(setup, [], true);
    await unpack(router, ecm());
    await router.run(setup, [], true);
    expect(deviceOf(router)).toBe('usb0');
    await unpack(router, input({ mode: 'qmi' }));
    await router.run(setup, [], true);
    expect((await appears(router, 'usb0')).log).toEqual([]);
    expect(deviceOf(router)).toBe('/dev/modem-bench/wwan');
  });

  it('leaves other cards, other interfaces and what others have staged alone', async () => {
    const router = await routerWith(ecm());
    await router.run(setup, [], true);
    expect((await appears(router, 'usb7', '1-3', strange)).log).toEqual([]);
    for (const gone of ['/devices/platform/soc/eth0/net/eth0', place('1-9', 'gone')])
      expect((await router.event('add', gone)).log).toEqual([]);
    router.uci.run(['set', 'network.lan.ip6assign=64']);
    // Told by the interface's event, and again by the card's.
    const notPutIn = 'daemon.warning: interface wwan is now the device eth1; not put in, since the network has changes that are not saved';
    expect((await appears(router, 'eth1')).log).toEqual([notPutIn, notPutIn]);
    expect([deviceOf(router), router.uci.file('network').includes("ip6assign '64'")]).toEqual(['usb0', false]);
    router.uci.run(['commit', 'network']);
    router.uci.run(['set', 'network.wwan.proto=static']);
    router.uci.run(['commit', 'network']);
    expect((await router.comes('1-1')).log).toEqual([]);
    expect(deviceOf(router)).toBe('usb0');
  });

  it('serves two dongles, and goes with the last of them', async () => {
    const router = await routerWith(ecm({ interfaceName: 'one' }));
    await router.run(setup, [], true);
    await unpack(router, input({ mode: 'rndis', apn: '', interfaceName: 'two' }));
    await router.run(setup, [], true);
    await appears(router, 'eth1', '1-1', { vid: '19d2', pid: '1403' });
    await appears(router, 'eth2', '1-2');
    expect([deviceOf(router, 'one'), deviceOf(router, 'two')]).toEqual(['eth2', 'eth1']);
    await router.run(remove, ['one']);
    expect([router.exists('etc/modem-bench/one.usb'), router.exists(stick)]).toEqual([false, true]);
    await router.run(remove);
    expect([router.exists(stick), router.exists('etc/modem-bench'), router.uci.file('network')]).toEqual([false, false, stock.network]);
  });

  it('says which driver is missing, and sets the interface up all the same', async () => {
    const router = await routerWith(ecm({ router: '25.12.5' }), stock, ['rndis_host']);
    const { code, log } = await router.run(setup);
    expect([code, log.length]).toEqual([0, 1]);
    expect(log[0]).toMatch(
      /^daemon\.warning: interface wwan is set up, but the driver cdc_ether is not installed; .*apk add kmod-usb-net-cdc-ether /,
    );
    expect(deviceOf(router)).toBe('usb0');
  });
});

describe('a router in a stick', () => {
  it('has its page let through the rebind protection, once, and taken back', async () => {
    const router = await routerWith(ecm());
    await router.run(setup, [], true);
    await unpack(router, ecm());
    await router.run(setup, [], true);
    expect(router.uci.file('dhcp').match(/list rebind_domain 'hi\.link'/g)).toHaveLength(1);
    await router.run(remove);
    expect(router.uci.file('dhcp')).toBe(stock.dhcp);
  });

  it('leaves an exception that was there, and a router without dnsmasq, as they are', async () => {
    const had = { ...stock, dhcp: canonical("config dnsmasq\n\tlist rebind_domain 'hi.link'\n") };
    const first = await routerWith(ecm(), had);
    await first.run(setup);
    await first.run(remove);
    expect(first.uci.file('dhcp')).toBe(had.dhcp);
    const bare = await routerWith(ecm(), { network: stock.network, firewall: stock.firewall, dhcp: '' });
    expect((await bare.run(setup)).code).toBe(0);
    expect(bare.uci.file('dhcp')).toBe('');
  });

  it('gets no exception where no name is known', async () => {
    const router = await routerWith(ecm({}, { pageDomain: null }));
    await router.run(setup);
    expect(router.uci.file('dhcp')).toBe(stock.dhcp);
  });

  it.each([
    ['192.168.1.1', 'dsa', true],
    ['192.168.1.254', 'dsaCidr', true],
    ['192.168.8.1', 'dsa', false],
    ['192.168.11.1', 'dsaCidr', false],
  ] as const)('with the address %s on %s: the log says whether the LAN clashes', async (routerAddress, layout, clashes) => {
    const files = { ...stock, network: canonical(networks[layout]) };
    const router = await routerWith(ecm({}, { routerAddress }), files);
    const { code, log } = await router.run(setup);
    expect([code, log.some((line) => line.startsWith('daemon.warning: the dongle is a router'))]).toEqual([0, clashes]);
  });
});
