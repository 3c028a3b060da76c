/** Result codes of V.250 5.7.1 and the errors of 3GPP TS 27.007 9.2 and TS 27.005 3.2.5. */

export type AtFailure =
  | { readonly kind: 'error' }
  | { readonly kind: 'cme'; readonly code: number }
  | { readonly kind: 'cms'; readonly code: number }
  | { readonly kind: 'no-carrier' }
  /** A vendor's own words instead of ERROR, or CONNECT, which ends a line too. */
  | { readonly kind: 'text'; readonly text: string };

/** Information lines of a command that went well, or why it did not. */
export type AtReply = readonly string[] | AtFailure;

/** +CME ERROR numbers and texts that the virtual modems use; TS 27.007 9.2.1. */
const cmeTexts: Readonly<Record<number, string>> = {
  3: 'operation not allowed',
  4: 'operation not supported',
  10: 'SIM not inserted',
  11: 'SIM PIN required',
  12: 'SIM PUK required',
  13: 'SIM failure',
  16: 'incorrect password',
  30: 'no network service',
  50: 'incorrect parameters',
  100: 'unknown',
};

export const error: AtFailure = { kind: 'error' };
export const cme = (code: number): AtFailure => ({ kind: 'cme', code });
/** V.250, 5.7.1: ends a line in place of OK. */
export const connect: AtFailure = { kind: 'text', text: 'CONNECT' };

export function isFailure(reply: AtReply): reply is AtFailure {
  return !Array.isArray(reply);
}

/** The final result of a failure in words, as +CMEE `level` wants it. */
export function failureText(failure: AtFailure, level: number): string {
  switch (failure.kind) {
    case 'no-carrier':
      return 'NO CARRIER';
    case 'text':
      return failure.text;
    case 'cms':
      return level === 0 ? 'ERROR' : `+CMS ERROR: ${failure.code}`;
    case 'cme':
      if (level === 0) return 'ERROR';
      // A number of a vendor's own has no words.
      return `+CME ERROR: ${level === 2 ? (cmeTexts[failure.code] ?? failure.code) : failure.code}`;
    case 'error':
      return 'ERROR';
  }
}

/** Numeric result codes, ATV0. What has none keeps its words. */
export const numericResults: Readonly<Record<string, string>> = { OK: '0', CONNECT: '1', 'NO CARRIER': '3', ERROR: '4' };
