import { z } from 'zod';
import { type listedPortRoles, PortRoleFile } from '../import/port-roles.ts';
import hintsText from './port-hints.json?raw';
import rolesText from './port-roles.json?raw';

/**
 * What serial interfaces are for, by `vid:pid` and bInterfaceNumber: ModemManager's rules (`port-roles.json`), and what was found
 * elsewhere and written by hand (`port-hints.json`), which goes first.
 */

const Byte = z.string().regex(/^[0-9a-f]{2}$/);
const UsbId = z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/);
const InterfaceNumber = z.int().min(0).max(255);
const Source = z.string().min(8).max(300);
const Ports = PortRoleFile.shape.ids.valueType.shape.ports;

/** What an interface code means, of these vendors or of all. `none`: no serial port, whatever its endpoints. */
const PortCode = z.strictObject({
  vids: z
    .array(z.string().regex(/^[0-9a-f]{4}$/))
    .min(1)
    .optional(),
  class: Byte,
  subclass: Byte,
  protocol: Byte.optional(),
  role: z.enum(['at', 'modem', 'diag', 'gps', 'download', 'none']),
  source: Source,
});
export type PortCode = z.infer<typeof PortCode>;

/** The form of `port-hints.json`. */
export const PortHintFile = z.strictObject({
  codes: z.array(PortCode),
  /** Of one id: roles by number; `candidates` are numbers that sources name differently, to be asked in this order. */
  ports: z.array(z.strictObject({ id: UsbId, ports: Ports, candidates: z.array(InterfaceNumber).min(1).optional(), source: Source })),
  /** Of one id, counted in ttys from 0: which to ask first, before the others. */
  ttys: z.strictObject({ source: Source, ids: z.record(UsbId, z.array(InterfaceNumber).min(1).max(8)) }),
});
export type PortHintFile = z.infer<typeof PortHintFile>;

export type ListedPortRole = (typeof listedPortRoles)[number];

/** What is listed of one id; empty where nothing is. */
export interface ListedPorts {
  readonly roles: ReadonlyMap<number, ListedPortRole>;
  readonly candidates: readonly number[];
  readonly source: string;
}

interface Lists {
  readonly codes: readonly PortCode[];
  readonly ports: ReadonlyMap<string, ListedPorts>;
  readonly ttys: ReadonlyMap<string, readonly number[]>;
}

let lists: Lists | null = null;

/** Read at first use. Throws where a file of the tree does not fit its schema: a wrong role could send AT to a download port. */
function readLists(): Lists {
  if (lists) return lists;
  const hints = PortHintFile.parse(JSON.parse(hintsText));
  const file = PortRoleFile.parse(JSON.parse(rolesText));
  const toMap = (ports: Readonly<Record<string, ListedPortRole>>) =>
    new Map(Object.entries(ports).map(([number, role]) => [Number(number), role] as const));
  const ports = new Map<string, ListedPorts>();
  for (const [id, listed] of Object.entries(file.ids))
    ports.set(id, { roles: toMap(listed.ports), candidates: [], source: `${file.source} (${listed.file})` });
  for (const hint of hints.ports) {
    const before = ports.get(hint.id);
    const roles = new Map([...(before?.roles ?? []), ...toMap(hint.ports)]);
    ports.set(hint.id, { roles, candidates: hint.candidates ?? [], source: hint.source });
  }
  lists = { codes: hints.codes, ports, ttys: new Map(Object.entries(hints.ttys.ids)) };
  return lists;
}

const NOTHING: ListedPorts = { roles: new Map(), candidates: [], source: '' };

/** @param id `2c7c:0125` */
export const listedPorts = (id: string): ListedPorts => readLists().ports.get(id) ?? NOTHING;

/** Numbers of ttys, counted from 0 in the order of the interfaces, that OpenWrt's list has for control and data. */
export const listedTtys = (id: string): readonly number[] => readLists().ttys.get(id) ?? [];

export const portCodes = (): readonly PortCode[] => readLists().codes;

interface Codes {
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
}

/**
 * Whether a list by numbers can be about these interfaces: a modem that puts its network interface first moves every port, and keeps
 * its id (an EC25 in RNDIS mode). Then none of the list holds. What is to be left alone may be anything.
 */
export function portsHold({ roles }: ListedPorts, interfaces: readonly (Codes & { readonly number: number })[]): boolean {
  return interfaces.every((i) => {
    const role = roles.get(i.number);
    return role === undefined || role === 'ignore' || mayBeSerial(i);
  });
}

/** A vendor's own class, or CDC's abstract control model (CDC 1.2, table 4) unless it is RNDIS (Linux rndis_host.c). */
export function mayBeSerial({ class: c, subclass, protocol }: Codes): boolean {
  return c === 0xff || (c === 0x02 && subclass === 0x02 && protocol !== 0xff);
}
