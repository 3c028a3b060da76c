import { describe, expect, it } from 'vitest';
import { readEvents, type ServerEvent } from '../../renderer/transport/events.ts';

/** Server-sent events, read without EventSource. */

function bodyOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function read(chunks: readonly Uint8Array[]): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(bodyOf(chunks))) events.push(event);
  return events;
}

const text = ':\n\nevent: connection\ndata: connected\n\ndata: {"имя":"модем 📶"}\n\n:\n\ndata: \n\ndata: cut off';
const expected = [
  { type: 'connection', data: 'connected' },
  { type: 'message', data: '{"имя":"модем 📶"}' },
  { type: 'message', data: '' },
];

describe('an event stream', () => {
  it('is read the same in whatever pieces it comes', async () => {
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 2, 3, 7, 64, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
      expect(await read(chunks), String(size)).toEqual(expected);
    }
  });

  it('that never ends an event is given up', async () => {
    const mebibyte = new Uint8Array(1024 * 1024).fill(0x61);
    await expect(read(Array.from({ length: 10 }, () => mebibyte))).rejects.toThrow('without an end');
  });
});
