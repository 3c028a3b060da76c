import type { Firmware } from './firmware.ts';
import { NAS } from './firmware.ts';
import { LTE, NR } from './radio.ts';
import { bytesOf, sized8, tlv, u8, u16, u24be, u32 } from './wire.ts';

/** Where the firmware says it is: registration, operator, area. Layouts: libqmi, data/qmi-service-nas.json. */

export const cellOf = ({ identity }: Firmware) => identity.cell ?? { tac: 0x1a2b, ci: 0x01a2d01, pci: 201, band: 3, earfcn: 1300 };

export const plmnOf = ({ identity }: Firmware) => bytesOf(u16(Number(identity.mcc)), u16(Number(identity.mnc)));

/** Whether the operator code has three digits: decides how 01 and 001 are told apart. */
export const threeDigits = ({ identity }: Firmware) => (identity.mnc.length === 3 ? 1 : 0);

const onLte = ({ identity }: Firmware) => identity.nr?.standalone !== true;

/** Registered (1) or not (0: radio off or no SIM; 2 would be searching), CS and PS attach, 3GPP, radio interfaces. */
export function servingSystem(f: Firmware): Uint8Array[] {
  if (!f.registered) return [tlv(0x01, u8(0, 2, 2, 0, 1, 0))];
  // 5G has no data capability in libqmi's list, and a 5G cell beside LTE is not named among the interfaces (assumed).
  const capability = onLte(f) ? [tlv(0x11, u8(1, 0x0b))] : [];
  return [
    tlv(0x01, u8(1, 1, 1, 2, 1, onLte(f) ? LTE : NR)),
    // Roaming sign off.
    tlv(0x10, u8(1)),
    ...capability,
    tlv(0x12, plmnOf(f), sized8(f.identity.operatorName)),
  ];
}

/** Service status of GSM, WCDMA and LTE, and of 5G where the modem has it: none, or available; then where. */
export function systemInfo(f: Firmware): Uint8Array[] {
  const { nr } = f.identity;
  const none = u8(0, 0, 0);
  const available = u8(2, 2, 1);
  const lte = f.registered && onLte(f);
  const alone = f.registered && nr?.standalone === true;
  const cell = cellOf(f);
  return [
    tlv(0x12, none),
    tlv(0x13, none),
    tlv(0x14, lte ? available : none),
    ...(lte ? [tlv(0x19, whereabouts(f, cell.ci, cell.tac))] : []),
    ...(nr ? [tlv(0x4a, alone ? available : none)] : []),
    // The cell id has 32 bits here and 36 in the cell; the area 16 and 24. The whole area follows.
    ...(alone ? [tlv(0x4b, whereabouts(f, nr.nci % 2 ** 32, nr.tac & 0xffff)), tlv(0x50, u24be(nr.tac))] : []),
    // 5G beside LTE is available, and not restricted.
    ...(nr && lte ? [tlv(0x4e, u8(1)), tlv(0x4f, u8(0))] : []),
  ];
}

/** Each with its validity first: domain CS+PS, capability CS+PS, not roaming, not forbidden, no LAC, cell, no rejection, network, TAC. */
function whereabouts({ identity }: Firmware, cell: number, area: number): Uint8Array {
  const mnc = identity.mnc.length === 3 ? identity.mnc : bytesOf(identity.mnc, u8(0xff));
  return bytesOf(u8(1, 3, 1, 3, 1, 0, 1, 0, 0, 0xff, 0xff, 1), u32(cell), u8(0, 0, 0, 1), identity.mcc, mnc, u8(1), u16(area));
}

/** Tells whoever asked that registration changed. */
export function announceNetwork(f: Firmware): void {
  f.tell('serving-system', NAS, 0x0024, servingSystem(f));
  // In the indication the PLMN-not-changed sign follows; it is left out, as older firmwares do.
  f.tell('system-info', NAS, 0x004e, systemInfo(f));
}

/**
 * Get Operator Name: the service provider's, to be shown at home; and what the network sent (7-bit packed, no country initials, spare
 * bits left unsaid), the long name for the short one too.
 */
export function operatorNames({ identity }: Firmware): Uint8Array[] {
  const name = sized8(packed7(identity.operatorName));
  return [tlv(0x10, u8(1), sized8(identity.operatorName)), tlv(0x14, u8(0, 0, 0, 0), name, name)];
}

/** Seven bits a character; of ASCII letters, digits and blanks, which are the same in the default alphabet of TS 23.038. */
function packed7(text: string): Uint8Array {
  const bits = [...Buffer.from(text, 'latin1')].flatMap((char) => Array.from({ length: 7 }, (_, bit) => (char >> bit) & 1));
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
    bits.slice(8 * at, 8 * at + 8).reduce((byte, bit, place) => byte | (bit << place), 0),
  );
}
