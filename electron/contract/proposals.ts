import { z } from 'zod';

/** ISO 3166-1 alpha-2, lower case. */
export const CountryCode = z.string().regex(/^[a-z]{2}$/);

/** How a SIM may sign in to its network, from the table of providers. Nothing secret: operators publish these. */
export const ApnProposal = z.object({
  country: CountryCode,
  provider: z.string().min(1).max(200),
  plan: z.string().min(1).max(200).nullable(),
  apn: z.string().min(1).max(100),
  username: z.string().max(100),
  password: z.string().max(100),
  /** `both`: there are credentials, and the method is not known. */
  auth: z.enum(['none', 'pap', 'chap', 'both']),
  /** What the access point is for; `unknown`: the table does not tell. */
  usage: z.enum(['internet', 'unknown', 'wap', 'mms']),
  /** `null`: both, or not told. */
  prepaid: z.boolean().nullable(),
  /** `plmn`: the provider has the SIM's own PLMN (several may). `country`: it is of the SIM's country, or was looked for. */
  certainty: z.enum(['plmn', 'country']),
});
export type ApnProposal = z.infer<typeof ApnProposal>;

/** What a page may ask. An answer changes nothing, and is for the one who asked. */
export const Query = z.discriminatedUnion('type', [
  z.object({ type: z.literal('find-provider'), country: CountryCode.optional(), text: z.string().max(100).optional() }),
  z.object({ type: z.literal('list-countries') }),
]);
export type Query = z.infer<typeof Query>;

/** How many proposals one answer, and the view of one dongle, hold at most. */
export const mostProposals = { answer: 50, dongle: 30 } as const;

export const Answer = z.discriminatedUnion('type', [
  /** `total`: how many fit, whatever the bound. */
  z.object({ type: z.literal('providers'), proposals: z.array(ApnProposal).max(mostProposals.answer), total: z.number().int().min(0) }),
  z.object({ type: z.literal('countries'), countries: z.array(CountryCode).max(300) }),
]);
export type Answer = z.infer<typeof Answer>;
