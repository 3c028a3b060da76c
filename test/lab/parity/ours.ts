import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../../electron/seams/clock.ts';
import { type Sighting, UsbError, type UsbHandle } from '../../../electron/seams/usb-bus.ts';
import { executeSwitch } from '../../../electron/switching/execute-switch.ts';
import { planSwitch } from '../../../electron/switching/plan-switch.ts';
import { LibusbBus } from '../../../electron/usb/libusb-bus.ts';
import { loadDb } from '../../../modem-db/db.ts';
import { switchFileName } from '../../support/switch-text.ts';

/** In the guest: takes names of entries, one a line; switches what is plugged in with that entry; answers one line each. */

const bus = new LibusbBus();
bus.watch(() => undefined);
const entries = new Map(
  loadDb()
    .vendors.flatMap((v) => v.switches)
    .map((e) => [switchFileName(e), e]),
);

/** Opens what is there now: libusb may need a moment to see that a device is another one of the same id. */
async function open(id: string, after: number): Promise<{ sighting: Sighting; handle: UsbHandle }> {
  for (let attempt = 0; ; attempt++) {
    const sighting = await find(id, after);
    try {
      return { sighting, handle: await bus.open(sighting) };
    } catch (error) {
      if (!(error instanceof UsbError) || error.kind !== 'gone' || attempt >= 100) throw error;
      await pause(50);
    }
  }
}

async function find(id: string, after = 0): Promise<Sighting> {
  for (let look = 0; look < 300; look++) {
    const [vid, pid] = id.split(':').map((n) => Number.parseInt(n, 16));
    const found = (await bus.list()).find((s) => s.vid === vid && s.pid === pid && s.enumeration > after);
    if (found) return found;
    await pause(50);
  }
  throw new Error('not on the bus');
}

async function run(name: string): Promise<string> {
  const entry = entries.get(name);
  if (!entry) return 'no such entry';
  let { sighting, handle } = await open(entry.id, 0);
  // The pause before the first transfer is the dispatcher's work; the program that we are compared with does not know it.
  const { waitBeforeSeconds: _pause, ...rest } = entry;
  const plan = planSwitch(rest, sighting);
  if (plan.kind === 'nothing') {
    await handle.close();
    return plan.reason;
  }
  const outcomes: string[] = [];
  for (const [index, transfers] of plan.stays.entries()) {
    if (index > 0) ({ sighting, handle } = await open(entry.id, sighting.enumeration));
    try {
      const { kind, statuses } = await executeSwitch(handle, transfers, systemClock);
      outcomes.push([kind, ...statuses].join(' '));
    } catch (error) {
      outcomes.push(error instanceof UsbError ? error.kind : String(error));
    } finally {
      await handle.close({ keepDetached: true });
    }
  }
  return outcomes.join('; ');
}

let work: Promise<void> = Promise.resolve();
createInterface({ input: process.stdin })
  .on('line', (name) => {
    work = work.then(async () => {
      const outcome = await run(name).catch((error: unknown) => `failed: ${error instanceof Error ? error.message : String(error)}`);
      process.stdout.write(`${outcome}\n`);
    });
  })
  .on('close', () => process.exit(0));
