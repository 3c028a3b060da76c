/** One row of a driver's USB id table. A field that is left out is not compared (its match flag is not set). */
export interface DriverRow {
  /** As sysfs names the driver: `qmi_wwan`, `option`, `cdc_acm`. */
  readonly driver: string;
  /** Position in the driver's table at this kernel, from 0; the first row that matches is the one that counts. */
  readonly order: number;
  readonly vid?: number;
  readonly pid?: number;
  /** Lowest and highest bcdDevice, both included. */
  readonly bcdLo?: number;
  readonly bcdHi?: number;
  readonly deviceClass?: number;
  readonly deviceSubclass?: number;
  readonly deviceProtocol?: number;
  readonly class?: number;
  readonly subclass?: number;
  readonly protocol?: number;
  /** bInterfaceNumber. */
  readonly number?: number;
  /** driver_info as the source has it: `RSVD(4)`, `NUMEP2`, `qmi_wwan_info`, `0`; empty where the row sets none. */
  readonly info: string;
}

export type RowField = Exclude<keyof DriverRow, 'driver' | 'order' | 'info'>;

/** A row as the file has it, with the kernels that hold it: bit N is kernel N of the file. */
export interface StoredRow {
  readonly fields: Readonly<Partial<Record<RowField, number>>>;
  readonly info: string;
  readonly kernels: number;
}

/** The marks of the kernel's module aliases (scripts/mod/file2alias.c), here only for the fields that are compared. */
const fieldOfMark: Readonly<Record<string, RowField>> = {
  v: 'vid',
  p: 'pid',
  dlo: 'bcdLo',
  dhi: 'bcdHi',
  dc: 'deviceClass',
  dsc: 'deviceSubclass',
  dp: 'deviceProtocol',
  ic: 'class',
  isc: 'subclass',
  ip: 'protocol',
  in: 'number',
};

/** Reads `v2C7C p0125 icFF;RSVD(4);3f`: what is compared, driver_info, the kernels in hexadecimal. Throws Error on what is not of that form. */
export function readRow(text: string): StoredRow {
  const [match = '', info, kernels] = text.split(';');
  if (info === undefined || kernels === undefined) throw new Error(`driver table: ${text}`);
  const fields: Partial<Record<RowField, number>> = {};
  for (const part of match.split(' ')) {
    const [, mark = '', digits = ''] = /^([a-z]+)([0-9A-F]+)$/.exec(part) ?? [];
    const field = fieldOfMark[mark];
    if (field === undefined) throw new Error(`driver table: ${text}`);
    fields[field] = Number.parseInt(digits, 16);
  }
  return { fields, info, kernels: Number.parseInt(kernels, 16) };
}
