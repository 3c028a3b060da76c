import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openWdmNode } from '../../electron/drivers/wdm-node.ts';
import { SerialError } from '../../electron/seams/serial-ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'wdm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A pipe with a name stands for the node: what is written into it comes out of it again, and it is as unwilling to block. */
function pipe(name: string): string {
  const path = join(folder, name);
  execFileSync('mkfifo', [path]);
  return path;
}

async function opened(path: string) {
  const channel = await openWdmNode(path);
  const heard: Buffer[] = [];
  const closed: (Error | null)[] = [];
  const deaf = channel.onMessage((message) => heard.push(Buffer.from(message)));
  channel.onClose((error) => closed.push(error));
  return { channel, heard, closed, deaf };
}

describe.skipIf(process.platform !== 'linux')('a control node', () => {
  it('sends messages and hears them, one a read, until it is closed', async () => {
    const path = pipe('one');
    const { channel, heard, closed, deaf } = await opened(path);
    expect(channel.name).toBe(path);
    await channel.send(Buffer.from('first'));
    await vi.waitFor(() => expect(heard.map(String)).toEqual(['first']));
    await channel.send(Buffer.from('second'));
    await vi.waitFor(() => expect(heard.map(String)).toEqual(['first', 'second']));
    deaf();
    await channel.send(Buffer.from('to nobody'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toHaveLength(2);
    expect(closed).toEqual([]);
    await channel.close();
    expect(closed).toEqual([null]);
    await expect(channel.send(Buffer.from('late'))).rejects.toBeInstanceOf(SerialError);
  });

  it('waits where the driver takes nothing yet, and fails where it takes a part', async () => {
    const path = pipe('full');
    // Whole pages of it, as a pipe takes them without blocking.
    const end = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    let filled = 0;
    try {
      for (;;) filled += writeSync(end, Buffer.alloc(4096, 1));
    } catch {
      // It is full.
    }
    const { channel, heard } = await opened(path);
    await channel.send(Buffer.from('behind'));
    await vi.waitFor(() => expect(Buffer.concat(heard).length).toBe(filled + 6));
    expect(Buffer.concat(heard).subarray(filled).toString()).toBe('behind');
    expect(Math.max(...heard.map(({ length }) => length))).toBe(4096);
    const error = await channel.send(Buffer.alloc(4 << 20)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'io' });
    expect(String(error)).toMatch(/took \d+ of 4194304 bytes/);
    await channel.close();
    closeSync(end);
  });

  it('with nothing to say says nothing, and is open all the same', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'all that there is');
    const { channel, heard, closed } = await opened(path);
    await vi.waitFor(() => expect(heard.map(String)).toEqual(['all that there is']));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([heard.length, closed]).toEqual([1, []]);
    await channel.close();
  });

  it.each([
    ['gone', 'is not there', () => join(folder, 'nowhere')],
    ['io', 'is something else', () => folder],
  ])('is %s where it %s', async (kind, _, path) => {
    const error = await openWdmNode(path()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SerialError);
    expect(error).toMatchObject({ kind });
  });
});
