import type { DriverRow } from '../../modem-db/drivers/index.ts';
import type { MatchDevice, MatchInterface } from './match.ts';

/**
 * An id that somebody writes to a driver's `new_id` while the router runs. Linux takes it as one more row, of vendor, product and class,
 * with the driver_info of the row that was named as a reference (drivers/usb/core/driver.c, usb_store_new_id), and offers what has no
 * driver to this one driver at once (driver_attach). It fits every interface of that class.
 */
export interface GivenId {
  /** As sysfs names it among the drivers of interfaces: `option`, `qmi_wwan`. */
  readonly driver: string;
  readonly vid: number;
  readonly pid: number;
  /** bInterfaceClass. */
  readonly class: number;
  /** driver_info of the reference; of none, what the driver does without. */
  readonly info: string;
}

/** How ids of a driver are given. */
export interface Giving {
  /** Folder of the driver with `new_id`, below `/sys/bus/usb/drivers` or, of serial drivers, `/sys/bus/usb-serial/drivers`. */
  readonly folder: string;
  /**
   * A driver of the bus usb-serial: its ids stay until the module goes, since there is no `remove_id`, and its own table goes before them
   * (drivers/usb/serial/bus.c; usb-serial.c, get_iface_id). Of the other drivers ids go before the table (usb_probe_interface), and are
   * taken back once the interface has its driver.
   */
  readonly serial: boolean;
}

/** Drivers that ids are given to, in the order in which it is done: what takes all of a class is last. */
export const givings: ReadonlyMap<string, Giving> = new Map([
  ['qcserial', { folder: 'qcserial', serial: true }],
  ['option', { folder: 'option1', serial: true }],
  ['qmi_wwan', { folder: 'qmi_wwan', serial: false }],
]);

/** Its place in the table is none. */
const GIVEN = -1;

/** The id as a row of the driver's table. */
export function givenRow({ driver, vid, pid, class: c, info }: GivenId): DriverRow {
  return { driver, order: GIVEN, vid, pid, class: c, info };
}

export const isGivenRow = ({ order }: DriverRow) => order === GIVEN;

/** Linux drivers/usb/core/driver.c, usb_match_dynamic_id. */
export function givenFits(id: GivenId, { vid, pid }: MatchDevice, setting: MatchInterface): boolean {
  return id.vid === vid && id.pid === pid && id.class === setting.class;
}
