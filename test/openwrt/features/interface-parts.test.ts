import { afterEach, describe, expect, it } from 'vitest';
import { buildBundle } from '../../../electron/openwrt/index.ts';
import { parseUci } from '../../../electron/openwrt/uci-parse.ts';
import { huaweiEcm, quectelQmi } from '../inputs.ts';
import type { Router } from '../router.ts';
import { apply, bundle, canonical, disposeRouters, newRouter, remove, stock } from './tools.ts';

afterEach(disposeRouters);

const option = (router: Router, iface: string, name: string) =>
  parseUci(router.uci.file('network'))
    .sections.find((section) => section.name === iface)
    ?.options.get(name);
const set = (router: Router, ...commands: string[][]) => {
  for (const command of commands) router.uci.run(command);
  router.uci.run(['commit', 'network']);
};

describe('the zone', () => {
  const qmi = (zone: string) => bundle({ mode: 'qmi' }, { zone });

  it('is the one of that name; a later bundle with another one leaves it', async () => {
    const router = newRouter();
    await apply(router, qmi('lan'));
    expect(router.uci.file('firewall')).toBe(stock.firewall.replace("list network 'lan'", "list network 'lan'\n\tlist network 'wwan'"));
    await apply(router, qmi('wan'));
    expect(router.uci.file('firewall')).toBe(stock.firewall.replace("list network 'wan6'", "list network 'wan6'\n\tlist network 'wwan'"));
    await router.run(remove);
    expect(router.uci.file('firewall')).toBe(stock.firewall);
  });

  it('that had the interface before keeps it after the undo', async () => {
    const had = { ...stock, firewall: stock.firewall.replace("list network 'wan6'", "list network 'wan6'\n\tlist network 'wwan'") };
    const router = newRouter(had);
    await apply(router, qmi('wan'));
    await router.run(remove);
    expect(router.uci.file('firewall')).toBe(had.firewall);
  });

  it('that is not there leaves the router as it is', async () => {
    const router = newRouter();
    const { code, log } = await apply(router, qmi('guests'));
    expect([code, log]).toEqual([1, ['daemon.err: no firewall zone has the name guests: nothing was changed']]);
    expect([router.uci.file('network'), router.uci.staged]).toEqual([stock.network, false]);
  });
});

describe('names that may stand for private addresses', () => {
  it('are added once each, those of a later bundle in their place, and only what was added is taken back', async () => {
    const had = canonical("config dnsmasq\n\tlist rebind_domain 'own.example'\n\tlist rebind_domain 'my.yota.ru'\n");
    const router = newRouter({ ...stock, dhcp: had });
    const domains = () => parseUci(router.uci.file('dhcp')).sections[0]?.options.get('rebind_domain');
    await apply(router, bundle({ mode: 'qmi' }, { rebindDomains: ['my.yota.ru', 'a.example', 'b.example'] }));
    expect(domains()).toEqual(['own.example', 'my.yota.ru', 'a.example', 'b.example']);
    await apply(router, bundle({ mode: 'qmi' }, { rebindDomains: ['b.example', 'c.example'] }));
    expect(domains()).toEqual(['own.example', 'my.yota.ru', 'b.example', 'c.example']);
    await router.run(remove);
    expect(router.uci.file('dhcp')).toBe(had);
  });
});

describe('a second interface', () => {
  const both = bundle({ mode: 'ecm', apn: '', pdpType: 'ipv4v6' });

  it('is made beside the first, in its zone, follows the net device, and goes with it', async () => {
    const router = newRouter();
    expect((await apply(router, both)).code).toBe(0);
    expect([option(router, 'wwan6', 'proto'), option(router, 'wwan6', 'device')]).toEqual(['dhcpv6', option(router, 'wwan', 'device')]);
    expect(router.uci.file('firewall').match(/list network 'wwan6?'/g)).toEqual(["list network 'wwan'", "list network 'wwan6'"]);
    router.plugUsb('1-1', huaweiEcm, { 0: 'eth1' });
    await router.comes('1-1');
    expect([option(router, 'wwan', 'device'), option(router, 'wwan6', 'device')]).toEqual(['eth1', 'eth1']);
    await apply(router, both);
    expect(router.uci.file('firewall').match(/list network 'wwan6?'/g)).toHaveLength(2);
    await router.run(remove);
    expect([router.uci.file('network'), router.uci.file('firewall')]).toEqual([stock.network, stock.firewall]);
  });

  it('goes when a later bundle has none', async () => {
    const router = newRouter();
    await apply(router, both);
    await apply(router, bundle({ mode: 'ecm', apn: '' }));
    const plain = newRouter();
    await apply(plain, bundle({ mode: 'ecm', apn: '' }));
    for (const file of ['network', 'firewall']) expect(router.uci.file(file)).toBe(plain.uci.file(file));
  });

  it('of another hand is left alone, and the first one with it', async () => {
    const foreign = { ...stock, network: `${stock.network}config interface 'wwan6'\n\toption proto 'static'\n\n` };
    const router = newRouter(foreign);
    const { code, log } = await apply(router, both);
    expect([code, log[0]]).toEqual([1, expect.stringContaining('an interface wwan6 is there already and is not ours')]);
    expect([router.uci.file('network'), router.uci.file('firewall'), router.uci.staged]).toEqual([
      foreign.network,
      foreign.firewall,
      false,
    ]);
  });
});

