import { type Plmn, plmnOfBcd } from './plmn.ts';
import type { CellTechnology } from './technology.ts';
import type { Fields, Tlvs } from './tlv.ts';

/** A cell as NAS Get Cell Location Info (0x0043) tells of it. */
export interface LocatedCell {
  readonly technology: CellTechnology;
  readonly plmn: Plmn | null;
  readonly cellId: number | null;
  readonly areaCode: number | null;
  readonly pci: number | null;
  /** LTE: the low 16 bits of the EARFCN. */
  readonly channel: number | null;
}

/** A field of so many bits that are all ones is not there (qmicli prints "unavailable"). */
const known = (n: number, bits: number): number | null => (n === 2 ** bits - 1 ? null : n);

/**
 * The serving cell; `null` where none is told. Neighbours are left out. LTE comes before 5G: where both are told, the LTE cell leads and
 * the 5G one is beside it. Layouts: libqmi, data/qmi-service-nas.json. Throws QMI_GARBLED where a TLV ends too soon.
 */
export function cellLocationOf(tlvs: Tlvs): LocatedCell | null {
  const [geran, umts, lte, nr] = [0x10, 0x11, 0x13, 0x2f].map((type) => tlvs.get(type));
  const umtsId = tlvs.get(0x17)?.u32();
  const arfcn = tlvs.get(0x2e)?.u32();
  const cells = [lte && lteCell(lte), nr && nrCell(nr, arfcn), umts && umtsCell(umts, umtsId), geran && geranCell(geran)];
  return cells.find((cell) => cell && cell.plmn !== null) ?? null;
}

function lteCell(f: Fields): LocatedCell {
  // Whether the modem is idle.
  f.u8();
  const plmn = plmnOfBcd(f.bytes(3));
  const [areaCode, cellId, channel, pci] = [f.u16(), f.u32(), f.u16(), f.u16()];
  return {
    technology: 'LTE',
    plmn,
    areaCode: known(areaCode, 16),
    cellId: known(cellId, 32),
    channel: known(channel, 16),
    pci: known(pci, 16),
  };
}

/** The tracking area is of three bytes, the first the highest; the cell id of eight, the last the highest. */
function nrCell(f: Fields, arfcn: number | undefined): LocatedCell {
  const plmn = plmnOfBcd(f.bytes(3));
  const areaCode = f.bytes(3).reduce((sum, byte) => sum * 256 + byte, 0);
  const [low, high] = [f.u32(), f.u32()];
  const pci = f.u16();
  // 36 bits (TS 38.413, 9.3.1.7): what is over them is the firmware's "none".
  const cellId = high > 0xf ? null : high * 2 ** 32 + low;
  return {
    technology: '5G',
    plmn,
    areaCode: known(areaCode, 24),
    cellId,
    pci: known(pci, 16),
    channel: arfcn === undefined ? null : known(arfcn, 32),
  };
}

/** `full`: RNC and cell together, of a TLV of its own; else the 16 bits of the cell. */
function umtsCell(f: Fields, full: number | undefined): LocatedCell {
  const id = known(f.u16(), 16);
  const plmn = plmnOfBcd(f.bytes(3));
  const [areaCode, channel, code] = [f.u16(), f.u16(), f.u16()];
  const cellId = full === undefined ? id : known(full, 32);
  return { technology: 'UMTS', plmn, areaCode: known(areaCode, 16), cellId, channel: known(channel, 16), pci: known(code, 16) };
}

function geranCell(f: Fields): LocatedCell {
  const cellId = known(f.u32(), 32);
  const plmn = plmnOfBcd(f.bytes(3));
  const [areaCode, channel] = [f.u16(), f.u16()];
  return { technology: 'GSM', plmn, areaCode: known(areaCode, 16), cellId, channel: known(channel, 16), pci: null };
}
