import { BenchError, type ErrorCode } from '../contract/errors.ts';
import type { Step } from '../contract/plan.ts';
import type { Clock } from '../seams/clock.ts';
import { poll } from '../seams/poll.ts';
import { kindOf } from './steps/index.ts';

/** What a step may fail with when the dongle is pulled out under it. */
const unplugSymptoms: ReadonlySet<ErrorCode> = new Set([
  'USB_TRANSFER_FAILED',
  'SERIAL_FAILED',
  'AT_NO_PORT',
  'AT_SILENT',
  'QMI_NO_CHANNEL',
  'QMI_SILENT',
  'MBIM_NO_CHANNEL',
  'MBIM_SILENT',
  'SWITCH_STALLED',
  'PIN_TRIES_UNKNOWN',
]);
/** The bus is looked at every second where the system does not tell of changes by itself. */
const UNPLUG_NOTICE_MS = 1500;
const UNPLUG_LOOK_MS = 50;

/** What a step fails with under which the dongle is pulled out. */
export const unpluggedCode = ({ action }: Step): 'UNPLUGGED_DURING_SWITCH' | 'UNPLUGGED_AFTER_SWITCH' =>
  kindOf(action).stage === 'switching' ? 'UNPLUGGED_DURING_SWITCH' : 'UNPLUGGED_AFTER_SWITCH';

/** Whether a failed transfer is how an unplugging shows first: the bus tells of it a moment later, and `left` holds then. */
export async function isUnplugging(error: unknown, left: () => boolean, clock: Clock, signal: AbortSignal): Promise<boolean> {
  if (!(error instanceof BenchError) || !unplugSymptoms.has(error.code)) return false;
  const noticing = { every: UNPLUG_LOOK_MS, within: UNPLUG_NOTICE_MS, signal };
  // Stopped meanwhile: what is known by then counts.
  return poll(clock, noticing, left, (gone) => gone).catch(left);
}
