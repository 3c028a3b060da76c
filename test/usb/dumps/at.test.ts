import { describe, expect, it } from 'vitest';
import { type DumpDevice, readText } from '../../../electron/usb/dumps/index.ts';
import { findModel } from '../../../electron/virtual/models/index.ts';
import { printed, writeUsbDevices } from '../../support/dump-writer.ts';
import { terminal, writeAt } from '../../support/told-writer.ts';

/** Shapes: 3GPP TS 27.007, 5.1 to 5.6; V.250, 5.7 and 6.1; terminals, `mmcli --command`, `sms_tool at`; openwrt/openwrt #10577. */

const names = { maker: 'Quectel', model: 'RG502Q-EA', firmware: 'RG502QEAAAR11A07M4G' };
const one = (text: string): DumpDevice => {
  const { devices } = readText(text);
  expect(devices).toHaveLength(1);
  const [device] = devices;
  if (!device) throw new Error('no device');
  return device;
};
const named = { form: 'at', manufacturer: names.maker, model: names.model, firmware: names.firmware };
const commands = (device: DumpDevice) => device.exchanges.map(({ command }) => command);

describe('questions to a modem', () => {
  it.each([
    ['echoed', terminal],
    ['with a prompt of a terminal', { ...terminal, prompt: '> ' }],
    ['with a mark of time', { ...terminal, prompt: '[10:21:05.123] ' }],
    ['with an arrow', { ...terminal, prompt: '--> ' }],
    ['with a prompt of a shell', { ...terminal, prompt: 'root@OpenWrt:~# sms_tool -d /dev/ttyUSB2 at ' }],
    ['without result codes', { ...terminal, results: false }],
  ])('%s tell maker, model and firmware', (_, how) => {
    const device = one(writeAt(names, how));
    expect(device).toMatchObject(named);
    expect(commands(device)).toEqual(['ATI', 'AT+CGMI', 'AT+CGMM', 'AT+CGMR', 'AT+CSQ']);
    expect(device.exchanges.at(-1)?.lines).toEqual(['+CSQ: 22,99']);
    expect(readText(writeAt(names, how)).unread).toBe(0);
  });

  it('that are not shown, of a modem that does not echo, tell by their answer who it is', () => {
    expect(one(writeAt(names, { ...terminal, echo: false }))).toMatchObject({ model: names.model, firmware: names.firmware });
  });

  it('of mmcli --command', () => {
    const asked = [
      "$ mmcli -m 0 --command='AT+CGMM'",
      "response: 'RG502Q-EA'",
      '$ mmcli -m 0 --command=\'AT+QCFG="usbnet"\'',
      'response: \'+QCFG: "usbnet",0\'',
    ];
    const device = one(asked.join('\n'));
    expect(device).toMatchObject({ form: 'at', model: 'RG502Q-EA' });
    expect(device.exchanges).toContainEqual({ command: 'AT+QCFG="usbnet"', lines: ['+QCFG: "usbnet",0'] });
  });

  it('written to a port by echo, answered from cat', () => {
    const device = one(
      [
        "root@OpenWrt:~# echo -e 'AT+CGMM\\r' > /dev/ttyUSB2",
        "root@OpenWrt:~# echo 'AT+CGMR' > /dev/ttyUSB2",
        'RG502QEAAAR11A07M4G',
        'OK',
      ].join('\n'),
    );
    expect(commands(device)).toEqual(['AT+CGMM', 'AT+CGMR']);
    expect(device.firmware).toBe('RG502QEAAAR11A07M4G');
  });

  it('that were typed and echoed are one', () => {
    expect(commands(one('AT+CGMM\nAT+CGMM\nEC25\n\nOK\n'))).toEqual(['AT+CGMM']);
  });

  it('whose answer is an error name nobody', () => {
    const device = one('AT+CGMM\n+CME ERROR: 10\nAT+CGMR\nERROR\nAT+CSQ\n+CSQ: 9,99\nOK\n');
    expect(device).toMatchObject({ model: null, firmware: null });
    expect(device.exchanges[0]?.lines).toEqual(['+CME ERROR: 10']);
  });

  it('whose answer lacks its end are followed by a dump that is read whole', () => {
    const ec25 = findModel('quectel-ec25');
    if (!ec25) throw new Error('no EC25');
    const dump = writeUsbDevices(printed(ec25, 'qmi'));
    const device = one(`AT+CGMM\nEC25\n${dump}`);
    expect(device).toMatchObject({ form: 'usb-devices', vid: 0x2c7c, address: 4, model: 'EC25', alsoIn: ['at'] });
    expect(device.seen.size).toBe(5);
  });

  it('with the noise of a terminal are read', () => {
    const noisy = writeAt(names).replaceAll('\n', '\r\r\n').replaceAll('AT+', '\u001b[32mAT+\u001b[0m').replaceAll('OK', 'OK\u0007');
    expect(one(`\u001b]0;picocom\u0007${noisy}`)).toMatchObject(named);
  });

  it('in a sentence are only talked about', () => {
    for (const text of [
      'I tried AT+CGMM and then AT+CFUN=1,1 but nothing happened.',
      'At first it works, at last it does not.',
      'What does ATI say?',
    ])
      expect(readText(text).devices).toEqual([]);
  });

  it('are bounded', () => {
    const many = Array.from({ length: 1000 }, (_, at) => `AT+X${at}?\n${`+X: ${at}\n`.repeat(100)}OK`).join('\n');
    const { exchanges } = one(many);
    expect(exchanges).toHaveLength(200);
    expect(exchanges.every(({ lines }) => lines.length <= 60)).toBe(true);
  });
});
