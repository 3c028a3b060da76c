import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BenchError } from '../../contract/errors.ts';
import { damaged } from './tar-header.ts';

const SLICE = 64 * 1024;

/**
 * The chunks that a gzip file (RFC 1952) holds, as they come. Throws BACKUP_NOT_ARCHIVE without gzip's magic, BACKUP_DAMAGED where it
 * is cut off, broken or its sums do not fit, and BACKUP_TOO_LARGE as soon as more than `most` bytes have come out.
 */
export async function* gunzipBounded(bytes: Uint8Array, most: number): AsyncGenerator<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw new BenchError('BACKUP_NOT_ARCHIVE');
  const source = Readable.from(slices(bytes), { objectMode: false });
  const gunzip = source.pipe(createGunzip());
  let total = 0;
  try {
    for await (const chunk of gunzip) {
      if (!(chunk instanceof Uint8Array)) throw damaged('gzip');
      total += chunk.length;
      if (total > most) throw new BenchError('BACKUP_TOO_LARGE', { what: 'tar bytes', most });
      yield chunk;
    }
  } catch (error) {
    throw error instanceof BenchError ? error : damaged('gzip', error);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}
