import { operatorText } from './operator-text.ts';
import { type Plmn, plmnOfNumbers } from './plmn.ts';
import { type CellTechnology, technologyOf } from './technology.ts';
import type { Tlvs } from './tlv.ts';

/** What NAS Get Serving System (0x0024) says: the older and coarser of the two, and the only one with the operator's name. */
export interface ServingSystem {
  readonly registration: 'unknown' | 'registered' | 'searching' | 'denied' | 'none';
  /** Attached to the packet domain; `null` where the firmware does not tell. */
  readonly attached: boolean | null;
  readonly roaming: boolean;
  /** All that are in use: LTE and 5G together are dual connectivity. */
  readonly technologies: readonly CellTechnology[];
  /** libqmi's `QmiNasDataCapability`. */
  readonly capabilities: readonly number[];
  readonly operator: string | null;
  readonly plmn: Plmn | null;
}

/** libqmi's `QmiNasRegistrationState`. */
const states: readonly ServingSystem['registration'][] = ['none', 'registered', 'searching', 'denied'];

/** Layout: libqmi, data/qmi-service-nas.json. Throws QMI_GARBLED where a TLV is cut off. */
export function servingSystemOf(tlvs: Tlvs): ServingSystem {
  const system = tlvs.need(0x01);
  const registration = states[system.u8()] ?? 'unknown';
  // Circuit-switched attach.
  system.u8();
  const attached = ([null, true, false] as const)[system.u8()] ?? null;
  // Kind of network: 3GPP or 3GPP2.
  system.u8();
  const technologies = [...system.bytes8()].map(technologyOf).filter((technology) => technology !== null);
  // 0: the roaming sign is on.
  const roaming = tlvs.get(0x10)?.u8() === 0;
  const capabilities = [...(tlvs.get(0x11)?.bytes8() ?? [])];
  const current = tlvs.get(0x12);
  const found = { registration, attached, roaming, technologies, capabilities };
  if (!current) return { ...found, operator: null, plmn: null };
  const [mcc, mnc] = [current.u16(), current.u16()];
  const digits = tlvs.get(0x27);
  return { ...found, operator: operatorText(current.bytes8()), plmn: plmnOfNumbers(mcc, mnc, digits && digits.bytes(5)[4] === 1) };
}
