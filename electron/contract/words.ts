import { z } from 'zod';

/** The words of the house as closed sets. Field terms keep their field spelling. */

/** How the host reaches the network through the dongle. */
export const modes = ['qmi', 'mbim', 'ncm', 'ecm', 'rndis', 'ppp'] as const;
export const Mode = z.enum(modes);
export type Mode = z.infer<typeof Mode>;

/** States in which a dongle shows boot code and no modem; `modem-db/ids/boot-states.ts` says what each is. */
export const bootKinds = ['emergency-download', 'download', 'crash-dump', 'firmware-load', 'preloader', 'fastboot'] as const;
export const BootKind = z.enum(bootKinds);
export type BootKind = z.infer<typeof BootKind>;

/** `none`: nothing on the dongle changes. `reversible`: gone at the next replug. `persistent`: written to its flash. `lockout`: refused. */
export const risks = ['none', 'reversible', 'persistent', 'lockout'] as const;
export const Risk = z.enum(risks);
export type Risk = z.infer<typeof Risk>;

/** USB vendor or product id as four lower-case hex digits, the way lsusb prints it. */
export const HexId = z.string().regex(/^[0-9a-f]{4}$/);

/** `vid:pid`. */
export const UsbId = z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/);

/**
 * Where a dongle is plugged in: bus and port chain as Linux names it (`1-1.4`). A dongle keeps it through every
 * re-enumeration, which makes it the first part of its identity. Practice ports start with `practice-`.
 */
export const PortPath = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)?(\.[0-9]+)*$/)
  .max(64);
export type PortPath = z.infer<typeof PortPath>;

/** A byte string: two lower-case hex digits a byte, in the order in which they go over the wire. */
export const Hex = z.string().regex(/^([0-9a-f]{2})*$/);

/** What a serial or control interface is for. */
export const portRoles = ['at', 'modem', 'diag', 'gps', 'control', 'net', 'disc', 'card', 'other'] as const;
export const PortRole = z.enum(portRoles);
export type PortRole = z.infer<typeof PortRole>;

/** Languages of the app; `texts/<language>.json` holds each. */
export const languages = ['en', 'ru'] as const;
export const Language = z.enum(languages);
export type Language = z.infer<typeof Language>;
