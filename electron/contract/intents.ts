import { z } from 'zod';
import { Acceptance } from './acceptance.ts';
import { Failure } from './errors.ts';
import { PackageRequest } from './packages.ts';
import { Answer, Query } from './queries.ts';
import { RouterOwners } from './router-options.ts';
import { Snapshot } from './snapshot.ts';
import { Wishes } from './wishes.ts';
import { Language, PortPath } from './words.ts';

/** Characters of a file of switch entries: `usb-mode.json` of OpenWrt has 60,000. */
export const mostSwitchText = 512 * 1024;

/**
 * What a page or a command line may ask of the bench. A closed set; each is parsed on the bench's side, whoever sent it.
 * `plan` only computes; `prepare` must carry the id of the plan that was shown, so nothing runs that nobody read.
 */
export const Intent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('plug-practice'), name: z.string().max(60) }),
  z.object({ type: z.literal('unplug-practice'), portPath: PortPath }),
  z.object({ type: z.literal('plan'), portPath: PortPath, wishes: Wishes }),
  z.object({ type: z.literal('prepare'), portPath: PortPath, planId: z.string().max(64) }),
  z.object({ type: z.literal('pin'), portPath: PortPath, pin: z.string().max(100) }),
  z.object({ type: z.literal('cancel'), portPath: PortPath }),
  /** Forgets a finished, failed or cut-off job, so that the dongle can be planned anew. */
  z.object({ type: z.literal('dismiss'), portPath: PortPath }),
  /** The technician's word on looking at modems when they are plugged in; it is kept. */
  z.object({ type: z.literal('allow-looks'), allowed: z.boolean() }),
  /** Installs the udev rule that lets this user open dongles; the system asks for the password. Done when this dongle can be opened. */
  z.object({ type: z.literal('install-usb-rule'), portPath: PortPath }),
  /** Switch entries of the technician's own, as `db import` takes them; an empty text takes them back. For dongles that nothing is done with yet. */
  z.object({ type: z.literal('give-switches'), name: z.string().max(255), text: z.string().max(mostSwitchText) }),
  z.object({
    type: z.literal('export'),
    portPath: PortPath,
    folder: z.string().min(1).max(4000),
    /** Of the printed page. */
    language: Language.optional(),
    /** Fetches the packages and puts them into the file; `cancel` ends that. */
    packages: PackageRequest.nullish(),
    /** What the technician knows of and wants all the same: a file for a dongle that is not usable, a PIN that the SIM has not taken. */
    accepts: z.array(Acceptance).max(2).optional(),
    /** The backup that the bundle is to be fitted to, as `read-router-backup` named it. */
    backupId: z.string().max(64).nullish(),
    /** In place of what was wished. */
    owners: RouterOwners.optional(),
  }),
]);
export type Intent = z.infer<typeof Intent>;

/** Page to bench: something to do, or something to tell. */
export const Request = z.union([z.object({ id: z.number().int(), intent: Intent }), z.object({ id: z.number().int(), query: Query })]);
export type Request = z.infer<typeof Request>;

/**
 * Bench to page: what became of a request, or the new state of everything. An intent gets a `reply`; a query gets its `answer`, or a
 * `reply` with why there is none.
 */
export const Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reply'), id: z.number().int(), failure: Failure.nullable() }),
  z.object({ type: z.literal('answer'), id: z.number().int(), answer: Answer }),
  z.object({ type: z.literal('snapshot'), snapshot: Snapshot }),
]);
export type Message = z.infer<typeof Message>;
