import { cleanText } from '../lib/clean-text.ts';

/** Longest name, in UTF-16 units; networks are allowed 16 and use up to about 30. */
const MAX_NAME = 64;

/** TS 23.038, 6.2.1: the default alphabet; the escape to its extension (0x1b) reads as a space there. */
const DEFAULT_ALPHABET =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ' +
  ' !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
  '¿abcdefghijklmnopqrstuvwxyzäöñüà';

/**
 * An operator's name in a field that should hold UTF-8: firmwares put packed 7-bit or UCS-2 text of the network's own message there
 * (libqmi, `qmi_message_tlv_read_string`). `null` where there is none.
 */
export function operatorText(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return null;
  const utf8 = utf8Of(bytes);
  if (utf8 !== null) return named(utf8);
  return looksUcs2(bytes) ? ucs2Text(bytes) : gsm7Text(bytes);
}

/** Text of 7-bit characters packed into bytes, TS 23.038, 6.1.2.1. */
export function gsm7Text(bytes: Uint8Array): string | null {
  let [text, bits, held] = ['', 0, 0];
  for (const byte of bytes.subarray(0, 4 * MAX_NAME)) {
    held |= byte << bits;
    bits += 8;
    for (; bits >= 7; bits -= 7, held >>= 7) text += DEFAULT_ALPHABET[held & 0x7f] ?? ' ';
  }
  // The bits that fill up the last byte read as "@", or as a carriage return (TS 23.038, 6.1.2.3.1).
  return named(text.replace(/[@\r]+$/, ''));
}

/** UCS-2, little-endian as Qualcomm's firmwares write it (libqmi's `QMI_NAS_PLMN_ENCODING_SCHEME_UCS2LE`); zeros or ones fill it up. */
export const ucs2Text = (bytes: Uint8Array): string | null =>
  named(new TextDecoder('utf-16le').decode(bytes.subarray(0, 2 * MAX_NAME)).replace(/[\0\uffff\ufffd]+$/, ''));

/** Whole and of characters that are seen, without the zeros that fill the field up; `null` else. */
function utf8Of(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\0+$/, '');
    return /\p{Cc}/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** The letters of one script in UCS-2 share their high bytes; packed 7-bit text has no such order. Assumed: no standard tells them apart. */
function looksUcs2(bytes: Uint8Array): boolean {
  const high = bytes.filter((_, at) => at % 2 === 1);
  return bytes.length % 2 === 0 && new Set(high).size * 2 <= high.length;
}

function named(text: string): string | null {
  const clean = cleanText(text, MAX_NAME).trim();
  return clean === '' ? null : clean;
}
