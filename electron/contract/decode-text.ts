/** Bytes at the beginning of a file whose zeros tell UTF-16 without a byte order mark. */
const LOOKED_AT = 4096;

/** A zero or two are no encoding, but no text. */
const LEAST_ZEROS = 4;

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * What somebody saved, as text: UTF-8, or UTF-16 of either byte order, with or without their marks, and what is none of these as Windows-1252,
 * which every byte fits. `cut`: the bytes are the beginning of more, and may break off in a character. Never throws.
 */
export function decodeText(bytes: Uint8Array, cut = false): string {
  return new TextDecoder(encodingOf(bytes, cut)).decode(bytes);
}

function encodingOf(bytes: Uint8Array, cut: boolean): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const looked = bytes.subarray(0, LOOKED_AT);
  // What people paste is ASCII for the most part: as UTF-16 every other byte is zero.
  const zeros = (odd: number) => looked.filter((byte, at) => byte === 0 && at % 2 === odd).length;
  const [even, odd] = [zeros(0), zeros(1)];
  const some = Math.max(LEAST_ZEROS, looked.length / 4);
  if (odd >= some && odd > 3 * even) return 'utf-16le';
  if (even >= some && even > 3 * odd) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return 'utf-8';
  } catch {
    // A terminal's log may hold any byte: where most of it is UTF-8 all the same, the rest is marks.
    return isMostlyUtf8(bytes) ? 'utf-8' : 'windows-1252';
  }
}

/** More characters of several bytes than bytes that are none. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, 16 * LOOKED_AT));
  let marks = 0;
  let others = 0;
  for (const c of text) {
    if (c === '\ufffd') marks++;
    else if (c > '\u007f') others++;
  }
  return others > marks;
}
