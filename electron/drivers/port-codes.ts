import type { DriverRow } from '../../modem-db/drivers/index.ts';
import type { InterfacePattern } from '../../modem-db/schema.ts';
import { optionFlags } from './rules/serial.ts';

/** bInterfaceSubClass, bInterfaceProtocol. */
export interface Codes {
  readonly subclass: number;
  readonly protocol: number;
}

const VENDOR_SPECIFIC = 0xff;

const codesOfAt = [
  [0xff, 0x40],
  [0x00, 0x00],
] as const;

/**
 * Codes that Qualcomm's firmware gives its ports by what they are for, best first (Linux drivers/usb/serial/option.c, comments of the
 * rows with ff/ff/30, 40 and 60; `modem-db/ports/port-hints.json`), then those of older firmware: ff/00/00, of diagnosis ff/ff/ff.
 */
const codesOfRole: Readonly<Partial<Record<InterfacePattern['role'], readonly (readonly [number, number])[]>>> = {
  diag: [
    [0xff, 0x30],
    [0xff, 0xff],
  ],
  at: codesOfAt,
  // A modem port is one for AT that takes calls as well: its codes are the same.
  modem: codesOfAt,
  gps: [
    [0xff, 0x60],
    [0x00, 0x00],
  ],
};

/** Drivers of serial ports; the others are of networks and their control. */
const SERIAL: ReadonlySet<string> = new Set(['option', 'qcserial', 'sierra', 'ipw', 'usb_serial_simple', 'hso']);
const NETWORK: ReadonlySet<string> = new Set(['qmi_wwan', 'sierra_net', 'kalmia', 'lg-vl600', 'hso']);

/**
 * The codes of a vendor's own interface that the database leaves open, as the drivers' tables know this id: one of their rows was
 * written for it. Where no row may be about it, nobody binds it whatever its codes are, and ff/ff stands for them. `null`: the rows
 * leave it open as well, and nothing may be made of it.
 * @param rows of this id and of its vendor as a whole, of every kernel that is known
 */
export function codesFromTables(pattern: InterfacePattern, number: number, rows: readonly DriverRow[]): Codes | null {
  const possible = rows.filter((row) => mayBeAbout(row, pattern, number));
  const fitting = possible.filter((row) => isForRole(row, pattern) && !isExcepted(row, number));
  const chosen = best(fitting.filter(hasPid), pattern) ?? best(fitting, pattern);
  // What a driver excepts (RSVD in option.c) is excepted by number, whatever its codes are.
  if (!chosen && possible.some((row) => !isExcepted(row, number))) return null;
  const [subclass, protocol] = codesOfRole[pattern.role]?.at(-1) ?? [VENDOR_SPECIFIC, VENDOR_SPECIFIC];
  return {
    subclass: byte(pattern.subclass) ?? chosen?.subclass ?? subclass,
    protocol: byte(pattern.protocol) ?? chosen?.protocol ?? protocol,
  };
}

const hasPid = ({ pid }: DriverRow) => pid !== undefined;
const isExcepted = ({ info }: DriverRow, number: number) => optionFlags(info).reserved.includes(number);

/** Whether a row and the database do not contradict each other about an interface. */
function mayBeAbout(row: DriverRow, pattern: InterfacePattern, number: number): boolean {
  return (
    (row.class === undefined || pattern.class === undefined || row.class === VENDOR_SPECIFIC) &&
    (row.number === undefined || row.number === number) &&
    (pattern.subclass === undefined || row.subclass === undefined || row.subclass === byte(pattern.subclass)) &&
    (pattern.protocol === undefined || row.protocol === undefined || row.protocol === byte(pattern.protocol))
  );
}

function isForRole({ driver, class: c }: DriverRow, { role }: InterfacePattern): boolean {
  if (c !== undefined && c !== VENDOR_SPECIFIC) return false;
  if (role === 'net' || role === 'control') return NETWORK.has(driver);
  return SERIAL.has(driver);
}

/** The row with the codes that the role has; else the one that is written for this very number; else the only one, or one that asks for no codes. */
function best(rows: readonly DriverRow[], { role }: InterfacePattern): DriverRow | undefined {
  for (const [subclass, protocol] of codesOfRole[role] ?? []) {
    const found = rows.find((row) => row.subclass === subclass && row.protocol === protocol);
    if (found) return found;
  }
  const whole = rows.find((row) => row.number !== undefined) ?? rows.find((row) => row.subclass === undefined);
  return whole ?? (alike(rows) ? rows[0] : undefined);
}

const alike = (rows: readonly DriverRow[]) => new Set(rows.map((row) => `${row.subclass} ${row.protocol}`)).size === 1;

function byte(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number.parseInt(text, 16);
}
