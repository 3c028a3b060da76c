import { z } from 'zod';
import { Failure } from './errors.ts';
import { Phrase } from './plan.ts';
import { Mode } from './words.ts';

/** What each mode of a dongle comes to on a router, side by side, before anything is planned. */

/** Who has the network's address: the router, or the dongle, which is then a router itself and gives the router one of its own. */
export const addressHolders = ['router', 'dongle'] as const;

/** Whether the router can have IPv6: `yes` where it is asked for and the network has it, `no` in any case, `dongle` where the dongle's own settings decide. */
export const ipv6Kinds = ['yes', 'no', 'dongle'] as const;

/** What the data goes through: a network card, or a serial port and PPP. */
export const dataPaths = ['card', 'serial'] as const;

/** One mode on a router of the release; `null` below: not known before the dongle is in it. */
export const ComparedMode = z.object({
  mode: Mode,
  /** OpenWrt's protocol: `qmi`, `dhcp`, `3g`. */
  proto: z.string().max(40).nullable(),
  /** Kernel drivers that make its network card and the port that it is controlled through. */
  drivers: z.array(z.string().max(60)).max(4),
  /** What the router needs beyond its stock image. */
  packages: z.array(z.string().max(80)).max(40),
  data: z.enum(dataPaths).nullable(),
  address: z.enum(addressHolders).nullable(),
  ipv6: z.enum(ipv6Kinds).nullable(),
  /** Steps of the plan for it that stay in the modem or the SIM; of several ways into it, those of all. */
  lasting: z.number().int().min(0).nullable(),
  /** What is known to go wrong or to be missing; keys under `bundle.warnings`. */
  trouble: z.array(Phrase).max(20),
  /** Why no file can be made for it. */
  failure: Failure.nullable(),
});
export type ComparedMode = z.infer<typeof ComparedMode>;
