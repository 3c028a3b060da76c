import { z } from 'zod';
import { Acceptance } from './acceptance.ts';
import { Capabilities } from './capabilities.ts';
import { ComparedMode } from './compared-modes.ts';
import { JudgedBy, mostReported, ReportedDevice, UnreadLines } from './drivers.ts';
import { BundleSummary } from './manifest.ts';
import { ApnProposal, CountryCode, mostProposals } from './proposals.ts';
import { RouterFitView } from './router-backup.ts';
import { RouterOwners } from './router-options.ts';
import { Wishes } from './wishes.ts';
import { Language, Mode, PortPath } from './words.ts';

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
  /** Writes the file for a device of such a text; it is in the answer of `read-dump` at that place. */
  z.object({
    type: z.literal('export-posted'),
    text: z.string().max(mostDumpText),
    device: z.number().int().min(0).max(mostReported),
    wishes: Wishes,
    folder: z.string().min(1).max(4000),
    language: Language,
    /** To the router's configuration, where the text has it. */
    fit: z.boolean(),
    accepts: z.array(Acceptance).max(2).default([]),
  }),
  /** What the modem's firmware says that it can be asked; it is found out by a look, once for each firmware. */
  z.object({ type: z.literal('capabilities'), portPath: PortPath }),
  /** What the modes of a dongle come to on a router of the release. */
  z.object({ type: z.literal('compare-modes'), portPath: PortPath, release: z.string().max(20) }),
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
  z.object({
    type: z.literal('dump'),
    router: JudgedBy,
    devices: z.array(ReportedDevice).max(mostReported),
    unread: UnreadLines,
    configuration: z.number().int().min(0),
    /** For each device, the modes for which a file can be made; the text's own is the first. */
    bundleModes: z.array(z.array(Mode).max(6)).max(mostReported),
  }),
  z.object({ type: z.literal('posted-bundle'), bundle: BundleSummary, fit: RouterFitView.nullable() }),
  /** A finding that refuses keeps the bundle from being written. */
  z.object({ type: z.literal('router-backup'), backupId: z.string().max(64), fit: RouterFitView }),
  z.object({ type: z.literal('capabilities'), capabilities: Capabilities.nullable() }),
  /** Those that it can be put into, in the order of its offers. */
  z.object({ type: z.literal('compared-modes'), modes: z.array(ComparedMode).max(6) }),
  z.object({ type: z.literal('countries'), countries: z.array(CountryCode).max(300) }),
]);
export type Answer = z.infer<typeof Answer>;
