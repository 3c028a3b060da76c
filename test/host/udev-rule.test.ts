import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modemMakers, noModems, udevRule } from '../../assets/udev-rule.mjs';
import { root } from '../../electron/setup.mjs';
import { loadDb } from '../../modem-db/db.ts';
import { tagsOf, type UdevDevice, type UdevEvent } from './udev.ts';

/** Whom the udev rule lets to what: the file as it is given away, on devices as the kernel and udev's own rules show them. */

const rule = readFileSync(join(root, 'assets/70-modem-bench.rules'), 'utf8');
const { vendors } = loadDb();

/** The sentence of the page, kept: these are opened. */
const opens = (event: UdevEvent) => tagsOf(rule, event).has('uaccess');

function usbDevice(id: string): UdevDevice {
  const [idVendor = '', idProduct = ''] = id.split(':');
  return { subsystem: 'usb', kernel: '1-1', driver: 'usb', attrs: { idVendor, idProduct } };
}

const rootHub: UdevDevice = { subsystem: 'usb', kernel: 'usb1', driver: 'usb', attrs: { idVendor: '1d6b', idProduct: '0002' } };

/** The node below /dev/bus/usb. `interfaces`: as usb_id of udev writes them, class, subclass and protocol. */
const node = (id: string, interfaces: readonly string[] = ['ffffff']): UdevEvent => ({
  action: 'add',
  env: { DEVTYPE: 'usb_device', ID_USB_INTERFACES: `:${interfaces.join(':')}:` },
  chain: [usbDevice(id), rootHub],
});

/** A node that a driver made for an interface. */
const below = (id: string, subsystem: string, kernel: string, driver: string, env: Record<string, string> = {}): UdevEvent => ({
  action: 'add',
  env,
  chain: [{ subsystem, kernel }, { subsystem: 'usb', kernel: '1-1:1.0', driver }, usbDevice(id), rootHub],
});

const HUAWEI = '12d1:1506';

