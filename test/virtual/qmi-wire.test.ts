import { describe, expect, it } from 'vitest';
import { Firmware } from '../../electron/virtual/qmi/firmware.ts';
import { VirtualQmi } from '../../electron/virtual/qmi/virtual-qmi.ts';
import {
  numberOf,
  sized8,
  sized16,
  tlv,
  u8,
  u16,
  u24be,
  u32,
  u64,
  writeIndication,
  writeResponse,
} from '../../electron/virtual/qmi/wire.ts';
import { bodyWith, identity } from './firmware-channel.ts';

const hex = (bytes: Uint8Array | null | undefined) => (bytes ? Buffer.from(bytes).toString('hex') : String(bytes));

describe('QMI as a modem writes it', () => {
  it('is little-endian, each part behind its length', () => {
    expect([u8(1, 2), u16(0x0102), u32(0x01020304), u64(0x0102030405060708n), u24be(0x010203)].map(hex)).toEqual([
      '0102',
      '0201',
      '04030201',
      '0807060504030201',
      '010203',
    ]);
    expect([sized8('AT'), sized16('AT'), tlv(0x10, 'A', u8(2)), tlv(1, new Uint8Array(258))].map((part) => hex(part).slice(0, 12))).toEqual(
      ['024154', '02004154', '1002004102', '010201000000'],
    );
    const bytes = Uint8Array.of(1, 2, 3, 4, 5);
    expect([numberOf(bytes), numberOf(bytes, 1, 2), numberOf(bytes, 4, 4), numberOf(undefined), numberOf(bytes, 0, 0)]).toEqual([
      0x04030201, 0x0302, 5, 0, 0,
    ]);
  });

  it('answers with its result, as the service and the control service number their transactions', () => {
    const asked = { service: 2, client: 1, transaction: 0x0102, message: 0x25 };
    expect(hex(writeResponse(asked, 0, []))).toBe('01' + '1300' + '800201' + '020201' + '2500' + '0700' + '02040000000000');
    expect(hex(writeResponse(asked, 26, [u8(1, 0, 0)]))).toBe(
      '01' + '1600' + '800201' + '020201' + '2500' + '0a00' + '020400' + '01001a00' + '010000',
    );
    expect(hex(writeResponse({ ...asked, service: 0, client: 0, transaction: 5 }, 0, []))).toBe(
      '01' + '1200' + '800000' + '0105' + '2500' + '0700' + '02040000000000',
    );
    expect(hex(writeIndication(3, 255, 0x24, [u8(1, 0, 0)]))).toBe('01' + '0f00' + '8003ff' + '040000' + '2400' + '0300' + '010000');
    expect(hex(writeIndication(0, 255, 0x27, []))).toBe('01' + '0b00' + '8000ff' + '0200' + '2700' + '0000');
  });

  it('connects each client by a handle of its own, told apart from every other there was', () => {
    const body = bodyWith();
    const firmware = new Firmware(identity, body, false, () => undefined);
    const one = firmware.connect(1, 'a');
    const two = firmware.connect(2, 'b');
    expect([one, two]).toEqual([
      { handle: 0x8000_0001, apn: 'a' },
      { handle: 0x8000_0002, apn: 'b' },
    ]);
    expect([firmware.connectionOf(1), firmware.connectionOf(3), firmware.connectedClients]).toEqual([one, null, [1, 2]]);
    expect([firmware.disconnect(1), firmware.disconnect(1), body.memory.get('connected')]).toEqual([true, false, true]);
    expect([firmware.disconnect(2), body.memory.get('connected')]).toEqual([true, false]);
    expect(firmware.connect(1, 'c').handle).toBe(0x8000_0003);
  });
});

describe('files of the SIM, over QMI', () => {
  /** UIM Read Transparent (0x0020): id and path of the file, then where from and how much. */
  function read(file: number, offset: number, length: number) {
    const qmi = new VirtualQmi(identity, bodyWith(), {});
    const frame = (service: number, client: number, transaction: Uint8Array, message: number, body: Uint8Array) => {
      const inner = Uint8Array.from([0, ...transaction, ...u16(message), ...u16(body.length), ...body]);
      return Uint8Array.from([1, ...u16(inner.length + 5), 0, service, client, ...inner]);
    };
    const allocated = qmi.handle(frame(0, 0, u8(1), 0x22, tlv(0x01, u8(0x0b)))).at(-1);
    const client = allocated?.at(-1) ?? 0;
    const asked = [tlv(0x01, u8(0, 0)), tlv(0x02, u16(file), sized8(u16(0x3f00))), tlv(0x03, u16(offset), u16(length))];
    const answer = qmi.handle(frame(0x0b, client, u16(1), 0x20, Uint8Array.from(asked.flatMap((part) => [...part])))).at(-1);
    return hex(answer?.subarray(13));
  }
  const whole = '981010' + '0000000000107' + '1';

  it('are read whole, in part, and not beyond their end', () => {
    const all = read(0x2fe2, 0, 0);
    expect(all.slice(0, 14)).toBe('02040000000000');
    const data = all.slice(all.indexOf('11', 14 + 10) + 6 + 4);
    expect(data).toHaveLength(20);
    expect(data.startsWith(whole.slice(0, 6))).toBe(true);
    expect(read(0x2fe2, 0, 10)).toBe(all);
    expect(read(0x2fe2, 2, 0).endsWith(data.slice(4))).toBe(true);
    expect(read(0x2fe2, 2, 3).endsWith(`0300${data.slice(4, 10)}`)).toBe(true);
    expect(read(0x2fe2, 8, 2).endsWith(`0200${data.slice(16)}`)).toBe(true);
    const beyond = '0204000100' + '3000' + '1002006b00';
    expect([read(0x2fe2, 8, 3), read(0x2fe2, 0, 11), read(0x2fe2, 11, 1)]).toEqual([beyond, beyond, beyond]);
    expect(read(0x6fff, 0, 0)).toBe('0204000100' + '5000' + '1002006a82');
  });
});
