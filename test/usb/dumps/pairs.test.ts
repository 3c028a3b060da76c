import { describe, expect, it } from 'vitest';
import { type DumpDevice, readText } from '../../../electron/usb/dumps/index.ts';
import { findModel } from '../../../electron/virtual/models/index.ts';
import { printed, writeUsbDevices } from '../../support/dump-writer.ts';
import { ICCID, IMEI, IMSI, writeLuci, writeThreeGinfo } from '../../support/told-writer.ts';

/** Shapes: pages of 4IceG/luci-app-3ginfo-lite and its script's answer, files of sysfs, `uci show`, `uci export` and /etc/config of OpenWrt. */

const ec25 = findModel('quectel-ec25');
if (!ec25) throw new Error('no EC25');
const d = printed(ec25, 'qmi');
const names = { maker: 'Quectel', model: 'EC25', firmware: 'EC25EFAR06A06M4G' };
const one = (text: string): DumpDevice => {
  const { devices } = readText(text);
  expect(devices).toHaveLength(1);
  const [device] = devices;
  if (!device) throw new Error('no device');
  return device;
};
const told = { form: 'pairs', manufacturer: 'Quectel', model: 'EC25', firmware: names.firmware, vid: 0x2c7c, pid: 0x0125 };

describe("a page of LuCI's", () => {
  it.each([
    ['copied with tabs', (text: string) => text],
    ['with colons', (text: string) => text.replaceAll('\t', ': ')],
    ['with colons in columns', (text: string) => text.replace(/^(.*)\t/gm, (_, key: string) => `${key.padEnd(20)}: `)],
    ['with equals signs', (text: string) => text.replaceAll('\t', ' = ')],
    ['as a table of Markdown', (text: string) => text.replace(/^(.+)\t(.+)$/gm, '| $1 | $2 |')],
    ['as a table of HTML', (text: string) => text.replace(/^(.+)\t(.+)$/gm, '<tr><td>$1</td>   <td>$2</td></tr>')],
    ['quoted', (text: string) => text.replace(/^/gm, '> ')],
    ['in capital letters', (text: string) => text.replace(/^[^\t]+/gm, (key) => key.toUpperCase())],
  ])('%s tells the modem, its ids and its port', (_, post) => {
    const text = post(writeLuci(d, names));
    expect(one(text)).toMatchObject(told);
    expect(one(text).ports).toEqual([{ node: 'ttyUSB0', role: 'at', interface: null }]);
    for (const number of [IMEI, IMSI, ICCID]) expect(JSON.stringify(readText(text))).not.toContain(number);
  });
});

describe('an answer in JSON', () => {
  it.each([
    ['as the script prints it', (text: string) => text],
    ['on one line', (text: string) => text.replaceAll('\n', '')],
    ['printed nicely', (text: string) => JSON.stringify(JSON.parse(text), null, 2)],
  ])('%s tells model, firmware, port and protocol', (_, post) => {
    const device = one(post(writeThreeGinfo(d, names, 'qmi')));
    expect(device).toMatchObject({ form: 'pairs', model: 'Quectel EC25', firmware: names.firmware, mode: 'qmi' });
    expect(device.ports).toEqual([{ node: 'ttyUSB0', role: 'at', interface: null }]);
  });
});

describe('keys and values', () => {
  it('of sysfs tell the ids', () => {
    expect(one('idVendor=2c7c\nidProduct=0125\nmanufacturer=Quectel\nproduct=EC25-EUX\n')).toMatchObject({ vid: 0x2c7c, pid: 0x0125 });
  });

  it('that come again with something else begin another device', () => {
    expect(readText('Vendor ID: 0x2c7c\nProduct ID: 0x0125\nVendor ID: 0x12d1\nProduct ID: 0x1506\n').devices.map((x) => x.pid)).toEqual([
      0x0125, 0x1506,
    ]);
  });

  it('that are sentences are none', () => {
    for (const text of [
      'Model: I really do not know which one of them it is because the label is gone',
      'Note: my router: works',
      'Version: 2',
      'Serial number: 5',
      'Current state: connected',
    ])
      expect(readText(text).devices).toEqual([]);
  });

  it('with ids that are none tell none', () => {
    expect(readText('Vendor ID: 0x12d1f\nProduct ID: zzzz\nUSB ID: 12d1-1506\n').devices).toEqual([]);
  });
});

describe('configuration of OpenWrt', () => {
  const shown = [
    'network.wwan=interface',
    "network.wwan.proto='qmi'",
    "network.wwan.device='/dev/cdc-wdm0'",
    "firewall.@zone[1].network='wan' 'wwan'",
  ];
  const exported = ['package network', "config interface 'wwan'", "\toption proto 'qmi'", "\tlist dns '9.9.9.9'"];

  it.each([
    ['uci show', shown],
    ['uci export', exported],
  ])('as %s has it is kept line by line, and is no device', (_, lines) => {
    expect(readText(lines.join('\n'))).toMatchObject({ devices: [], unread: 0 });
    expect(readText(lines.join('\n')).configuration.map((line) => line.trim())).toEqual(lines.map((line) => line.trim()));
  });

  it('beside a dump leaves the dump as it is', () => {
    const dump = writeUsbDevices(d);
    const both = readText(`${shown.join('\n')}\n${dump}\n${exported.join('\n')}\n`);
    expect(both.devices).toEqual(readText(dump).devices);
    expect(both.configuration).toHaveLength(shown.length + exported.length);
  });

  it('is not what a sentence says, nor an option outside of a section', () => {
    expect(readText("I have set network.wan as usual and option proto 'qmi'\noption a b\n").configuration).toEqual([]);
  });
});
