import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RouterOptions } from '../../../electron/contract/router-options.ts';
import { parseUci } from '../../../electron/openwrt/uci-parse.ts';
import { dialOf, fm350, huaweiEcm, quectelQmi, ztePpp } from '../inputs.ts';
import type { Router, UsbDevice } from '../router.ts';
import { apply, bundle, disposeRouters, netifd, newRouter, remove, sentByChat } from './tools.ts';

afterEach(disposeRouters);

const qmi = (interfaceName: string, onRouter: Partial<RouterOptions> = {}) => bundle({ mode: 'qmi', interfaceName }, onRouter);
/** The nodes of a QMI dongle that is the router's modem of that number. */
const nodes = (number: number) => ({ 2: `ttyUSB${number}`, 4: [`cdc-wdm${number}`, `wwan${number}`] });
/** A dongle of one make, with a serial number. */
const alike = (serial: string) => ({ vid: quectelQmi.vid, pid: quectelQmi.pid, serial });

/** What an interface has: where its link leads, and the port that its dongle is in. */
function has(router: Router, name: string): string {
  const place = router.path(`var/run/modem-bench.${name}.place`);
  const port = existsSync(place) ? basename(readFileSync(place, 'utf8').trim()) : '-';
  return `${linkOf(router, name)} ${port}`;
}

function linkOf(router: Router, name: string): string {
  try {
    return readlinkSync(router.path(`dev/modem-bench/${name}`));
  } catch {
    return '-';
  }
}

/** What netifd was told since: each interface's changes. */
function changes(told: string[]): string[] {
  const last = new Map<string, string>();
  return told.splice(0).flatMap((line) => {
    const [name = '', available = ''] = line.split(' ');
    if (last.get(name) === available) return [];
    last.set(name, available);
    return [`${name} ${available}`];
  });
}

const deviceOf = (router: Router, name: string) =>
  parseUci(router.uci.file('network'))
    .sections.find((section) => section.name === name)
    ?.options.get('device');

/** Plugs in, told of by the kernel. */
async function comes(router: Router, port: string, usb: UsbDevice, made: Parameters<Router['plugUsb']>[2]): Promise<void> {
  router.plugUsb(port, usb, made);
  expect((await router.comes(port)).stderr).toBe('');
}

describe('two alike dongles', () => {
  it('told by their ids alone: an interface keeps the one that it has, whatever comes to a port before it', async () => {
    const router = newRouter();
    const told = netifd(router);
    for (const given of [qmi('one'), qmi('two')]) await apply(router, given);
    await comes(router, '1-2', alike('A'), nodes(0));
    expect([has(router, 'one'), has(router, 'two'), changes(told)]).toEqual(['/dev/cdc-wdm0 1-2', '- -', ['one 1']]);
    await comes(router, '1-1', alike('B'), nodes(1));
    expect([has(router, 'one'), has(router, 'two'), changes(told)]).toEqual(['/dev/cdc-wdm0 1-2', '/dev/cdc-wdm1 1-1', ['two 1']]);
  });

  it.each([
    ['port', { usbPort: '1-2.1' }, { usbPort: '1-2.4' }, ['1-2.1', '1-2.4']],
    ['serial number', { usbSerial: 'A 1' }, { usbSerial: 'A 12' }, ['1-1', '1-2']],
  ])('are told by their %s, in whatever order they come', async (by, first, second, [here = '', there = '']) => {
    const router = newRouter();
    const told = netifd(router);
    // Their interfaces do not take each other for rivals.
    for (const given of [qmi('one', first), qmi('two', second)]) expect((await apply(router, given)).log).toHaveLength(1);
    expect([deviceOf(router, 'one'), deviceOf(router, 'two'), told]).toEqual(['/dev/modem-bench/one', '/dev/modem-bench/two', []]);

    await comes(router, here, alike('A 1'), nodes(0));
    expect([has(router, 'one'), has(router, 'two'), changes(told)]).toEqual([`/dev/cdc-wdm0 ${here}`, '- -', ['one 1']]);
    await comes(router, there, alike('A 12'), nodes(1));
    expect([has(router, 'one'), has(router, 'two'), changes(told)]).toEqual([`/dev/cdc-wdm0 ${here}`, `/dev/cdc-wdm1 ${there}`, ['two 1']]);

    expect((await router.goes(here)).stderr).toBe('');
    expect([has(router, 'one'), has(router, 'two'), changes(told)]).toEqual(['- -', `/dev/cdc-wdm1 ${there}`, ['one 0']]);
    await router.goes(there);
    expect([has(router, 'two'), changes(told)]).toEqual(['- -', ['two 0']]);

    // The other one first; of two that are told by their serial numbers, each in the other's port.
    const [mine, others] = by === 'port' ? [here, there] : [there, here];
    await comes(router, others, alike('A 12'), nodes(0));
    await comes(router, mine, alike('A 1'), nodes(1));
    expect([has(router, 'one'), has(router, 'two'), changes(told)]).toEqual([
      `/dev/cdc-wdm1 ${mine}`,
      `/dev/cdc-wdm0 ${others}`,
      ['two 1', 'one 1'],
    ]);
  });

  it('that nothing tells from each other have one interface each', async () => {
    const router = newRouter();
    const told = netifd(router);
    await apply(router, qmi('one'));
    await apply(router, qmi('two'));
    await comes(router, '1-1', quectelQmi, nodes(0));
    await comes(router, '1-2', quectelQmi, nodes(1));
    expect([has(router, 'one'), has(router, 'two')]).toEqual(['/dev/cdc-wdm0 1-1', '/dev/cdc-wdm1 1-2']);
    expect(changes(told)).toEqual(['one 1', 'two 1']);
  });
});

