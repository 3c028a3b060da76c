import { describe, expect, it } from 'vitest';
import {
  CommandReader,
  encodeSubmitReply,
  encodeUnlinkReply,
  HEADER_BYTES,
  MAX_TRANSFER,
  parseHeader,
  UsbipError,
} from '../../electron/virtual/usbip/protocol.ts';

/** The words of a header, big-endian, as Documentation/usb/usbip_protocol.rst counts them. */
function header(words: readonly number[], setup: readonly number[] = []): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  words.forEach((word, at) => {
    bytes.writeInt32BE(word | 0, 4 * at);
  });
  bytes.set(setup, 40);
  return bytes;
}

/** Command, sequence, device, direction, endpoint; flags, length, start frame, packets, interval. */
const submit = ({ direction = 1, endpoint = 2, flags = 0, length = 64, packets = 0 }) =>
  header([1, 7, 0x10002, direction, endpoint, flags, length, 0, packets, 0], [1, 2, 3, 4, 5, 6, 7, 8]);

describe('a header of USB/IP', () => {
  it.each([
    [{}, { toHost: true, endpoint: 2, shortIsError: false, length: 64 }, 0],
    [{ direction: 0, endpoint: 15, length: 300 }, { toHost: false, endpoint: 15, shortIsError: false, length: 300 }, 300],
    [{ flags: 1 }, { toHost: true, endpoint: 2, shortIsError: true, length: 64 }, 0],
    [{ flags: 0x200 }, { toHost: true, endpoint: 2, shortIsError: false, length: 64 }, 0],
    [{ flags: 0x201, packets: -1, endpoint: 0 }, { toHost: true, endpoint: 0, shortIsError: true, length: 64 }, 0],
    [{ direction: 0, length: MAX_TRANSFER }, { toHost: false, endpoint: 2, shortIsError: false, length: MAX_TRANSFER }, MAX_TRANSFER],
    [{ length: 0 }, { toHost: true, endpoint: 2, shortIsError: false, length: 0 }, 0],
  ])('%j is read field by field', (asked, command, dataBytes) => {
    const setup = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const read = parseHeader(submit(asked));
    expect(read).toEqual({
      command: { kind: 'submit', sequence: 7, setup: expect.anything(), data: new Uint8Array(), ...command },
      dataBytes,
    });
    expect('setup' in read.command && Uint8Array.from(read.command.setup)).toEqual(setup);
  });

  it.each([
    [submit({ direction: 2 }), 'endpoint 2, direction 2'],
    [submit({ endpoint: 16 }), 'endpoint 16, direction 1'],
    [submit({ packets: 1 }), 'isochronous transfers are not served'],
    [submit({ packets: -2 }), 'isochronous transfers are not served'],
    [submit({ length: -1 }), 'a transfer of -1 bytes'],
    [submit({ length: MAX_TRANSFER + 1 }), `a transfer of ${MAX_TRANSFER + 1} bytes`],
    [header([3, 7]), 'unknown command 3'],
    [header([0, 7]), 'unknown command 0'],
  ])('(%#) that is not served says so', (bytes, message) => {
    expect(() => parseHeader(bytes)).toThrow(expect.objectContaining({ name: 'UsbipError', message }));
    expect(() => parseHeader(bytes)).toThrow(UsbipError);
  });

  it('that takes a transfer back names it', () => {
    expect(parseHeader(header([2, 9, 0, 0, 0, 7]))).toEqual({ command: { kind: 'unlink', sequence: 9, victim: 7 }, dataBytes: 0 });
  });

  it.each([
    [encodeSubmitReply(7, 0, 5, null), [3, 7, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0]],
    [encodeSubmitReply(7, -32, 0, null), [3, 7, 0, 0, 0, -32, 0, 0, 0, 0, 0, 0]],
    [encodeUnlinkReply(9, -104), [4, 9, 0, 0, 0, -104, 0, 0, 0, 0, 0, 0]],
  ])('(%#) is answered word by word', (reply, words) => {
    expect(Buffer.from(reply).toString('hex')).toBe(header(words).toString('hex'));
  });

  it('is answered with the data behind it, whose length is told', () => {
    const reply = encodeSubmitReply(7, 0, 0, Uint8Array.of(0xaa, 0xbb));
    expect(Buffer.from(reply).toString('hex')).toBe(`${header([3, 7, 0, 0, 0, 0, 2]).toString('hex')}aabb`);
  });
});

it('a stream is cut into commands, each with its own data', () => {
  const reader = new CommandReader();
  const out = Buffer.concat([submit({ direction: 0, length: 3 }), Buffer.from('abc')]);
  const stream = Buffer.concat([out, submit({ length: 9 }), header([2, 9, 0, 0, 0, 7]), out.subarray(0, 50)]);
  const read = [...reader.push(stream)];
  expect(
    read.map((command) => (command.kind === 'submit' ? [command.toHost, Buffer.from(command.data).toString()] : command.victim)),
  ).toEqual([[false, 'abc'], [true, ''], 7]);
  expect([...reader.push(Buffer.from('b'))]).toHaveLength(1);
});
