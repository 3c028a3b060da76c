import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import { once, until } from '../../modem/planned.ts';
import type { Holder } from '../../seams/host.ts';
import { poll } from '../../seams/poll.ts';
import { hostLines } from '../journal/recording.ts';
import type { StepContext } from './step-context.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

/** usb_modeswitch waits 20 s for a dongle to come back (its -s), after a delay of its own before it begins. */
const SWITCHING_MS = 40_000;
const LOOK_EVERY_MS = 500;
/** Two programs may mount a disc twice; nobody mounts it for ever. */
const MAX_UNMOUNTS = 8;

/** Before anything is sent: whoever else on this computer has the dongle lets go of it. */
export const hold = {
  kind: 'hold',
  schema: stepActions.hold,
  plan: (): Step =>
    stepOf(
      hold,
      'hold',
      { kind: 'hold' },
      {
        source: 'ModemManager 1.20 D-Bus reference, InhibitDevice; usb_modeswitch 2.6.1, its udev rule; udisks2, Filesystem.Unmount',
        risk: 'reversible',
        sends: [once(hostLines.inhibit), until(hostLines.unmount('?'))],
      },
    ),
  run: runHold,
  // What another program does to it meanwhile may be its switch.
  leaves: () => true,
  needs: 'nothing',
  stage: 'working',
  limit: 60_000,
  back: { key: 'steps.hold.way-back', values: {} },
} as const satisfies StepKind<'hold'> & { plan(): unknown };

/**
 * Keeps this computer's other programs off the dongle until the job is over. Throws USB_BUSY where usb_modeswitch does not
 * end, MODEM_MANAGER_BUSY, DISC_MOUNTED, and the signal's reason.
 */
async function runHold(run: StepContext): Promise<StepOutcome> {
  const { backend, sighting } = run.access;
  const first = await backend.host.holders(sighting.portPath);
  const holders = first.some(isSwitching) ? await waitForSwitch(run) : first;
  run.signal.throwIfAborted();
  // First those who would use the disc again, then the disc.
  const managed = holders.some((holder) => holder.kind === 'modem-manager');
  if (managed) {
    run.release(await backend.host.inhibit(sighting.portPath, run.signal));
  }
  const unmounted = await unmountAll(run);
  const done = [
    ...(first.some(isSwitching) ? ['usb_modeswitch ended'] : []),
    ...(managed ? ['ModemManager inhibited'] : []),
    ...unmounted.map((device) => `${device} unmounted`),
  ];
  const told = done.length === 0 ? 'nobody holds it' : done.join(', ');
  run.replied(told, told);
  if (first.some(isSwitching)) return { kind: 'other-at-work' };
  return { kind: done.length === 0 ? 'skipped' : 'done' };
}

/** Resolves to who is left when usb_modeswitch has ended. */
async function waitForSwitch(run: StepContext): Promise<readonly Holder[]> {
  const { backend, sighting, clock } = run.access;
  const look = () => backend.host.holders(sighting.portPath);
  const waiting = { every: LOOK_EVERY_MS, within: SWITCHING_MS, signal: run.signal };
  const holders = await poll(clock, waiting, look, (seen) => !seen.some(isSwitching));
  const busy = holders.find(isSwitching);
  if (busy) throw new BenchError('USB_BUSY', { port: sighting.portPath, message: `usb_modeswitch, process ${busy.pid}` });
  return holders;
}

async function unmountAll(run: StepContext): Promise<readonly string[]> {
  const { backend, sighting } = run.access;
  const unmounted: string[] = [];
  for (let round = 0; round < MAX_UNMOUNTS; round++) {
    const mounted = (await backend.host.holders(sighting.portPath)).find((holder) => holder.kind === 'mounted');
    if (!mounted) return [...new Set(unmounted)];
    run.signal.throwIfAborted();
    await backend.host.unmount(mounted.device);
    unmounted.push(mounted.device);
  }
  throw new BenchError('DISC_MOUNTED', { device: unmounted[0] ?? '-', at: '-', message: 'it is mounted anew each time' });
}

function isSwitching(holder: Holder): holder is Extract<Holder, { kind: 'usb-modeswitch' }> {
  return holder.kind === 'usb-modeswitch';
}
