import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Decoded } from '../../seams/decoded.ts';

/**
 * What a look at a dongle sent outside of any job, as JSON lines for whoever wants to know: the newest, in two files that grow to a
 * bound and then take each other's place. Not flushed, and no look fails because of it.
 */

const NAME = 'looks.jsonl';
const OLDER = 'looks.1.jsonl';
/** Bytes of one of the two. */
export const MAX_LOOKS_BYTES = 256 * 1024;
const MAX_DATA = 512;

export class Looks {
  readonly #file: string;
  readonly #older: string;
  readonly #now: () => number;

  /** `folder`: of the app's data. */
  constructor(folder: string, now: () => number) {
    this.#file = join(folder, NAME);
    this.#older = join(folder, OLDER);
    this.#now = now;
  }

  write(portPath: string, { text, data }: Decoded): void {
    const at = new Date(this.#now()).toISOString();
    const line = `${JSON.stringify({ at, portPath, what: text, data: Buffer.from(data.subarray(0, MAX_DATA)).toString('hex') })}\n`;
    try {
      if (this.#size() + line.length > MAX_LOOKS_BYTES) renameSync(this.#file, this.#older);
      appendFileSync(this.#file, line, { mode: 0o600 });
    } catch {
      // A full or read-only disk is told where something depends on it.
    }
  }

  #size(): number {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    return statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
  }
}
