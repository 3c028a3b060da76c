import { z } from 'zod';

/**
 * The form of the lists of providers, one file each: one line per provider. What is left out of a line has its default. The app reads
 * the files without this schema, for speed; the imports write them and a test reads them by this one.
 */

/** ISO 3166-1 alpha-2, lower case; `001` (the world, UN M.49) is where a SIM belongs to no country. */
export const CountryCode = z.string().regex(/^(?:[a-z]{2}|001)$/);

/** MCC and MNC together (ITU-T E.212): 5 or 6 digits. */
export const Plmn = z.string().regex(/^\d{5,6}$/);

/** No control characters: these values end in AT commands and configuration files, whose writers have checks of their own. */
const Line = z
  .string()
  .max(200)
  .regex(/^\P{Cc}*$/u);

/** What a bearer is for. `unknown`: the source does not tell. */
export const usages = ['internet', 'unknown', 'wap', 'mms'] as const;
export const Usage = z.enum(usages);
export type Usage = z.infer<typeof Usage>;

/** PDP types of 3GPP TS 27.007 10.1.1, whose `IP` is `ipv4`. */
export const pdpTypes = ['ipv4', 'ipv6', 'ipv4v6'] as const;

export const PlanEntry = z.strictObject({
  apn: Line.min(1).max(100),
  name: Line.min(1).optional(),
  /** Left out: internet. */
  usage: Usage.exclude(['internet']).optional(),
  username: Line.min(1).max(100).optional(),
  password: Line.min(1).max(100).optional(),
  /** Left out: the source names none. */
  auth: z.enum(['pap', 'chap']).optional(),
  /** Left out: both, or not told. */
  billing: z.enum(['prepaid', 'postpaid']).optional(),
  /** Left out: the source does not tell. */
  pdpType: z.enum(pdpTypes).optional(),
});
export type PlanEntry = z.infer<typeof PlanEntry>;

/** What a SIM of one provider says and another on the same network does not. All that stands in one mark holds, any value of each list. */
export const Mark = z
  .strictObject({
    /** Service provider name, EF SPN (3GPP TS 31.102 4.2.12). */
    spn: z.array(Line.min(1).max(50)).min(1).max(60).optional(),
    /** How the IMSI begins; `x` is any digit. */
    imsi: z
      .array(z.string().regex(/^[\dx]{5,15}$/))
      .min(1)
      .max(60)
      .optional(),
    /** How the group identifier begins, EF GID1 (3GPP TS 31.102 4.2.10): hexadecimal, upper case. */
    gid1: z
      .array(z.string().regex(/^[\dA-F]{1,40}$/))
      .min(1)
      .max(60)
      .optional(),
    /** How the ICCID begins. */
    iccid: z
      .array(z.string().regex(/^\d{4,19}$/))
      .min(1)
      .max(60)
      .optional(),
  })
  .refine((mark) => Object.keys(mark).length > 0, 'an empty mark fits every SIM');
export type Mark = z.infer<typeof Mark>;

export const ProviderEntry = z.strictObject({
  country: CountryCode,
  name: Line.min(1),
  /** Its name in other languages, for a search. */
  aliases: z.array(Line.min(1)).min(1).max(10).optional(),
  /** True: owns the network; false: a virtual operator on another's. Left out: the source does not tell. */
  primary: z.boolean().optional(),
  /** How its SIMs are told from others: one of these holds. Left out: the source does not tell. */
  marks: z.array(Mark).min(1).max(30).optional(),
  /** Where this one is from; left out: from where the whole list is. */
  source: z.string().min(8).max(300).optional(),
  plmns: z.array(Plmn).max(200),
  plans: z.array(PlanEntry).min(1).max(60),
});
export type ProviderEntry = z.infer<typeof ProviderEntry>;

/** Country codes of E.164 as ICCIDs (ITU-T E.118) begin with, behind the `89` of telecommunications. */
export const CallingCodeFile = z.strictObject({
  source: z.string().min(8).max(300),
  codes: z.record(z.string().regex(/^\d{1,4}$/), z.array(CountryCode).min(1)),
});

export const ProviderFile = z.strictObject({
  format: z.literal(1),
  source: z.string().min(8).max(300),
  version: z.string().regex(/^\d{8}$/),
  licence: z.string().min(3).max(100),
  /** English names by country code. */
  countries: z.record(CountryCode, Line.min(1)),
  providers: z.array(ProviderEntry).min(1),
});
export type ProviderFile = z.infer<typeof ProviderFile>;
