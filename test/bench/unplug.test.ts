import { afterEach, describe, expect, it } from 'vitest';
import type { Bench } from '../../electron/bench/bench.ts';
import { createBench } from '../../electron/bench/create.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { UsbBus } from '../../electron/seams/usb-bus.ts';
import { foxconnT99w175 } from '../../electron/virtual/models/foxconn-t99w175.ts';
import { loadDb } from '../../modem-db/db.ts';
import type { SwitchEntry } from '../../modem-db/schema.ts';
import { hasEnded } from '../support/ended.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { switchFileName } from '../support/switch-text.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { VirtualWorld } from '../support/virtual-world.ts';
import { unswitched } from '../virtual/models/unswitched.ts';

/** A dongle that is pulled out at any single transfer of any method ends in a state that says so, and nothing hangs. */

const PORT = '1-1';
const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

/** One entry of each method that sends something; with them, one of several messages and one with a configuration after them. */
const entries = (() => {
  const found = new Map<string, SwitchEntry>();
  for (const entry of loadDb().vendors.flatMap((v) => v.switches)) {
    const { name } = entry.method;
    const kind = [name, 'messages' in entry.method ? (entry.method.messages?.length ?? 0) : 0, entry.configuration !== undefined].join(' ');
    // Told apart by INQUIRY: that conversation comes before the job.
    if (name === 'MbimOrNothing' || entry.when?.some((w) => w.key.startsWith('scsi'))) continue;
    if (name === 'PantechMode' && entry.method.value === 1) continue;
    if (!found.has(kind)) found.set(kind, entry);
  }
  return [...found.values()];
})();

interface Ending {
  readonly dongle: DongleView | undefined;
  /** Transfers that went out before the pull, and whether it came to it. */
  readonly transfers: number;
  readonly pulled: boolean;
}

async function pullAt(entry: SwitchEntry, transfer: number): Promise<Ending> {
  const clock = new ManualClock();
  const room = new VirtualWorld(clock);
  const modem = room.plug(PORT, unswitched(entry, { leavesOn: null }));
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  const bench = await createBench({ backends: [room.backend], practice, clock, dataFolder: temporaryFolder(), version: '0.0.0' });
  benches.push(bench);
  const view = () => bench.snapshot().dongles.find((d) => d.portPath === PORT);
  const mode = view()?.offers.find((o) => o.possible)?.mode ?? 'ppp';
  await bench.handle({ type: 'plan', portPath: PORT, wishes: Wishes.parse({ mode, router: '24.10.8', apn: 'internet' }) });
  let transfers = 0;
  let pulled = false;
  const watch = (device: typeof modem.device) => {
    if (!device) return;
    device.tap = () => {
      if (transfers++ !== transfer) return undefined;
      pulled = true;
      modem.unplug();
      return 'taken';
    };
  };
  watch(modem.device);
  modem.on(({ kind, device }) => {
    if (kind === 'attached') watch(device);
  });
  await bench.handle({ type: 'prepare', portPath: PORT, planId: view()?.draft?.id ?? '' });
  await clock.until(() => hasEnded(view()?.state ?? 'failed'), 300_000, 500);
  return { dongle: view(), transfers, pulled };
}

/** Pulled out behind that transfer of the step of the PIN, which the bus tells of a while after the transfers fail. */
async function pullInPinStep(transfer: number): Promise<Ending> {
  const clock = new ManualClock();
  const room = new VirtualWorld(clock);
  const modem = room.plug(PORT, foxconnT99w175, { faults: { pin: '4711' } });
  const { bus } = room.backend;
  const late: UsbBus = {
    list: () => bus.list(),
    open: (sighting) => bus.open(sighting),
    close: () => bus.close(),
    watch: (listener) => bus.watch((change) => void clock.setTimeout(() => listener(change), 900)),
  };
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  const backends = [{ ...room.backend, bus: late }];
  const bench = await createBench({ backends, practice, clock, dataFolder: temporaryFolder(), version: '0.0.0' });
  benches.push(bench);
  const view = () => bench.snapshot().dongles.find((d) => d.portPath === PORT);
  await bench.handle({
    type: 'plan',
    portPath: PORT,
    wishes: Wishes.parse({ mode: 'mbim', router: '24.10.8', apn: 'internet', pin: '4711' }),
  });
  let transfers = 0;
  let pulled = false;
  if (modem.device)
    modem.device.tap = () => {
      if (!view()?.job?.progress.some((p) => p.id === 'pin' && p.state === 'running') || transfers++ !== transfer) return undefined;
      pulled = true;
      queueMicrotask(() => modem.unplug());
      return undefined;
    };
  await bench.handle({ type: 'prepare', portPath: PORT, planId: view()?.draft?.id ?? '' });
  await clock.until(() => hasEnded(view()?.state ?? 'failed'), 300_000, 100);
  return { dongle: view(), transfers, pulled };
}

describe('pulled out in the step of the PIN', () => {
  it('is an unplugging, whatever the tries could not be read from', async () => {
    const codes: unknown[] = [];
    for (let at = 0; ; at++) {
      const { dongle, pulled } = await pullInPinStep(at);
      if (!pulled) break;
      codes.push(dongle?.job?.failure?.code);
    }
    expect(codes.length).toBeGreaterThan(3);
    expect(new Set(codes)).toEqual(new Set(['UNPLUGGED_AFTER_SWITCH']));
  });
});

const CLEAR = ['UNPLUGGED_BEFORE_SWITCH', 'UNPLUGGED_DURING_SWITCH', 'NEVER_RETURNED'];

describe('pulled out at each transfer', () => {
  it('covers every method of the database that sends something', () => {
    expect(new Set(entries.map((e) => e.method.name)).size).toBeGreaterThanOrEqual(17);
  });

  it.each(entries.map((e): [string, string, SwitchEntry] => [e.method.name, switchFileName(e), e]))('%s (%s)', async (_, __, entry) => {
    let transfer = 0;
    for (; ; transfer++) {
      const { dongle, pulled, transfers } = await pullAt(entry, transfer);
      if (!pulled) {
        expect(transfers, 'nothing was sent at all').toBeGreaterThan(0);
        break;
      }
      expect(dongle?.state, `transfer ${transfer}`).toBe('failed');
      expect(CLEAR, `transfer ${transfer}`).toContain(dongle?.job?.failure?.code);
      expect(dongle?.present).toBe(false);
      // The hundred reads of a long conversation are one like the other.
      if (transfer > 40) transfer += 10;
    }
    expect(transfer).toBeGreaterThan(0);
  });
});
