import { z } from 'zod';

/** ISO 3166-1 alpha-2, lower case; `001` (the world, UN M.49) is where a SIM belongs to no country. */
export const CountryCode = z.string().regex(/^(?:[a-z]{2}|001)$/);

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
  /** `null`: the table does not tell. */
  pdpType: z.enum(['ipv4', 'ipv6', 'ipv4v6']).nullable(),
  /**
   * `sim`: the provider's mark is on the SIM (how its IMSI or ICCID begins). `plmn`: the provider has the SIM's own PLMN (several may).
   * `country`: it is of the SIM's country, or was looked for.
   */
  certainty: z.enum(['sim', 'plmn', 'country']),
  /** The list or page that says so. */
  source: z.string().min(1).max(300),
});
export type ApnProposal = z.infer<typeof ApnProposal>;

/** How many proposals one answer, and the view of one dongle, hold at most. */
export const mostProposals = { answer: 50, dongle: 30 } as const;

/** Those that have the SIM's own mark or network, as the page and the command line suggest them. */
export const isOfSim = ({ certainty }: ApnProposal) => certainty !== 'country';

/** The source in a few words: `mobile-broadband-provider-info 20251101`, `docs.emnify.com/glossary`. */
export const sourceName = ({ source }: Pick<ApnProposal, 'source'>) => source.split(/[;,(]/)[0]?.trim() || source;

/** The first of the SIM's own network that leads to the internet; `null` where there is none. */
export function likeliestProposal(proposals: readonly ApnProposal[]): ApnProposal | null {
  return proposals.find((proposal) => isOfSim(proposal) && proposal.usage !== 'mms' && proposal.usage !== 'wap') ?? null;
}

/** `Telekom, Default dualstack`; only one of the two where it says the other as well (`MTS internet`). */
export function proposalTitle({ provider, plan }: Pick<ApnProposal, 'provider' | 'plan'>): string {
  if (plan === null) return provider;
  return plan.toLowerCase().startsWith(provider.toLowerCase()) ? plan : `${provider}, ${plan}`;
}
