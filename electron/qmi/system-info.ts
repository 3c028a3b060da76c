import { type Plmn, plmnOfDigits } from './plmn.ts';
import { type CellTechnology, newestFirst } from './technology.ts';
import type { Fields, Tlvs } from './tlv.ts';

/** What NAS Get System Info (0x004d) says of one technology. `null`: the firmware marks it as not valid. */
export interface SystemInfo {
  readonly technology: CellTechnology;
  readonly service: 'none' | 'limited' | 'available' | 'power-save' | 'unknown';
  readonly domain: Domain | null;
  readonly roaming: boolean | null;
  /** The network is on the SIM's list of forbidden ones. */
  readonly forbidden: boolean | null;
  /** Which domain refused, and with what cause of TS 24.008, annex G, or TS 24.301, annex A. */
  readonly refusal: { readonly domain: Domain; readonly cause: number } | null;
  readonly plmn: Plmn | null;
  /** Location area of GSM and UMTS, tracking area of LTE and 5G. */
  readonly areaCode: number | null;
  readonly cellId: number | null;
  /** LTE: the cell offers 5G beside it (EN-DC), and the subscription is not barred from it. */
  readonly endc: boolean;
}

/** `camped`: listens to a cell and is registered in neither domain. */
export type Domain = 'none' | 'cs' | 'ps' | 'cs-ps' | 'camped';
const domains: readonly Domain[] = ['none', 'cs', 'ps', 'cs-ps', 'camped'];

/** libqmi's `QmiNasServiceStatus`; limited in a region is limited. */
const services = ['none', 'limited', 'available', 'limited', 'power-save'] as const;

/** TLVs of service status and system information; libqmi, data/qmi-service-nas.json. */
const types: Readonly<Record<CellTechnology, readonly [status: number, info: number]>> = {
  '5G': [0x4a, 0x4b],
  LTE: [0x14, 0x19],
  UMTS: [0x13, 0x18],
  GSM: [0x12, 0x17],
};

/** One entry for each technology that the firmware knows, the newest first. Throws QMI_GARBLED where a TLV ends too soon. */
export function systemInfosOf(tlvs: Tlvs): SystemInfo[] {
  // Available with NR5G, and not restricted by DCNR, in libqmi's words.
  const endc = tlvs.get(0x4e)?.u8() === 1 && tlvs.get(0x4f)?.u8() !== 1;
  return newestFirst.flatMap((technology) => {
    const [statusType, infoType] = types[technology];
    const status = tlvs.get(statusType);
    if (!status) return [];
    const service = services[status.u8()] ?? 'unknown';
    const info = tlvs.get(infoType);
    const rest = info ? infoOf(technology, info) : nothing;
    return [{ technology, service, ...rest, endc: technology === 'LTE' && endc }];
  });
}

type Rest = Omit<SystemInfo, 'technology' | 'service' | 'endc'>;
const nothing: Rest = { domain: null, roaming: null, forbidden: null, refusal: null, plmn: null, areaCode: null, cellId: null };

/** Values in a row, each behind a byte that says whether it is valid. */
function infoOf(technology: CellTechnology, f: Fields): Rest {
  const valid = <T>(read: () => T): T | null => {
    const is = f.u8() === 1;
    const found = read();
    return is ? found : null;
  };
  const domain = valid(() => domains[f.u8()] ?? null);
  // Service capability.
  valid(() => f.u8());
  // 1: the roaming sign is on. The further values are signs of CDMA; ModemManager takes them for none as well.
  const roaming = valid(() => f.u8() === 1);
  const forbidden = valid(() => f.u8() === 1);
  const lac = valid(() => f.u16());
  const cellId = valid(() => f.u32());
  const refusal = valid(() => ({ domain: domains[f.u8()] ?? 'none', cause: f.u8() }));
  const plmn = valid(() => plmnOfDigits(f.bytes(3), f.bytes(3)));
  const area = technology === 'LTE' || technology === '5G' ? valid(() => f.u16()) : lac;
  return { domain, roaming, forbidden, refusal, plmn, areaCode: area, cellId };
}
