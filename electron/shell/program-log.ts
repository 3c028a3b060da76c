import { release } from 'node:os';
import { join } from 'node:path';
import { createLog, type Log, type LogFields, readLogLevel } from '../lib/log.ts';
import { LogFile } from '../lib/log-file.ts';
import { maskReply } from '../modem/replies.ts';
import { systemClock } from '../seams/clock.ts';

/** The log of all programs that share a data folder. */
export const logFileIn = (dataFolder: string) => join(dataFolder, 'log', 'modem-bench.log');

/**
 * Opens it for one process; `source` says which. `MODEM_BENCH_LOG` is the level: `error`, `warn`, `info` (unless it is set) or `debug`.
 * Numbers of modem, SIM and people, and logins, are asterisks in whatever is handed over.
 */
export function openProgramLog(dataFolder: string, source: string, environment: NodeJS.ProcessEnv = process.env): Log {
  const file = new LogFile(logFileIn(dataFolder));
  return createLog({
    source: `${source}[${process.pid}]`,
    level: readLogLevel(environment['MODEM_BENCH_LOG']),
    now: () => systemClock.now(),
    redact,
    write: (line) => file.append(line),
  });
}

/** What is to be known of a program that starts. */
export function startFields(version: string): LogFields {
  const { electron, node } = process.versions;
  return {
    version,
    platform: `${process.platform} ${release()} ${process.arch}`,
    runtime: electron === undefined ? `node ${node}` : `electron ${electron} node ${node}`,
  };
}

/** What nobody caught, with where it was thrown. */
export function errorFields(thrown: unknown): LogFields {
  return { thrown: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
}

/** Exported for the test. */
export function redact(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/(:\/\/)[^\s/]+@/g, '$1****@'));
  return maskReply('', lines).join('\n');
}
