import { describe, expect, it } from 'vitest';
import { runUsbMode } from '../../electron/drivers/usbmode/program.ts';
import { RouterKernel } from '../../electron/drivers/usbmode/router-kernel.ts';
import type { RouterDevice } from '../../electron/drivers/usbmode.ts';
import type { InterfaceDescriptor } from '../../electron/seams/usb-bus.ts';
import type { UsbModeEntry, UsbModeProgram } from '../../modem-db/openwrt/usbmode/schema.ts';
import { interfaces, sighting } from '../support/sightings.ts';

/** The rules of usbfs, one by one, where the recorded devices meet none of them: Linux drivers/usb/core/devio.c and driver.c. */

const union = (master: number, slave: number) => Uint8Array.of(5, 0x24, 0x00, 0x10, 0x01, 5, 0x24, 0x06, master, slave);
const disc = interfaces([0, 8, 6, 0x50, 0x81, 0x01]);
const modem = interfaces([0, 2, 2, 1, 0x8a], [1, 0x0a, 0, 0, 0x82, 0x02], [2, 0xff, 0xff, 0xff, 0x83, 0x03]);
/** NCM: the data interface has its endpoints in alternate setting 1. */
const [control, idle, data] = interfaces([0, 2, 0x0d, 0, 0x8a], [1, 0x0a, 0, 1], [1, 0x0a, 0, 1, 0x82, 0x02]);
if (!control || !idle || !data) throw new Error('no interfaces');
const ncm: readonly InterfaceDescriptor[] = [{ ...control, extra: union(0, 1) }, idle, { ...data, alternate: 1 }];

function device(list: readonly InterfaceDescriptor[], drivers: Readonly<Record<string, string>> = {}): RouterDevice {
  return {
    ...sighting(0x12d1, 0x1f01, list),
    configurations: [
      { value: 1, interfaces: list },
      { value: 2, interfaces: modem },
    ],
    drivers: new Map(Object.entries(drivers)),
  };
}

describe('a control request of a program', () => {
  it.each<[string, string, sent: boolean]>([
    // bmRequestType 21h and A1h are of the class, 01h and 81h standard, 41h and C1h the vendor's; USB 2.0, table 9-2.
    ['of the class to an interface that a driver holds', '2109000300000000', false],
    ['of the class from it', 'a101000000000000', false],
    ['standard to it', '010b000000000000', false],
    ['of the vendor to it', '4101000000000000', true],
    ['of the vendor from it', 'c101000000000000', true],
    ['of the class to one that is free', '2109000302000000', true],
    ['of the class to one that is not there', '2109000307000000', false],
    ['to the device', '4004000000000000', true],
    ['to an endpoint', '2201000000000000', true],
  ])('%s', (_, setup, sent) => {
    const kernel = new RouterKernel(device(modem, { '1.0': 'cdc_acm', '1.1': 'cdc_acm' }));
    kernel.control(setup);
    expect(kernel.lines).toEqual(sent ? [`control ${setup}`] : []);
  });

  it('has behind it what goes out with it, or as many bytes as it asks for', () => {
    const kernel = new RouterKernel(device(disc));
    kernel.control('4004000000000200', 'abcd');
    kernel.control('c011020000000300');
    expect(kernel.lines).toEqual(['control 4004000000000200 abcd', 'control c011020000000300 000000']);
  });
});

