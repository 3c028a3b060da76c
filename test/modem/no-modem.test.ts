import { describe, expect, it } from 'vitest';
import { atCandidates, isLikelyModem, listedAtPorts, mayHaveAt, qmiCandidates } from '../../electron/modem/candidates.ts';
import { activeInterfaces } from '../../electron/seams/usb-bus.ts';
import { loadDb } from '../../modem-db/db.ts';
import { interfaces, sighting } from '../support/sightings.ts';

const db = loadDb();

/** Devices by id and interfaces, `[number, class, subclass, protocol, ...endpoints]` as `sightings.ts` has them; the shapes are those of the kind. */
type Device = readonly [what: string, vid: number, pid: number, ...interfaces: number[][]];

const neverAsked: readonly Device[] = [
  ['a Wi-Fi stick of Realtek', 0x0bda, 0x8812, [0, 0xff, 0xff, 0xff, 0x81, 2, 3, 4]],
  ['a Wi-Fi stick of Ralink', 0x148f, 0x5370, [0, 0xff, 0xff, 0xff, 0x84, 0x85, 1, 2, 3, 4, 5, 6]],
  ['a Wi-Fi stick of MediaTek', 0x0e8d, 0x7612, [0, 0xff, 0xff, 0xff, 0x84, 0x85, 8, 4, 5, 6, 7, 9]],
  ['a Wi-Fi stick of TP-Link', 0x2357, 0x0109, [0, 0xff, 0xff, 0xff, 0x84, 5, 6, 7]],
  ['a Wi-Fi stick of Atheros', 0x0cf3, 0x9271, [0, 0xff, 0, 0, 1, 0x82, 0x8b, 0x0c, 5, 6]],
  ['a DVB stick', 0x0bda, 0x2838, [0, 0xff, 0xff, 0xff, 0x81], [1, 0xff, 0xff, 0xff]],
  ['a network adapter of Realtek', 0x0bda, 0x8153, [0, 0xff, 0xff, 0, 0x81, 2, 0x8b]],
  ['a network adapter of D-Link', 0x2001, 0x1a02, [0, 0xff, 0xff, 0, 0x8b, 0x82, 3]],
  ['a serial adapter of FTDI', 0x0403, 0x6001, [0, 0xff, 0xff, 0xff, 0x81, 2]],
  ['a fourfold adapter of FTDI', 0x0403, 0x6011, ...[0, 1, 2, 3].map((n) => [n, 0xff, 0xff, 0xff, 0x81 + n, 1 + n])],
  ['a twofold adapter of Silicon Labs', 0x10c4, 0xea70, [0, 0xff, 0, 0, 0x81, 1], [1, 0xff, 0, 0, 0x82, 2]],
  ['a printer of HP', 0x03f0, 0x2b17, [0, 0xff, 0xcc, 0, 0x81, 1, 0x8b], [1, 7, 1, 2, 0x82, 2], [2, 0xff, 4, 1, 0x84, 4]],
  ['a card reader', 0x072f, 0x9000, [0, 0xff, 0, 0, 0x81, 2, 0x8b]],
  ['a Bluetooth adapter', 0x0a5c, 0x21e8, [0, 0xe0, 1, 1, 0x8b, 0x82, 2], [2, 0xff, 0xff, 0xff, 0x84, 4], [3, 0xff, 0xff, 0xff, 0x85, 5]],
  ['a telephone with adb', 0x18d1, 0x4ee2, [0, 6, 1, 1, 0x81, 1, 0x8b], [1, 0xff, 0x42, 1, 0x83, 2]],
  ['a boot loader of Qualcomm', 0x05c6, 0x9008, [0, 0xff, 0xff, 0x10, 0x81, 1]],
  ['a boot loader of Sierra Wireless whose ports a vendor lists', 0x1199, 0x9070, [0, 0xff, 0xff, 0xff, 0x81, 1]],
  ['a preloader of MediaTek', 0x0e8d, 0x2000, [0, 2, 2, 1, 0x8b], [1, 0x0a, 0, 0, 0x81, 1]],
  ['a boot loader under a maker of modems', 0x2c7c, 0x9999, [0, 0xff, 0xff, 0x10, 0x81, 1]],
  ['a drive', 0x0bda, 0x9210, [0, 8, 6, 0x62, 0x81, 2, 0x83, 4]],
];

/** Their class says that they take AT: the technician may have it tried. */
const askedByPlan: readonly Device[] = [
  ['an Arduino', 0x2341, 0x0043, [0, 2, 2, 1, 0x8b], [1, 0x0a, 0, 0, 0x83, 4]],
  ['a debugger with a serial port', 0x1366, 0x0105, [0, 2, 2, 1, 0x8b], [1, 0x0a, 0, 0, 0x81, 1], [2, 0xff, 0xff, 0xff, 0x84, 4]],
];

function shown([, vid, pid, ...list]: Device) {
  const device = sighting(vid, pid, interfaces(...list));
  return { sighting: device, recognised: db.recognise(vid, pid, activeInterfaces(device)), vendor: db.vendorOf(vid) };
}

const named = (devices: readonly Device[]) => devices.map((device) => [device[0], device] as const);

describe('what is no modem', () => {
  it.each(named(neverAsked))('is not spoken to: %s', (_, device) => {
    expect([...listedAtPorts(shown(device)), ...atCandidates(shown(device)), ...qmiCandidates(shown(device))]).toEqual([]);
    expect(mayHaveAt(shown(device))).toBe(false);
  });

  it.each(named(askedByPlan))('is not asked when it is plugged in, and over the port of its class alone: %s', (_, device) => {
    expect(isLikelyModem(shown(device))).toBe(false);
    expect(atCandidates(shown(device))).toEqual([0]);
  });
});
