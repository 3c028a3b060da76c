import type { QmiIdentity, QmiIpSettings } from './qmi/identity.ts';

/**
 * Who a virtual modem says it is and what network it is in: one plain object that its AT, QMI and network sides share, so
 * that they never contradict each other. The network is 3GPP's test network, PLMN 001-01 (TS 36.508, 4.4.2).
 */
export interface VirtualIdentity extends QmiIdentity {
  /** Hardware version as the vendor's command tells it. */
  readonly hardware: string;
  /** Operator's short name; `operatorName` is the long one. */
  readonly operatorShort: string;
  readonly cell: LteCell;
  readonly ip: QmiIpSettings;
  /** What AT tells of IPv6 where a context asks for both; nothing of it flows. Eight groups of hex digits without leading zeros, of 2001:db8::/32. */
  readonly ip6?: { readonly address: string; readonly dns: readonly [string, string] };
  /** Address that the modem's network function has towards the host, `001e101f0000`. */
  readonly mac: string;
}

/** The LTE cell it camps on. Areas and ids as numbers. */
export interface LteCell {
  /** Tracking area code. */
  readonly tac: number;
  /** E-UTRAN cell identity, 28 bits. */
  readonly ci: number;
  /** Physical cell id, 0 to 503. */
  readonly pci: number;
  readonly band: number;
  readonly earfcn: number;
}

/** What the practice network is to all of its modems. */
export const practiceNetwork = {
  operatorName: 'Practice Mobile',
  operatorShort: 'Practice',
  mcc: '001',
  mnc: '01',
  msisdn: '+15550100017',
  signal: { rssi: -67, rsrq: -9, rsrp: -92, snr: 12.6 },
  cell: { tac: 0x1a2b, ci: 0x01a2d01, pci: 201, band: 3, earfcn: 1300 },
} as const;
