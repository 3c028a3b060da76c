import { z } from 'zod';

/** What a modem measures of one technology's cell. `null`: it does not tell, or writes its sentinel for "none". */
export const SignalReading = z.object({
  /** `GSM`, `UMTS`, `LTE`, `5G`; `null` where the modem does not say of which. */
  technology: z.string().max(20).nullable(),
  /** dBm, of the whole carrier. */
  rssi: z.number().nullable(),
  /** dBm: RSRP of LTE, SS-RSRP of 5G, RSCP of UMTS. */
  rsrp: z.number().nullable(),
  /** dB: RSRQ of LTE and 5G, Ec/Io of UMTS. */
  rsrq: z.number().nullable(),
  /** dB. */
  sinr: z.number().nullable(),
});
export type SignalReading = z.infer<typeof SignalReading>;

export const radioStates = ['unknown', 'on', 'off', 'locked'] as const;
/**
 * Whether the modem may transmit: `off` by its operating mode or a switch; `locked`: a laptop card that waits for its maker's unlocking
 * (FCC lock) and stays off until then.
 */
export type RadioState = (typeof radioStates)[number];

/** The cell that a modem is on. `null`: it does not tell, or tells "none". */
export const ServingCell = z.object({
  technology: z.string().max(20).nullable(),
  /** Three digits. */
  mcc: z.string().max(3).nullable(),
  /** Two or three digits. */
  mnc: z.string().max(3).nullable(),
  /** Cell identity: 16 bits of GSM, 28 of UMTS and LTE, 36 of 5G. */
  cellId: z.number().nullable(),
  /** LAC or TAC. */
  areaCode: z.number().nullable(),
  /** Physical cell identity, or the scrambling code of UMTS. */
  pci: z.number().nullable(),
  /** `B3`, `n78`; of LTE and 5G only. */
  band: z.string().max(20).nullable(),
  /** Downlink channel: ARFCN, UARFCN, EARFCN or NR-ARFCN. */
  channel: z.number().nullable(),
});
export type ServingCell = z.infer<typeof ServingCell>;
