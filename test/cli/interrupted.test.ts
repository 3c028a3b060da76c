import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { untilInterrupted } from '../../electron/cli/interruption.ts';
import { exitCodes, PrepareDocument } from '../../electron/contract/documents.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { cli } from './run-cli.ts';

const argv = process.argv;
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.argv = argv;
  process.exitCode = undefined;
});

it.each(['SIGINT', 'SIGTERM'] as const)('%s in the middle of a job ends it, says so and leaves nothing behind', async (signal) => {
  // One of its own: other tests have command lines at work in the common one.
  const scratch = temporaryFolder();
  vi.stubEnv('TMPDIR', scratch);
  const out = join(temporaryFolder(), 'out');
  const words = ['prepare', '--practice', 'huawei-ncm', '--mode', 'ncm', '--router', '24.10.8', '--apn', 'internet', '--out', out];
  // When the first step is told as done the job is under way, and the stick is away for more than a second after its switch.
  const timer = setInterval(() => {
    const { write } = process.stderr;
    if (!vi.isMockFunction(write) || !write.mock.calls.some(([text]) => String(text).startsWith('done'))) return;
    clearInterval(timer);
    process.emit(signal, signal);
  }, 5);
  const { printed, code } = await cli(...words, '--yes', '--json');
  clearInterval(timer);
  const { failure, dongle, bundle } = PrepareDocument.parse(JSON.parse(printed));
  expect([failure?.code, code, bundle]).toEqual(['CANCELLED', exitCodes.refused, null]);
  expect(dongle?.state).toBe('failed');
  expect(() => readdirSync(out)).toThrow();
  expect(readdirSync(scratch)).toEqual([]);
  expect(process.listenerCount(signal)).toBe(0);
});

it('does not wait for work that does not end', async () => {
  vi.useFakeTimers();
  const stop = vi.fn();
  const ended = untilInterrupted(() => new Promise(() => undefined), stop).catch((error: unknown) => error);
  process.emit('SIGHUP', 'SIGHUP');
  expect(stop).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(3000);
  expect(await ended).toMatchObject({ code: 'CANCELLED' });
  vi.useRealTimers();
});