describe('the udev rule', () => {
  it('is what assets/udev-rule.mjs makes of the database', () => {
    expect(rule, 'run: npm run compile-db').toBe(udevRule(vendors));
  });

  it('opens every modem that the database lists, in disc state and in each mode, its ports and its control node', () => {
    const known = vendors.flatMap(({ switches, compositions, recipes }) => [
      ...switches.map(({ id }) => id),
      ...compositions.map(({ id }) => id),
      ...recipes.flatMap(({ modes }) => Object.values(modes).flatMap(({ returnsAs }) => returnsAs)),
    ]);
    const modems = [...new Set(known)].filter((id) => !noModems.includes(id));
    expect(modems.length).toBeGreaterThan(1_500);
    expect(modems.filter((id) => !opens(node(id, ['080650'])))).toEqual([]);
    expect(modems.filter((id) => !opens(below(id, 'tty', 'ttyUSB0', 'option')))).toEqual([]);
    expect(modems.filter((id) => !opens(below(id, 'usbmisc', 'cdc-wdm0', 'qmi_wwan')))).toEqual([]);
  });

  it('opens what is listed by both its numbers, and not by those of two devices in a row', () => {
    expect(opens(node('12d1:1506'))).toBe(true);
    const behind = (outer: string, inner: string): UdevEvent => ({ ...node(inner), chain: [usbDevice(inner), usbDevice(outer), rootHub] });
    expect(opens(behind('12d1:ffff', '046d:1506'))).toBe(false);
  });

  it.each([
    ['a mouse of Logitech', node('046d:c077', ['030102'])],
    ['a receiver of Logitech', node('046d:c52b', ['030101', '030102', '030000'])],
    ['a webcam of Logitech', node('046d:0825', ['0e0100', '0e0200', '010100'])],
    ['a steering wheel that usb_modeswitch switches', node('046d:c261', ['030000'])],
    ['a telephone of Samsung', node('04e8:6860', ['060101', 'ff4201'])],
    ['the modem port of that telephone', below('04e8:6860', 'tty', 'ttyACM0', 'cdc_acm', { ID_USB_INTERFACES: ':060101:020201:0a0000:' })],
    ['a drive of Samsung', node('04e8:61f5', ['080650', '080662'])],
    ['a telephone of Huawei', node('12d1:107e', ['060101', 'ff4201'])],
    ['headphones of Huawei', node('12d1:3a07', ['010100', '010200', '030000'])],
    ['a telephone of ZTE', node('19d2:ffcf', ['ff4201'])],
    ['a printer of HP', node('03f0:002a', ['070102'])],
    ['a printer of HP in its disc state', node('03f0:002a', ['080650'])],
    ['Wi-Fi of Realtek', node('0bda:8179', ['ffffff'])],
    ['Wi-Fi in its disc state', node('0bda:1a2b', ['080650'])],
    ['Bluetooth of Intel', node('8087:0a2b', ['e00101'])],
    ['a GPS receiver of u-blox', below('1546:01a8', 'tty', 'ttyACM0', 'cdc_acm', { ID_USB_INTERFACES: ':020201:0a0000:' })],
    ['Ethernet of TP-Link', node('2357:0601', ['ffff00'])],
    ['an Arduino', below('2341:0043', 'tty', 'ttyACM0', 'cdc_acm', { ID_USB_INTERFACES: ':020201:0a0000:' })],
    ['a hub', node('05e3:0610', ['090001'])],
    ['a root hub', { ...node(HUAWEI), chain: [rootHub] as const }],
    ['what shows the ids of a modem and is a keyboard too', node(HUAWEI, ['ffffff', '030101'])],
    ['a control node of another kind', below('046d:c52b', 'usbmisc', 'hiddev0', 'usbhid')],
    ['the disc of a modem, which is no business of ours', below(HUAWEI, 'block', 'sr0', 'usb-storage')],
    ['a serial port that is not on USB', { action: 'add', env: {}, chain: [{ subsystem: 'tty', kernel: 'ttyS0' }] as const }],
    ['a modem that leaves', { ...node(HUAWEI), action: 'remove' }],
  ] satisfies [string, UdevEvent][])('leaves alone %s', (_, event) => {
    expect(opens(event)).toBe(false);
  });

  it.each([
    ['a modem of Sierra that nobody listed', node('1199:ffee')],
    ['a modem of Quectel that nobody listed', below('2c7c:ffee', 'tty', 'ttyUSB2', 'option')],
    ['an MBIM modem of whoever', node('1234:5678', ['020e00', '0a0002'])],
    ['its control node', below('1234:5678', 'usbmisc', 'cdc-wdm0', 'cdc_mbim')],
    ['its serial port', below('1234:5678', 'tty', 'ttyUSB0', 'option', { ID_USB_INTERFACES: ':020e00:0a0002:ffffff:' })],
  ] satisfies [string, UdevEvent][])('opens %s', (_, event) => {
    expect(opens(event)).toBe(true);
  });

  it('names only what the database has, so that its own lists do not grow old', () => {
    const vids = new Set(vendors.flatMap((vendor) => vendor.vids));
    expect(modemMakers.filter((vid) => !vids.has(vid))).toEqual([]);
    const ids = new Set(vendors.flatMap(({ switches, compositions }) => [...switches, ...compositions].map(({ id }) => id)));
    expect(noModems.filter((id) => !ids.has(id))).toEqual([]);
    // A list of interfaces with a mode is a modem's.
    const modems = new Set(vendors.flatMap(({ compositions }) => compositions.filter(({ mode }) => mode !== null).map(({ id }) => id)));
    expect(noModems.filter((id) => modems.has(id))).toEqual([]);
  });

  it('stays within what udev takes for a line, and what the installer takes for a rule', () => {
    expect(Math.max(...rule.split('\n').map((line) => line.length))).toBeLessThan(4_096);
    expect(rule.length).toBeLessThan(50_000);
  });
});
