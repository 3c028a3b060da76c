/** Who the virtual modem says it is, and in which network it says it is. */
export interface QmiIdentity {
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  /** 15 digits. */
  readonly imei: string;
  /** 14 or 15 digits. */
  readonly imsi: string;
  /** 19 or 20 digits. */
  readonly iccid: string;
  /** Subscriber number with or without plus; empty where the SIM has none. */
  readonly msisdn: string;
  readonly operatorName: string;
  /** Three digits. */
  readonly mcc: string;
  /** Two or three digits. */
  readonly mnc: string;
  readonly signal: QmiSignal;
  /** Hardware version; a made-up one where absent. */
  readonly hardware?: string;
  /** The LTE cell: tracking area, cell identity, physical cell id, band, channel number (EARFCN). */
  readonly cell?: { readonly tac: number; readonly ci: number; readonly pci: number; readonly band: number; readonly earfcn: number };
  /** A 5G cell: beside the LTE one, or alone. None where absent. */
  readonly nr?: QmiNrCell;
  /** What the network gives on a connection; a private default where absent. */
  readonly ip?: QmiIpSettings;
}

export interface QmiNrCell {
  readonly standalone: boolean;
  /** Tracking area, 24 bits. */
  readonly tac: number;
  /** Cell identity, 36 bits. */
  readonly nci: number;
  /** 0 to 1007. */
  readonly pci: number;
  readonly band: number;
  /** NR-ARFCN. */
  readonly arfcn: number;
  /** dBm, dB, dB with one decimal place. */
  readonly signal: { readonly rsrp: number; readonly rsrq: number; readonly snr: number };
}

/** LTE. */
export interface QmiSignal {
  /** dBm, -110 to -50. */
  readonly rssi: number;
  /** dB, -20 to -3. */
  readonly rsrq: number;
  /** dBm, -140 to -44. */
  readonly rsrp: number;
  /** dB, with one decimal place. */
  readonly snr: number;
}

/** IPv4, dotted. */
export interface QmiIpSettings {
  readonly address: string;
  readonly mask: string;
  readonly gateway: string;
  readonly dns: readonly [string, string];
  readonly mtu: number;
}

export const defaultIpSettings: QmiIpSettings = {
  address: '10.64.64.65',
  mask: '255.255.255.252',
  gateway: '10.64.64.66',
  dns: ['10.64.64.66', '192.0.2.53'],
  mtu: 1500,
};
