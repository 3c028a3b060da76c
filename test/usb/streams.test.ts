import { describe, expect, it } from 'vitest';
import { type ConfigurationDescriptor, UsbError, type UsbErrorKind, type UsbHandle } from '../../electron/seams/usb-bus.ts';
import { openBulkStream } from '../../electron/usb/bulk-stream.ts';
import { openEncapsulatedChannel } from '../../electron/usb/encapsulated-channel.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
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

/** A handle whose reads all bring `answer.read`, and whose encapsulated responses are `answer.response`, each in a turn of its own. */
function answering(answer: { read: Uint8Array; response: Uint8Array | UsbErrorKind }) {
  const { handle, log } = failing('io');
  const turn = async () => {
    log.push('read');
    await new Promise((resolve) => setImmediate(resolve));
  };
  const quick: UsbHandle = {
    ...handle,
    transferIn: async () => {
      await turn();
      return answer.read;
    },
    controlIn: async () => {
      await turn();
      if (typeof answer.response === 'string') throw new UsbError(answer.response, answer.response);
      return answer.response;
    },
  };
  return { handle: quick, reads: () => log.filter((l) => l === 'read').length };
}

const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await settle();
};

const NOTHING = new Uint8Array();
/** CDC 1.2, 6.3: RESPONSE_AVAILABLE and CONNECTION_SPEED_CHANGE of interface 2. */
const AVAILABLE = Uint8Array.of(0xa1, 0x01, 0, 0, 2, 0, 0, 0);
const SPEED = Uint8Array.of(0xa1, 0x2a, 0, 0, 2, 0, 8, 0, 0, 0, 0, 1, 0, 0, 0, 1);

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

describe('a device that answers at once and says nothing', () => {
  const cases: [string, typeof openBulkStream | typeof openEncapsulatedChannel, Uint8Array, Uint8Array | UsbErrorKind][] = [
    ['empty packets on a bulk endpoint', openBulkStream, NOTHING, NOTHING],
    ['empty packets on an interrupt endpoint', openEncapsulatedChannel, NOTHING, NOTHING],
    ['notifications that are none of ours', openEncapsulatedChannel, SPEED, NOTHING],
    ['responses that are announced and empty', openEncapsulatedChannel, AVAILABLE, NOTHING],
    ['responses that are announced and refused', openEncapsulatedChannel, AVAILABLE, 'stall'],
  ];

  it.each(cases)('is not asked without end: %s', async (_name, open, read, response) => {
    const { handle, reads } = answering({ read, response });
    const clock = new ManualClock();
    const stream = await open(handle, 2, clock);
    await turns(400);
    const atOnce = reads();
    expect(atOnce).toBeLessThan(50);
    await clock.advance(1000);
    expect(reads()).toBeGreaterThan(atOnce);
    expect(reads()).toBeLessThan(atOnce + 250);
    await stream.close();
    await settle();
    expect(clock.pending).toBe(0);
  });

  it.each(cases)('is heard when it does say something: %s', async (_name, open, read, response) => {
    const answer = { read, response };
    const { handle } = answering(answer);
    const clock = new ManualClock();
    const stream = await open(handle, 2, clock);
    const heard: Uint8Array[] = [];
    if ('onData' in stream) stream.onData((data) => heard.push(data));
    else stream.onMessage((message) => heard.push(message));
    await turns(200);
    expect(heard).toEqual([]);
    answer.read = AVAILABLE;
    answer.response = SPEED;
    await clock.advance(100);
    expect(heard[0]).toEqual('onData' in stream ? AVAILABLE : SPEED);
    await stream.close();
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

describe('what a notification announces', () => {
  it.each<[string, Uint8Array, fetched: boolean]>([
    ['a response that waits', AVAILABLE, true],
    ['another speed', SPEED, false],
    ['a connection', Uint8Array.of(0xa1, 0x00, 1, 0, 2, 0, 0, 0), false],
    ['half a notification', AVAILABLE.subarray(0, 7), false],
  ])('is fetched where it is a response, and nothing else is asked for: %s', async (_name, notice, fetched) => {
    const { handle } = failing('io');
    const asked: unknown[] = [];
    let notices = 0;
    const channel = await openEncapsulatedChannel(
      {
        ...handle,
        // One notification, then silence for ever.
        transferIn: () => (notices++ === 0 ? Promise.resolve(notice) : new Promise(() => undefined)),
        controlIn: async (setup, length) => {
          asked.push([setup, length]);
          return Uint8Array.of(1, 2, 3);
        },
      },
      2,
      new ManualClock(),
    );
    await settle();
    // CDC 1.2, 6.2.2: GET_ENCAPSULATED_RESPONSE to the interface.
    expect(asked).toEqual(fetched ? [[{ requestType: 0xa1, request: 0x01, value: 0, index: 2 }, 4096]] : []);
    await channel.close();
  });
});

describe('a write that the endpoint takes in pieces', () => {
  it('goes on where the last piece ended', async () => {
    const { handle } = failing('io');
    const taken: number[] = [];
    const stream = await openBulkStream(
      {
        ...handle,
        transferIn: () => new Promise(() => undefined),
        transferOut: async (_endpoint, data) => {
          const piece = data.subarray(0, 3);
          taken.push(...piece);
          return piece.length;
        },
      },
      2,
      new ManualClock(),
    );
    await stream.write(Uint8Array.of(1, 2, 3, 4, 5, 6, 7));
    expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await stream.close();
  });

  it('fails where it takes nothing', async () => {
    const { handle } = failing('io');
    const stream = await openBulkStream({ ...handle, transferOut: async () => 0 }, 2, new ManualClock());
    await expect(stream.write(Uint8Array.of(1))).rejects.toMatchObject({ kind: 'io' });
  });
});
