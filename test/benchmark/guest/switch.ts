import { spawn } from 'node:child_process';
import { open, writeFile } from 'node:fs/promises';
import { systemClock } from '../../../electron/seams/clock.ts';
import type { Sighting, UsbBus } from '../../../electron/seams/usb-bus.ts';
import { executeSwitch } from '../../../electron/switching/execute-switch.ts';
import { huaweiNewMode } from '../../../electron/switching/messages.ts';
import { planSwitch } from '../../../electron/switching/plan-switch.ts';
import { LibusbBus } from '../../../electron/usb/libusb-bus.ts';
import { loadDb } from '../../../modem-db/db.ts';

/**
 * In a lab guest: switches a fresh virtual stick, by us and by usb_modeswitch in turn. One JSON object a line: ten with `note`, `sent`
 * and `answered`, which tie this clock to the dongles' log, then for each switch `by`, `began` and `ended`; in ms. Argument: rounds.
 */

const [VID, PID] = [0x12d1, 0x1446];
const REFERENCE = ['-v', '12d1', '-p', '1446', '-V', '12d1', '-P', '1506', '-M', huaweiNewMode];

const say = (line: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Resolves to the exit status. */
function run(command: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('close', resolve);
  });
}

/** A command line for the functions of the lab's `lib.sh`. */
async function shell(line: string): Promise<void> {
  const status = await run('sh', ['-c', `. /mnt/lab/guest/lib.sh; ${line}`]);
  if (status !== 0) throw new Error(`${line}: status ${status}`);
}

/**
 * Both clocks count the same seconds from different starts. The dongles' process notes the time of each line it is sent, here of
 * one that does nothing; the note of the quickest answer tells most exactly. Resolves when `times` lines are noted.
 */
async function noteTimes(times: number): Promise<void> {
  const [pipe, replies] = [process.env['LAB_MODEM_PIPE'], process.env['LAB_MODEM_REPLY']];
  if (!pipe || !replies) throw new Error('to be run in a lab guest');
  const reply = await open(replies, 'r+');
  try {
    for (let note = 0; note < times; note++) {
      const sent = performance.now();
      await writeFile(pipe, `unplug note-${note}\n`);
      await reply.read(Buffer.alloc(500), 0, 500);
      say({ note: `unplug note-${note}`, sent, answered: performance.now() });
    }
  } finally {
    await reply.close();
  }
}

async function find(bus: UsbBus): Promise<Sighting> {
  const stick = (await bus.list()).find(({ vid, pid }) => vid === VID && pid === PID);
  if (!stick) throw new Error('the stick is not on the bus');
  return stick;
}

async function ours(bus: UsbBus, stick: Sighting): Promise<void> {
  const handle = await bus.open(stick);
  try {
    const entry = loadDb().findSwitch(VID, PID);
    const plan = entry ? planSwitch(entry, stick) : null;
    if (plan?.kind !== 'send') throw new Error('nothing to switch');
    await executeSwitch(handle, plan.stays[0] ?? [], systemClock, { before: () => undefined });
  } finally {
    await handle.close();
  }
}

async function reference(): Promise<void> {
  const status = await run('usb_modeswitch', REFERENCE);
  if (status !== 0) throw new Error(`usb_modeswitch: status ${status}`);
}

const rounds = Number(process.argv[2]);
const bus = new LibusbBus();
await noteTimes(10);
for (let round = 0; round < rounds; round++) {
  for (const by of ['ours', 'reference'] as const) {
    await shell('unplug && wait_for usb_empty && plug huawei-ncm');
    // A bus that runs has seen the stick before anybody asks for a switch.
    const stick = await find(bus);
    const began = performance.now();
    await (by === 'ours' ? ours(bus, stick) : reference());
    say({ by, began, ended: performance.now() });
    // Back on the bus as a modem, else it did not switch.
    await shell('wait_for "usb_path 12d1:1506"');
  }
}
await bus.close();
process.exit(0);
