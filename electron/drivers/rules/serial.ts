import { memo } from '../../lib/memo.ts';
import type { ShapeInterface } from '../shape.ts';
import { isBulkIn, isBulkOut } from './endpoints.ts';
import { type Probe, type ProbeContext, refuse, type Taken, take } from './outcome.ts';

/** Drivers on top of usb-serial: option, sierra, ipw, usb_serial_simple (Linux drivers/usb/serial). qcserial has its own file. */

const MASS_STORAGE = 0x08;

interface OptionFlags {
  readonly reserved: readonly number[];
  readonly withoutModemControl: readonly number[];
  readonly twoEndpoints: boolean;
}

/** Reads `RSVD(1) | NCTRL(0) | NUMEP2`, the flags of option.c; RSVD: interfaces that are none of its business; NCTRL: DTR and RTS are not set. */
export const optionFlags = memo((info: string): OptionFlags => {
  const numbers = (flag: string) =>
    info.split(' | ').flatMap((part) => (part.startsWith(`${flag}(`) ? Number.parseInt(part.slice(flag.length + 1), 10) : []));
  return { reserved: numbers('RSVD'), withoutModemControl: numbers('NCTRL'), twoEndpoints: info.split(' | ').includes('NUMEP2') };
});

/** One port of a driver that needs bulk both ways; without them the interface is taken, the number too, and no node appears (usb_wwan.c). */
export function wwanPort(context: ProbeContext, { endpoints }: ShapeInterface = context.setting): Taken {
  const whole = endpoints.some(isBulkIn) && endpoints.some(isBulkOut);
  return take(context, { ttys: { kind: 'ttyUSB', count: 1, ...(whole ? {} : { hidden: true }) } });
}

export const probeOption: Probe = (context) => {
  const { row, setting } = context;
  if (setting.class === MASS_STORAGE) return refuse('is-storage');
  const { reserved, twoEndpoints } = optionFlags(row.info);
  if (reserved.includes(setting.number)) return refuse('reserved', { info: row.info });
  if (twoEndpoints && setting.endpoints.length !== 2) return refuse('not-two-endpoints', { count: setting.endpoints.length });
  return wwanPort(context);
};

/** sierra.c, direct_ip_non_serial_ifaces. */
const SIERRA_NOT_SERIAL = [7, 8, 9, 10, 11, 19, 20];
const SIERRA_DUMMY = 0x99;

export const probeSierra: Probe = (context) => {
  const { row, setting, settings } = context;
  if (row.info !== '' && SIERRA_NOT_SERIAL.includes(setting.number)) return refuse('reserved', { info: SIERRA_NOT_SERIAL.join(' ') });
  const used = (settings.length === 2 ? settings.find((s) => s.alternate === 1) : undefined) ?? setting;
  const endpoints = used.endpoints.length;
  const ports = setting.number === SIERRA_DUMMY || endpoints <= 3 ? 1 : Math.floor((endpoints - 1) / 2);
  return take(context, { ttys: { kind: 'ttyUSB', count: ports } });
};

export const probeSimpleSerial: Probe = (context) => take(context, { ttys: { kind: 'ttyUSB', count: 1 } });
