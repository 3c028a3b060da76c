import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { endAtHangUp, type TtyBinding } from '../../electron/serial/tty-read.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const files: FileHandle[] = [];
afterEach(async () => {
  for (const file of files.splice(0)) await file.close().catch(() => undefined);
});

/** The library's binding on a file: a FIFO is silent as a tty is, and an empty file reads as a tty does that hung up. */
async function bindingOn(path: string, flags: number) {
  const file = await open(path, flags);
  files.push(file);
  const waiting: ((error: Error | null) => void)[] = [];
  const binding: TtyBinding & { fd: number | null } = {
    fd: file.fd,
    poller: { once: (_event, ready) => waiting.push(ready) },
    read: () => Promise.reject(new Error('the read of the library')),
  };
  endAtHangUp(binding);
  return { binding, file, waiting };
}

const waits = async (waiting: readonly unknown[]) => {
  while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
};

describe('a read of a tty', () => {
  it('ends where it hung up', async () => {
    const path = join(temporaryFolder(), 'empty');
    await writeFile(path, '');
    const { binding, waiting } = await bindingOn(path, constants.O_RDONLY);
    await expect(binding.read(Buffer.alloc(8), 0, 8)).rejects.toThrow('the port hung up');
    expect(waiting).toEqual([]);
  });

  it('waits while it is silent, and brings what comes to its place', async () => {
    const path = join(temporaryFolder(), 'fifo');
    execFileSync('mkfifo', [path]);
    const { binding, file, waiting } = await bindingOn(path, constants.O_RDWR | constants.O_NONBLOCK);
    const buffer = Buffer.from('........');
    const reading = binding.read(buffer, 2, 4);
    await waits(waiting);
    await file.write('OK');
    waiting.shift()?.(null);
    expect(await reading).toEqual({ buffer, bytesRead: 2 });
    expect(buffer.toString()).toBe('..OK....');
  });

  it('ends with the wait that was cancelled, and without asking where it is closed', async () => {
    const path = join(temporaryFolder(), 'fifo');
    execFileSync('mkfifo', [path]);
    const { binding, waiting } = await bindingOn(path, constants.O_RDWR | constants.O_NONBLOCK);
    const reading = binding.read(Buffer.alloc(8), 0, 8);
    await waits(waiting);
    waiting.shift()?.(Object.assign(new Error('Canceled'), { canceled: true }));
    await expect(reading).rejects.toMatchObject({ canceled: true });
    binding.fd = null;
    await expect(binding.read(Buffer.alloc(8), 0, 8)).rejects.toMatchObject({ canceled: true });
  });

  it('tells any other error', async () => {
    const { binding } = await bindingOn(temporaryFolder(), constants.O_RDONLY);
    await expect(binding.read(Buffer.alloc(8), 0, 8)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
