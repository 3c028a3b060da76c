import { z } from 'zod';

/**
 * The form of what is known. One file per vendor under `vendors/`; every fact names its source, a public one. Ids are four
 * lower-case hex digits; class, subclass and protocol are two.
 */

const Id = z.string().regex(/^[0-9a-f]{4}$/);
const Byte = z.string().regex(/^[0-9a-f]{2}$/);
const UsbId = z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/);
const Source = z.string().min(8).max(300);
const Mode = z.enum(['qmi', 'mbim', 'ncm', 'ecm', 'rndis', 'ppp']);
const Role = z.enum(['at', 'modem', 'diag', 'gps', 'control', 'net', 'disc', 'card', 'other']);
const Pattern = z.string().refine((text) => {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}, 'not a regular expression');

/** A disc state and how it is left. `method` names one of `electron/switching`. */
export const SwitchEntry = z.strictObject({
  id: UsbId,
  name: z.string(),
  method: z.enum(['HuaweiNewMode']),
  targets: z.strictObject({ vid: Id, pids: z.array(Id).min(1) }),
  source: Source,
});
export type SwitchEntry = z.infer<typeof SwitchEntry>;

/** One interface that must be there, and what it is for. A field left out matches anything. */
export const InterfacePattern = z.strictObject({
  number: z.number().int().min(0).max(255).optional(),
  class: Byte.optional(),
  subclass: Byte.optional(),
  protocol: Byte.optional(),
  role: Role,
});
export type InterfacePattern = z.infer<typeof InterfacePattern>;

/** One set of interfaces that a vid:pid shows. Several may share an id; the first whose every pattern finds an interface is it. */
export const Composition = z.strictObject({
  id: UsbId,
  name: z.string(),
  mode: Mode,
  interfaces: z.array(InterfacePattern).min(1),
  /** Whether the AT language also runs over the control channel (Huawei NCM). */
  control: z.enum(['qmi', 'mbim', 'at', 'none']),
  recipe: z.string().optional(),
  source: Source,
});
export type Composition = z.infer<typeof Composition>;

/** How a vendor's AT commands choose among compositions: query, set, restart, come back, compare. */
export const Recipe = z.strictObject({
  id: z.string(),
  query: z.string().startsWith('AT'),
  /** Matches a good answer to the query; group `value` is the setting. */
  reply: Pattern,
  modes: z.partialRecord(
    Mode,
    z.strictObject({
      set: z.string().startsWith('AT'),
      /** Matches the query's value when the mode is set already. */
      reached: Pattern,
      returnsAs: z.array(UsbId).min(1),
    }),
  ),
  /** Restarts the dongle so that it comes back in the new composition. */
  restart: z.string().startsWith('AT'),
  awayMs: z.number().int().positive(),
  /** Settings that must never be sent, with the reason: each leaves the dongle without a way back. */
  lockouts: z.array(z.strictObject({ command: Pattern, reason: z.string().min(10) })),
  source: Source,
  secondSource: Source.optional(),
});
export type Recipe = z.infer<typeof Recipe>;

/** AT commands that read what every vendor keeps elsewhere. */
export const Reading = z.strictObject({
  iccid: z.string().startsWith('AT'),
  /** Tries left for the PIN. */
  pinTries: z.string().startsWith('AT'),
  pinTriesReply: Pattern,
  source: Source,
});
export type Reading = z.infer<typeof Reading>;

export const VendorFile = z.strictObject({
  vendor: z.string(),
  family: z.string().regex(/^[a-z][a-z0-9-]*$/),
  vids: z.array(Id).min(1),
  switches: z.array(SwitchEntry),
  compositions: z.array(Composition),
  recipes: z.array(Recipe),
  reading: Reading.optional(),
  /** How a data connection is made by AT over the network interface: `ndisdup` is AT^NDISDUP. */
  dial: z.enum(['ndisdup']).optional(),
});
export type VendorFile = z.infer<typeof VendorFile>;

/** What an interface is by its class alone, for dongles that nobody listed. */
export const ClassRule = z.strictObject({
  class: Byte,
  subclass: Byte.optional(),
  protocol: Byte.optional(),
  role: Role,
  mode: Mode.optional(),
  source: Source,
});
export type ClassRule = z.infer<typeof ClassRule>;
