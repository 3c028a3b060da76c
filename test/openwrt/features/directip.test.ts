import { existsSync, mkdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { BundleInput } from '../../../electron/openwrt/index.ts';
import { sierraDirectIp } from '../inputs.ts';
import type { Router } from '../router.ts';
import { apply, bundle, disposeRouters, netifd, newRouter, remove } from './tools.ts';

afterEach(disposeRouters);

const hotplug = 'etc/hotplug.d/tty/20-modem-bench';
const link = 'dev/modem-bench/wwan';
const ids = { vid: sierraDirectIp.vid, pid: sierraDirectIp.pid };
const given = (interfaceName = 'wwan'): BundleInput => {
  const made = bundle({ mode: 'ppp', interfaceName }, { way: 'directip' });
  return { ...made, dongle: { ...sierraDirectIp, controlInterface: 3, nodes: [] } };
};

const happens = (router: Router, action: string, node: string, number = 3) =>
  router.event(action, `/devices/usb1/1-1/1-1:1.${number}/${node}/tty/${node}`);

describe('the port of DirectIP', () => {
  it('that comes makes its interface available, and one that goes makes it unavailable', async () => {
    const router = newRouter();
    const told = netifd(router);
    expect((await apply(router, given())).code).toBe(0);
    router.plugUsb('1-1', ids, { 3: 'ttyUSB3', 7: 'wwan0' });
    expect(await happens(router, 'add', 'ttyUSB3')).toEqual({ code: 0, log: [], stderr: '' });
    expect([told, readlinkSync(router.path(link))]).toEqual([['wwan 1 yes'], '/dev/ttyUSB3']);
    expect(await happens(router, 'remove', 'ttyUSB3')).toEqual({ code: 0, log: [], stderr: '' });
    expect([told, existsSync(router.path(link))]).toEqual([['wwan 1 yes', 'wwan 0 yes'], false]);
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
    expect([seconds, told]).toEqual([2, ['wwan 1 yes']]);
    rmSync(join(device, '1-1:1.7'), { recursive: true });
    told.length = 0;
    await happens(router, 'add', 'ttyUSB3');
    expect([seconds, told]).toEqual([7, ['wwan 1 yes']]);
  });

  it('is no other port, and no other interface’s', async () => {
    const router = newRouter();
    const told = netifd(router);
    await apply(router, given());
    router.uci.run(['set', 'network.mine=interface']);
    router.uci.run(['set', 'network.mine.proto=directip']);
    router.uci.run(['set', 'network.mine.device=/dev/ttyUSB4']);
    router.uci.run(['commit', 'network']);
    router.plugUsb('1-1', ids, { 3: 'ttyUSB3', 4: 'ttyUSB4', 7: 'wwan0' });
    await happens(router, 'add', 'ttyUSB4', 4);
    await happens(router, 'remove', 'ttyUSB4', 4);
    for (const path of ['/devices/platform/soc/serial/tty/ttyS0', '/devices/usb1/1-2/1-2:1.3/ttyUSB33/tty/ttyUSB33'])
      await router.event('add', path);
    await happens(router, 'change', 'ttyUSB3');
    expect(told).toEqual([]);
  });

  it('is looked after until the last such interface is taken back', async () => {
    const router = newRouter();
    await apply(router, given('one'));
    await apply(router, given('two'));
    await router.run(remove, ['one']);
    expect(router.exists(hotplug)).toBe(true);
    await router.run(remove);
    expect([router.exists(hotplug), router.exists('etc/modem-bench'), router.exists('dev/modem-bench')]).toEqual([false, false, false]);
  });
});
