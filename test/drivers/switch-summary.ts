import type { SwitchOutcome } from '../../electron/drivers/usbmode/judge.ts';
import { routerSwitch } from '../../electron/drivers/usbmode/router-switch.ts';
import { unswitchedDevice } from '../../electron/drivers/usbmode/unswitched-device.ts';
import type { SwitchEntry } from '../../modem-db/schema.ts';

/** How a release's usbmode fares with many dongles in the state that is to be left. */
export interface SwitchSummary {
  readonly release: string;
  readonly total: number;
  readonly outcomes: Readonly<Record<SwitchOutcome, number>>;
  /** Keys of `RouterSwitch.why` and how often each holds. */
  readonly reasons: ReadonlyMap<string, number>;
}

/** Counts over entries, each with the dongle that `unswitchedDevice` makes of it. */
export function switchSummary(release: string, entries: readonly SwitchEntry[]): SwitchSummary {
  const outcomes: Record<SwitchOutcome, number> = { switches: 0, nothing: 0, differs: 0, harms: 0 };
  const reasons = new Map<string, number>();
  for (const entry of entries) {
    const { outcome, why } = routerSwitch(unswitchedDevice(entry), release, { entry });
    outcomes[outcome]++;
    reasons.set(why.key, (reasons.get(why.key) ?? 0) + 1);
  }
  return { release, total: entries.length, outcomes, reasons };
}
