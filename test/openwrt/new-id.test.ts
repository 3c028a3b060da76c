import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { forRouter } from '../../electron/openwrt/features/feature.ts';
import { newIdLines, type RouterNewId } from '../../electron/openwrt/new-id-lines.ts';
import { programs } from '../../electron/openwrt/router-paths.ts';
import newIdProgram from '../../electron/openwrt/scripts/new-id.sh?raw';
import newIdService from '../../electron/openwrt/scripts/new-id-service.sh?raw';
import { Router } from './router.ts';

/**
 * The router's program beside a stand-in of the kernel, which binds as `test/lab/cases/new-id.ts` saw a real one do; what it is given
 * comes over `echo`, before the shell writes it to the file.
 */

const em060k = { vid: '2c7c', pid: '030b' } as const;
const toOption: RouterNewId = { driver: 'option1', text: '2c7c 030b ff 2c7c 0296', only: [], kmod: 'kmod-usb-serial-option' };
const toQmi: RouterNewId = { driver: 'qmi_wwan', text: '2c7c 030b ff 2c7c 0125', only: [4], kmod: 'kmod-usb-net-qmi-wwan' };
const serial = 'sys/bus/usb-serial/drivers/option1';
const qmi = 'sys/bus/usb/drivers/qmi_wwan';

const bench: Bench[] = [];
afterEach(() => {
  for (const one of bench.splice(0)) one.router.dispose();
});

class Bench {
  readonly router = new Router({});
  /** What was written, in order. */
  readonly written: string[] = [];
  slept = 0;
  /** An interface that no driver takes, as one for debugging. */
  nobodys = '';

  constructor(ids: readonly RouterNewId[] = [toOption, toQmi], drivers: readonly string[] = [serial, qmi]) {
    bench.push(this);
    const { router } = this;
    router.install(programs.newId.slice(1), forRouter(newIdProgram));
    router.install(programs.newIdService.slice(1), forRouter(newIdService));
    mkdirSync(router.path('etc/modem-bench'), { recursive: true });
    writeFileSync(router.path('etc/modem-bench/wwan.new-id'), newIdLines(ids));
    mkdirSync(router.path('sys/bus/usb/drivers'), { recursive: true });
    for (const driver of drivers) this.load(driver);
    router.commands.set('sleep', () => {
      this.slept++;
      return { code: 0 };
    });
    router.commands.set('echo', ([text = '']) => {
      this.written.push(text);
      this.#bind(text);
      return { code: 0, out: `${text}\n` };
    });
  }

