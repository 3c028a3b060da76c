import { z } from 'zod';
import { Failure } from './errors.ts';
import { BundleSummary } from './manifest.ts';
import { Plan } from './plan.ts';
import { ApnProposal } from './proposals.ts';
import { DongleView } from './snapshot.ts';

/** What the command line prints with `--json`: one document, whatever happened. `failure` says why the rest is missing. */

export const ListDocument = z.object({
  failure: Failure.nullable(),
  dongles: z.array(DongleView),
  practice: z.array(z.object({ name: z.string(), title: z.string() })),
});
export type ListDocument = z.infer<typeof ListDocument>;

export const ShowDocument = z.object({ failure: Failure.nullable(), dongle: DongleView.nullable() });
export type ShowDocument = z.infer<typeof ShowDocument>;

export const PlanDocument = z.object({ failure: Failure.nullable(), plan: Plan.nullable() });
export type PlanDocument = z.infer<typeof PlanDocument>;

export const PrepareDocument = z.object({
  failure: Failure.nullable(),
  dongle: DongleView.nullable(),
  bundle: BundleSummary.nullable(),
});
export type PrepareDocument = z.infer<typeof PrepareDocument>;

export const ProvidersDocument = z.object({
  failure: Failure.nullable(),
  /** Where the table is from, with its version. */
  source: z.string(),
  proposals: z.array(ApnProposal),
});
export type ProvidersDocument = z.infer<typeof ProvidersDocument>;

/** Exit codes of the command line. */
export const exitCodes = { done: 0, bug: 1, usage: 2, noSuchDongle: 3, refused: 4, dongleFailed: 5, hostLacks: 6 } as const;
