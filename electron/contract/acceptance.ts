import { z } from 'zod';

/** What an export does only on the technician's word. */
export const acceptances = ['unusable', 'untried-pin'] as const;
export const Acceptance = z.enum(acceptances);
export type Acceptance = z.infer<typeof Acceptance>;
