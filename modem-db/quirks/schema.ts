import { z } from 'zod';
import { patternOf } from '../schema.ts';

/**
 * The form of `quirks/*.json`: what a modem does otherwise than its papers, its standard or its neighbours of the same id would lead one
 * to think. An entry is whole by itself, its sentences in each language too, so that one can be added without any code.
 */

/** A `vid:pid`, or `vid:*` for every id of a vendor. */
const Ids = z.string().regex(/^[0-9a-f]{4}:([0-9a-f]{4}|\*)$/);
const Pattern = patternOf(300);
const Version = z.string().regex(/^\d{2}\.\d{2}\.\d{1,2}$/);
const Sentences = z.strictObject({ en: z.string().min(10).max(400), ru: z.string().min(10).max(400) });

/**
 * What the bench and the file for the router do about a quirk by themselves. Each kind has code that honours it (the README
 * beside this says where); a quirk without one is shown and no more.
 * - `radio-on`: the transmitter is off after each start until it is told `+CFUN=1`.
 * - `slow-start`: seconds from power-up until its SIM or its ports can be asked.
 * - `reset-at-boot`: it has to be reset once when the router has started.
 * - `usbmode-aside`: OpenWrt's own usbmode entry of its id does harm to it.
 * - `fcc-lock`: it may wait for its maker's unlocking before it transmits.
 * - `no-polling`: questions over and over by AT drop its data session.
 * - `no-usb-reset`: a USB port, or device, that was switched off does not bring it back.
 */
export const QuirkUse = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('radio-on') }),
  z.strictObject({ kind: z.literal('slow-start'), seconds: z.number().int().min(1).max(300) }),
  z.strictObject({ kind: z.literal('reset-at-boot') }),
  z.strictObject({ kind: z.literal('usbmode-aside') }),
  z.strictObject({ kind: z.literal('fcc-lock') }),
  z.strictObject({ kind: z.literal('no-polling') }),
  z.strictObject({ kind: z.literal('no-usb-reset') }),
]);
export type QuirkUse = z.infer<typeof QuirkUse>;

/** How sure it is: seen on hardware by who wrote it down, read in a program that works around it, or reported once. */
export const quirkProofs = ['hardware', 'code', 'report'] as const;

export const Quirk = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{4,60}$/),
  /** All that is given has to hold. */
  match: z.strictObject({
    ids: z.array(Ids).min(1).max(50),
    /** On AT+CGMM; where nobody asked it, on the name that the database or the device gives. For ids that others share. */
    models: Pattern.optional(),
    /** On AT+CGMR; where nobody asked it the quirk is not told. */
    revision: Pattern.optional(),
    modes: z
      .array(z.enum(['qmi', 'mbim', 'ncm', 'ecm', 'rndis', 'ppp']))
      .min(1)
      .optional(),
    /** Point releases of OpenWrt: from this one on, and before that one. */
    releases: z.strictObject({ from: Version.optional(), before: Version.optional() }).optional(),
  }),
  /** `modem`: its own doing. `router`: a program of the router fails with this modem. */
  kind: z.enum(['modem', 'router']),
  effect: Sentences,
  /** `null`: none is known. */
  remedy: Sentences.nullable(),
  proof: z.enum(quirkProofs),
  sources: z.array(z.string().min(8).max(300)).min(1).max(6),
  use: QuirkUse.optional(),
});
export type Quirk = z.infer<typeof Quirk>;

export const QuirkFile = z.strictObject({ $schema: z.string().optional(), quirks: z.array(Quirk).min(1).max(200) });
export type QuirkFile = z.infer<typeof QuirkFile>;
