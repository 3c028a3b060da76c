import { describe, expect, it } from 'vitest';
import { type ConfigurationDescriptor, UsbError, type UsbErrorKind, type UsbHandle } from '../../electron/seams/usb-bus.ts';
import { openBulkStream } from '../../electron/usb/bulk-stream.ts';
import { openEncapsulatedChannel } from '../../electron/usb/encapsulated-channel.ts';
import { huaweiDisc } from '../support/sightings.ts';

const modem: ConfigurationDescriptor = {
  value: 1,
  interfaces: [
    {
      number: 2,
      alternate: 0,
      class: 0xff,
      subclass: 0,
      protocol: 0,
      extra: new Uint8Array(),
      endpoints: [
        { address: 0x81, type: 'interrupt', maxPacketSize: 16, interval: 5 },
        { address: 0x82, type: 'bulk', maxPacketSize: 512, interval: 0 },
        { address: 0x02, type: 'bulk', maxPacketSize: 512, interval: 0 },
      ],
    },
  ],
};

/** A handle whose reads all end in `read`, and whose claim in `claim`. */
function failing(read: UsbErrorKind, claim?: UsbErrorKind) {
  const log: string[] = [];
  const handle: UsbHandle = {
    sighting: { ...huaweiDisc, configurations: [modem], activeConfiguration: 1 },
    claim: async () => {
      if (claim) throw new UsbError(claim, claim);
    },
    release: async () => undefined,
    kernelDriverActive: async () => false,
    detachKernelDriver: async () => undefined,
    attachKernelDriver: async () => undefined,
    setAlternate: async () => undefined,
    setConfiguration: async () => undefined,
    controlOut: async () => 0,
    controlIn: async () => new Uint8Array(),
    transferOut: async (_endpoint, data) => data.length,
    transferIn: async () => {
      log.push('read');
      await new Promise((resolve) => setImmediate(resolve));
      throw new UsbError(read, read);
    },
    clearHalt: async () => void log.push('clear'),
    reset: async () => undefined,
    close: async () => void log.push('close'),
  };
  return { handle, log };
}

describe.each([
  ['a bulk stream', openBulkStream],
  ['a control channel', openEncapsulatedChannel],
])('%s', (_name, open) => {
  it('closes the handle when it cannot be opened', async () => {
    const busy = failing('io', 'busy');
    await expect(open(busy.handle, 2)).rejects.toMatchObject({ kind: 'busy' });
    expect(busy.log).toEqual(['close']);
    const none = failing('io');
    await expect(open(none.handle, 7)).rejects.toMatchObject({ kind: 'unsupported' });
    expect(none.log).toEqual(['close']);
  });

  it('closes the handle when a read fails', async () => {
    const { handle, log } = failing('gone');
    const stream = await open(handle, 2);
    const error = await new Promise<Error | null>((resolve) => stream.onClose(resolve));
    expect(error).toMatchObject({ kind: 'gone' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['read', 'close']);
  });
});

it('a bulk stream gives an endpoint up that stalls every time', async () => {
  const { handle, log } = failing('stall');
  const stream = await openBulkStream(handle, 2);
  expect(await new Promise<Error | null>((resolve) => stream.onClose(resolve))).toMatchObject({ kind: 'stall' });
  await new Promise((resolve) => setImmediate(resolve));
  expect(log.filter((l) => l === 'read')).toHaveLength(5);
  expect(log.at(-1)).toBe('close');
});

describe('a CDC serial port', () => {
  const endpoint = (address: number, type: 'bulk' | 'interrupt') => ({ address, type, maxPacketSize: 64, interval: 0 });
  const control = { number: 0, alternate: 0, class: 2, subclass: 2, protocol: 1, endpoints: [endpoint(0x83, 'interrupt')] };
  const data = { alternate: 0, class: 0x0a, subclass: 0, protocol: 0, extra: new Uint8Array() };

  async function claimed(extra: readonly number[], dataNumber: number): Promise<number[]> {
    const { handle } = failing('gone');
    const claims: number[] = [];
    const interfaces = [
      { ...control, extra: Uint8Array.from(extra) },
      { ...data, number: dataNumber, endpoints: [endpoint(0x81, 'bulk'), endpoint(0x01, 'bulk')] },
    ];
    const sighting = { ...handle.sighting, configurations: [{ value: 1, interfaces }] };
    await openBulkStream({ ...handle, sighting, claim: async (n) => void claims.push(n) }, 0);
    return claims;
  }

  it.each([
    ['the union names its data interface', [5, 0x24, 0x06, 0, 3], 3],
    ['behind other descriptors', [5, 0x24, 0x00, 0x10, 0x01, 4, 0x24, 0x02, 2, 5, 0x24, 0x06, 0, 2], 2],
    ['without a union, the next interface', [], 1],
    ['a union that is cut short is none', [5, 0x24, 0x06, 0], 1],
    ['lengths of nothing do not hang', [0, 0, 0, 0x24, 0x06], 1],
  ])('%s', async (_, extra, number) => {
    expect(await claimed(extra, number)).toEqual([0, number]);
  });
});
