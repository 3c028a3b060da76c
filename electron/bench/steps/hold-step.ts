import { BenchError } from '../../contract/errors.ts';
import { sleep } from '../../seams/clock.ts';
import type { Holder } from '../../seams/host.ts';
import type { StepOutcome } from '../life.ts';
import type { StepRun } from './step-run.ts';

/** usb_modeswitch waits 20 s for a dongle to come back (its -s), after a delay of its own before it begins. */
const SWITCHING_MS = 40_000;
const LOOK_EVERY_MS = 500;
/** Two programs may mount a disc twice; nobody mounts it for ever. */
const MAX_UNMOUNTS = 8;

/** What the step may do, as the plan shows it and the journal writes it down. */
export const holdSends = {
  wait: 'wait for usb_modeswitch',
  inhibit: 'ModemManager InhibitDevice on',
  unmount: 'unmount',
} as const;

/**
 * Keeps this computer's other programs off the dongle until the job is over. Throws USB_BUSY where usb_modeswitch does not
 * end, MODEM_MANAGER_BUSY, DISC_MOUNTED, and the signal's reason.
 */
export async function runHold(run: StepRun): Promise<StepOutcome> {
  const { world, sighting } = run.contact;
  const first = await world.host.holders(sighting.portPath);
  const holders = first.some(isSwitching) ? await waitForSwitch(run) : first;
  run.signal.throwIfAborted();
  // First those who would use the disc again, then the disc.
  const managed = holders.some((holder) => holder.kind === 'modem-manager');
  if (managed) {
    run.contact.onSend(holdSends.inhibit);
    run.release(await world.host.inhibit(sighting.portPath, run.signal));
  }
  const unmounted = await unmountAll(run);
  const done = [
    ...(first.some(isSwitching) ? ['usb_modeswitch ended'] : []),
    ...(managed ? ['ModemManager inhibited'] : []),
    ...unmounted.map((device) => `${device} unmounted`),
  ];
  run.replied(done.length === 0 ? 'nobody holds it' : done.join(', '));
  return { kind: done.length === 0 ? 'skipped' : 'done', switchedByOther: first.some(isSwitching) };
}

/** Resolves to who is left when usb_modeswitch has ended. */
async function waitForSwitch(run: StepRun): Promise<readonly Holder[]> {
  const { world, sighting, clock } = run.contact;
  const deadline = clock.now() + SWITCHING_MS;
  run.contact.onSend(holdSends.wait);
  for (;;) {
    await sleep(clock, LOOK_EVERY_MS, run.signal);
    const holders = await world.host.holders(sighting.portPath);
    const busy = holders.find(isSwitching);
    if (!busy) return holders;
    if (clock.now() >= deadline)
      throw new BenchError('USB_BUSY', { port: sighting.portPath, message: `usb_modeswitch, process ${busy.pid}` });
  }
}

async function unmountAll(run: StepRun): Promise<readonly string[]> {
  const { world, sighting } = run.contact;
  const unmounted: string[] = [];
  for (let round = 0; round < MAX_UNMOUNTS; round++) {
    const mounted = (await world.host.holders(sighting.portPath)).find((holder) => holder.kind === 'mounted');
    if (!mounted) return [...new Set(unmounted)];
    run.signal.throwIfAborted();
    run.contact.onSend(`${holdSends.unmount} ${mounted.device}`);
    await world.host.unmount(mounted.device);
    unmounted.push(mounted.device);
  }
  throw new BenchError('DISC_MOUNTED', { device: unmounted[0] ?? '-', at: '-' });
}

function isSwitching(holder: Holder): holder is Extract<Holder, { kind: 'usb-modeswitch' }> {
  return holder.kind === 'usb-modeswitch';
}
