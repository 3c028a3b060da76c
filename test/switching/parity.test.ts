import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Sighting } from '../../electron/seams/usb-bus.ts';
import { executeSwitch } from '../../electron/switching/execute-switch.ts';
import { planSwitch } from '../../electron/switching/plan-switch.ts';
import { unswitched } from '../../electron/virtual/models/unswitched.ts';
import { Recorder } from '../../electron/virtual/recorder.ts';
import type { VirtualUsbDevice } from '../../electron/virtual/usb-device.ts';
import { loadDb } from '../../modem-db/db.ts';
import { switchFileName } from '../../modem-db/import.ts';
import type { SwitchEntry } from '../../modem-db/schema.ts';
import { firstDifference } from '../lab/parity/compare.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

/** What the real usb_modeswitch sent on a real kernel, entry by entry; `npm run lab:parity -- --record` makes it anew. */
const Fixture = z.object({
  program: z.string(),
  recorded: z.string(),
  entries: z.record(z.string(), z.number().int().min(0)),
  sequences: z.array(z.array(z.string())),
});
const fixture = Fixture.parse(JSON.parse(readFileSync(new URL('../field/usb-modeswitch-recordings.json', import.meta.url), 'utf8')));
const reasons = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('../lab/parity/differences.json', import.meta.url), 'utf8')));

const entries = loadDb().vendors.flatMap((v) => v.switches);

/** What ours sends to the virtual dongle of an entry, on the practice bus. */
async function ours(entry: SwitchEntry): Promise<readonly string[]> {
  const clock = new ManualClock();
  const recorders: Recorder[] = [];
  const room = new VirtualWorld(clock);
  const model = unswitched(entry, { leavesOn: null });
  const observe = (device: VirtualUsbDevice | null) => {
    if (!device) return;
    const recorder = new Recorder(device);
    recorder.start();
    recorders.push(recorder);
  };
  const modem = room.plug('1-1', model);
  observe(modem.device);
  // The host's own SET_CONFIGURATION of the first enumeration came before; that of a return is the kernel's as well.
  modem.on(({ kind, device }) => {
    if (kind === 'attached') observe(device);
  });
  const { waitBeforeSeconds: _pause, ...rest } = entry;
  const sight = async (): Promise<Sighting> => {
    await clock.until(() => modem.device !== null);
    const [sighting] = await room.bus.list();
    if (!sighting) throw new Error('nothing on the bus');
    return sighting;
  };
  const plan = planSwitch(rest, await sight());
  if (plan.kind === 'nothing') return [];
  for (const [index, transfers] of plan.stays.entries()) {
    if (index > 0) await clock.until(() => modem.device !== null && recorders.length > index);
    const handle = await room.bus.open(await sight());
    let done = false;
    const work = executeSwitch(handle, transfers, clock).finally(() => {
      done = true;
    });
    work.catch(() => undefined);
    await clock.until(() => done, 60_000, 50);
    await work;
    await handle.close({ keepDetached: true });
    if (index < plan.stays.length - 1) await clock.until(() => modem.device === null);
  }
  return recorders.flatMap((r) => r.stop());
}

describe(`what ${fixture.program} was recorded to send`, () => {
  it('is there for every entry', () => {
    expect(Object.keys(fixture.entries).sort()).toEqual(entries.map(switchFileName).sort());
    expect(entries).toHaveLength(513);
  });

  it.each(entries.map((entry): [string, SwitchEntry] => [switchFileName(entry), entry]))('ours sends to %s', async (name, entry) => {
    const recorded = fixture.sequences[fixture.entries[name] ?? -1];
    if (!recorded) throw new Error('no recording');
    const difference = firstDifference(recorded, await ours(entry));
    if (reasons[name] === undefined) expect(difference).toBeNull();
    else expect(difference, 'the reason is out of date').not.toBeNull();
  });
});
