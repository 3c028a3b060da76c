import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** What tells one run of this computer from another, and one process from a later one that got its number. */

const BOOT_ID = '/proc/sys/kernel/random/boot_id';
/** Elsewhere than on Linux the start is worked out from the clock, which is set now and then: to the minute is close enough. */
const MINUTE_MS = 60_000;

/** Another one after each start of this computer: Linux' boot_id, else the minute in which it started. */
export function bootId(): string {
  const id = read(BOOT_ID)?.trim();
  return id ? id.slice(0, 80) : `minute-${Math.round((Date.now() - uptime() * 1000) / MINUTE_MS)}`;
}

/**
 * When a process was started, in clock ticks since the boot (proc(5), field 22 of /proc/PID/stat): with the boot, it names one process
 * for good. `null`: there is none of that number, or it has ended and nobody has asked how (state Z or X), or this system does not tell.
 */
export function processStart(pid: number): string | null {
  // The name stands in parentheses and may hold anything; what follows its last one is numbers.
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields ?? [];
  if (state === 'Z' || state === 'X') return null;
  const start = fields?.[19];
  return start !== undefined && /^\d{1,20}$/.test(start) ? start : null;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
