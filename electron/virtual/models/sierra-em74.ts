import { commonTable } from '../at-engine/common.ts';
import { sierraTable, usbcompBits, usbcompMask, usbcompTable } from '../at-engine/sierra.ts';
import type { VirtualIdentity } from '../identity.ts';
import type { ModemModel, NonVolatile } from '../modem.ts';
import { diag, layout, type Piece, port, qmi } from './layout.ts';
import { mbim } from './net-pieces.ts';
import { numbered, unbound } from './numbered.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** Sierra Wireless' modems whose composition is a mask of interfaces: EM74xx, MC74xx, EM75xx. */

export interface UsbcompModem {
  readonly name: string;
  readonly title: string;
  readonly identity: VirtualIdentity;
  /** Config types of !USBCOMP by number, the one it is made for first. */
  readonly types: Readonly<Record<number, string>>;
  /** Product ids of the application and of the boot loader, four digits. */
  readonly app: string;
  readonly boot: string;
  /** Interfaces of a fresh one. */
  readonly mask: number;
  readonly product: string;
  readonly serial: string;
  /** Whether Linux 6.1 has a row for the second network, interface 10. */
  readonly secondNetwork: boolean;
}

const MASK = 'mask:';

/** Numbers are fixed by function: 0, 2, 3, 8, 10, and 12 with 13 (usb-devices of an EM7565 in geerlingguy/pi-router, issue 1; lsusb -t of an MC7455 in public notes on github.com). */
function parts(modem: UsbcompModem, mask: number): Part[] {
  const { identity, types } = modem;
  const speaks = { identity, tables: [commonTable, sierraTable, usbcompTable(types)] };
  const second = qmi(identity);
  // `qmicli --device-open-mbim` in the notes on EM74xx and MC74xx: danielewood/sierra-wireless-modems.
  const abilities = { qmi: true };
  const pieces: readonly (readonly [number, Piece])[] = [
    [usbcompBits.diag, numbered(0, diag({ driver: 'qcserial' }))],
    [usbcompBits.nmea, numbered(2, port('mute', { driver: 'qcserial' }))],
    [usbcompBits.modem, numbered(3, port(speaks, { driver: 'qcserial' }))],
    [usbcompBits.rmnet0, numbered(8, qmi(identity))],
    [usbcompBits.rmnet1, numbered(10, modem.secondNetwork ? second : unbound(second))],
    [usbcompBits.mbim, numbered(12, mbim(identity, { abilities }))],
  ];
  return layout(pieces.flatMap(([bit, piece]) => ((mask & bit) === 0 ? [] : [piece])));
}

function maskOf(composition: string, fresh: number): number {
  return composition.startsWith(MASK) ? Number.parseInt(composition.slice(MASK.length), 16) : fresh;
}

const nameOfMask = (mask: number) => `${MASK}${mask.toString(16)}`;
const nameOf = (flash: NonVolatile) => nameOfMask(usbcompMask(flash));

/** Of the 39 masks that !USBCOMP takes: one network, both, MBIM with all serial ports, with AT alone and by itself. */
const TYPICAL = [0x10d, 0x50d, 0x100d, 0x1008, 0x1000];

/** Compositions are `mask:50d` and the like. The product id is what !USBPID keeps: the application's, as long as it runs. */
export function usbcompModel(modem: UsbcompModem): ModemModel {
  return {
    name: modem.name,
    title: modem.title,
    compositions: [...new Set([modem.mask, ...TYPICAL])].map(nameOfMask),
    factory: () => ({ usbcomp: modem.mask, usbcomptype: firstType(modem), apppid: modem.app, bootpid: modem.boot, selrat: '00' }),
    powerUp: nameOf,
    compose: (composition, body) => {
      const mask = maskOf(composition, modem.mask);
      const pid = Number.parseInt(String(body.flash['apppid'] ?? modem.app), 16);
      const spec = {
        vid: 0x1199,
        pid,
        bcdDevice: 0x0006,
        ...((mask & usbcompBits.mbim) === 0 ? {} : { class: 0xef, subclass: 2, protocol: 1 }),
        manufacturer: 'Sierra Wireless, Incorporated',
        product: modem.product,
        serial: modem.serial,
        attributes: 0xa0,
        maxPower: 500,
      };
      return compose(spec, parts(modem, mask), body);
    },
    bindings: (composition) => bindingsOf(parts(modem, maskOf(composition, modem.mask))),
  };
}

const firstType = ({ types }: UsbcompModem) => Number(Object.keys(types)[0] ?? 1);
