import { z } from 'zod';

/** What is known of a modem's quirks, as page and command line show it. The sentences are data, in every language that we have. */

const Sentences = z.object({ en: z.string().max(400), ru: z.string().max(400) });

export const QuirkView = z.object({
  /** Of the entry in `modem-db/quirks/`. */
  id: z.string().max(60),
  /** Whose doing it is: the modem's, or that of a program of the router which fails with it. */
  kind: z.enum(['modem', 'router']),
  effect: Sentences,
  /** `null`: none is known. */
  remedy: Sentences.nullable(),
  /** How sure it is; a key under `quirks.proofs`. */
  proof: z.enum(['hardware', 'code', 'report']),
  sources: z.array(z.string().max(300)).min(1).max(6),
  /** What the bench or the file for the router does about it by itself, a key under `quirks.uses`; `null`: nothing. */
  use: z.enum(['radio-on', 'slow-start', 'reset-at-boot', 'usbmode-aside', 'fcc-lock', 'no-polling', 'no-usb-reset']).nullable(),
});
export type QuirkView = z.infer<typeof QuirkView>;

/** How many quirks of one modem are told. */
export const mostQuirks = 30;
