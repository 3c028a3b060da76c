import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeScratchFolder } from '../../electron/cli/scratch-folder.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const events = [...signals, 'exit'] as const;
const listening = () => events.map((event) => process.listenerCount(event));

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('a folder for the length of a command', () => {
  it('is a new one each time, gone with what is in it when it is removed, and nobody listens any more', () => {
    const before = listening();
    const [one, other] = [makeScratchFolder(), makeScratchFolder()];
    expect(listening()).toEqual(before.map((count) => count + 2));
    expect([one.path === other.path, existsSync(one.path), existsSync(other.path)]).toEqual([false, true, true]);
    writeFileSync(join(one.path, 'journal'), '');
    one.remove();
    expect([existsSync(one.path), existsSync(other.path)]).toEqual([false, true]);
    other.remove();
    other.remove();
    expect([existsSync(other.path), listening()]).toEqual([false, before]);
  });

  it.each(signals)('is gone at %s, which ends the process as it would have without', (signal) => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const before = process.listenerCount(signal);
    const others = process.listeners(signal);
    for (const listener of others) process.off(signal, listener);
    const { path, remove } = makeScratchFolder();
    process.emit(signal, signal);
    expect([existsSync(path), kill.mock.calls, process.listenerCount(signal)]).toEqual([false, [[process.pid, signal]], 0]);
    remove();
    for (const listener of others) process.on(signal, listener);
    expect(process.listenerCount(signal)).toBe(before);
  });

  it.each(signals)('is left to the end of the process where somebody else listens for %s', (signal) => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const other = vi.fn();
    process.on(signal, other);
    const { path, remove } = makeScratchFolder();
    process.emit(signal, signal);
    process.off(signal, other);
    expect([existsSync(path), kill.mock.calls.length, other.mock.calls.length]).toEqual([true, 0, 1]);
    remove();
  });

  it('that cannot be made is told, and nobody listens', () => {
    const before = listening();
    const nowhere = join(temporaryFolder(), 'nowhere');
    vi.stubEnv('TMPDIR', nowhere);
    expect(() => makeScratchFolder()).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_UNUSABLE' }));
    expect(listening()).toEqual(before);
  });
});
