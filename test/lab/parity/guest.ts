import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { access, appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../../electron/seams/clock.ts';
import { VirtualModem } from '../../../electron/virtual/modem.ts';
import type { VirtualUsbDevice } from '../../../electron/virtual/usb-device.ts';
import { loadDb } from '../../../modem-db/db.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import { exportSwitch, switchFileName } from '../../support/switch-text.ts';
import { plugIntoVhci } from '../../support/vhci/vhci.ts';
import { unswitched } from '../../virtual/models/unswitched.ts';
import { Recorder } from '../../virtual/recorder.ts';

/**
 * In the guest: each entry's virtual dongle is plugged in twice, once for the real usb_modeswitch with that entry's own
 * configuration, once for ours; what each sent is a line of JSON. Arguments: index of this part, number of parts, folder with the
 * reference's configuration files, file to write to, then optionally names of entries.
 */

const DEVICES = '/sys/bus/usb/devices';
const SET_CONFIGURATION_1 = 'control 0009010000000000';
/** The reference ends with an error of its own after 30 s where a Sony does not come back. */
const LIMIT_MS = 90_000;
const ATTEMPTS = 3;

export interface Recording {
  readonly entry: string;
  readonly by: 'reference' | 'ours';
  readonly lines: readonly string[];
  /** Exit status, or what we ended with. */
  readonly outcome: string;
  readonly ms: number;
}

/** Both run in processes of their own: the kernel waits for the virtual dongle, which lives in this one. */
type Program = (entry: SwitchEntry) => Promise<string>;

const [part = '0', parts = '1', pack = '', out = '', ...only] = process.argv.slice(2);

async function configuration(entry: SwitchEntry): Promise<string> {
  const packed = join(pack, switchFileName(entry));
  const found = await access(packed).then(
    () => true,
    () => false,
  );
  if (found) return packed;
  const own = join('/run/lab/parity', switchFileName(entry));
  await mkdir('/run/lab/parity', { recursive: true });
  await writeFile(own, exportSwitch(entry));
  return own;
}

const reference: Program = async (entry) => {
  const [vid = '', pid = ''] = entry.id.split(':');
  const file = await configuration(entry);
  return new Promise((resolve) => {
    execFile('usb_modeswitch', ['-v', vid, '-p', pid, '-c', file], { timeout: LIMIT_MS, killSignal: 'SIGKILL' }, (error) =>
      resolve(error === null ? '0' : String(error.code ?? error.signal)),
    );
  });
};

class Ours {
  readonly #child: ChildProcess;
  #answer: (outcome: string) => void = () => undefined;

  constructor() {
    this.#child = spawn('node', [join(process.env['LAB_BUILT'] ?? '', 'parity-ours.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.#child.stdout) createInterface({ input: this.#child.stdout }).on('line', (line) => this.#answer(line));
    this.#child.on('exit', () => this.#answer('ended'));
  }

  readonly run: Program = (entry) =>
    new Promise((resolve) => {
      this.#answer = resolve;
      this.#child.stdin?.write(`${switchFileName(entry)}\n`);
    });

  end(): void {
    this.#child.stdin?.end();
  }
}

/** Until the kernel has enumerated and configured what is plugged in. Asynchronous reads only: it may be us that it waits for. */
async function configured(entry: SwitchEntry): Promise<void> {
  const { readdir } = await import('node:fs/promises');
  for (let look = 0; look < 600; look++) {
    for (const name of await readdir(DEVICES).catch(() => [])) {
      if (!/^\d+-[\d.]+$/.test(name)) continue;
      const read = (file: string) =>
        readFile(join(DEVICES, name, file), 'latin1').then(
          (t) => t.trim(),
          () => '',
        );
      const id = `${await read('idVendor')}:${await read('idProduct')}`;
      if (id === entry.id && (await read('bConfigurationValue')) !== '') return;
    }
    await pause(20);
  }
  throw new Error('the kernel did not take the device');
}

async function record(entry: SwitchEntry, by: Recording['by'], program: Program): Promise<Recording> {
  const modem = new VirtualModem(unswitched(entry, { leavesOn: null }), { clock: systemClock });
  modem.plug();
  const recorders: Recorder[] = [];
  const follow = (device: VirtualUsbDevice | null) => {
    if (device) recorders.push(new Recorder(device));
  };
  follow(modem.device);
  const stop = modem.on(({ kind, device }) => {
    if (kind !== 'attached') return;
    follow(device);
    recorders.at(-1)?.start();
  });
  const plug = await plugIntoVhci(modem);
  try {
    await configured(entry);
    await pause(50);
    recorders[0]?.start();
    const began = performance.now();
    const outcome = await program(entry);
    const ms = Math.round(performance.now() - began);
    await pause(20);
    return { entry: switchFileName(entry), by, lines: recorders.flatMap((r, i) => sent(r.stop(), i > 0)), outcome, ms };
  } finally {
    stop();
    await plug.unplug();
  }
}

/** The kernel configures what comes back; neither program asked for that. */
function sent(lines: readonly string[], returned: boolean): readonly string[] {
  return returned && lines[0] === SET_CONFIGURATION_1 ? lines.slice(1) : lines;
}

const ours = new Ours();
const all = loadDb().vendors.flatMap((v) => v.switches);
const mine =
  only.length > 0 ? all.filter((e) => only.includes(switchFileName(e))) : all.filter((_, i) => i % Number(parts) === Number(part));
const attempted = (entry: SwitchEntry, by: Recording['by'], program: Program): Promise<Recording> =>
  record(entry, by, program).catch((error: unknown) => ({
    entry: switchFileName(entry),
    by,
    lines: [],
    outcome: `failed: ${error instanceof Error ? error.message : String(error)}`,
    ms: 0,
  }));

for (const entry of mine) {
  for (let attempt = 1; ; attempt++) {
    const pair = [await attempted(entry, 'reference', reference), await attempted(entry, 'ours', ours.run)] as const;
    // An emulated computer misses its own time limits now and then. What differs is looked at again, and that it was is told.
    const same = pair[0].lines.join() === pair[1].lines.join() && pair.every((r) => !r.outcome.startsWith('failed'));
    if (!same && attempt < ATTEMPTS) continue;
    for (const result of pair) await appendFile(out, `${JSON.stringify({ ...result, attempt })}\n`);
    break;
  }
}
ours.end();
process.exit(0);
