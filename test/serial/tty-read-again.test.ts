import { promisify } from 'node:util';
import { beforeEach, expect, it, vi } from 'vitest';
import { endAtHangUp } from '../../electron/serial/tty-read.ts';

/** What the system answers to each read, in order: an error, or how many bytes came. */
const answers = vi.hoisted((): (Error | number)[] => []);

vi.mock('node:fs', async (original) => {
  const system = await original<typeof import('node:fs')>();
  const read = Object.assign(() => undefined, {
    [promisify.custom]: async () => {
      const answer = answers.shift() ?? 0;
      if (typeof answer !== 'number') throw answer;
      return { bytesRead: answer };
    },
  });
  return { ...system, read };
});

beforeEach(() => void answers.splice(0));

const failed = (code: string) => Object.assign(new Error(code), { code });

function binding() {
  const waits: string[] = [];
  const made = {
    fd: 7,
    poller: {
      once: (event: 'readable', ready: (error: Error | null) => void) => {
        waits.push(event);
        ready(null);
      },
    },
    read: () => Promise.reject(new Error('the read of the library')),
  };
  endAtHangUp(made);
  // What is called is what was put in its place, which takes where to read to.
  const read: (buffer: Buffer, offset: number, length: number) => Promise<{ bytesRead: number }> = made.read;
  return { waits, read: () => read(Buffer.alloc(8), 0, 8) };
}

it.each(['EAGAIN', 'EWOULDBLOCK', 'EINTR'])('%s is no end: the port is read again once there may be something', async (code) => {
  answers.push(failed(code), failed(code), 3);
  const { read, waits } = binding();
  expect(await read()).toMatchObject({ bytesRead: 3 });
  expect(waits).toEqual(['readable', 'readable']);
});

it.each([failed('EIO'), failed('ENXIO'), new Error('EAGAIN')])('%s is one', async (error) => {
  answers.push(error, 3);
  const { read, waits } = binding();
  await expect(read()).rejects.toBe(error);
  expect(waits).toEqual([]);
});
