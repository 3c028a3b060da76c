/** A SIM takes some seconds after power-up until it says what it is (+CME ERROR 14, SIM busy, until then): how it is looked at, in ms. */
export const simWaking = { every: 500, within: 15_000 } as const;

/** The same for a modem that is known to take longer; `startMs`: how long, 0 where it is not. */
export function simWakingOf(startMs: number): { readonly every: number; readonly within: number } {
  return { ...simWaking, within: Math.max(simWaking.within, startMs) };
}
