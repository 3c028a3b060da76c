import { BenchError } from '../contract/errors.ts';

/** An id that the router gives to a driver whenever the dongle appears. */
export interface RouterNewId {
  /** Its folder in sysfs, of `/sys/bus/usb-serial/drivers` or `/sys/bus/usb/drivers`: `option1`, `qmi_wwan`. */
  readonly driver: string;
  /** What `new_id` gets (Linux Documentation/ABI/testing/sysfs-bus-usb): vendor, product, class and where there is one the reference. */
  readonly text: string;
  /** bInterfaceNumber of those that it is meant for; empty: whatever it takes. */
  readonly only: readonly number[];
  /** Package that holds the driver. */
  readonly kmod: string | null;
}

const DRIVER = /^[A-Za-z0-9_-]{1,40}$/;
const TEXT = /^[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{2}( [0-9a-f]{4} [0-9a-f]{4})?$/;
const isNumber = (number: number) => Number.isInteger(number) && number >= 0 && number <= 255;

/**
 * `INTERFACE.new-id` in the router's folder, as `scripts/new-id.sh` reads it: a line each, in the order of giving, of driver, interface
 * numbers (`4`, `8,10`, `-` for any) and text. Throws WISH_INVALID for what is none.
 */
export function newIdLines(ids: readonly RouterNewId[]): string {
  return ids
    .map(({ driver, text, only }) => {
      const value = `${driver} ${only.length === 0 ? '-' : only.join(',')} ${text}`;
      if (DRIVER.test(driver) && TEXT.test(text) && only.every(isNumber)) return `${value}\n`;
      throw new BenchError('WISH_INVALID', { field: 'new-id', value: value.slice(0, 80).replace(/[^ -~]/g, '?') });
    })
    .join('');
}
