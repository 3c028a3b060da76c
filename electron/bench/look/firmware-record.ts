import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Capabilities } from '../../contract/capabilities.ts';
import { replaceFiles } from '../../lib/atomic-write.ts';
import { parseJson } from '../../lib/parse-json.ts';

/** What was asked of a firmware once, and need not be asked again: kept in the data folder, the newest last, up to a bound. */

const NAME = 'firmwares.json';
const MAX_FIRMWARES = 100;
/** Bytes of a file that is read. */
const MAX_BYTES = 16 * 1024 * 1024;

const Kept = z.object({ v: z.literal(1), firmwares: z.array(z.object({ key: z.string().max(300), capabilities: Capabilities })) });

export class FirmwareRecord {
  readonly #folder: string;
  #kept: Map<string, Capabilities> | null = null;

  /** `dataFolder`: of the app. */
  constructor(dataFolder: string) {
    this.#folder = dataFolder;
  }

  get(key: string): Capabilities | null {
    return this.#read().get(key) ?? null;
  }

  /** A disk that is full costs the next look a few questions, and nothing else. */
  async keep(key: string, capabilities: Capabilities): Promise<void> {
    const kept = this.#read();
    kept.delete(key);
    kept.set(key.slice(0, 300), capabilities);
    for (const oldest of kept.keys()) if (kept.size > MAX_FIRMWARES) kept.delete(oldest);
    const firmwares = [...kept].map(([name, known]) => ({ key: name, capabilities: known }));
    const data = Buffer.from(`${JSON.stringify({ v: 1, firmwares })}\n`);
    await replaceFiles([{ path: join(this.#folder, NAME), data, mode: 0o600 }]).catch(() => undefined);
  }

  #read(): Map<string, Capabilities> {
    if (this.#kept) return this.#kept;
    let firmwares: z.infer<typeof Kept>['firmwares'] = [];
    try {
      const text = readFileSync(join(this.#folder, NAME), 'utf8');
      if (text.length <= MAX_BYTES) firmwares = parseJson(text, Kept).firmwares;
    } catch {
      // None was kept yet, or somebody spoiled the file: it is asked anew.
    }
    this.#kept = new Map(firmwares.map(({ key, capabilities }) => [key, capabilities]));
    return this.#kept;
  }
}
