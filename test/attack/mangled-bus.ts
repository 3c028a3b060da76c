import type { Clock } from '../../electron/seams/clock.ts';
import type { UsbBus, UsbChange } from '../../electron/seams/usb-bus.ts';
import type { Random } from './random.ts';

/** How often, once in so many: 0 for never. */
export interface Mangling {
  readonly lost: number;
  readonly doubled: number;
  readonly late: number;
}

/** The longest that an event is held back: a computer that is looked at once a second notices by then. */
const MOST_LATE_MS = 1500;

/** A bus that loses, doubles and delays what it tells; what is there it knows, and only that can be opened. */
export function mangledBus(bus: UsbBus, clock: Clock, random: Random, { lost, doubled, late }: Mangling): UsbBus {
  const once = (times: number) => times > 0 && random.oneIn(times);
  return {
    list: () => bus.list(),
    open: (sighting) => bus.open(sighting),
    close: () => bus.close(),
    watch: (listener) =>
      bus.watch((change: UsbChange) => {
        if (once(lost)) return;
        for (let times = once(doubled) ? 2 : 1; times > 0; times--) {
          if (once(late)) clock.setTimeout(() => listener(change), random.between(1, MOST_LATE_MS));
          else listener(change);
        }
      }),
  };
}
