import { z } from 'zod';

/**
 * The form of `providers.json`: one line per provider. What is left out of a line has its default. The app reads the file
 * without this schema, for speed; the import writes it and a test reads it by this one.
 */

/** ISO 3166-1 alpha-2, lower case. */
export const CountryCode = z.string().regex(/^[a-z]{2}$/);

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
});
export type PlanEntry = z.infer<typeof PlanEntry>;

export const ProviderEntry = z.strictObject({
  country: CountryCode,
  name: Line.min(1),
  /** Its name in other languages, for a search. */
  aliases: z.array(Line.min(1)).min(1).max(10).optional(),
  /** True: owns the network; false: a virtual operator on another's. Left out: the source does not tell. */
  primary: z.boolean().optional(),
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
