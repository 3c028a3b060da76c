import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readEntries } from '../../electron/bench/journal/past-jobs.ts';
import { decodeFrames } from '../../electron/qmi/qmux.ts';
import type { ByteStream } from '../../electron/seams/streams.ts';
import { UsbError } from '../../electron/seams/usb-bus.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';

/** Jobs that end badly: what is written of it, and what the next bench makes of it. */

const disk = vi.hoisted(() => ({ isFull: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const fdatasyncSync = (descriptor: number) => {
    if (disk.isFull) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    fs.fdatasyncSync(descriptor);
  };
  return { ...fs, fdatasyncSync };
});

const backends: PracticeWorld[] = [];
afterEach(async () => {
  disk.isFull = false;
  for (const world of backends.splice(0)) await world.close();
});
async function open(options: Parameters<typeof practiceWorld>[0] = {}): Promise<PracticeWorld> {
  const world = await practiceWorld(options);
  backends.push(world);
  return world;
}

const entriesOf = ({ folder }: PracticeWorld) =>
  readdirSync(join(folder, 'journal'))
    .sort()
    .flatMap((name) => readEntries(join(folder, 'journal', name)));

async function begin(w: PracticeWorld, port: string, mode: 'qmi' | 'ncm' = 'qmi') {
  const { draft: plan } = await w.plan(port, { mode });
  await w.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
}

/** Answers a command with something else; `null`: the modem does. */
function answering(w: PracticeWorld, answerTo: (command: string) => string | null): void {
  const { serial } = w.practice;
  const openPort = serial.open.bind(serial);
  serial.open = async (path): Promise<ByteStream> => {
    const stream = await openPort(path);
    const listeners = new Set<(data: Uint8Array) => void>();
    const say = (data: Uint8Array) => {
      for (const listener of [...listeners]) listener(data);
    };
    stream.onData(say);
    return {
      name: stream.name,
      write: async (data) => {
        const answer = answerTo(Buffer.from(data).toString('latin1').trim());
        if (answer === null) return stream.write(data);
        queueMicrotask(() => say(Buffer.from(answer, 'latin1')));
      },
      onData: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      onClose: (listener) => stream.onClose(listener),
      close: () => stream.close(),
    };
  };
}

describe('a job that is stopped while its modem is deaf', () => {
  async function stopped(): Promise<{ w: PracticeWorld; port: string }> {
    const w = await open();
    const port = await w.plug('quectel-ec25');
    let isDeaf = false;
    const { host } = w.practice;
    const openNode = host.openControlNode.bind(host);
    host.openControlNode = async (path) => {
      const channel = await openNode(path);
      const send = channel.send.bind(channel);
      channel.send = async (message) => {
        if (decodeFrames(message).frames[0]?.service === 2) isDeaf = true;
        if (!isDeaf) await send(message);
      };
      return channel;
    };
    await begin(w, port);
    await w.clock.until(() => isDeaf);
    await w.bench.handle({ type: 'cancel', portPath: port });
    return { w, port };
  }

  it('ends when its step has let go, and says so once', async () => {
    const { w } = await stopped();
    expect(entriesOf(w).at(-1)?.kind).toBe('failed');
    await w.clock.advance(10_000);
    expect(entriesOf(w).filter(({ kind }) => kind === 'failed')).toHaveLength(1);
    expect(entriesOf(w).at(-1)?.kind).toBe('end');
  });

  it.each(['crash', 'close'] as const)('is over for the next bench as well, after a %s in the meantime', async (how) => {
    const { w, port } = await stopped();
    backends.splice(0);
    if (how === 'crash') await w.crash();
    else await w.close();
    const sent = entriesOf(w).filter(({ kind }) => kind === 'send').length;
    const next = await open({ folder: w.folder, clock: w.clock });
    await w.clock.advance(120_000);
    expect(next.dongle(port)).toMatchObject({ state: 'failed', interrupted: null, job: { failure: { code: 'CANCELLED' } } });
    expect(entriesOf(next).filter(({ kind }) => kind === 'send')).toHaveLength(sent);
  });
});

describe('what a journal keeps of a failure', () => {
  it.each([
    ['quectel-ec25', 'qmi', 'AT+CPIN?', '\r\n+CME ERROR: SIM 262011234567890 busy\r\n'],
    ['quectel-rm520n', 'ncm', 'AT+QCFG=?', '\r\n+XYZ: 262011234567890\r\n\r\nOK\r\n'],
  ] as const)('%s, %s: holds no number of a SIM, whatever answers %s', async (name, mode, asked, answer) => {
    const w = await open();
    const port = await w.plug(name);
    let isAsked = false;
    answering(w, (command) => {
      if (command !== asked) return null;
      isAsked = true;
      return answer;
    });
    await begin(w, port, mode);
    await w.follow(port);
    expect(isAsked).toBe(true);
    expect(JSON.stringify(entriesOf(w))).not.toContain('262011234567890');
  });

  it('is that it could not be written, and not that the port was gone', async () => {
    const w = await open();
    const port = await w.plug('quectel-ec25');
    answering(w, (command) => {
      if (command === 'AT+CGMI') disk.isFull = true;
      return null;
    });
    await begin(w, port);
    const { failure } = await w.follow(port);
    expect(failure?.code).toBe('JOURNAL_UNWRITABLE');
  });
});

describe('what no plan showed', () => {
  it('does not go out: another vendor’s modem in that port is not asked in its own words', async () => {
    const w = await open();
    const port = await w.plug('huawei-qmi');
    await begin(w, port);
    await w.clock.until(() => w.dongle(port).state === 'away');
    await w.practice.unplug(port).catch(() => undefined);
    expect(await w.practice.plug('quectel-ec25', 'qmi')).toBe(port);
    const { state, failure } = await w.follow(port);
    expect([state, failure?.code]).toEqual(['failed', 'NOT_IN_PLAN']);
    expect(JSON.stringify(entriesOf(w))).not.toContain('QCCID","');
  });

  it('is not the cleared halt of a port that is spoken to over USB', async () => {
    const w = await open({ seesDrivers: false });
    const port = await w.plug('quectel-ec25');
    const { bus, serial } = w.practice;
    serial.list = async () => [];
    const openDevice = bus.open.bind(bus);
    let stalls = 1;
    bus.open = async (sighting) => {
      const handle = await openDevice(sighting);
      const transferIn = handle.transferIn.bind(handle);
      handle.transferIn = async (endpoint, length, timeoutMs) => {
        if (length === 4096 && stalls-- > 0) throw new UsbError('stall', 'stalled');
        return transferIn(endpoint, length, timeoutMs);
      };
      return handle;
    };
    await begin(w, port);
    expect((await w.follow(port)).state).toBe('verified');
    expect(entriesOf(w).some((e) => e.kind === 'send' && e.as === 'clear halt ?')).toBe(true);
  });
});
