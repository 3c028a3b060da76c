import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { BenchError } from '../contract/errors.ts';

/** A file that a technician names, read up to a bound and a byte. Throws FILE_UNREADABLE; what is longer is cut one byte beyond the bound. */
export async function readBounded(path: string, most: number): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      return await beginningOf(file.createReadStream({ end: most }), most);
    } finally {
      await file.close().catch(() => undefined);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new BenchError('FILE_UNREADABLE', { file: path.slice(0, 1000), message: message.slice(0, 1000) });
  }
}

/** What is given on standard input, up to a bound and a byte. Throws USAGE where nobody gives anything, FILE_UNREADABLE where it fails. */
export async function readInput(input: Readable & { readonly isTTY?: boolean }, most: number): Promise<Uint8Array> {
  if (input.isTTY) throw new BenchError('USAGE', { message: 'a file, or a text on standard input' });
  try {
    return await beginningOf(input, most);
  } catch (error) {
    throw new BenchError('FILE_UNREADABLE', { file: '-', message: error instanceof Error ? error.message.slice(0, 1000) : String(error) });
  }
}

/** What comes, until it is more than `most` bytes. */
async function beginningOf(stream: Readable, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (length > most) break;
  }
  return Uint8Array.from(Buffer.concat(chunks));
}
