import { z } from 'zod';
import { JudgedBy, mostReported, ReportedDevice } from './drivers.ts';
import { ApnProposal, CountryCode, mostProposals } from './proposals.ts';
import { Language } from './words.ts';

/** Characters of a text that a page hands over; a terminal's scrollback is smaller. */
export const mostDumpText = 512 * 1024;

/** What a page may ask. An answer changes nothing, and is for the one who asked. */
export const Query = z.discriminatedUnion('type', [
  z.object({ type: z.literal('find-provider'), country: CountryCode.optional(), text: z.string().max(100).optional() }),
  z.object({ type: z.literal('list-countries') }),
  /** A text that somebody posted; read up to its bound. */
  z.object({ type: z.literal('read-dump'), text: z.string().max(mostDumpText), release: z.string().max(20), language: Language }),
]);
export type Query = z.infer<typeof Query>;

export const Answer = z.discriminatedUnion('type', [
  /** `total`: how many fit, whatever the bound. */
  z.object({ type: z.literal('providers'), proposals: z.array(ApnProposal).max(mostProposals.answer), total: z.number().int().min(0) }),
  z.object({ type: z.literal('dump'), router: JudgedBy, devices: z.array(ReportedDevice).max(mostReported) }),
  z.object({ type: z.literal('countries'), countries: z.array(CountryCode).max(300) }),
]);
export type Answer = z.infer<typeof Answer>;
