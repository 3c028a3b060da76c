import { join } from 'node:path';
import { createBackends } from './backends.ts';
import type { Closing } from './bench/bench.ts';
import { createBench } from './bench/create.ts';
import { loggedBench } from './bench/logged-bench.ts';
import { environmentProxies } from './host/environment-proxies.ts';
import { type Log, noLog } from './lib/log.ts';
import { systemClock } from './seams/clock.ts';
import type { ProxyLookup } from './seams/proxy.ts';
import { readBenchArguments } from './shell/bench-arguments.ts';
import { BenchClients, type ClientPort } from './shell/clients.ts';
import { errorFields, openProgramLog, startFields } from './shell/program-log.ts';
import { SystemProxies } from './shell/system-proxies.ts';

/**
 * The bench in a process of its own, so that a crash in a native addon costs no window. In Electron it is a utility process
 * whose parent brings the port of one more client by a message, and answers what proxies the system has; under `serve` it is a child
 * process and the parent is its only client. It ends with its parent, and with an error at whatever nobody caught: the parent starts it again and the
 * journal tells what to go on with.
 */

const CRASHED = 70;

let log: Log = noLog;
const say = (line: string) => process.stderr.write(`bench: ${line}\n`);

function crash(error: unknown): void {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  log.error('uncaught', errorFields(error));
  process.exit(CRASHED);
}
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
// Ctrl-C in a terminal reaches the whole group; the parent decides when the bench ends.
process.on('SIGINT', () => undefined);

/** A port that Electron's main process passed on. */
function electronPort(port: Electron.MessagePortMain): ClientPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', (event) => listener(event.data));
      port.start();
    },
    onClose: (listener) => port.on('close', listener),
  };
}

/** The IPC channel to the parent of a child process. */
function parentPort(): ClientPort {
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
  };
}

async function main(): Promise<void> {
  // The parent sends ports from the first moment; they wait here until the bench is there.
  const waiting: ClientPort[] = [];
  let clients: BenchClients | null = null;
  const attach = (port: ClientPort) => {
    if (clients) clients.attach(port);
    else waiting.push(port);
  };
  const inElectron = 'parentPort' in process && Boolean(process.parentPort);
  let proxies: ProxyLookup | undefined;
  let proxiesOf: 'environment' | 'system' = 'environment';
  if (inElectron) {
    const system = new SystemProxies((question) => process.parentPort.postMessage(question), systemClock);
    // Who names proxies to the app by its environment means these.
    const named = environmentProxies();
    proxies = named ?? system;
    proxiesOf = named ? 'environment' : 'system';
    process.parentPort.on('message', (event) => {
      for (const port of event.ports) attach(electronPort(port));
      system.receive(event.data);
    });
  } else {
    attach(parentPort());
  }

  const { data, version, restarts } = readBenchArguments(process.argv.slice(2));
  log = openProgramLog(data, 'bench');
  const backends = await createBackends({ clock: systemClock, kinds: 'both', practiceFile: join(data, 'practice.json'), proxies });
  log.info('start', {
    ...startFields(version),
    backends: backends.backends.map(({ origin }) => origin).join(' '),
    proxies: proxiesOf,
    restarts,
  });
  const created = await createBench({
    backends: backends.backends,
    practice: backends.practice,
    clock: systemClock,
    dataFolder: data,
    version,
    restarts,
    ...(backends.usbFailure ? { usbFailure: backends.usbFailure } : {}),
  });
  const bench = loggedBench(created, log);
  const told = (line: string) => {
    say(line);
    log.warn('client', { told: line });
  };
  clients = new BenchClients(bench, { clock: systemClock, log: told });
  for (const port of waiting.splice(0)) clients.attach(port);

  const end = (how: Closing) => {
    clients?.close();
    void bench
      .close(how)
      .then(() => backends.close())
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', () => end('wished'));
  if (!inElectron) process.once('disconnect', () => end('lost'));
}

await main();
