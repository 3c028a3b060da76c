import { z } from 'zod';
import { Capabilities } from './capabilities.ts';
import { JudgedBy, mostReported, ReportedDevice } from './drivers.ts';
import { ApnProposal, CountryCode, mostProposals } from './proposals.ts';
import { RouterFitView } from './router-backup.ts';
import { RouterOwners } from './router-options.ts';
import { Language, PortPath } from './words.ts';

/** Characters of a text that a page hands over; a terminal's scrollback is smaller. */
export const mostDumpText = 512 * 1024;

/** Bytes of a router's backup that are taken. A router's flash is smaller; what a technician adds to the list of files can be more. */
export const mostBackupBytes = 9 * 1024 * 1024;
/** The same in base64. */
export const mostBackupText = 4 * Math.ceil(mostBackupBytes / 3);

/** What a page may ask. An answer changes nothing on the dongle, and is for the one who asked. */
export const Query = z.discriminatedUnion('type', [
  z.object({ type: z.literal('find-provider'), country: CountryCode.optional(), text: z.string().max(100).optional() }),
  z.object({ type: z.literal('list-countries') }),
  /** A text that somebody posted; read up to its bound. */
  z.object({ type: z.literal('read-dump'), text: z.string().max(mostDumpText), release: z.string().max(20), language: Language }),
  /** What the modem's firmware says that it can be asked; it is found out by a look, once for each firmware. */
  z.object({ type: z.literal('capabilities'), portPath: PortPath }),
  /**
   * What a router's own backup asks of the bundle for a dongle that was prepared, and what will change on that router. `data`: the
   * file in base64. It is kept in memory for the export, until the next one is read or the dongle goes.
   */
  z.object({
    type: z.literal('read-router-backup'),
    portPath: PortPath,
    data: z.string().max(mostBackupText),
    /** In place of what was wished. */
    owners: RouterOwners.optional(),
  }),
]);
export type Query = z.infer<typeof Query>;

export const Answer = z.discriminatedUnion('type', [
  /** `total`: how many fit, whatever the bound. */
  z.object({ type: z.literal('providers'), proposals: z.array(ApnProposal).max(mostProposals.answer), total: z.number().int().min(0) }),
  z.object({ type: z.literal('dump'), router: JudgedBy, devices: z.array(ReportedDevice).max(mostReported) }),
  /** A finding that refuses keeps the bundle from being written. */
  z.object({ type: z.literal('router-backup'), backupId: z.string().max(64), fit: RouterFitView }),
  z.object({ type: z.literal('capabilities'), capabilities: Capabilities.nullable() }),
  z.object({ type: z.literal('countries'), countries: z.array(CountryCode).max(300) }),
]);
export type Answer = z.infer<typeof Answer>;
