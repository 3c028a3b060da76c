import { z } from 'zod';
import { RouterOptions } from './router-options.ts';
import { Mode } from './words.ts';

/**
 * What the technician wants of a dongle and a router. The schema bounds only shape and length; whether a value is usable
 * is decided by `openwrt` and `bench`, which answer with a code of their own (a quote in an APN is not "invalid input").
 */
export const Wishes = z.object({
  mode: Mode,
  /** Where the dongle comes back in another mode: `go-on` in that one, as far as nothing lasting is done for it that was not agreed to. */
  otherMode: z.enum(['stop', 'go-on']).default('stop'),
  /** OpenWrt point release, e.g. `24.10.8`. */
  router: z.string().min(1).max(20),
  apn: z.string().max(1000).default(''),
  /** PAP or CHAP credentials of the APN; most have none. */
  username: z.string().max(1000).default(''),
  password: z.string().max(1000).default(''),
  auth: z.enum(['none', 'pap', 'chap', 'both']).default('none'),
  pdpType: z.enum(['ipv4', 'ipv6', 'ipv4v6']).default('ipv4'),
  /** Empty where the SIM asks for none. Lives in memory and in the bundle only. */
  pin: z.string().max(100).default(''),
  /** `off`: the SIM is told to ask for no PIN any more, so that none is stored on the router and no try can be burnt there. */
  pinLock: z.enum(['keep', 'off']).default('keep'),
  /** The network card is tried on this computer as well, in a network of its own; only Linux has that, and the system may ask for a password. */
  tryCard: z.boolean().default(false),
  /** UCI interface name. */
  interfaceName: z.string().max(100).default('wwan'),
  /** Radio technologies that the modem may use; `keep`: as it is. */
  networkMode: z.enum(['keep', 'auto', 'nr', 'lte', 'umts', 'gsm']).default('keep'),
  /** `packet`: packet domain only. */
  packetDomain: z.enum(['keep', 'combined', 'packet']).default('keep'),
  /** UCI metric: above the wired wan's 0, so that a cable that is plugged in stays preferred. */
  metric: z.number().int().min(0).max(65535).default(20),
  /** For whom the dongle is, or what is to be known of it: on the printed page and in the manifest, never in the archive. */
  customer: z.string().max(100).default(''),
  /** What only the router does. */
  onRouter: RouterOptions.prefault({}),
});
export type Wishes = z.infer<typeof Wishes>;

/** The wishes with nothing secret in them: what a journal, a snapshot and a log may hold. */
export const PublicWishes = Wishes.omit({ pin: true, password: true }).extend({
  hasPin: z.boolean(),
  hasPassword: z.boolean(),
});
export type PublicWishes = z.infer<typeof PublicWishes>;

/** Strips the secrets off. */
export function toPublic(wishes: Wishes): PublicWishes {
  const { pin, password, ...rest } = wishes;
  return { ...rest, hasPin: pin !== '', hasPassword: password !== '' };
}
