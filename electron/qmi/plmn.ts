/** A network's code: digits, with the leading zeros. */
export interface Plmn {
  /** Three digits. */
  readonly mcc: string;
  /** Two or three digits. */
  readonly mnc: string;
}

/** From ASCII digits, three each; the third of a two-digit MNC is 0xff (libqmi and uqmi print it so). `null` for what are no digits. */
export function plmnOfDigits(mcc: Uint8Array, mnc: Uint8Array): Plmn | null {
  const [country, network] = [mcc, mnc[2] === 0xff ? mnc.subarray(0, 2) : mnc].map((digits) => String.fromCharCode(...digits));
  return plmnOf(country ?? '', network ?? '');
}

/** From numbers. `three`: the modem says that the MNC has three digits; `null`: it does not say, and over 99 it has. */
export function plmnOfNumbers(mcc: number, mnc: number, three: boolean | null): Plmn | null {
  return plmnOf(String(mcc).padStart(3, '0'), String(mnc).padStart(three === true || mnc > 99 ? 3 : 2, '0'));
}

/** From the three bytes of TS 24.008, 10.5.1.13: halves MCC 2 and 1, MNC 3 (f: none) and MCC 3, MNC 2 and 1. */
export function plmnOfBcd(bytes: Uint8Array): Plmn | null {
  const [c1, c2, c3, n3, n1, n2] = [...bytes].flatMap((byte) => [byte & 15, byte >> 4]).map((half) => half.toString(16));
  return plmnOf(`${c1}${c2}${c3}`, `${n1}${n2}${n3 === 'f' ? '' : n3}`);
}

/** Country code 000 is no country's: a firmware without a network writes zeros. */
function plmnOf(mcc: string, mnc: string): Plmn | null {
  return /^\d{3}$/.test(mcc) && mcc !== '000' && /^\d{2,3}$/.test(mnc) ? { mcc, mnc } : null;
}
