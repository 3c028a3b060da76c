/**
 * Numbers that stand for secrets: of the same length and form, told apart by a running number, and nobody's. Same secret, same fake:
 * that is what keeps the answers of several ports and commands in agreement.
 */

export type SecretKind = 'imei' | 'imsi' | 'iccid' | 'phone' | 'mac' | 'serial' | 'number';

/** GSMA TS.06: Type Allocation Codes that begin with 00 are for test equipment. */
const TEST_TAC = '00101000';
/** PLMN 001-01, the test network of 3GPP (TS 36.508, 4.4.2). */
const TEST_PLMN = '00101';
/** ITU-T E.118: 89 is telecommunication; country code 0 is not given out. */
const TEST_ISSUER = '890000';
/** Of the numbers that the North American plan keeps for fiction: 555-01xx. */
const FICTION = '1555010';
/** Locally administered, one station. */
const LOCAL_MAC = '020000';

/** Check digit of the digits before it: 3GPP TS 23.003, annex B; ITU-T E.118 for the ICCID. */
export function luhnDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

export function hasLuhn(digits: string): boolean {
  return luhnDigit(digits.slice(0, -1)) === digits.slice(-1);
}

/** The `n`th fake for an original of this kind, `n` from 1. */
export function fake(kind: SecretKind, original: string, n: number): string {
  const { length } = original;
  switch (kind) {
    case 'imei':
      return length < 15 ? counted(TEST_TAC, n, length) : withCheck(counted(TEST_TAC, n, 14)) + original.slice(15).replace(/./g, '0');
    case 'imsi':
      return counted(TEST_PLMN, n, length);
    case 'iccid':
      return /^\d+$/.test(original) ? withCheck(counted(TEST_ISSUER, n, length - 1)) : alike(original, n);
    case 'phone':
      return counted(FICTION, n, length);
    case 'mac':
      return counted(LOCAL_MAC, n, length);
    case 'number':
      return counted('', n, length);
    case 'serial':
      return alike(original, n);
  }
}

/** `prefix`, zeros, `n`, in `length` characters; a short one loses its prefix before its number. */
function counted(prefix: string, n: number, length: number): string {
  const room = Math.max(0, length - prefix.length);
  const kept = String(n).length <= room ? prefix : '';
  return (kept + String(n).padStart(length - kept.length, '0')).slice(-length);
}

const withCheck = (body: string) => body + luhnDigit(body);

/** Letters become A, digits 0, the last of them the number; anything else stays where it is. */
function alike(original: string, n: number): string {
  const digits = [...String(n)].reverse();
  return [...original]
    .reverse()
    .map((c) => {
      if (!/[0-9A-Za-z]/.test(c)) return c;
      const digit = digits.shift();
      if (digit !== undefined) return digit;
      return /\d/.test(c) ? '0' : c === c.toUpperCase() ? 'A' : 'a';
    })
    .reverse()
    .join('');
}
