import type { NetworkView } from '../contract/snapshot.ts';
import type { Registered } from './form.ts';
import type { Modem } from './modem.ts';
import { barOf } from './signal-bar.ts';

/** Operator, technology and signal of a modem whose registration was just read. */
export async function networkOf(
  modem: Modem,
  seen: Registered,
): Promise<Pick<NetworkView, 'registration' | 'operator' | 'technology' | 'signals' | 'cell' | 'signalDbm' | 'signalPercent'>> {
  const isRegistered = seen.registration === 'home' || seen.registration === 'roaming';
  const asked = isRegistered && (seen.operator === null || seen.technology === null) ? await modem.operator() : seen;
  const signals = await modem.signals();
  const bar = barOf(signals, asked.technology);
  return {
    registration: seen.registration,
    operator: asked.operator,
    technology: asked.technology,
    signals: [...signals],
    cell: isRegistered ? await modem.cell() : null,
    signalDbm: bar?.dbm ?? null,
    signalPercent: bar?.percent ?? null,
  };
}
