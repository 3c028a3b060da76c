import { describe, expect, it } from 'vitest';
import { CdcControl } from '../../electron/virtual/cdc-control.ts';
import type { DeviceSpec } from '../../electron/virtual/descriptors.ts';
import { qmiControl, VirtualQmi } from '../../electron/virtual/qmi/virtual-qmi.ts';
import { VirtualUsbDevice } from '../../electron/virtual/usb-device.ts';
import type { Transfer, TransferResult } from '../../electron/virtual/usb-function.ts';
import { settle } from '../support/manual-clock.ts';
import { bodyWith, identity } from './firmware-channel.ts';

const NOTICE = [0xa1, 0x01, 0, 0, 3, 0, 0, 0];
const spec: DeviceSpec = { vid: 1, pid: 2, bcdDevice: 0, configurations: [[]] };

/** A host that does what cdc-wdm does, transfer by transfer. */
class Host {
  readonly device: VirtualUsbDevice;
  readonly log: string[] = [];
  constructor(control: CdcControl) {
    this.device = new VirtualUsbDevice(spec, [control], () => undefined);
  }

  #submit(transfer: Omit<Transfer, 'cancelled' | 'complete'>): { result: TransferResult | null } {
    const slot: { result: TransferResult | null } = { result: null };
    this.device.submit({
      ...transfer,
      cancelled: false,
      complete: (result) => {
        slot.result = result;
      },
    });
    return slot;
  }

  control(
    requestType: number,
    request: number,
    length: number,
    data: Uint8Array = new Uint8Array(),
    index = 3,
    value = 0,
  ): TransferResult | null {
    const setup = Uint8Array.of(requestType, request, value, 0, index, 0, length & 0xff, length >> 8);
    return this.#submit({ endpoint: 0, setup, data, length }).result;
  }

  send = (data: Uint8Array) => this.control(0x21, 0x00, data.length, data);
  read = (length = 4096) => [...(dataOf(this.control(0xa1, 0x01, length)) ?? [])];
  interrupt = () => this.#submit({ endpoint: 0x83, setup: null, data: new Uint8Array(), length: 8 });
}

const dataOf = (result: TransferResult | null) => (result?.status === 'ok' ? result.data : undefined);
const notice = (slot: { result: TransferResult | null }) => (slot.result === null ? null : [...(dataOf(slot.result) ?? [])]);

describe('encapsulated commands', () => {
  const echo = (options: { stream?: boolean } = {}) =>
    new CdcControl({
      interfaceNumber: 3,
      interruptEndpoint: 0x83,
      ...options,
      onMessage: (message, reply) => {
        reply(message);
        reply(Uint8Array.of(0xee));
      },
    });

  it('one notification for each answer, after the command is over; a read empties', async () => {
    const host = new Host(echo());
    const first = host.interrupt();
    expect(host.send(Uint8Array.of(1, 2, 3))).toMatchObject({ status: 'ok' });
    expect(notice(first)).toBeNull();
    await settle();
    expect(notice(first)).toEqual(NOTICE);
    expect(notice(host.interrupt())).toEqual(NOTICE);
    expect(notice(host.interrupt())).toBeNull();
    expect(host.read()).toEqual([1, 2, 3]);
    expect(host.read()).toEqual([0xee]);
    expect(host.read()).toEqual([]);
  });

  it('messages are cut to what the host takes; a stream keeps the rest and says so', async () => {
    const long = Uint8Array.from({ length: 10 }, (_, i) => i);
    const cut = new Host(echo());
    cut.send(long);
    await settle();
    expect(cut.read(4)).toEqual([0, 1, 2, 3]);
    expect(cut.read(4)).toEqual([0xee]);

    const stream = new Host(echo({ stream: true }));
    stream.send(long);
    await settle();
    expect([stream.read(4), stream.read(4), stream.read(4), stream.read(4)]).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9], [0xee]]);
    // Two answers and two rests.
    for (let i = 0; i < 4; i++) expect(notice(stream.interrupt())).toEqual(NOTICE);
    expect(notice(stream.interrupt())).toBeNull();
  });

  it('takes the line state, refuses what it does not know and what is for another interface', () => {
    const states: number[] = [];
    const host = new Host(
      new CdcControl({ interfaceNumber: 3, interruptEndpoint: 0x83, onMessage: () => undefined, onLineState: (bits) => states.push(bits) }),
    );
    expect(host.control(0x21, 0x22, 0, new Uint8Array(), 3, 1)).toMatchObject({ status: 'ok' });
    expect(states).toEqual([1]);
    expect(host.control(0x21, 0x20, 7, new Uint8Array(7))).toEqual({ status: 'stall' });
    expect(host.control(0x21, 0x00, 1, Uint8Array.of(1), 4)).toEqual({ status: 'stall' });
  });

  it('a host that never reads costs bounded memory, and gets the newest', () => {
    const control = echo();
    const host = new Host(control);
    for (let i = 0; i < 1000; i++) control.push(Uint8Array.of(i & 0xff, i >> 8));
    expect(host.read()).toEqual([936 & 0xff, 936 >> 8]);
    let left = 1;
    while (host.read().length > 0) left++;
    expect(left).toBe(64);
  });

  it('says nothing once the dongle is gone', async () => {
    const messages: Uint8Array[] = [];
    const control = new CdcControl({ interfaceNumber: 3, interruptEndpoint: 0x83, onMessage: (m) => messages.push(m) });
    const host = new Host(control);
    host.send(Uint8Array.of(1));
    host.device.leave();
    control.push(Uint8Array.of(2));
    await settle();
    expect(messages).toEqual([]);
  });

  it('carries QMI', async () => {
    const host = new Host(qmiControl(new VirtualQmi(identity, bodyWith()), { interfaceNumber: 3, interruptEndpoint: 0x83 }));
    const waiting = host.interrupt();
    host.send(Buffer.from('010b00000000000127000000', 'hex'));
    await settle();
    expect(notice(waiting)).toEqual(NOTICE);
    expect(Buffer.from(host.read()).toString('hex')).toBe('01120080000001012700070002040000000000');
  });
});
