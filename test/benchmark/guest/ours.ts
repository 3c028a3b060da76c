import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { PlannedTransfer } from '../../../electron/contract/plan.ts';
import { systemClock } from '../../../electron/seams/clock.ts';
import type { Sighting } from '../../../electron/seams/usb-bus.ts';
import { executeSwitch } from '../../../electron/switching/execute-switch.ts';
import { planSwitch } from '../../../electron/switching/plan-switch.ts';
import { LibusbBus } from '../../../electron/usb/libusb-bus.ts';
import { loadDb } from '../../../modem-db/db.ts';
import { switchFileName } from '../../support/switch-text.ts';

/**
 * In the guest, as long-lived as the app: takes the name of an entry, answers `ready` once its dongle is sighted and the switch is
 * planned; takes `go`, opens and switches, answers with the time of the start and how it went. The start is a reading of the
 * monotonic clock in ns, which all processes share.
 */

const bus = new LibusbBus();
bus.watch(() => undefined);
const entries = new Map(
  loadDb()
    .vendors.flatMap((v) => v.switches)
    .map((e) => [switchFileName(e), e]),
);

let planned: { readonly sighting: Sighting; readonly transfers: readonly PlannedTransfer[] } | null = null;

async function find(id: string): Promise<Sighting> {
  const [vid, pid] = id.split(':').map((n) => Number.parseInt(n, 16));
  for (let look = 0; look < 300; look++) {
    const found = (await bus.list()).find((s) => s.vid === vid && s.pid === pid);
    // libusb may need a moment to see that a device is another one of the same id.
    const handle = found && (await bus.open(found).catch(() => null));
    if (found && handle) {
      await handle.close({ keepDetached: true });
      return found;
    }
    await pause(50);
  }
  throw new Error('not on the bus');
}

async function prepare(name: string): Promise<string> {
  const entry = entries.get(name);
  if (!entry) throw new Error('no such entry');
  const sighting = await find(entry.id);
  const plan = planSwitch(entry, sighting);
  const [transfers] = plan.kind === 'send' ? plan.stays : [];
  if (!transfers) throw new Error('nothing to switch');
  planned = { sighting, transfers };
  return 'ready';
}

async function go(): Promise<string> {
  if (!planned) throw new Error('nothing was prepared');
  const { sighting, transfers } = planned;
  planned = null;
  const began = process.hrtime.bigint();
  const handle = await bus.open(sighting);
  try {
    const { kind } = await executeSwitch(handle, transfers, systemClock);
    return `${began} ${kind}`;
  } finally {
    await handle.close({ keepDetached: true });
  }
}

let work: Promise<void> = Promise.resolve();
createInterface({ input: process.stdin })
  .on('line', (line) => {
    work = work.then(async () => {
      const answer = await (line === 'go' ? go() : prepare(line)).catch(
        (error: unknown) => `failed: ${error instanceof Error ? error.message : String(error)}`,
      );
      process.stdout.write(`${answer}\n`);
    });
  })
  .on('close', () => process.exit(0));
