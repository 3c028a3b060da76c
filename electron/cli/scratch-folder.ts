import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError } from '../contract/errors.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A folder for the length of a command. */
export interface ScratchFolder {
  readonly path: string;
  remove(): void;
}

/** Makes one that is gone when this process is, however it ends short of SIGKILL. Throws DATA_FOLDER_UNUSABLE. */
export function makeScratchFolder(): ScratchFolder {
  let path: string | null = null;
  const clean = () => {
    if (path !== null) rmSync(path, { recursive: true, force: true });
  };
  const onSignal = (signal: NodeJS.Signals) => {
    // Whoever else listens decides how this process ends, and its exit cleans up.
    if (process.listenerCount(signal) > 1) return;
    clean();
    process.off(signal, onSignal);
    process.kill(process.pid, signal);
  };
  const remove = () => {
    process.off('exit', clean);
    for (const signal of signals) process.off(signal, onSignal);
    clean();
  };
  // Before there is a folder: a signal may come the moment that it is there.
  process.on('exit', clean);
  for (const signal of signals) process.on(signal, onSignal);
  try {
    path = mkdtempSync(join(tmpdir(), 'modem-bench-'));
  } catch (error) {
    remove();
    const message = error instanceof Error ? error.message : String(error);
    throw new BenchError('DATA_FOLDER_UNUSABLE', { folder: tmpdir(), message }, { cause: error });
  }
  return { path, remove };
}
