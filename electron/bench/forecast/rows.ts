import type { DriverRow } from '../../../modem-db/drivers/index.ts';

const hex = (value: number | undefined, digits: number) => (value === undefined ? '*' : value.toString(16).padStart(digits, '0'));

/**
 * What a row compares, in the notation of lsusb: `2c7c:0125 ff/ff/30`, with `*` for what it leaves open; then `if 4` (interface
 * number), `rev 0000-0318` (bcdDevice) and `device ef/02/01` (class of the device as a whole) where it asks for these.
 */
export function rowFits(row: DriverRow): string {
  const parts: string[] = [];
  if (row.vid !== undefined || row.pid !== undefined) parts.push(`${hex(row.vid, 4)}:${hex(row.pid, 4)}`);
  if (row.class !== undefined || row.subclass !== undefined || row.protocol !== undefined)
    parts.push(`${hex(row.class, 2)}/${hex(row.subclass, 2)}/${hex(row.protocol, 2)}`);
  if (row.number !== undefined) parts.push(`if ${row.number}`);
  if (row.bcdLo !== undefined || row.bcdHi !== undefined) parts.push(`rev ${hex(row.bcdLo ?? 0, 4)}-${hex(row.bcdHi ?? 0xffff, 4)}`);
  if (row.deviceClass !== undefined || row.deviceSubclass !== undefined || row.deviceProtocol !== undefined)
    parts.push(`device ${hex(row.deviceClass, 2)}/${hex(row.deviceSubclass, 2)}/${hex(row.deviceProtocol, 2)}`);
  return parts.join(' ');
}
