import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { BundleInput } from '../../../electron/openwrt/index.ts';
import { sierraDirectIp } from '../inputs.ts';
import type { Router } from '../router.ts';
import { apply, bundle, disposeRouters, newRouter, remove } from './tools.ts';

afterEach(disposeRouters);

const hotplug = 'etc/hotplug.d/tty/30-modem-bench';
const ids = { vid: sierraDirectIp.vid, pid: sierraDirectIp.pid };
const given = (interfaceName = 'wwan', node = '/dev/ttyUSB3'): BundleInput => {
  const made = bundle({ mode: 'ppp', interfaceName }, { way: 'directip' });
  return { ...made, dongle: { ...sierraDirectIp, controlNode: node, nodes: [] } };
};

/** What OpenWrt's netifd-proto.sh would tell netifd. */
function netifd(router: Router): string[] {
  const told: string[] = [];
  router.commands.set('tell_netifd', (args) => {
    told.push(args.join(' '));
    return { code: 0 };
  });
  router.install('lib/functions.sh', 'loaded=yes\n');
  router.install('lib/netifd/netifd-proto.sh', 'proto_set_available() { tell_netifd "$loaded" "$@"; }\n');
  return told;
}

const happens = (router: Router, action: string, node: string) =>
  router.run(hotplug, [], false, { ACTION: action, DEVPATH: `/devices/usb1/1-1/1-1:1.3/${node}/tty/${node}` });

describe('the port of DirectIP', () => {
  it('that comes makes its interface available, and one that goes makes it unavailable', async () => {
    const router = newRouter();
    const told = netifd(router);
    expect((await apply(router, given())).code).toBe(0);
    const device = router.plugUsb('1-1', ids, { 3: 'ttyUSB3' });
    mkdirSync(join(device, '1-1:1.7', 'net', 'wwan0'), { recursive: true });
    expect(await happens(router, 'add', 'ttyUSB3')).toEqual({ code: 0, log: [], stderr: '' });
    expect(told).toEqual(['yes wwan 1']);
    expect(await happens(router, 'remove', 'ttyUSB3')).toEqual({ code: 0, log: [], stderr: '' });
    expect(told).toEqual(['yes wwan 1', 'yes wwan 0']);
  });

  it('is waited for until the net device stands beside it, and not for ever', async () => {
    const router = newRouter();
    const told = netifd(router);
    await apply(router, given());
    const device = router.plugUsb('1-1', ids, { 3: 'ttyUSB3' });
    let seconds = 0;
    router.commands.set('sleep', () => {
      if (++seconds === 2) mkdirSync(join(device, '1-1:1.7', 'net', 'wwan0'), { recursive: true });
      expect(told).toEqual([]);
      return { code: 0 };
    });
    await happens(router, 'add', 'ttyUSB3');
    expect([seconds, told]).toEqual([2, ['yes wwan 1']]);
    rmSync(join(device, '1-1:1.7'), { recursive: true });
    told.length = 0;
    await happens(router, 'add', 'ttyUSB3');
    expect([seconds, told]).toEqual([7, ['yes wwan 1']]);
  });

  it('is no other port, no other protocol and nobody else’s interface', async () => {
    const router = newRouter();
    const told = netifd(router);
    await apply(router, given());
    router.uci.run(['set', 'network.mine=interface']);
    router.uci.run(['set', 'network.mine.proto=directip']);
    router.uci.run(['set', 'network.mine.device=/dev/ttyUSB4']);
    router.uci.run(['commit', 'network']);
    for (const node of ['ttyUSB4', 'ttyUSB33', 'ttyS0', '']) await happens(router, 'add', node);
    await happens(router, 'change', 'ttyUSB3');
    router.uci.run(['set', 'network.wwan.proto=3g']);
    router.uci.run(['commit', 'network']);
    await happens(router, 'add', 'ttyUSB3');
    expect(told).toEqual([]);
  });

  it('is looked after until the last such interface is taken back', async () => {
    const router = newRouter();
    await apply(router, given('one'));
    await apply(router, given('two', '/dev/ttyUSB7'));
    await router.run(remove, ['one']);
    expect(router.exists(hotplug)).toBe(true);
    await router.run(remove);
    expect([router.exists(hotplug), router.exists('etc/modem-bench')]).toEqual([false, false]);
  });
});
