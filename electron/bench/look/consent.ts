import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { BenchError } from '../../contract/errors.ts';
import { replaceFiles } from '../../lib/atomic-write.ts';
import { parseJson } from '../../lib/parse-json.ts';

/** Whether the technician lets modems be looked at when they are plugged in: asked once, kept in the data folder. */

const File = z.object({ v: z.literal(1), allowed: z.boolean() });
const NAME = 'look-consent.json';

/** `null`: nobody was asked yet, or what is kept there makes no sense. */
export function readConsent(dataFolder: string): boolean | null {
  try {
    return parseJson(readFileSync(join(dataFolder, NAME), 'utf8'), File).allowed;
  } catch {
    return null;
  }
}

/** Throws DATA_FOLDER_UNUSABLE. */
export async function keepConsent(dataFolder: string, allowed: boolean): Promise<void> {
  try {
    await replaceFiles([{ path: join(dataFolder, NAME), data: Buffer.from(`${JSON.stringify({ v: 1, allowed })}\n`), mode: 0o600 }]);
  } catch (error) {
    throw new BenchError(
      'DATA_FOLDER_UNUSABLE',
      { folder: dataFolder, message: error instanceof Error ? error.message : '' },
      { cause: error },
    );
  }
}
