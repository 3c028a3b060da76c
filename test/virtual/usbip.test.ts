import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/seams/clock.ts';
import type { DeviceSpec } from '../../electron/virtual/descriptors.ts';
import { VirtualUsbDevice } from '../../electron/virtual/usb-device.ts';
import type { FunctionPort, UsbFunction } from '../../electron/virtual/usb-function.ts';
import { type Command, CommandReader, MAX_TRANSFER, UsbipError } from '../../electron/virtual/usbip/protocol.ts';
import { UrbStream } from '../../electron/virtual/usbip/urb-stream.ts';

const spec: DeviceSpec = {
  vid: 0x12d1,
  pid: 0x1506,
  bcdDevice: 0x0102,
  configurations: [
    [
      {
        number: 0,
        class: 0xff,
        subclass: 1,
        protocol: 2,
        endpoints: [
          { address: 0x81, type: 'bulk', maxPacketSize: 512 },
          { address: 0x01, type: 'bulk', maxPacketSize: 512 },
        ],
      },
    ],
  ],
};

interface Submit {
  sequence: number;
  toHost: boolean;
  endpoint: number;
  flags?: number;
  length?: number;
  packets?: number;
  setup?: readonly number[];
  data?: Uint8Array;
}

/** CMD_SUBMIT as vhci_hcd writes it. */
function submit({ sequence, toHost, endpoint, flags = 0, length, packets = 0, setup = [], data = new Uint8Array() }: Submit): Buffer {
  const header = Buffer.alloc(48);
  [1, sequence, 0x10002, toHost ? 1 : 0, endpoint, flags].forEach((n, i) => {
    header.writeUInt32BE(n, 4 * i);
  });
  header.writeInt32BE(length ?? data.length, 24);
  header.writeInt32BE(packets, 32);
  header.set(setup, 40);
  return Buffer.concat([header, data]);
}

function unlink(sequence: number, victim: number): Buffer {
  const header = Buffer.alloc(48);
  header.writeUInt32BE(2, 0);
  header.writeUInt32BE(sequence, 4);
  header.writeUInt32BE(victim, 20);
  return header;
}

/** The kernel's end of a stream: what it is answered, and the way to speak. */
class Wire extends Duplex {
  answers = Buffer.alloc(0);
  override _read(): void {}
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.answers = Buffer.concat([this.answers, chunk]);
    done();
  }
}

class Echo implements UsbFunction {
  readonly interfaces = [0];
  readonly outEndpoints = [1];
  port: FunctionPort | null = null;
  taken: number[] = [];
  attach(port: FunctionPort): void {
    this.port = port;
  }
  out(_endpoint: number, data: Uint8Array): 'stall' | undefined {
    if (data[0] === 0xee) return 'stall';
    this.taken.push(data.length);
    return undefined;
  }
}