describe('an interface for any dongle of its ids', () => {
  it('gives its dongle to one that names it, and takes the other', async () => {
    const router = newRouter();
    const told = netifd(router);
    router.plugUsb('1-1', quectelQmi, nodes(0));
    await apply(router, qmi('any'));
    expect([has(router, 'any'), changes(told)]).toEqual(['/dev/cdc-wdm0 1-1', ['any 1']]);
    await apply(router, qmi('mine', { usbPort: '1-1' }));
    expect([has(router, 'any'), has(router, 'mine'), changes(told)]).toEqual(['- -', '/dev/cdc-wdm0 1-1', ['any 0', 'mine 1']]);
    await comes(router, '1-2', quectelQmi, nodes(1));
    expect([has(router, 'any'), has(router, 'mine'), changes(told)]).toEqual(['/dev/cdc-wdm1 1-2', '/dev/cdc-wdm0 1-1', ['any 1']]);
    // With the port free, it stays where it is.
    await router.goes('1-1');
    expect([has(router, 'any'), has(router, 'mine'), changes(told)]).toEqual(['/dev/cdc-wdm1 1-2', '- -', ['mine 0']]);
  });

  it('goes over to the other one at once, where that is there already', async () => {
    const router = newRouter();
    const told = netifd(router);
    router.plugUsb('1-1', alike('A 1'), nodes(0));
    router.plugUsb('1-2', alike('A 12'), nodes(1));
    await apply(router, qmi('any'));
    expect([has(router, 'any'), changes(told)]).toEqual(['/dev/cdc-wdm0 1-1', ['any 1']]);
    await apply(router, qmi('mine', { usbSerial: 'A 1' }));
    expect([has(router, 'any'), has(router, 'mine')]).toEqual(['/dev/cdc-wdm1 1-2', '/dev/cdc-wdm0 1-1']);
    expect(changes(told)).toEqual(['any 0', 'any 1', 'mine 1']);
  });

  it('has nothing to do with a dongle of other ids', async () => {
    const router = newRouter();
    const told = netifd(router);
    await apply(router, qmi('any'));
    for (const [number, usb] of [
      { ...quectelQmi, pid: '0126' },
      { ...quectelQmi, vid: '2c7d' },
    ].entries()) {
      await comes(router, `1-${number}`, usb, nodes(number));
      await router.goes(`1-${number}`);
    }
    expect([has(router, 'any'), told]).toEqual(['- -', []]);
  });
});

