import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../electron/seams/clock.ts';
import { createWorlds } from '../../../electron/worlds.ts';
import { seamCases } from '../../seams/cases.ts';

/**
 * The seams' behaviour suite on libusb, serialport and sysfs of this kernel: one JSON object a line, `name` and `error`.
 * The dongles live in another process: libusb waits for the kernel, and the kernel waits for them. Arguments: numbers of cases.
 */

class Drawer {
  readonly #child: ChildProcess;
  readonly #answers: ((error: string | null) => void)[] = [];

  constructor() {
    this.#child = spawn(process.execPath, [fileURLToPath(new URL('modem.mjs', import.meta.url))], {
      env: { ...process.env, LAB_MODEM_REPLY: '' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (!this.#child.stdout) throw new Error('no pipe');
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      process.stderr.write(`${line}\n`);
      const event: unknown = JSON.parse(line);
      if (typeof event !== 'object' || event === null || !('event' in event) || event.event !== 'done') return;
      this.#answers.shift()?.('error' in event ? String(event.error) : null);
    });
  }

  send(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#answers.push((error) => (error === null ? resolve() : reject(new Error(error))));
      this.#child.stdin?.write(`${line}\n`);
    });
  }

  async close(): Promise<void> {
    await this.send('unplug');
    this.#child.kill();
  }
}

const wanted = process.argv.slice(2).map(Number);
const drawer = new Drawer();
let failed = 0;
for (const [index, { name, run }] of seamCases.entries()) {
  if (wanted.length > 0 && !wanted.includes(index)) continue;
  const started = performance.now();
  const { worlds, usbFailure, close } = createWorlds({ clock: systemClock, kinds: 'usb', practiceFile: null });
  let error: string | null = null;
  try {
    const world = worlds[0];
    if (!world) throw new Error(`no USB: ${JSON.stringify(usbFailure)}`);
    await run({
      world,
      plug: (model, composition) => drawer.send(`plug ${model} ${composition ?? '-'}`),
      unplug: () => drawer.send('unplug'),
    });
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    failed++;
  }
  await close();
  await drawer.send('unplug');
  process.stdout.write(`${JSON.stringify({ name, error, ms: Math.round(performance.now() - started) })}\n`);
}
await drawer.close();
process.exit(failed === 0 ? 0 : 1);
