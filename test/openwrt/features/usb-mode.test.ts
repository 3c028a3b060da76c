import { afterEach, describe, expect, it } from 'vitest';
import type { Router } from '../router.ts';
import { apply, bundle, correction, disposeRouters, newRouter, remove, stockTable, write } from './tools.ts';

afterEach(disposeRouters);

const program = 'etc/hotplug.d/usb/19-modem-bench';
const table = 'etc/usb-mode.json';
const given = (interfaceName = 'wwan') => bundle({ mode: 'qmi', interfaceName }, {}, { usbMode: correction });

function prepared(): { router: Router; calls: string[] } {
  const router = newRouter();
  write(router, table, stockTable);
  const calls: string[] = [];
  router.commands.set('usbmode', (args) => {
    calls.push(args.join(' ').replaceAll(router.root, ''));
    return { code: 0 };
  });
  return { router, calls };
}

const both = ['12d1-14fe', '12d1-1f01'].map((id) => `-s -c /etc/modem-bench/${id}.usb-mode.json`);
const aside = stockTable.replace('"12d1:1f01"', '"modem-bench:12d1:1f01"').replace('"12d1:14fe"', '"modem-bench:12d1:14fe"');

describe('a correction for usbmode', () => {
  it('has a file of its own for each id, sets the stock entry aside, and looks at what is plugged in at once', async () => {
    const { router, calls } = prepared();
    await apply(router, given());
    expect(JSON.parse(router.read('etc/modem-bench/12d1-1f01.usb-mode.json'))).toEqual({
      messages: correction.file.messages,
      devices: { '12d1:1f01': { '*': { msg: [0] } } },
    });
    expect(JSON.parse(router.read('etc/modem-bench/12d1-14fe.usb-mode.json')).devices).toEqual({
      '12d1:14fe': { "uMa=o'Huawei": { mode: 'HuaweiNew' } },
    });
    expect(router.read(table)).toBe(aside);
    expect(stockTable).not.toBe(aside);
    expect(calls).toEqual(both);
  });

  it('sets an entry aside again that an upgrade brought, before anything acts, and switches once for each plugging in', async () => {
    const { router, calls } = prepared();
    await apply(router, given());
    calls.length = 0;
    write(router, table, stockTable);
    const event = (DEVPATH: string, ACTION = 'add') => router.run(program, [], false, { ACTION, DEVPATH });
    const { log } = await event('/devices/usb1/1-1');
    expect(log).toEqual(
      [
        "daemon.notice: the entry of 12d1:14fe in /etc/usb-mode.json is set aside for the bundle's own",
        "daemon.notice: the entry of 12d1:1f01 in /etc/usb-mode.json is set aside for the bundle's own",
      ].map((line) => line.replace('/etc', `${router.root}/etc`)),
    );
    expect([router.read(table), calls]).toEqual([aside, []]);
    expect((await event('/devices/usb1/1-1/1-1:1.0')).log).toEqual([]);
    expect(calls).toEqual(both);
    for (const [path, action] of [
      ['/devices/usb1/1-1/1-1:1.1', 'add'],
      ['/devices/usb1/1-1/1-1:1.0', 'remove'],
    ] as const)
      await event(path, action);
    expect(calls).toEqual(both);
  });

  it('does so when the router starts as well, before the stock service', async () => {
    const { router, calls } = prepared();
    await apply(router, given());
    calls.length = 0;
    write(router, table, stockTable);
    const service = router.path('etc/init.d/modem-bench-usbmode');
    write(router, 'start', `"${service}" boot\n`);
    await router.run('start');
    expect([router.read(table), calls]).toEqual([aside, both]);
    expect(router.read('etc/init.d/modem-bench-usbmode')).toContain('START=19\n');
  });

  it('of two interfaces stays until the second is taken back, and the table is then as it was, byte for byte', async () => {
    const { router } = prepared();
    await apply(router, given('one'));
    await apply(router, given('two'));
    await router.run(remove, ['one']);
    expect([router.read(table), router.exists('etc/modem-bench/12d1-1f01.usb-mode.json'), router.exists(program)]).toEqual([
      aside,
      true,
      true,
    ]);
    await router.run(remove, ['two']);
    expect([router.read(table), router.exists('etc/modem-bench'), router.exists(program)]).toEqual([stockTable, false, false]);
  });

  it('says what usbmode refuses, and does without a table', async () => {
    const { router } = prepared();
    router.commands.set('usbmode', () => ({ code: 1 }));
    write(router, table, '{}\n');
    const { code, log } = await apply(router, given());
    expect(code).toBe(0);
    expect(log.filter((line) => line.startsWith('daemon.err: usbmode could not use'))).toHaveLength(2);
    expect(router.read(table)).toBe('{}\n');
  });
});