describe('what is found', () => {
  it('is the control node of that very interface among the ports of the dongle, and no other dongle’s', async () => {
    const router = newRouter();
    const told = netifd(router);
    await apply(router, bundle({ mode: 'ppp' }, { usbPort: '1-2' }));
    const ports = (from: number) => ({ 0: `ttyUSB${from}`, 1: `ttyUSB${from + 1}`, 2: `ttyUSB${from + 2}`, 10: `ttyUSB${from + 3}` });
    await comes(router, '1-1', ztePpp, ports(0));
    expect([has(router, 'wwan'), told]).toEqual(['- -', []]);
    await comes(router, '1-2', ztePpp, ports(4));
    expect([has(router, 'wwan'), changes(told)]).toEqual(['/dev/ttyUSB6 1-2', ['wwan 1']]);
    // Its driver lets go of that port alone, and of another one's.
    for (const [node, number] of [
      ['ttyUSB5', 1],
      ['ttyUSB2', 2],
    ] as const)
      await router.event('remove', `/devices/usb1/1-${node === 'ttyUSB2' ? 1 : 2}/1-2:1.${number}/${node}/tty/${node}`);
    expect([has(router, 'wwan'), changes(told)]).toEqual(['/dev/ttyUSB6 1-2', []]);
    await router.event('remove', '/devices/usb1/1-2/1-2:1.2/ttyUSB6/tty/ttyUSB6');
    expect([has(router, 'wwan'), changes(told)]).toEqual(['- 1-2', ['wwan 0']]);
  });

  it('is the modem’s port by the number of its interface in hexadecimal, of a driver of its own', async () => {
    const router = newRouter();
    const given = bundle({ mode: 'ppp' });
    await apply(router, { ...given, dongle: { ...given.dongle, controlNode: '/dev/ttyACM0', controlInterface: 10 } });
    await comes(router, '1-1', ztePpp, { 1: 'ttyACM0', 10: 'ttyACM1' });
    expect(has(router, 'wwan')).toBe('/dev/ttyACM1 1-1');
  });

  it('is port and card for our own protocol, which needs both; no link is made', async () => {
    const router = newRouter();
    const told = netifd(router);
    const given = { ...bundle({ mode: 'rndis' }, {}, { atInterface: 2 }), dongle: { ...fm350, dial: dialOf('fibocom-fm350') } };
    await apply(router, given);
    expect([router.read('etc/modem-bench/wwan.usb'), deviceOf(router, 'wwan')]).toEqual(['usb 0e8d 7127 -\nfinds call 02\n', undefined]);
    for (const made of [{ 0: 'eth1', 3: 'ttyUSB0' }, { 2: 'ttyUSB0' }]) {
      await comes(router, '1-1', fm350, made);
      expect(changes(told)).toEqual([]);
      await router.goes('1-1');
      told.length = 0;
    }
    await comes(router, '1-1', fm350, { 0: 'eth1', 2: 'ttyUSB0', 3: 'ttyUSB1' });
    expect([has(router, 'wwan'), changes(told)]).toEqual(['- 1-1', ['wwan 1']]);
    await router.goes('1-1');
    expect([has(router, 'wwan'), changes(told)]).toEqual(['- -', ['wwan 0']]);
  });

  it('is the card of the one dongle among two', async () => {
    const router = newRouter();
    await apply(router, bundle({ mode: 'ecm', apn: '' }, { usbPort: '1-2' }));
    await comes(router, '1-1', huaweiEcm, { 0: 'eth1' });
    expect(deviceOf(router, 'wwan')).toBe('usb0');
    await comes(router, '1-2', huaweiEcm, { 0: 'eth2' });
    expect(deviceOf(router, 'wwan')).toBe('eth2');
  });

  it('is the place of the one dongle among two', async () => {
    const router = newRouter();
    await apply(router, bundle({ mode: 'qmi' }, { way: 'modemmanager', usbSerial: 'A 12' }));
    await comes(router, '1-1', alike('A 1'), nodes(0));
    expect(deviceOf(router, 'wwan')).toBe('/sys/bus/usb/devices');
    await comes(router, '1-2', alike('A 12'), nodes(1));
    expect(deviceOf(router, 'wwan')).toBe(router.path('sys/devices/usb1/1-2'));
  });
});

describe('at each attach', () => {
  it('the dongle has its AT commands before netifd hears of it', async () => {
    const router = newRouter();
    const told = netifd(router);
    router.commands.set('chat', ([, ...args]) => {
      told.push(sentByChat(args));
      return { code: 0 };
    });
    router.commands.set('ifstatus', () => ({ code: 0, out: '{}' }));
    router.commands.set('jsonfilter', () => ({ code: 0, out: 'false\n' }));
    // Its seconds are real ones here: they are what the answer is waited for in.
    await apply(router, bundle({ mode: 'qmi' }, {}, { attachCommands: ['AT+CFUN=1'], atInterface: 2 }));
    router.plugUsb('1-1', quectelQmi, nodes(0));
    await router.comes('1-1');
    expect(told.slice(0, 2)).toEqual(['AT+CFUN=1', 'wwan 1 yes']);
  });

  it('a router that has taken its bundles back has nothing of them, whatever comes', async () => {
    const router = newRouter();
    const told = netifd(router);
    router.plugUsb('1-1', quectelQmi, nodes(0));
    await apply(router, qmi('one'));
    await router.run(remove);
    told.length = 0;
    await router.comes('1-1');
    await router.goes('1-1');
    expect([told, has(router, 'one'), router.exists('dev/modem-bench')]).toEqual([[], '- -', false]);
  });
});
