import { z } from 'zod';

/** What may be missing for a mode to be usable on the router, or be wrong; each is a key under `verdict.points` and `verdict.advice`. */
export const verdictPoints = ['composition', 'router-driver', 'host-driver', 'control', 'sim', 'pin', 'network', 'connection'] as const;

/**
 * What a dongle that was prepared is good for. Everything that shows it shows this: the page, the exit code, the manifest, the printed sheet.
 * - `verified`: everything that its mode needs on the router was seen.
 * - `usable`: nothing speaks against it, and not everything was seen; `points` are what was not.
 * - `unusable`: something that was seen keeps it from working; `points` are that.
 */
export const Verdict = z.object({
  state: z.enum(['verified', 'usable', 'unusable']),
  points: z.array(z.enum(verdictPoints)).max(verdictPoints.length),
});
export type Verdict = z.infer<typeof Verdict>;
