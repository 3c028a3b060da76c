import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { replaceFileSync } from '../lib/atomic-write.ts';
import { parseJson } from '../lib/parse-json.ts';

/** How large the technician left the window. */
const WindowSize = z.object({
  width: z.number().int().min(880).max(10_000),
  height: z.number().int().min(600).max(10_000),
  maximized: z.boolean(),
});
export type WindowSize = z.infer<typeof WindowSize>;

const usual: WindowSize = { width: 1240, height: 860, maximized: false };

/** The remembered size, no larger than the screen; the usual one where nothing sensible is remembered. */
export function readWindowSize(file: string, screen: { width: number; height: number }): WindowSize {
  let size = usual;
  try {
    size = parseJson(readFileSync(file, 'utf8'), WindowSize);
  } catch {
    // Nothing remembered yet, or not readable: neither is worth a word.
  }
  return { ...size, width: Math.min(size.width, screen.width), height: Math.min(size.height, screen.height) };
}

/** A size that cannot be written is forgotten; the next start has the usual one. */
export function writeWindowSize(file: string, size: WindowSize): void {
  try {
    replaceFileSync({ path: file, data: Buffer.from(JSON.stringify(size)), mode: 0o644 });
  } catch {
    // See above.
  }
}