describe('an interface', () => {
  it('is claimed once, and by nobody while a driver holds it or where it is not', () => {
    const kernel = new RouterKernel(device(modem, { '1.0': 'cdc_acm', '1.1': 'cdc_acm' }));
    expect([0, 1, 2, 3].map((number) => kernel.claim(number))).toEqual([false, false, true, false]);
    expect(kernel.setConfiguration(2)).toBe(false);
    kernel.close();
    kernel.detach(0);
    expect([0, 1].map((number) => kernel.claim(number))).toEqual([true, true]);
    expect(kernel.lines).toEqual([]);
  });

  it.each<[string, readonly InterfaceDescriptor[], Readonly<Record<string, string>>, detached: number, left: string]>([
    ['by the union, from its control', ncm, { '1.0': 'cdc_ncm', '1.1': 'cdc_ncm' }, 0, ''],
    ['by the union, from its data', ncm, { '1.0': 'cdc_ncm', '1.1': 'cdc_ncm' }, 1, ''],
    ['by the neighbour, from its control', modem, { '1.0': 'cdc_acm', '1.1': 'cdc_acm', '1.2': 'option' }, 0, '2 option'],
    ['by the neighbour, from its data', modem, { '1.0': 'cdc_acm', '1.1': 'cdc_acm', '1.2': 'option' }, 1, '2 option'],
    ['not where another driver has it', modem, { '1.0': 'cdc_acm', '1.1': 'option' }, 0, '1 option'],
    ['not where it is no data interface', modem, { '1.1': 'option', '1.2': 'option' }, 2, '1 option'],
    ['and nothing, where none is bound', modem, { '1.2': 'option' }, 0, '2 option'],
  ])('takes the other one of its function along when its driver goes: %s', (_, list, drivers, detached, left) => {
    const kernel = new RouterKernel(device(list, drivers));
    kernel.detach(detached);
    expect([...kernel.bound].map((pair) => pair.join(' ')).join(', ')).toBe(left);
  });

  it('that is let go of returns to its first alternate setting, and its endpoints with it', () => {
    const kernel = new RouterKernel(device(ncm, { '1.0': 'cdc_ncm', '1.1': 'cdc_ncm' }));
    expect(kernel.write(0x02, 'aa')).toBe(false);
    kernel.detach(0);
    // The driver had worked in alternate setting 1.
    expect(kernel.lines.splice(0)).toEqual(['control 010b000001000000']);
    expect(kernel.write(0x02, 'aa')).toBe(false);
    kernel.setAlternate(1, 1);
    expect(kernel.write(0x02, 'aa')).toBe(true);
    expect(kernel.read(0x82, 2)).toBe('failed');
    kernel.release(1);
    kernel.release(1);
    expect(kernel.lines).toEqual(['control 010b010001000000', 'out 02 aa', 'in 82 cancelled', 'control 010b000001000000']);
    kernel.setAlternate(1, 1);
    expect(kernel.lines).toHaveLength(4);
  });
});

describe('an endpoint', () => {
  it('is reached where the configuration in force has it, claimed at the first use', () => {
    const kernel = new RouterKernel(device(disc));
    kernel.clearHalt(0x01);
    kernel.clearHalt(0x02);
    expect([kernel.write(0x02, 'aa'), kernel.read(0x83, 1), kernel.write(0x01, 'aa')]).toEqual([false, 'failed', true]);
    expect(kernel.lines).toEqual(['control 0201000001000000', 'out 01 aa']);
    expect(kernel.setConfiguration(2)).toBe(false);
  });

  it('of interrupts is always heard, one that leads out sends what lies in memory, and a bulk one tells what waits', () => {
    const kernel = new RouterKernel(device(modem));
    expect([kernel.read(0x8a, 2), kernel.read(0x02, 2), kernel.read(0x83, 2)]).toEqual(['ok', 'ok', 'failed']);
    expect(kernel.lines).toEqual(['in 8a 0000', 'out 02 ????', 'in 83 cancelled']);
  });

  it('gives an answer whole, or as much of it as was asked for', () => {
    const wrapper = `5553424312345678${'00000000'}000006${'1b'}${'00'.repeat(15)}`;
    const status = `5553425312345678${'00'.repeat(5)}`;
    const kernel = new RouterKernel(device(disc));
    for (const length of [13, 14, 12]) {
      expect(kernel.write(0x01, wrapper)).toBe(true);
      expect(kernel.read(0x81, length)).toBe(length < 13 ? 'failed' : 'ok');
    }
    expect(kernel.lines.filter((line) => line.startsWith('in'))).toEqual([
      `in 81 ${status}`,
      `in 81 ${status}`,
      `in 81 ${status.slice(0, 24)} overflow`,
    ]);
  });
});

