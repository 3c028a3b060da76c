import { type ChildProcess, fork } from 'node:child_process';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { version } from '../package.json' with { type: 'json' };
import { exitCodes } from './contract/documents.ts';
import { toFailure } from './contract/errors.ts';
import { exitCodeOf } from './contract/exit-code.ts';
import { createText } from './contract/text.ts';
import type { Log } from './lib/log.ts';
import { systemClock } from './seams/clock.ts';
import { withoutSecrets } from './seams/secret-environment.ts';
import { writeBenchArguments } from './shell/bench-arguments.ts';
import { BenchLink } from './shell/bench-link.ts';
import { openDataFolder } from './shell/data-folder.ts';
import { failureLine } from './shell/failure-line.ts';
import { type PageServer, startPageServer } from './shell/http-server.ts';
import { readPageFiles } from './shell/page-files.ts';
import { type BenchProcess, ProcessHost } from './shell/process-host.ts';
import { errorFields, openProgramLog, startFields } from './shell/program-log.ts';

/** The same page in a browser, from this computer only: `serve [--port N] [--out FOLDER]`. */

const here = fileURLToPath(new URL('.', import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Child extends BenchProcess {
  readonly process: ChildProcess;
}

function startBench(link: BenchLink, dataFolder: string, log: Log, givenUp: (status: number | string) => void): ProcessHost<Child> {
  return new ProcessHost<Child>({
    clock: systemClock,
    start: (restarts) => {
      const child = fork(join(here, 'bench-process.js'), writeBenchArguments({ data: dataFolder, version, restarts }), {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        execArgv: [],
        env: withoutSecrets(),
      });
      child.on('message', (data) => link.receive(data));
      // A message to a child that just died is answered by its exit.
      child.on('error', (error) => process.stderr.write(`serve: ${error.message}\n`));
      return {
        process: child,
        onExit: (listener) => child.once('exit', (status, signal) => listener(status ?? signal ?? 'unknown')),
        kill: () => child.kill('SIGTERM'),
      };
    },
    onUp: ({ process: child }) => link.connect((request) => child.send(request)),
    onLost: (status, inMs) => {
      log.error('bench.lost', { status, inMs });
      process.stderr.write(`serve: the bench process ended (${status}); the next one starts in ${inMs} ms\n`);
      link.disconnect();
    },
    onGivenUp: givenUp,
  });
}

/** Throws a plain Error with a line for the terminal. */
function readOptions(argv: readonly string[]): { port: number; out: string | undefined } {
  const { values } = parseArgs({
    args: [...argv],
    options: { port: { type: 'string', default: '0' }, out: { type: 'string' } },
    strict: true,
  });
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65535) throw new Error(`--port ${values.port}: not a port number`);
  return { port: Number(values.port), out: values.out };
}

/** Where exports go unless the technician says otherwise. */
function defaultExports(dataFolder: string): string {
  try {
    return join(homedir(), 'modem-bench');
  } catch {
    // A user whom the system does not know, as in a container; the data folder was named to us.
    return join(dataFolder, 'exports');
  }
}

async function main(): Promise<void> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(exitCodes.usage);
  }
  let dataFolder: string;
  try {
    dataFolder = openDataFolder();
  } catch (error) {
    const failure = toFailure(error);
    process.stderr.write(`${failureLine(failure, createText('en'))}\n`);
    process.exit(exitCodeOf(failure.code));
  }
  const log = openProgramLog(dataFolder, 'serve');
  process.on('uncaughtExceptionMonitor', (error) => log.error('uncaught', errorFields(error)));
  log.info('start', startFields(version));
  const link = new BenchLink();
  let server: PageServer;
  try {
    server = await startPageServer({
      files: readPageFiles(join(here, '../renderer')),
      link,
      clock: systemClock,
      port: options.port,
      exportFolder: resolve(options.out ?? defaultExports(dataFolder)),
    });
  } catch (error) {
    process.stderr.write(`serve: 127.0.0.1:${options.port}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(exitCodes.hostLacks);
  }
  const end = (status: number) => {
    log.info('quit', { status });
    host.close();
    void server.close().then(() => process.exit(status));
  };
  const host = startBench(link, dataFolder, log, (status) => {
    log.error('bench.given-up', { status });
    process.stderr.write(`serve: the bench process crashes each time it is started (${status}). What was under way is in ${dataFolder}.\n`);
    end(exitCodes.bug);
  });
  process.once('SIGINT', () => end(0));
  process.once('SIGTERM', () => end(0));

  say(`Modem Bench is on this computer at\n\n  ${server.newAddress()}\n`);
  say('The address is good for one tab of a browser, once. Ctrl-C ends it.');
  if (process.stdin.isTTY) {
    say('Press Enter for another address; when it is opened, the page before it is cut off.');
    createInterface({ input: process.stdin }).on('line', () => say(`\n  ${server.newAddress()}\n`));
  }
}

await main();
