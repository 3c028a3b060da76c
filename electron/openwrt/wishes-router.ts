import { isIP } from 'node:net';
import type { Release } from '../../modem-db/openwrt/index.ts';
import { BenchError } from '../contract/errors.ts';
import type { RouterOptions } from '../contract/router-options.ts';
import type { RouterProto } from './writers/writer.ts';

/** RFC 1123 2.1: letters, digits and inner hyphens; at most 63 characters a label, 253 in all. */
const hostName = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;
/** Bus and port chain as Linux names a USB device (`1-1.4`): usb_hub.c makes them, and a chain has at most six ports (USB 2.0, 4.1.1). */
const usbPort = /^[1-9]\d{0,2}-[1-9]\d{0,2}(\.[1-9]\d{0,2}){0,5}$/;
/**
 * Characters of a dial string (ITU-T V.250, 6.3.1) that mean the same in chat's script and in the command line that 3g.sh builds without
 * quotes: no blank, no quote, nothing that a shell or chat reads. `;` is left out for that, which would make it a voice call besides.
 */
const dialString = /^[0-9*#+,A-Z]{1,40}$/;
/** A folder of its own below the one for such things: nothing that would hide what is there. */
const mountPoint = /^\/mnt\/[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}$/;
/** fw3 and fw4 make chain names of it. */
const zoneName = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}$/;

/**
 * Refuses options that the release could not carry out as meant, by WISH_INVALID with the field `onRouter.<name>`. What would only be
 * less than wished is left to the writers, which warn.
 */
export function checkRouterOptions(options: RouterOptions, proto: RouterProto, release: Release): void {
  const refuse = (name: keyof RouterOptions, value: string) =>
    new BenchError('WISH_INVALID', { field: `onRouter.${name}`, value: printable(value) });
  if (!zoneName.test(options.zone)) throw refuse('zone', options.zone);
  if (options.usbPort !== '' && !usbPort.test(options.usbPort)) throw refuse('usbPort', options.usbPort);
  if (!/^[ -~]*$/.test(options.usbSerial)) throw refuse('usbSerial', options.usbSerial);
  if (options.storage !== '' && !mountPoint.test(options.storage)) throw refuse('storage', options.storage);
  if (options.dialNumber !== '' && !dialString.test(options.dialNumber)) throw refuse('dialNumber', options.dialNumber);
  const domain = options.rebindDomains.find((name) => !hostName.test(name) || isIP(name) !== 0);
  if (domain !== undefined) throw refuse('rebindDomains', domain);
  const address = options.watchdog?.addresses.find((name) => !hostName.test(name) && isIP(name) === 0);
  if (address !== undefined) throw refuse('watchdog', address);
  checkPlmn(options.plmn, proto, release, (value) => refuse('plmn', value));
}

/**
 * MCC and MNC have five digits or six (ITU-T E.212). Left out it could make a SIM register with a costly network, so that a protocol
 * without the option refuses. An int option is octal for netifd with a leading zero (`00101` is 65), and qmi.sh cuts its digits off what
 * is left: there is no way to write such a PLMN for it.
 */
function checkPlmn(plmn: string, proto: RouterProto, release: Release, refuse: (value: string) => BenchError): void {
  if (plmn === '') return;
  if (!/^\d{5,6}$/.test(plmn)) throw refuse(plmn);
  const type = proto === 'atdial' ? undefined : release.protos[proto].options['plmn'];
  if (type === undefined) throw refuse(`${plmn} (${proto}: no-option)`);
  if (type === 'int' && plmn.startsWith('0')) throw refuse(`${plmn} (${proto}: leading-zero)`);
}

/** Part of a value as it may stand in an error text. */
export function printable(value: string): string {
  return value.slice(0, 40).replace(/[^ -~]/g, '?');
}