function plugged() {
  const wire = new Wire();
  const echo = new Echo();
  const device = new VirtualUsbDevice(spec, [echo], () => undefined);
  const stream = new UrbStream(wire, device);
  let end: Error | null | undefined;
  stream.onClose((error) => {
    end = error;
  });
  const say = async (...parts: Uint8Array[]) => {
    for (const part of parts) wire.push(part);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { wire, echo, device, stream, say, ended: () => end };
}

/** Command, sequence, status and actual length of each answer, and its data. */
function replies(bytes: Buffer): { code: number; sequence: number; status: number; actual: number; data: string }[] {
  const list = [];
  for (let at = 0; at < bytes.length; ) {
    const code = bytes.readUInt32BE(at);
    const status = bytes.readInt32BE(at + 20);
    const actual = code === 3 ? bytes.readUInt32BE(at + 24) : 0;
    const sequence = bytes.readUInt32BE(at + 4);
    // An IN answer is followed by its data; in these tests only even sequence numbers are IN.
    const more = code === 3 && sequence % 2 === 0 ? actual : 0;
    list.push({ code, sequence, status, actual, data: bytes.toString('hex', at + 48, at + 48 + more) });
    at += 48 + more;
  }
  return list;
}

const deviceDescriptorRequest = [0x80, 6, 0, 1, 0, 0, 18, 0];

describe('the USB/IP stream of one device', () => {
  it('answers a control request with the descriptor', async () => {
    const { wire, say } = plugged();
    await say(submit({ sequence: 2, toHost: true, endpoint: 0, length: 18, setup: deviceDescriptorRequest }));
    const [reply] = replies(wire.answers);
    expect(reply).toMatchObject({ code: 3, sequence: 2, status: 0, actual: 18 });
    expect(reply?.data.slice(16, 24)).toBe('d1120615');
  });

  it('takes OUT data whatever pieces it comes in', async () => {
    const { wire, echo, say } = plugged();
    const bytes = submit({ sequence: 1, toHost: false, endpoint: 1, data: new Uint8Array(300) });
    await say(bytes.subarray(0, 17), bytes.subarray(17, 60), bytes.subarray(60));
    expect(echo.taken).toEqual([300]);
    expect(replies(wire.answers)).toEqual([{ code: 3, sequence: 1, status: 0, actual: 300, data: '' }]);
  });

  it('answers a refusal with EPIPE', async () => {
    const { wire, say } = plugged();
    await say(submit({ sequence: 1, toHost: false, endpoint: 1, data: Uint8Array.of(0xee) }));
    expect(replies(wire.answers)).toEqual([{ code: 3, sequence: 1, status: -32, actual: 0, data: '' }]);
  });

  it('keeps an IN transfer until there is data, and cuts data to the room there is', async () => {
    const { wire, echo, say } = plugged();
    await say(submit({ sequence: 2, toHost: true, endpoint: 1, length: 2 }));
    expect(wire.answers.length).toBe(0);
    echo.port?.send(0x81, Uint8Array.of(1, 2, 3));
    await say(submit({ sequence: 4, toHost: true, endpoint: 1, length: 2, flags: 1 }));
    expect(replies(wire.answers)).toEqual([
      { code: 3, sequence: 2, status: 0, actual: 2, data: '0102' },
      // Less than asked for, where the host said that it would not have that: EREMOTEIO, with the data.
      { code: 3, sequence: 4, status: -121, actual: 1, data: '03' },
    ]);
  });

  it('cancels what is pending with ECONNRESET, and only that', async () => {
    const { wire, echo, stream, say } = plugged();
    await say(submit({ sequence: 2, toHost: true, endpoint: 1, length: 64 }), unlink(4, 2));
    expect(stream.pending).toBe(0);
    echo.port?.send(0x81, Uint8Array.of(9));
    await say(unlink(6, 2));
    expect(replies(wire.answers).map(({ code, sequence, status }) => ({ code, sequence, status }))).toEqual([
      { code: 4, sequence: 4, status: -104 },
      { code: 4, sequence: 6, status: 0 },
    ]);
    // What came too late for the cancelled transfer is there for the next one.
    await say(submit({ sequence: 8, toHost: true, endpoint: 1, length: 64 }));
    expect(replies(wire.answers).at(-1)).toMatchObject({ sequence: 8, data: '09' });
  });

  it('is silent for a moment after the device left, fails what begins then, and ends', async () => {
    const { wire, device, stream, say, ended } = plugged();
    await say(submit({ sequence: 2, toHost: true, endpoint: 1, length: 64 }));
    device.leave();
    stream.leave(systemClock);
    await say(submit({ sequence: 4, toHost: true, endpoint: 0, length: 18, setup: deviceDescriptorRequest }));
    expect(replies(wire.answers)).toEqual([{ code: 3, sequence: 4, status: -71, actual: 0, data: '' }]);
    await expect.poll(ended).toBe(null);
    expect(stream.pending).toBe(0);
  });

  it.each([
    ['an unknown command', Buffer.alloc(48, 9)],
    ['a length above all reason', submit({ sequence: 1, toHost: false, endpoint: 1, length: MAX_TRANSFER + 1 })],
    ['a negative length', submit({ sequence: 1, toHost: true, endpoint: 1, length: -1 })],
    ['an isochronous transfer', submit({ sequence: 1, toHost: true, endpoint: 1, length: 64, packets: 8 })],
    ['an endpoint above 15', submit({ sequence: 1, toHost: true, endpoint: 16, length: 64 })],
    [
      'a sequence number that is in use',
      Buffer.concat([
        submit({ sequence: 2, toHost: true, endpoint: 1, length: 64 }),
        submit({ sequence: 2, toHost: true, endpoint: 1, length: 64 }),
      ]),
    ],
  ])('ends on %s', async (_what, bytes) => {
    const { say, ended, stream } = plugged();
    await say(bytes);
    await expect.poll(ended).toBeInstanceOf(UsbipError);
    expect(stream.pending).toBe(0);
  });
});

describe('the reader of commands', () => {
  const command = fc.oneof(
    fc
      .record({ sequence: fc.nat(), endpoint: fc.nat(15), data: fc.uint8Array({ maxLength: 700 }) })
      .map(({ sequence, endpoint, data }) => submit({ sequence, toHost: false, endpoint, data })),
    fc
      .record({ sequence: fc.nat(), endpoint: fc.nat(15), length: fc.nat(MAX_TRANSFER) })
      .map(({ sequence, endpoint, length }) => submit({ sequence, toHost: true, endpoint, length, packets: -1 })),
    fc.record({ sequence: fc.nat(), victim: fc.nat() }).map(({ sequence, victim }) => unlink(sequence, victim)),
  );
  const read = (chunks: readonly Uint8Array[]): Command[] => {
    const reader = new CommandReader();
    return chunks.flatMap((chunk) => [...reader.push(chunk)]);
  };

  it('finds the same commands however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1 }), (commands, cuts) => {
        const stream = Buffer.concat(commands);
        const chunks: Buffer[] = [];
        for (let at = 0, i = 0; at < stream.length; i++) {
          const size = cuts[i % cuts.length] ?? 1;
          chunks.push(stream.subarray(at, at + size));
          at += size;
        }
        const whole = read([stream]);
        expect(whole).toHaveLength(commands.length);
        expect(read(chunks)).toEqual(whole);
      }),
    );
  });

  it('takes any bytes: commands, or an end by UsbipError', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), (chunks) => {
        try {
          read(chunks);
        } catch (error) {
          expect(error).toBeInstanceOf(UsbipError);
        }
      }),
    );
  });
});
