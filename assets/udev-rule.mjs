// @ts-check
/**
 * Writes the udev rule beside it from the vendors of the database: `node assets/udev-rule.mjs`. A test holds the two equal.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * @typedef {{ readonly vendor: string, readonly vids: readonly string[] }} RuledVendor
 */

const head = `# Lets whoever sits at this computer work on a USB modem without root: switch it over libusb, and open its serial ports and
# control nodes. Copy it to /etc/udev/rules.d/ (the app and the .deb do so by themselves), then plug the dongle in again.
# 70: before 73-seat-late.rules, which turns the tag into permissions. Made by udev-rule.mjs from the database: change it there.

ACTION=="remove", GOTO="modem_bench_end"
# Some of these vendors make keyboards, mice, printers, hubs and Bluetooth as well, which are nobody's business here.
SUBSYSTEM=="usb", ENV{ID_USB_INTERFACES}=="*:03010?:*|*:0701??:*|*:09????:*|*:e00101:*", GOTO="modem_bench_end"
SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", GOTO="modem_bench_vendor"
SUBSYSTEM=="tty", SUBSYSTEMS=="usb", GOTO="modem_bench_vendor"
SUBSYSTEM=="usbmisc", KERNEL=="cdc-wdm*", GOTO="modem_bench_vendor"
GOTO="modem_bench_end"

LABEL="modem_bench_vendor"
`;

/**
 * The rule, one line a vendor id, in the order of their numbers. An id that several vendors share names them all.
 * @param {readonly RuledVendor[]} vendors
 * @returns {string}
 */
export function udevRule(vendors) {
  /** @type {Map<string, string[]>} */
  const names = new Map();
  for (const { vendor, vids } of vendors) for (const vid of vids) names.set(vid, [...(names.get(vid) ?? []), vendor]);
  const lines = [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    // A name stands in a comment, where a line break would end it.
    .map(([vid, of]) => `# ${[...of].sort().join(', ').replace(/\s+/g, ' ')}\nATTRS{idVendor}=="${vid}", TAG+="uaccess"\n`);
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
