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
