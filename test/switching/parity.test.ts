import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Sighting } from '../../electron/seams/usb-bus.ts';
import { executeSwitch } from '../../electron/switching/execute-switch.ts';
import { planSwitch } from '../../electron/switching/plan-switch.ts';
import type { VirtualUsbDevice } from '../../electron/virtual/usb-device.ts';
import { loadDb } from '../../modem-db/db.ts';
import type { SwitchEntry } from '../../modem-db/schema.ts';
import { huaweiAltMode, huaweiNewMode } from '../../modem-db/switch-messages.ts';
import { waysOf } from '../../modem-db/switch-ways.ts';
import { firstDifference } from '../lab/parity/compare.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { isReferenceEntry } from '../support/reference-entries.ts';
import { switchFileName } from '../support/switch-text.ts';
import { VirtualWorld } from '../support/virtual-world.ts';
import { unswitched } from '../virtual/models/unswitched.ts';
import { Recorder } from '../virtual/recorder.ts';

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

const all = loadDb().vendors.flatMap((v) => v.switches);
const entries = all.filter(isReferenceEntry);
/** Entries from elsewhere, and other switches of an entry: each is one message, or a method of one. */
const added = all.flatMap((entry) => waysOf(entry).filter(({ other }) => other !== null || !isReferenceEntry(entry)));

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
    const later = new Set(all.filter((entry) => !isReferenceEntry(entry)).map(switchFileName));
    const recorded = Object.keys(fixture.entries).filter((name) => !later.has(name));
    expect(recorded.sort()).toEqual(entries.map(switchFileName).sort());
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

describe('a switch that was not recorded', () => {
  /** usb_modeswitch sends any one message to a drive alike: that of a recorded entry is put in the place of another. */
  const recorded = fixture.sequences[fixture.entries['12d1:1f01'] ?? -1] ?? [];
  /** In the status, what a message announces and the virtual dongle does not send is left over (bytes 8 to 11 of both, Bulk-Only 1.0). */
  const withMessage = (message: string) =>
    recorded.map((line) => line.replace(huaweiNewMode, message).replace(/(?<=^in 81 55534253.{8})0{8}/, message.slice(16, 24)));
  const messageOf = ({ method }: SwitchEntry): string | undefined => {
    if (method.name === 'HuaweiNewMode') return huaweiNewMode;
    if (method.name === 'HuaweiAltMode') return huaweiAltMode;
    return method.name === 'MessageContent' && method.messages.length === 1 ? method.messages[0] : undefined;
  };

  it.each(added.map(({ entry, other }): [string, SwitchEntry] => [[entry.id, ...(other === null ? [] : [other])].join(' '), entry]))(
    '%s goes out as such a message does',
    async (_, entry) => {
      const message = messageOf(entry);
      if (message === undefined) throw new Error('more than one message: it has to be recorded');
      expect(recorded.join()).toContain(huaweiNewMode);
      expect(firstDifference(withMessage(message), await ours(entry))).toBeNull();
    },
  );
});
