import type { World } from '../../electron/bench/bench.ts';
import type { Clock } from '../../electron/seams/clock.ts';

/** Looks for the AT port of what is plugged into `portPath`; resolves to its interface number, `null` where there is none. */
export type FindPort = (world: World, portPath: string, clock: Clock) => Promise<number | null>;

/** Ours. `null`: not there yet. */
export const findPort: FindPort | null = null;
