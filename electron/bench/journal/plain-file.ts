import { closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs';

/** Windows has no such flags, and nobody who could make such things there that others cannot. */
const SAFELY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file that is there, and nothing but a plain one: a pipe would be waited for, a link leads elsewhere, and to open a device may
 * be to use it. Throws where it is another thing, or cannot be opened.
 */
export function openPlain(path: string, flags: number): number {
  if (!lstatSync(path).isFile()) throw new Error(`${path} is no plain file`);
  const descriptor = openSync(path, flags | SAFELY);
  // It may have been replaced in between.
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw new Error(`${path} is no plain file`);
}
