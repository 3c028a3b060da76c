import { hex2, usbId } from '../../../modem-db/db.ts';
import { type DriverRow, type DriverTables, rowsOfAnyKernel } from '../../../modem-db/drivers/index.ts';
import type { Composition, InterfacePattern } from '../../../modem-db/schema.ts';
import { knownDevices } from '../../drivers/known-shapes.ts';
import { optionFlags } from '../../drivers/rules/serial.ts';
import type { ShapeInterface } from '../../drivers/shape.ts';
import type { DumpDevice } from '../../usb/dumps/index.ts';

/** Interfaces as the drivers in a text speak of them. */
export interface DriversWord {
  readonly interfaces: readonly ShapeInterface[];
  /** Interfaces that the text shows, and no driver speaks of. */
  readonly untold: readonly number[];
  /** Interfaces whose codes are those of a row of their driver, and stand for whatever they really are. */
  readonly open: ReadonlySet<number>;
}

type Codes = readonly [cls: number, subclass: number, protocol: number];

const VENDOR_SPECIFIC = 0xff;
const CDC_DATA = 0x0a;
const COMMUNICATIONS = 0x02;
const MISCELLANEOUS = 0xef;

/** What a class's driver takes (Linux drivers/net/usb, drivers/usb/class, drivers/usb/storage; CDC 1.2, NCM 1.0, MBIM 1.0). */
const ofClass: ReadonlyMap<string, Codes> = new Map([
  ['cdc_mbim', [COMMUNICATIONS, 0x0e, 0x00]],
  ['cdc_ncm', [COMMUNICATIONS, 0x0d, 0x00]],
  ['cdc_ether', [COMMUNICATIONS, 0x06, 0x00]],
  ['rndis_host', [0xe0, 0x01, 0x03]],
  ['cdc_acm', [COMMUNICATIONS, 0x02, 0x01]],
  ['usb-storage', [0x08, 0x06, 0x50]],
  ['uas', [0x08, 0x06, 0x62]],
  ['usbhid', [0x03, 0x00, 0x00]],
  ['snd-usb-audio', [0x01, 0x01, 0x00]],
] as const);
/** What these take has notifications beside its data. */
const controls: ReadonlySet<string> = new Set(['qmi_wwan', 'huawei_cdc_ncm', 'sierra_net']);
const networks: ReadonlySet<string> = new Set(['cdc_mbim', 'cdc_ncm', 'cdc_ether', 'rndis_host', 'cdc_acm']);
const RNDIS_OF_COMMUNICATIONS: Codes = [COMMUNICATIONS, 0x02, 0xff];
/** Tethering (Linux drivers/net/usb/rndis_host.c); ActiveSync's are of other devices. */
const RNDIS_OF_MISCELLANEOUS: Codes = [MISCELLANEOUS, 0x04, 0x01];

/**
 * What a text shows of a device by nothing but drivers and, at best, classes: a tree, a kernel log. A driver that is bound says what its interface
 * is: of a class's driver its codes, of one with a table those of a row for these ids. `null` where no driver is named. Pure.
 */
export function byDrivers(device: DumpDevice, tables: DriverTables): DriversWord | null {
  const classes = new Map(device.configurations.flatMap((c) => c.interfaces.map((i) => [i.number, i.class] as const)));
  const numbers = [...new Set([...classes.keys(), ...device.seen.keys()])].sort((a, b) => a - b);
  const open = new Set<number>();
  const untold: number[] = [];
  const interfaces: InterfacePattern[] = [];
  let spoken = false;
  for (const number of numbers) {
    const driver = device.seen.get(number) ?? null;
    const told = classes.get(number) ?? 0;
    const isData = told === CDC_DATA || (told === 0 && isSecondOf(device, number));
    const codes = driver === null ? null : isData ? dataOf(driver) : codesOf(driver, told, number, device, tables);
    if (driver !== null) spoken = true;
    if (!codes) {
      untold.push(number);
      continue;
    }
    if (codes[0] === VENDOR_SPECIFIC) open.add(number);
    const [cls, subclass, protocol] = codes;
    interfaces.push({
      number,
      class: hex2(cls),
      subclass: hex2(subclass),
      protocol: hex2(protocol),
      role: isStorage(driver) ? 'disc' : controls.has(driver ?? '') ? 'control' : 'other',
    });
  }
  if (!spoken) return null;
  if (interfaces.length === 0) return { interfaces: [], untold, open };
  const composition: Composition = { id: usbId(device.vid, device.pid), name: '-', mode: null, interfaces, control: 'none', source: '-' };
  const [known] = knownDevices([composition]);
  return known ? { interfaces: known.shape.configurations[0]?.interfaces ?? [], untold, open } : null;
}

const isStorage = (driver: string | null) => driver === 'usb-storage' || driver === 'uas';

/** A network function's data interface, where the text tells no classes: its driver has the one before as well, and functions come in pairs. */
function isSecondOf({ seen }: DumpDevice, number: number): boolean {
  const driver = seen.get(number) ?? '';
  if (!networks.has(driver)) return false;
  let before = 0;
  while (seen.get(number - before - 1) === driver) before++;
  return before % 2 === 1;
}

function dataOf(driver: string): Codes {
  return [CDC_DATA, 0x00, driver === 'cdc_mbim' ? 0x02 : driver === 'cdc_ncm' ? 0x01 : 0x00];
}

/** `null`: a driver of which nothing is known, or whose table nobody can look into without ids. */
function codesOf(driver: string, told: number, number: number, device: DumpDevice, tables: DriverTables): Codes | null {
  const row = rowOf(driver, told, number, device, tables);
  if (driver === 'rndis_host' && told === COMMUNICATIONS) return RNDIS_OF_COMMUNICATIONS;
  if (driver === 'rndis_host' && told === MISCELLANEOUS) return RNDIS_OF_MISCELLANEOUS;
  const own = ofClass.get(driver.replaceAll('usb_storage', 'usb-storage'));
  if (row)
    return [
      row.class ?? own?.[0] ?? (told || VENDOR_SPECIFIC),
      row.subclass ?? own?.[1] ?? VENDOR_SPECIFIC,
      row.protocol ?? own?.[2] ?? VENDOR_SPECIFIC,
    ];
  if (own) return told === 0 || told === own[0] ? own : [told, own[1], own[2]];
  return device.complete.ids && tables.drivers.has(driver) ? [told || VENDOR_SPECIFIC, VENDOR_SPECIFIC, VENDOR_SPECIFIC] : null;
}

/** The row of the driver that is written for these ids: of the release that is asked about, else of any kernel. */
function rowOf(driver: string, told: number, number: number, { vid, pid }: DumpDevice, tables: DriverTables): DriverRow | undefined {
  const fits = (row: DriverRow) =>
    row.driver === driver &&
    row.vid === vid &&
    (row.pid === undefined || row.pid === pid) &&
    (row.number === undefined || row.number === number) &&
    (told === 0 || row.class === undefined || row.class === told) &&
    !optionFlags(row.info).reserved.includes(number);
  const own = (tables.drivers.get(driver) ?? []).filter(fits);
  const rows = own.length > 0 ? own : rowsOfAnyKernel(vid, pid).filter(fits);
  return rows.find((row) => row.pid !== undefined) ?? rows[0];
}
