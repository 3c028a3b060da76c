import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { BundleInput } from '../../../electron/openwrt/index.ts';
import type { Router } from '../router.ts';
import { apply, bundle, disposeRouters, newRouter, remove, stockTable, tree, write } from './tools.ts';

afterEach(disposeRouters);

const program = 'etc/hotplug.d/usb/18-modem-bench';
const service = 'etc/init.d/modem-bench-configuration';
const dell = { vid: '413c', pid: '81d7' } as const;
const given = (interfaceName = 'wwan', value = 1, computed: Partial<BundleInput> = {}) =>
  bundle({ mode: 'qmi', interfaceName }, {}, { configuration: { ...dell, value }, ...computed });

/** A router with the dongle in port 1-1, in the configuration that the kernel chose. */
function prepared(chosen = '2'): { router: Router; value: () => string; set: (value: string) => void } {
  const router = newRouter();
  router.commands.set('sleep', () => ({ code: 0 }));
  mkdirSync(router.path('var/run'), { recursive: true });
  const device = router.plugUsb('1-1', dell);
  const file = join(device, 'bConfigurationValue');
  writeFileSync(file, `${chosen}\n`);
  return {
    router,
    value: () => readFileSync(file, 'utf8').trim(),
    set: (value) => writeFileSync(file, `${value}\n`),
  };
}

/** What the kernel's uevents of a USB device and of its interfaces have. */
const event = (router: Router, DEVTYPE: 'usb_device' | 'usb_interface', over: Record<string, string> = {}) =>
  router.run(program, [], false, {
    ACTION: 'add',
    DEVTYPE,
    PRODUCT: '413c/81d7/318',
    DEVPATH: `/devices/usb1/1-1${DEVTYPE === 'usb_device' ? '' : '/1-1:2.0'}`,
    ...over,
  });
const chose = (from: string) => `daemon.notice: the dongle 413c:81d7 is in the USB configuration 1 now; it was in ${from}`;

