import { z } from 'zod';
import { RouterOptions } from '../../electron/contract/router-options.ts';
import type { Wishes } from '../../electron/contract/wishes.ts';
import { readStored, writeStored } from './storage.ts';

/** What is the router's and not the dongle's: chosen once, and kept in this browser for the next dongle. Nothing secret is in it. */
const Remembered = z.object({
  router: z.string().max(20),
  metric: z.number().int().min(0).max(65535),
  onRouter: RouterOptions.pick({ zone: true, multiwan: true, storage: true, watchdog: true }),
});
type Remembered = z.infer<typeof Remembered>;

const storageKey = 'modem-bench.router';

export function rememberRouter({ router, metric, onRouter }: Pick<Wishes, 'router' | 'metric' | 'onRouter'>): void {
  const { zone, multiwan, storage, watchdog } = onRouter;
  const kept: Remembered = { router, metric, onRouter: { zone, multiwan, storage, watchdog } };
  writeStored(storageKey, JSON.stringify(kept));
}

/** `null`: nothing was kept, or what was is not to be read any more. */
export function rememberedRouter(): Remembered | null {
  try {
    return Remembered.safeParse(JSON.parse(readStored(storageKey) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}