describe("ModemManager's interface", () => {
  const given = bundle({ mode: 'qmi' }, { way: 'modemmanager' });
  const program = 'etc/hotplug.d/usb/90-modem-bench';

  it('is told the place of the dongle at the setup, and whenever it is plugged in', async () => {
    const router = newRouter();
    router.plugUsb('1-2', { vid: '12d1', pid: '1506' });
    const first = router.plugUsb('1-1', quectelQmi);
    await apply(router, given);
    expect([option(router, 'wwan', 'device'), router.reloads]).toEqual([first, 1]);
    await router.goes('1-1');
    const second = router.plugUsb('1-4', quectelQmi, { 2: 'ttyUSB2', 4: ['cdc-wdm0', 'wwan0'] });
    await router.comes('1-4');
    expect([option(router, 'wwan', 'device'), router.reloads]).toEqual([second, 2]);
    await router.comes('1-4');
    expect(router.reloads).toBe(2);
    await router.run(remove);
    expect([router.uci.file('network'), router.exists(program)]).toEqual([stock.network, false]);
  });

  it('has the place of before, or none, while the dongle is away', async () => {
    const router = newRouter();
    await apply(router, given);
    expect(option(router, 'wwan', 'device')).toBe('/sys/bus/usb/devices');
    const device = router.plugUsb('1-1', quectelQmi, { 2: 'ttyUSB2' });
    await router.comes('1-1');
    await router.goes('1-1');
    expect(option(router, 'wwan', 'device')).toBe(device);
    await apply(router, given);
    expect(option(router, 'wwan', 'device')).toBe(device);
  });
});

describe('secrets that are typed on the router', () => {
  const given = (over = {}) => bundle({ mode: 'qmi', pin: '4711', username: 'user', password: 'pass', ...over }, { secrets: 'router' });

  it('are in no file; the interface stays down, and the log says which fields are to be filled in', async () => {
    const { contents, files } = await buildBundle(given());
    for (const { data } of [...contents, ...files]) expect(new TextDecoder().decode(data)).not.toMatch(/4711|'pass'/);
    expect(files[0]?.secret).toBe(false);
    const router = newRouter();
    const { code, log } = await apply(router, given());
    expect(code).toBe(0);
    expect(log[0]).toContain('interface wwan stays down until its fields (');
    expect(['disabled', 'pincode', 'password', 'username'].map((name) => option(router, 'wwan', name))).toEqual([
      '1',
      undefined,
      undefined,
      'user',
    ]);
  });

  it('stay as they were typed, and so does the interface, when the bundle comes again', async () => {
    const router = newRouter();
    await apply(router, given());
    set(router, ['set', 'network.wwan.pincode=4711'], ['set', "network.wwan.password=it's"], ['delete', 'network.wwan.disabled']);
    const { log } = await apply(router, given({ apn: 'other' }));
    expect(log).toEqual(['daemon.notice: interface wwan (qmi) is set up']);
    expect(['disabled', 'pincode', 'password', 'apn'].map((name) => option(router, 'wwan', name))).toEqual([
      undefined,
      '4711',
      "it's",
      'other',
    ]);
    const now = router.uci.file('network');
    await apply(router, given({ apn: 'other' }));
    expect(router.uci.file('network')).toBe(now);
    await router.run(remove);
    expect(router.uci.file('network')).toBe(stock.network);
  });
});
