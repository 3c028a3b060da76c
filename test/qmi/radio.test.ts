import { expect, it } from 'vitest';
import { radioStateOf, readRadio } from '../../electron/qmi/radio.ts';
import type { Tlv } from '../../electron/qmi/tlv.ts';
import { hex, modem } from './answering.ts';
import { SUCCESS } from './scripted-channel.ts';

const read = async (...tlvs: Tlv[]) => readRadio((await modem({ '2/2d': [SUCCESS, ...tlvs] })).client);

it.each([
  ['00', 'online', 'on'],
  ['01', 'low-power', 'off'],
  ['02', 'factory-test', 'unknown'],
  ['03', 'offline', 'off'],
  ['04', 'reset', 'unknown'],
  ['05', 'shutting-down', 'off'],
  ['06', 'persistent-low-power', 'off'],
  ['07', 'mode-only-low-power', 'off'],
  ['08', 'unknown', 'unknown'],
])('mode %s is %s: %s', async (number, mode, state) => {
  const radio = await read([0x01, hex(number)]);
  expect(radio).toEqual({ mode, offlineReasons: [], hardwareRestricted: null });
  expect(radioStateOf(radio)).toBe(state);
});

it('why it is off, and whether a switch holds it there', async () => {
  expect(await read([0x01, hex('03')], [0x10, hex('0a00')], [0x11, hex('00')])).toEqual({
    mode: 'offline',
    offlineReasons: ['pri-image-misconfiguration', 'device-memory-full'],
    hardwareRestricted: false,
  });
  const held = await read([0x01, hex('00')], [0x11, hex('01')]);
  expect(held).toMatchObject({ mode: 'online', hardwareRestricted: true });
  expect(radioStateOf(held)).toBe('off');
});

it('a laptop card with an FCC lock is off like any other: what qmicli printed of one (libqmi-devel, February 2015)', async () => {
  const locked = await read([0x01, hex('01')], [0x11, hex('00')]);
  expect(locked).toEqual({ mode: 'low-power', offlineReasons: [], hardwareRestricted: false });
  expect(radioStateOf(locked)).toBe('off');
});

it('an answer without a mode is QMI_GARBLED', async () => {
  await expect(read([0x11, hex('00')])).rejects.toMatchObject({ code: 'QMI_GARBLED', detail: { message: 'Get Operating Mode' } });
});
