import { open, writeFile } from 'node:fs/promises';
import { createBackends } from '../../../electron/backends.ts';
import { systemClock } from '../../../electron/seams/clock.ts';
import { seamCases } from '../../seams/cases.ts';

/**
 * The seams' behaviour suite on libusb, serialport and sysfs of this kernel: one JSON object a line, `name` and `error`.
 * The dongles live in another process: libusb waits for the kernel, and the kernel waits for them. Arguments: numbers of cases.
 */

/** The dongles' process of this guest, by its two pipes; both are opened both ways, so that neither waits for the other end. */
async function drawer(line: string): Promise<void> {
  const [pipe, replies] = [process.env['LAB_MODEM_PIPE'], process.env['LAB_MODEM_REPLY']];
  if (!pipe || !replies) throw new Error('to be run by guest/case.sh');
  const reply = await open(replies, 'r+');
  try {
    await writeFile(pipe, `${line}\n`);
    let text = '';
    while (!text.endsWith('\n')) text += (await reply.read(Buffer.alloc(500), 0, 500)).buffer.toString().replaceAll('\0', '');
    if (text !== 'ok\n') throw new Error(text);
  } finally {
    await reply.close();
  }
}

const wanted = process.argv.slice(2).map(Number);
let failed = 0;
for (const [index, { name, run }] of seamCases.entries()) {
  if (wanted.length > 0 && !wanted.includes(index)) continue;
  const started = performance.now();
  const { backends, usbFailure, close } = await createBackends({ clock: systemClock, kinds: 'usb', practiceFile: null });
  let error: string | null = null;
  try {
    const backend = backends[0];
    if (!backend) throw new Error(`no USB: ${JSON.stringify(usbFailure)}`);
    await run({
      backend,
      plug: (model, composition) => drawer(`plug ${model} ${composition ?? '-'}`),
      unplug: () => drawer('unplug'),
    });
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    failed++;
  }
  await close();
  await drawer('unplug');
  process.stdout.write(`${JSON.stringify({ name, error, ms: Math.round(performance.now() - started) })}\n`);
}
process.exit(failed === 0 ? 0 : 1);