  load(driver: string): void {
    const folder = this.router.path(driver);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'new_id'), '');
    if (driver.startsWith('sys/bus/usb/')) for (const name of ['remove_id', 'unbind']) writeFileSync(join(folder, name), '');
  }

  /** A dongle with five interfaces of its vendor's own, none with a driver. */
  plug(port = '1-1', ids: { readonly vid: string; readonly pid: string } = em060k): void {
    const device = this.router.plugUsb(port, ids);
    writeFileSync(join(device, 'bNumInterfaces'), ' 5\n');
    for (const number of [0, 1, 2, 3, 4]) {
      mkdirSync(join(device, `${port}:1.${number}`));
      writeFileSync(join(device, `${port}:1.${number}`, 'bInterfaceClass'), 'ff\n');
    }
  }

  #interface = (name: string) => this.router.path(`sys/devices/usb1/${name.split(':')[0]}/${name}`);

  holds(driver: string, name: string): void {
    mkdirSync(this.router.path(`sys/bus/usb/drivers/${driver}`), { recursive: true });
    symlinkSync(this.router.path(`sys/bus/usb/drivers/${driver}`), join(this.#interface(name), 'driver'));
    symlinkSync(this.#interface(name), this.router.path(`sys/bus/usb/drivers/${driver}/${name}`));
  }

  #lets(name: string): void {
    rmSync(join(this.#interface(name), 'driver'), { force: true });
    rmSync(this.router.path(`${qmi}/${name}`), { force: true });
  }

  /** What the kernel does when this is written to wherever it is meant for. */
  #bind(text: string): void {
    const free = [0, 1, 2, 3, 4]
      .map((n) => `1-1:1.${n}`)
      .filter((name) => name !== this.nobodys && !existsSync(join(this.#interface(name), 'driver')));
    if (text === toOption.text) for (const name of free) if (!name.endsWith('.4')) this.holds('option', name);
    if (text === toQmi.text) for (const name of free) this.holds('qmi_wwan', name);
    // To `unbind`, then to `drivers_probe`.
    if (text.startsWith('1-1:') && free.includes(text)) {
      if (this.written.includes(toOption.text) && !text.endsWith('.4')) this.holds('option', text);
    } else if (text.startsWith('1-1:')) this.#lets(text);
  }

  driverOf(name: string): string | null {
    const path = join(this.#interface(name), 'driver');
    return (
      ['option', 'qmi_wwan'].find((driver) => existsSync(path) && existsSync(this.router.path(`sys/bus/usb/drivers/${driver}/${name}`))) ??
      null
    );
  }

  drivers = (port = '1-1') => [0, 1, 2, 3, 4].map((number) => this.driverOf(`${port}:1.${number}`));

  event(name: string, over: Record<string, string> = {}) {
    const DEVPATH = `/devices/usb1/${name.split(':')[0]}${name.includes(':') ? `/${name}` : ''}`;
    return this.router.run(programs.newId.slice(1), [], false, {
      ...{ ACTION: 'add', DEVTYPE: name.includes(':') ? 'usb_interface' : 'usb_device', DEVPATH },
      ...over,
    });
  }

  /** As the kernel tells of a dongle that comes: itself, then its interfaces. */
  async attach(port = '1-1'): Promise<string[]> {
    const log: string[] = [];
    for (const name of [port, ...[0, 1, 2, 3, 4].map((number) => `${port}:1.${number}`)]) {
      const outcome = await this.event(name);
      expect([outcome.code, outcome.stderr]).toEqual([0, '']);
      log.push(...outcome.log);
    }
    return log;
  }

  unplug(port = '1-1'): void {
    for (const number of [0, 1, 2, 3, 4]) this.#lets(`${port}:1.${number}`);
    for (const number of [0, 1, 2, 3, 4]) rmSync(this.router.path(`sys/bus/usb/drivers/option/${port}:1.${number}`), { force: true });
    rmSync(this.router.path(`sys/devices/usb1/${port}`), { recursive: true });
    rmSync(this.router.path(`sys/bus/usb/devices/${port}`));
  }
}

const gave = (driver: string) => `daemon.notice: the driver ${driver} was given the id 2c7c:030b`;

describe('an id that drivers lack', () => {
  it('is given when the interfaces are there, to option first, and taken back from qmi_wwan', async () => {
    const one = new Bench();
    one.plug();
    expect(await one.attach()).toEqual([gave('option1'), gave('qmi_wwan')]);
    expect(one.drivers()).toEqual(['option', 'option', 'option', 'option', 'qmi_wwan']);
    expect(one.written).toEqual([toOption.text, toQmi.text, '2c7c 030b']);
    expect([one.router.read(`${serial}/new_id`), one.router.read(`${qmi}/remove_id`)]).toEqual([`${toOption.text}\n`, '2c7c 030b\n']);
    expect(one.slept).toBe(0);
  });

  it('is not given when the device alone is told of, nor to whoever goes or is another', async () => {
    const one = new Bench();
    one.plug();
    one.plug('1-2', { vid: '2c7c', pid: '0125' });
    for (const [name, over] of [
      ['1-1', {}],
      ['1-1:1.4', { ACTION: 'remove' }],
      ['1-1:1.4', { ACTION: 'bind' }],
      ['1-2:1.4', {}],
      ['1-9:1.0', {}],
    ] as const)
      expect((await one.event(name, over)).log).toEqual([]);
    expect(one.written).toEqual([]);
  });

  it('is given once to a serial driver, which keeps it, and at each attach to qmi_wwan', async () => {
    const one = new Bench();
    one.plug();
    await one.attach();
    one.unplug();
    writeFileSync(one.router.path(`${qmi}/new_id`), '');
    // The kernel has offered the ports to option, which has the id still, when the interfaces are told of.
    one.plug();
    for (const number of [0, 1, 2, 3]) one.holds('option', `1-1:1.${number}`);
    one.written.length = 0;
    expect(await one.attach()).toEqual([gave('qmi_wwan')]);
    expect(one.written).toEqual([toQmi.text, '2c7c 030b']);
    expect(one.drivers()[4]).toBe('qmi_wwan');
  });

  it('is not given where each interface has its driver, or is of another class', async () => {
    const one = new Bench();
    one.plug();
    for (const number of [0, 1, 2]) one.holds('option', `1-1:1.${number}`);
    writeFileSync(one.router.path('sys/devices/usb1/1-1/1-1:1.3/bInterfaceClass'), '08\n');
    one.holds('qmi_wwan', '1-1:1.4');
    expect(await one.attach()).toEqual([]);
    expect(one.written).toEqual([]);
  });

  it('is given to option alone where only a port has none', async () => {
    const one = new Bench();
    one.plug();
    one.holds('qmi_wwan', '1-1:1.4');
    expect(await one.attach()).toEqual([gave('option1')]);
  });

  it('is left with a driver that somebody else gave it to', async () => {
    const one = new Bench();
    one.plug();
    for (const file of [`${serial}/new_id`, `${qmi}/new_id`]) writeFileSync(one.router.path(file), '1199 9071\n2c7c 030b ff\n');
    expect(await one.attach()).toEqual([]);
    expect(one.written).toEqual([]);
  });

  it('is given to nobody behind option where that refuses it or is not there, lest qmi_wwan had the ports', async () => {
    const refusing = new Bench();
    refusing.plug();
    // A folder in its place cannot be written, by root either.
    rmSync(refusing.router.path(`${serial}/new_id`));
    mkdirSync(refusing.router.path(`${serial}/new_id`));
    const refuses = 'daemon.err: the driver option1 refuses the id 2c7c:030b: make a bundle for this release of OpenWrt';
    expect(await refusing.attach()).toEqual(Array(5).fill(refuses));
    expect([
      ...refusing.written.filter((text) => text !== toOption.text),
      readFileSync(refusing.router.path(`${qmi}/new_id`), 'utf8'),
    ]).toEqual(['']);
    const lacking = new Bench([toOption, toQmi], [qmi]);
    lacking.plug();
    expect(await lacking.attach()).toEqual(['daemon.err: the driver option1 is not there for the dongle 2c7c:030b: install its package']);
    expect([lacking.slept, lacking.written]).toEqual([4, []]);
    lacking.load(serial);
    expect(await lacking.attach()).toEqual([gave('option1'), gave('qmi_wwan')]);
    expect(lacking.router.exists('var/run/modem-bench.option1.missing')).toBe(false);
  });

  it('waits for a driver whose module comes later', async () => {
    const one = new Bench([toOption, toQmi], [qmi]);
    one.plug();
    one.router.commands.set('sleep', () => {
      one.load(serial);
      return { code: 0 };
    });
    expect(await one.attach()).toEqual([gave('option1'), gave('qmi_wwan')]);
  });

  it('is given to qmi_wwan for its own interface alone', async () => {
    const one = new Bench();
    one.nobodys = '1-1:1.3';
    one.plug();
    expect(await one.attach()).toEqual([gave('option1'), gave('qmi_wwan')]);
    // Whether the interface of QMI is told of before the one that stays free, or after it.
    writeFileSync(one.router.path(`${qmi}/new_id`), '');
    expect((await one.event('1-1:1.3')).log).toEqual([]);
    expect(one.written.filter((text) => text === toQmi.text)).toHaveLength(1);
  });

  it('takes ports back that qmi_wwan got while it had the id for an alike dongle', async () => {
    const one = new Bench();
    one.plug();
    for (const number of [1, 2, 3, 4]) one.holds('qmi_wwan', `1-1:1.${number}`);
    expect(await one.attach()).toEqual([gave('option1')]);
    expect(one.drivers()).toEqual(['option', 'option', 'option', 'option', 'qmi_wwan']);
    // Taken away, and offered to all drivers again.
    expect(one.written.filter((text) => text.startsWith('1-1:'))).toEqual([
      '1-1:1.1',
      '1-1:1.1',
      '1-1:1.2',
      '1-1:1.2',
      '1-1:1.3',
      '1-1:1.3',
    ]);
    expect(one.router.read('sys/bus/usb/drivers_probe')).toBe('1-1:1.3\n');
  });

  it('is given at the start to dongles that are there, before the stock service', async () => {
    const one = new Bench();
    one.plug();
    one.router.install('start', `"${one.router.path(programs.newIdService.slice(1))}" boot\n`);
    const { code, log, stderr } = await one.router.run('start');
    expect([code, stderr, log]).toEqual([0, '', [gave('option1'), gave('qmi_wwan')]]);
    expect(one.drivers()).toEqual(['option', 'option', 'option', 'option', 'qmi_wwan']);
    expect(one.router.read(programs.newIdService.slice(1))).toContain('START=19\n');
  });

  it('is written as the program reads it, and refused where it is none', () => {
    expect(newIdLines([toOption, { ...toQmi, only: [8, 10] }, { ...toOption, text: 'dead beef ff' }])).toBe(
      'option1 - 2c7c 030b ff 2c7c 0296\nqmi_wwan 8,10 2c7c 030b ff 2c7c 0125\noption1 - dead beef ff\n',
    );
    for (const over of [
      { driver: '../x' },
      { driver: '' },
      { text: '2c7c 030b' },
      { text: '2c7c 030b ff 2c7c' },
      { text: '2c7c 030b ff;id' },
      { only: [256] },
    ])
      expect(() => newIdLines([{ ...toQmi, ...over }])).toThrow(expect.objectContaining({ code: 'WISH_INVALID' }));
  });
});
