import { describe, expect, it } from 'vitest';
import { type DumpDevice, readText } from '../../../electron/usb/dumps/index.ts';
import { findModel } from '../../../electron/virtual/models/index.ts';
import { printed } from '../../support/dump-writer.ts';
import { IMEI, nodesOf, writeMmcli, writeMmcliJson, writeMmcliKeys } from '../../support/told-writer.ts';

/** Shapes: ModemManager, cli/mmcli-output.c (human, -K and -J). */

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

const written = {
  'mmcli -m': writeMmcli(d, names),
  'mmcli -m of versions that draw lines': writeMmcli(d, names).replaceAll('|', '\u2502').replaceAll('-'.repeat(34), '\u2500'.repeat(34)),
  'mmcli -K': writeMmcliKeys(d, names),
  'mmcli -J': writeMmcliJson(d, names),
  'mmcli -J printed nicely': writeMmcliJson(d, names, 2),
  'mmcli -J through jq --tab': writeMmcliJson(d, names, 1).replace(/^ +/gm, (blanks) => '\t'.repeat(blanks.length)),
};

describe.each(Object.entries(written))('%s', (_, text) => {
  it('tells the modem, its port, its drivers and what each of its ports is for', () => {
    expect(one(text)).toMatchObject({
      form: 'mmcli',
      manufacturer: 'Quectel',
      model: 'EC25',
      firmware: 'EC25EFAR06A06M4G',
      port: `${d.bus}-${d.port}`,
      bus: d.bus,
      drivers: ['option', 'qmi_wwan'],
    });
    expect(one(text).ports.map(({ node, role }) => [node, role])).toEqual([
      ['ttyUSB0', 'ignored'],
      ['ttyUSB1', 'at'],
      ['ttyUSB2', 'at'],
      ['ttyUSB3', 'at'],
      ['cdc-wdm0', 'qmi'],
      ['wwan0', 'net'],
    ]);
    expect(nodesOf(d).map(({ node }) => node)).toHaveLength(6);
  });

  it("is understood whole, and keeps nobody's numbers", () => {
    const read = readText(text);
    expect(read).toMatchObject({ unread: 0, notes: [] });
    expect(JSON.stringify(read)).not.toContain(IMEI);
  });
});

describe('two modems in one text', () => {
  it.each(['table', 'keys'] as const)('of mmcli, as %s, are two', (kind) => {
    const write = kind === 'table' ? writeMmcli : writeMmcliKeys;
    const other = { maker: 'Sierra Wireless, Incorporated', model: 'EM7565', firmware: 'SWI9X50C_01.08.04.00' };
    const second = write({ ...d, port: 3 }, other).replace('Modem/0', 'Modem/1');
    const { devices } = readText(`${write(d, names)}\n$ mmcli -m 1\n${second}`);
    expect(devices.map(({ model, port, firmware }) => [model, port, firmware])).toEqual([
      ['EC25', '1-2', names.firmware],
      ['EM7565', '1-3', other.firmware],
    ]);
  });
});

it('a value that was not given is none', () => {
  const device = one(writeMmcliKeys(d, { ...names, firmware: '--' }));
  expect(device.firmware).toBeNull();
});
