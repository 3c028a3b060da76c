import { type ChildProcess, spawn } from 'node:child_process';
import { z } from 'zod';
import { BenchError } from '../contract/errors.ts';
import { parseJsonOrNull } from '../lib/parse-json.ts';
import { plainEnvironment, type RunProgram } from './run-program.ts';

/**
 * ModemManager by way of its own command line, mmcli(1), which comes with it and never starts it. An inhibition lasts as long
 * as its owner is on the system bus (org.freedesktop.ModemManager1, InhibitDevice), and it stays with the device's path through
 * every re-enumeration; the owner here is an mmcli whose life hangs on a pipe of ours. It was chosen over a D-Bus library:
 * nothing to keep up, nothing native, and the password prompt of the system works the same.
 */

const CALL_MS = 20_000;
/** A modem list that is longer than any bench. */
const MAX_MODEMS = 32;
/** In seconds: who is asked for a password has to find the keyboard first. */
const PASSWORD_SECONDS = 120;

const Listing = z.object({ 'modem-list': z.array(z.string().max(200)) });
const Modem = z.object({ modem: z.object({ generic: z.object({ device: z.string().max(4096) }) }) });

/** Which modem of ModemManager's list is which device. An object path is never given twice, so each is asked about once. */
export class ModemList {
  readonly #run: RunProgram;
  #devices = new Map<string, string>();
  #asking: Promise<ReadonlyMap<string, string>> | null = null;

  constructor(run: RunProgram) {
    this.#run = run;
  }

  /** Object path of the modem whose `Device` is this uid; `null`: not listed, or nobody there to list it. */
  async find(uid: string): Promise<string | null> {
    // Dongles that are looked at at the same time share the answer.
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return [...(await this.#asking)].find(([, device]) => device === uid)?.[0] ?? null;
  }

  async #ask(): Promise<ReadonlyMap<string, string>> {
    const listing = parseJsonOrNull((await this.#run('mmcli', ['-L', '-J'], { timeoutMs: CALL_MS })).stdout, Listing);
    const paths = (listing?.['modem-list'] ?? []).filter((path) => /^\/org\/freedesktop\/ModemManager1\/Modem\/\d+$/.test(path));
    const listed = await Promise.all(
      paths.slice(0, MAX_MODEMS).map(async (path): Promise<[string, string][]> => {
        const device = this.#devices.get(path) ?? (await this.#device(path));
        return device === undefined ? [] : [[path, device]];
      }),
    );
    this.#devices = new Map(listed.flat());
    return this.#devices;
  }

  async #device(path: string): Promise<string | undefined> {
    const { stdout } = await this.#run('mmcli', ['-m', path.slice(path.lastIndexOf('/') + 1), '-J'], { timeoutMs: CALL_MS });
    return parseJsonOrNull(stdout, Modem)?.modem.generic.device;
  }
}

/** The inhibition was refused because ModemManager does not know the device, or not yet. */
export class DeviceUnknown extends Error {}

/**
 * mmcli holds the inhibition as long as it lives, and does not look at its input. The second process ends it when the pipe
 * is closed, which the kernel does for us however we end. $1: the program, $2: the uid.
 */
const HOLD = `exec 3<&0
"$1" --timeout=${PASSWORD_SECONDS} --inhibit-device="$2" &
held=$!
{ read -r _ <&3; kill "$held"; } > /dev/null 2>&1 &
wait "$held"`;

/**
 * Starts an inhibition; resolves when it holds, to what ends it. Throws MODEM_MANAGER_BUSY where it is refused, DeviceUnknown,
 * and the signal's reason.
 */
export async function inhibitDevice(uid: string, signal?: AbortSignal, program = 'mmcli'): Promise<() => Promise<void>> {
  signal?.throwIfAborted();
  const child = spawn('sh', ['-c', HOLD, 'sh', program, uid], { stdio: ['pipe', 'pipe', 'pipe'], env: plainEnvironment() });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const release = async () => {
    child.stdin.destroy();
    await ended;
  };
  try {
    await granted(child, signal);
  } catch (error) {
    await release();
    throw error;
  }
  return release;
}

function granted(child: ChildProcess, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const onAbort = () => reject(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    const settle = (work: () => void) => {
      signal?.removeEventListener('abort', onAbort);
      work();
    };
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
      if (/successfully inhibited device/.test(said)) settle(resolve);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.stdin?.on('error', () => undefined);
    child.once('error', (error) => settle(() => reject(busy(error.message))));
    child.once('exit', () => {
      // What it said last may be read only now.
      setImmediate(() =>
        settle(() => reject(/Core\.NotFound|couldn't find/i.test(said) ? new DeviceUnknown(said.trim()) : busy(said.trim()))),
      );
    });
  });
}

const busy = (message: string) => new BenchError('MODEM_MANAGER_BUSY', { message: message.replace(/^error: /, '') });
