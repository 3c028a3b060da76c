// @ts-check
/**
 * Writes the udev rule beside it from the vendors of the database: `node assets/udev-rule.mjs`. A test holds the two equal.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * @typedef {{
 *   readonly vendor: string,
 *   readonly switches: readonly { readonly id: string, readonly target: { readonly vid?: string | undefined, readonly pids?: readonly string[] | undefined } }[],
 *   readonly compositions: readonly { readonly id: string }[],
 *   readonly recipes: readonly { readonly ids: readonly string[], readonly modes: Readonly<Record<string, { readonly returnsAs: readonly string[] }>> }[],
 * }} RuledVendor
 */

/** Makers of nothing for USB but modems: one of theirs that the database does not list is a modem all the same. */
export const modemMakers = [
  '0af0', // Option
  '1199', // Sierra Wireless
  '1410', // Novatel Wireless
  '16d8', // C-motech
  '1bc7', // Telit
  '1e0e', // SIMCom
  '1e2d', // Cinterion
  '1eac', // Quectel
  '2020', // BroadMobi
  '2c7c', // Quectel
  '2cb7', // Fibocom
  '2dee', // MeiG
  '305a', // Gosuncn
  '33f8', // Rolling Wireless
  '3731', // NetPrisma
];

/** What usb_modeswitch switches as well, and with it the database: by its name, no modem. */
export const noModems = [
  '03f0:002a', // printer
  '03f0:032a', // printer
  '046d:c261', // steering wheel
  '057c:62ff', // Wi-Fi, and what it becomes
  '057c:84ff',
  '057c:8401',
  '057c:8501',
  '057c:8502',
  '057c:8602',
  '072f:100d', // card reader
  '072f:90cc',
  '0922:1001', // label printers
  '0922:1002',
  '0922:1003',
  '0922:1004',
  '0922:1007',
  '0922:1008',
  '0ace:2011', // Wi-Fi
  '0ace:20ff',
  '0bda:1a2b', // Wi-Fi
  '0bda:a192',
  '0bda:f192',
  '2001:331d',
  '0cf3:20ff', // Wi-Fi
  '0cf3:7010',
  '0df7:0800', // data cable of phones
  '0e8d:2870', // Wi-Fi
  '0e8d:7612',
  '0fca:8020', // telephone
  '0fca:8012',
  '12d1:1030', // Android telephone
  '12d1:1034',
  '1307:1169', // Wi-Fi
  '13b1:0031',
  '148f:2578', // Wi-Fi
  '148f:9021',
  '148f:2878',
  '148f:7601',
  '1de1:1101', // projector
  '21e7:000e',
  '2357:0600', // Ethernet
  '2357:0601',
];

const head = `# Lets whoever sits at this computer work on a USB modem without root: switch it out of its disc state over libusb, and open its
# serial ports and control nodes. What it opens:
# - any device with an MBIM interface (class 02, subclass 0e), which is a modem by definition,
# - the devices of some makers of nothing but modems,
# - of all others the modems that the app lists, by vendor and product, in disc state and out of it.
# Copy it to /etc/udev/rules.d/ (the app and the .deb do so by themselves), then plug the dongle in again.
# 70: before 73-seat-late.rules, which turns the tag into permissions. Made by udev-rule.mjs from the database: change it there.

ACTION=="remove", GOTO="modem_bench_end"
# A keyboard, a mouse, a printer, a hub or Bluetooth is nobody's business here, whatever ids it shows.
SUBSYSTEM=="usb", ENV{ID_USB_INTERFACES}=="*:03010?:*|*:0701??:*|*:09????:*|*:e00101:*", GOTO="modem_bench_end"
SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", GOTO="modem_bench_device"
SUBSYSTEM=="tty", SUBSYSTEMS=="usb", GOTO="modem_bench_device"
SUBSYSTEM=="usbmisc", KERNEL=="cdc-wdm*", GOTO="modem_bench_device"
GOTO="modem_bench_end"

LABEL="modem_bench_device"
# MBIM
ENV{ID_USB_INTERFACES}=="*:020e??:*", TAG+="uaccess"
SUBSYSTEM=="usbmisc", DRIVERS=="cdc_mbim", TAG+="uaccess"
`;

/**
 * All ids that a vendor's modems are known to show.
 * @param {RuledVendor} vendor
 * @returns {string[]}
 */
function idsOf({ switches, compositions, recipes }) {
  return [
    ...switches.map(({ id }) => id),
    ...switches.flatMap(({ target: { vid, pids = [] } }) => (vid === undefined ? [] : pids.map((pid) => `${vid}:${pid}`))),
    ...compositions.map(({ id }) => id),
    ...recipes.flatMap(({ ids, modes }) => [...ids, ...Object.values(modes).flatMap(({ returnsAs }) => returnsAs)]),
  ].filter((id) => !noModems.includes(id));
}

/**
 * The rule, one line a vendor id, in the order of their numbers. An id whose devices stand with several vendors names them all.
 * @param {readonly RuledVendor[]} vendors
 * @returns {string}
 */
export function udevRule(vendors) {
  /** @type {Map<string, { names: Set<string>, pids: Set<string> }>} */
  const ruled = new Map();
  for (const vendor of vendors) {
    for (const id of idsOf(vendor)) {
      const [vid = '', pid = ''] = id.split(':');
      const { names, pids } = ruled.get(vid) ?? { names: new Set(), pids: new Set() };
      ruled.set(vid, { names: names.add(vendor.vendor), pids: pids.add(pid) });
    }
  }
  const lines = [...ruled]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([vid, { names, pids }]) => {
      // A name stands in a comment, where a line break would end it.
      const comment = `# ${[...names].sort().join(', ').replace(/\s+/g, ' ')}`;
      const products = modemMakers.includes(vid) ? '' : ` ATTRS{idProduct}=="${[...pids].sort().join('|')}",`;
      return `${comment}\nATTRS{idVendor}=="${vid}",${products} TAG+="uaccess"\n`;
    });
  return `${head}${lines.join('')}\nLABEL="modem_bench_end"\n`;
}

/**
 * The vendors as the database's files name them.
 * @param {string} folder
 * @returns {RuledVendor[]}
 */
function readVendors(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) {
  const here = fileURLToPath(new URL('.', import.meta.url));
  writeFileSync(join(here, '70-modem-bench.rules'), udevRule(readVendors(join(here, '../modem-db/vendors'))));
}