describe('a configuration', () => {
  it('is set in a dongle that is there, at once, and again whenever it appears', async () => {
    const { router, value, set } = prepared();
    expect((await apply(router, given())).log).toContain(chose('2'));
    expect([value(), router.read('etc/modem-bench/wwan.configuration')]).toEqual(['1', '413c 81d7 1\n']);
    for (const from of ['2', '']) {
      set(from);
      const { code, log, stderr } = await event(router, 'usb_device');
      expect([code, log, stderr, value()]).toEqual([0, [chose(from || 'none')], '', '1']);
    }
  });

  it('is left where it is the one already, and nobody else is touched', async () => {
    const { router, value, set } = prepared('1');
    const other = router.plugUsb('1-2', { vid: '413c', pid: '81d8' });
    writeFileSync(join(other, 'bConfigurationValue'), '2\n');
    await apply(router, given());
    expect((await event(router, 'usb_device')).log).toEqual([]);
    expect((await event(router, 'usb_device', { DEVPATH: '/devices/usb1/1-2' })).log).toEqual([]);
    expect(readFileSync(join(other, 'bConfigurationValue'), 'utf8')).toBe('2\n');
    set('2');
    for (const over of [{ ACTION: 'remove' }, { ACTION: 'bind' }, { DEVPATH: '/devices/usb1/1-9' }])
      expect((await event(router, 'usb_device', over)).log).toEqual([]);
    expect(value()).toBe('2');
  });

  it('is set when the router starts with the dongle in it, before the stock service', async () => {
    const { router, value, set } = prepared();
    await apply(router, given());
    set('2');
    write(router, 'start', `"${router.path(service)}" boot\n`);
    await router.run('start');
    expect(value()).toBe('1');
    expect(router.read(service)).toContain('START=19\n');
  });

  it('is set after the device was taken anew, of which only its interfaces are told', async () => {
    const { router, value, set } = prepared();
    await apply(router, given());
    set('2');
    expect((await event(router, 'usb_interface')).log).toEqual([chose('2')]);
    expect(value()).toBe('1');
    // Of an interface that the change has taken away by now.
    expect((await event(router, 'usb_interface', { DEVPATH: '/devices/usb1/1-1/1-1:2.1' })).log).toEqual([]);
  });

  it('is given up where another program changes it back each time, until the dongle is plugged in anew or a minute has gone', async () => {
    const { router, value, set } = prepared();
    await apply(router, given());
    const again = async (type: 'usb_device' | 'usb_interface') => {
      set('2');
      return (await event(router, type)).log;
    };
    // The first change was the setup's.
    expect([await again('usb_interface'), await again('usb_interface')]).toEqual([[chose('2')], [chose('2')]]);
    const gaveUp = 'daemon.err: another program takes the dongle 413c:81d7 out of the USB configuration 1 each time: it is left as it is';
    expect([await again('usb_interface'), await again('usb_interface'), value()]).toEqual([[gaveUp], [], '2']);
    expect(await again('usb_device')).toEqual([chose('2')]);
    for (const _ of [1, 2]) await again('usb_interface');
    expect(await again('usb_interface')).toEqual([gaveUp]);
    write(router, 'var/run/modem-bench.1-1.configuration', '4 -60\n');
    expect(await again('usb_interface')).toEqual([chose('2')]);
  });

  it('is tried three times where it is refused, and then said', async () => {
    const { router, value } = prepared();
    const file = join(router.path('sys/devices/usb1/1-1'), 'bConfigurationValue');
    // A folder in its place cannot be written, by root either.
    rmSync(file);
    mkdirSync(file);
    let slept = 0;
    router.commands.set('sleep', () => {
      slept++;
      return { code: 0 };
    });
    const { code, log, stderr } = await apply(router, given());
    expect([code, stderr, slept]).toEqual([0, '', 2]);
    expect(log[0]).toBe('daemon.err: the dongle 413c:81d7 did not go into the USB configuration 1 and stays in none');
    router.commands.set('sleep', () => {
      rmSync(file, { recursive: true, force: true });
      writeFileSync(file, '2\n');
      return { code: 0 };
    });
    expect((await event(router, 'usb_device')).log).toEqual([chose('none')]);
    expect(value()).toBe('1');
  });

  it('of two interfaces stays until the second is taken back, the first one having its way, and then no file is left', async () => {
    const { router, value, set } = prepared();
    const before = tree(router);
    await apply(router, given('one', 1));
    await apply(router, given('two', 2));
    expect(value()).toBe('1');
    await router.run(remove, ['one']);
    set('1');
    await event(router, 'usb_device');
    expect([value(), router.exists(program)]).toEqual(['2', true]);
    await router.run(remove, ['two']);
    expect(tree(router)).toEqual(before);
  });

  it.each([
    ['a value of none', { value: 0 }],
    ['a value that is none', { value: 256 }],
    ['an id that is none', { vid: '413c;id' }],
  ])('%s is refused', async (_, over) => {
    const wanted = { ...dell, value: 1, ...over };
    await expect(apply(newRouter(), bundle({ mode: 'qmi' }, {}, { configuration: wanted }))).rejects.toMatchObject({
      code: 'WISH_INVALID',
    });
  });

  it('comes with the stock entry set aside where that would do harm, without usbmode being asked for anything', async () => {
    const { router } = prepared();
    write(router, 'etc/usb-mode.json', stockTable);
    router.commands.set('usbmode', () => {
      throw new Error('usbmode is called');
    });
    const usbMode = { ids: ['413c:81d7'], file: { messages: [], devices: { '413c:81d7': {} } } };
    const { log } = await apply(router, given('wwan', 1, { usbMode }));
    expect(log).toContain(`daemon.notice: the entry of 413c:81d7 in ${router.path('etc/usb-mode.json')} is set aside for the bundle's own`);
    expect(router.read('etc/usb-mode.json')).toContain('"modem-bench:413c:81d7"');
    await router.run(remove);
    expect(router.read('etc/usb-mode.json')).toBe(stockTable);
  });
});
