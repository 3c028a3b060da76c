import type { Mark } from './schema.ts';

/** What a SIM says of its issuer; what is not known is left out. */
export interface SimMarks {
  /** 6 to 15 digits. */
  readonly imsi?: string | undefined;
  /** 10 to 20 digits, with or without the filler `F`. */
  readonly iccid?: string | undefined;
  /** Service provider name. */
  readonly spn?: string | undefined;
  /** Hexadecimal. */
  readonly gid1?: string | undefined;
}

/** `open`: what decides is not known of the SIM. */
export type Fit = 'yes' | 'no' | 'open';

/**
 * Whether a SIM is of the provider with these marks. IMSI, GID1 and ICCID are compared by how they begin, the name as a whole, all without
 * regard to case, as Android does it (CarrierResolver, `matchesCarrier`).
 */
export function fitOf(marks: readonly Mark[], sim: SimMarks): Fit {
  const fits = marks.map((mark) => fitOfMark(mark, sim));
  return fits.includes('yes') ? 'yes' : fits.includes('open') ? 'open' : 'no';
}

function fitOfMark(mark: Mark, { imsi, iccid, spn, gid1 }: SimMarks): Fit {
  const told: Fit[] = [
    judged(mark.imsi, imsi, (pattern, value) => new RegExp(`^${pattern.replaceAll('x', '\\d')}`).test(value)),
    judged(mark.iccid, iccid, (prefix, value) => value.startsWith(prefix)),
    judged(mark.spn, spn, (name, value) => name.toLowerCase() === value.trim().toLowerCase()),
    judged(mark.gid1, gid1, (prefix, value) => value.toUpperCase().startsWith(prefix)),
  ];
  return told.includes('no') ? 'no' : told.includes('open') ? 'open' : 'yes';
}

function judged(wanted: readonly string[] | undefined, value: string | undefined, fits: (wanted: string, value: string) => boolean): Fit {
  if (wanted === undefined) return 'yes';
  if (value === undefined || value === '') return 'open';
  return wanted.some((one) => fits(one, value)) ? 'yes' : 'no';
}
