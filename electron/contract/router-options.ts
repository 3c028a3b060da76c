import { z } from 'zod';

/** Pings from the router; after `failures` misses in a row it takes the interface down and up, then resets the modem, six times at most. */
export const Watchdog = z.object({
  /** Addresses or names; it counts as a miss if none answers. */
  addresses: z.array(z.string().min(1).max(253)).min(1).max(5),
  everySeconds: z.number().int().min(10).max(3600).default(60),
  failures: z.number().int().min(1).max(100).default(5),
  /** Whether the modem is reset where a new connection does not help. */
  resetsModem: z.boolean().default(true),
});
export type Watchdog = z.infer<typeof Watchdog>;

/** What is to become of others on the router that have the dongle. */
export const RouterOwners = z.enum(['keep', 'disable', 'replace', 'refuse']);
export type RouterOwners = z.infer<typeof RouterOwners>;

/**
 * What of the wishes is the router's own affair: the bench does nothing about it, the bundle carries it out. As with the wishes, the
 * schema bounds only shape and length; `openwrt` says whether a release can do it.
 */
export const RouterOptions = z.object({
  /**
   * Who brings the interface up, where a mode leaves a choice. `mode`: the protocol of the mode. `modemmanager`: that package.
   * `directip`: Sierra's DirectIP. `dial`: our dialler makes the data call by AT commands, for NCM, ECM and RNDIS modems whose call is known;
   * it is taken without being asked for where the mode's own protocol brings nobody online.
   */
  way: z.enum(['mode', 'modemmanager', 'directip', 'dial']).default('mode'),
  /** APN of the IPv6 session where it is another one; empty: the same. */
  v6apn: z.string().max(1000).default(''),
  /** MCC and MNC of the network to register with; empty: automatic. */
  plmn: z.string().max(10).default(''),
  /** Number of the modem's PDP context; `null`: the protocol's own. */
  profile: z.number().int().min(1).max(100).nullable().default(null),
  /** Profile of the IPv6 session where it is another one; `null`: the same. */
  v6profile: z.number().int().min(1).max(100).nullable().default(null),
  /** IPv4 over a connection that has IPv6 alone, by 464XLAT (RFC 6877). */
  clat: z.boolean().default(false),
  /** uqmi's FCC authentication whenever the dongle appears (QMI). */
  fccAuth: z.boolean().default(false),
  /** Seconds before the protocol begins; `null`: what the dongle needs. */
  delay: z.number().int().min(0).max(600).nullable().default(null),
  /** PPP: empty for the packet service of the standard. */
  dialNumber: z.string().max(100).default(''),
  /** Port of the router that the dongle will be in (`1-1`): it is found there at each attach; empty: in any. */
  usbPort: z.string().max(100).default(''),
  /** The dongle's USB serial number, by which it is told from others of its kind; empty: by vid:pid alone. */
  usbSerial: z.string().max(126).default(''),
  /** Lets the protocol set the radio technologies at each connection as well; many modems write that to their flash each time. */
  modeAtConnect: z.boolean().default(false),
  /** Sends the commands of the packet domain whenever the dongle appears, for modems that forget it. */
  packetDomainAtAttach: z.boolean().default(false),
  /** Resets the modem once when the router starts, for modems that a warm start leaves silent. */
  resetAtBoot: z.boolean().default(false),
  /** Firewall zone that the interface joins, by its name. */
  zone: z.string().max(100).default('wan'),
  /** Names that may stand for private addresses: operators' own pages. */
  rebindDomains: z.array(z.string().max(253)).max(20).default([]),
  /**
   * Who chooses among this way to the internet and the router's other one. `metric`: the routes' metrics alone. `mwan3`: that package, which gets
   * interface, members and a policy.
   */
  multiwan: z.enum(['metric', 'mwan3']).default('metric'),
  /** Where the router mounts the card in the dongle's reader, `/mnt/NAME`; empty: nowhere. */
  storage: z.string().max(100).default(''),
  watchdog: Watchdog.nullable().default(null),
  /**
   * Interfaces and programs that have the dongle already. `keep`: they are told of. `disable`: they are switched off. `replace`:
   * interfaces are taken out, and this one comes in their place. `refuse`: then there is no bundle, and no setup.
   */
  owners: RouterOwners.default('keep'),
  /** `router`: PIN and password are left out of the bundle, and are typed on the router. */
  secrets: z.enum(['bundle', 'router']).default('bundle'),
});
export type RouterOptions = z.infer<typeof RouterOptions>;
