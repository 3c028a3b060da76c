import type { Firmware } from './firmware.ts';
import { activeLteBands, activeNrBands, LTE, NR } from './radio.ts';
import { cellOf } from './system.ts';
import { bytesOf, tlv, u8, u16, u24be, u32, u64 } from './wire.ts';

/** The cells that the firmware is in, as NAS tells of them. Layouts: libqmi, data/qmi-service-nas.json. */

/** Halves MCC 2 and 1, MNC 3 (f: none) and MCC 3, MNC 2 and 1: TS 24.008, 10.5.1.13. */
function bcdPlmn({ identity }: Firmware): Uint8Array {
  const [c1, c2, c3] = identity.mcc;
  const [n1, n2, n3 = 'f'] = identity.mnc;
  return Buffer.from(`${c2}${c1}${n3}${c3}${n2}${n1}`, 'hex');
}

/** RSRQ, RSRP and RSSI in tenths. */
const tenths = (n: number) => u16(Math.round(n * 10) & 0xffff);

/** Get Cell Location Info; nothing is there while the modem camps on no cell (assumed). */
export function cellLocation(f: Firmware): Uint8Array[] {
  const { nr, signal } = f.identity;
  if (!f.registered) return [];
  const cell = cellOf(f);
  const lte = tlv(
    0x13,
    // Idle where no connection keeps it busy.
    u8(f.body.memory.get('connected') === true ? 0 : 1),
    bcdPlmn(f),
    u16(cell.tac),
    u32(cell.ci),
    u16(cell.earfcn),
    u16(cell.pci),
    // Priority and thresholds of reselection, made up; one cell on this frequency, the serving one, and its selection level.
    u8(5, 10, 4, 62, 1),
    u16(cell.pci),
    bytesOf(tenths(signal.rsrq), tenths(signal.rsrp), tenths(signal.rssi)),
    u16(38),
  );
  if (!nr) return [lte];
  const { rsrq, rsrp, snr } = nr.signal;
  return [
    ...(nr.standalone ? [] : [lte]),
    tlv(0x2e, u32(nr.arfcn)),
    tlv(0x2f, bcdPlmn(f), u24be(nr.tac), u64(BigInt(nr.nci)), u16(nr.pci), tenths(rsrq), tenths(rsrp), tenths(snr)),
  ];
}

/** Get RF Band Information: band and channel; channel in 32 bits; bandwidth of LTE, 20 MHz. */
export function rfBands(f: Firmware): Uint8Array[] {
  const { nr } = f.identity;
  if (!f.registered) return [tlv(0x01, u8(0))];
  const cell = cellOf(f);
  const lte = nr?.standalone === true ? [] : [{ radio: LTE, band: activeLteBands[cell.band] ?? 0, channel: cell.earfcn }];
  const carriers = [...lte, ...(nr ? [{ radio: NR, band: activeNrBands[nr.band] ?? 0, channel: nr.arfcn }] : [])];
  const listed = (channel: (n: number) => Uint8Array) =>
    bytesOf(u8(carriers.length), ...carriers.map((carrier) => bytesOf(u8(carrier.radio), u16(carrier.band), channel(carrier.channel))));
  return [tlv(0x01, listed(u16)), tlv(0x11, listed(u32)), ...(lte.length > 0 ? [tlv(0x12, u8(1, LTE), u32(5))] : [])];
}