describe('a configuration', () => {
  it('is set where it is there and nothing is held, and brings its drivers', () => {
    const kernel = new RouterKernel(device(disc, { '2.0': 'cdc_acm', '2.1': 'cdc_acm', '2.2': 'option' }));
    expect([kernel.setConfiguration(3), kernel.configuration]).toEqual([false, 1]);
    expect([kernel.setConfiguration(1), kernel.configuration, kernel.bound.size]).toEqual([true, 1, 0]);
    expect([kernel.setConfiguration(0), kernel.configuration]).toEqual([true, null]);
    expect([kernel.setConfiguration(2), kernel.configuration]).toEqual([true, 2]);
    expect([...kernel.bound]).toEqual([
      [0, 'cdc_acm'],
      [1, 'cdc_acm'],
      [2, 'option'],
    ]);
    expect(kernel.setConfiguration(1)).toBe(false);
    expect(kernel.lines).toEqual([
      'control 0009010000000000',
      'control 0009000000000000',
      'control 0009020000000000',
      // cdc_acm tells its modem how fast the line is: that of its control interface alone.
      'control 2120000000000700 80250000000008',
    ]);
  });
});

describe('an entry of usbmode', () => {
  const program: UsbModeProgram = { from: '1.0.0', version: 'none', unconfiguresFirst: true };
  const strings = { manufacturer: 'Möbile', product: 'Modem', serial: '0123' };
  const run = (entries: Readonly<Record<string, UsbModeEntry>>, more: Partial<RouterDevice> = {}, how = program) =>
    runUsbMode({ messages: ['aa', 'bb'], devices: { '12d1:1f01': entries } }, how, { ...device(disc), ...strings, ...more });

  it.each<[string, readonly string[], string | null]>([
    ['*', ['*'], '*'],
    ['the maker, what is not ASCII a question mark', ['uMa=M?bile'], 'uMa=M?bile'],
    ['another maker', ['uMa=M?bil', 'uMa=M?bile '], null],
    ['the product', ['uPr=Mode', 'uPr=Modem', '*'], 'uPr=Modem'],
    ['the serial number', ['uSe=', 'uSe=0123'], 'uSe=0123'],
    ['the first that fits', ['*', 'uPr=Modem'], '*'],
    ['a word that it does not know, whatever it says', [':uMa=Other', '*'], ':uMa=Other'],
    ['a word without a value', ['uMa', 'other'], null],
  ])('is chosen by its key: %s', (_, keys, match) => {
    expect(run(Object.fromEntries(keys.map((key) => [key, {}])))).toMatchObject({
      match,
      end: match === null ? 'no-match' : 'carried-out',
    });
  });

  it.each<[number | undefined, string]>([
    [undefined, 'carried-out'],
    [0, 'carried-out'],
    [8, 'carried-out'],
    [9, 'class'],
    [1, 'class'],
  ])('for a device whose first interface is of class %s: on a drive it is %s', (wanted, end) => {
    expect(run({ '*': wanted === undefined ? {} : { t_class: wanted } }).end).toBe(end);
  });

  it('sends its messages to its endpoints, else to the first bulk ones', () => {
    expect(run({ '*': { msg: [1, 0] } }).kernel.lines).toEqual([
      'control 0201000001000000',
      'out 01 bb',
      'out 01 aa',
      'control 0201000001000000',
      'control 0201000081000000',
    ]);
    const other = run({ '*': { msg: [0], interface: 2, msg_endpoint: 0x03, response_endpoint: 0x83 } }, device(modem));
    expect(other.kernel.lines).toEqual(['control 0201000003000000', 'out 03 aa', 'control 0201000003000000', 'control 0201000083000000']);
    // One that is not in the file ends it before the first.
    expect(run({ '*': { msg: [0, 2] } }).kernel.lines).toEqual([]);
  });

  it('sets its configuration where another is in force, by way of none as the release has it, then its alternate setting', () => {
    expect(run({ '*': { mode: 'MBIM', config: 1 } }).kernel.lines).toEqual([]);
    expect(run({ '*': { mode: 'MBIM', config: 2 } }).kernel.lines).toEqual(['control 0009000000000000', 'control 0009020000000000']);
    expect(run({ '*': { mode: 'MBIM', config: 2 } }, {}, { ...program, unconfiguresFirst: false }).kernel.lines).toEqual([
      'control 0009020000000000',
    ]);
    expect(run({ '*': { mode: 'MBIM', config: 0 } }, { activeConfiguration: null }).kernel.lines).toEqual([]);
    expect(run({ '*': { mode: 'MBIM', alt: 1 } }).kernel.lines).toEqual(['control 010b010000000000', 'control 010b000000000000']);
  });
});
