/**
 * What somebody saved, as text: UTF-8 with or without its mark, UTF-16 in either byte order with or without its mark, and what is none of
 * these as Windows-1252, which every byte fits. Never throws.
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** How much of a file tells its encoding where no mark does. */
const LOOKED_AT = 4096;

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // Settings are ASCII: as UTF-16 every other byte is zero.
  const looked = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 0];
  for (const [at, byte] of looked.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd * 4 > looked.length && odd > even) return 'utf-16le';
  if (even * 4 > looked.length && even > odd) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Signs that forums, word processors and input methods put in place of those of ASCII. */
const REPLACED: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '″': '"',
  '＂': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '＇': "'",
  '＝': '=',
  '：': ':',
  '，': ',',
  '｛': '{',
  '｝': '}',
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u202f': ' ',
  '\u3000': ' ',
  '\u200b': '',
  '\u200c': '',
  '\u200d': '',
  '\u2060': '',
  '\ufeff': '',
};
/** As a page's source has them. */
const ENTITIES: Readonly<Record<string, string>> = { quot: '"', apos: "'", '#39': "'", lt: '<', gt: '>', amp: '&', nbsp: ' ' };
const ENTITY = /&(quot|apos|#39|lt|gt|amp|nbsp);/g;
const REPLACEABLE = new RegExp(`[${Object.keys(REPLACED).join('')}]`, 'gu');

/** The lines of a text, whatever ends them, with the signs of ASCII in place of their look-alikes, and without Markdown's escapes and quoting. */
export function plainLines(text: string): string[] {
  const written = text.replace(ENTITY, (entity, name: string) => ENTITIES[name] ?? entity);
  const lines = written.replace(REPLACEABLE, (sign) => REPLACED[sign] ?? '').split(/\r\n|\n|\r/);
  const plain = lines.map((line) => line.replace(/\\([_*#~`])/g, '$1').replace(/^(?:\s*>)+ ?/, ''));
  while (plain.length > 0 && plain.at(-1)?.trim() === '') plain.pop();
  return plain;
}

/** Foreign text in a message: short, and without control characters. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
