/** GSM 7 bit default alphabet packed into octets, TS 23.038 6.1.2.3 (USSD), for characters that it shares with ASCII. */

/** Hex of the packed septets, upper case. Seven bits left over are filled with CR, so that they are not read as `@`. */
export function packUssd(text: string): string {
  const septets = [...text].map((c) => c.charCodeAt(0) & 0x7f);
  if (septets.length % 8 === 7) septets.push(0x0d);
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const septet of septets) {
    held |= septet << bits;
    bits += 7;
    while (bits >= 8) {
      bytes.push(held & 0xff);
      held >>= 8;
      bits -= 8;
    }
  }
  if (bits > 0) bytes.push(held & 0xff);
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

/** Text of packed septets; padding taken off. */
export function unpackUssd(hex: string): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of Buffer.from(hex, 'hex')) {
    held |= byte << bits;
    bits += 8;
    while (bits >= 7) {
      text += String.fromCharCode(held & 0x7f);
      held >>= 7;
      bits -= 7;
    }
  }
  return text.replace(/[\r\0]+$/, '');
}
