/** Why a dongle that is plugged in does not show up. */
export type WhyNothing = 'cable' | 'power' | 'starting' | 'passed-through' | 'driver-install';

/**
 * The likeliest first. `others`: other devices on this computer's USB. Where there is none, its host may keep all of them from a virtual machine.
 * Windows shows a device to others only once it has installed it.
 */
export function whyNothing(others: number, platform: string): readonly WhyNothing[] {
  const installing: readonly WhyNothing[] = platform === 'win32' ? ['driver-install'] : [];
  const plugged: readonly WhyNothing[] = ['cable', 'power', 'starting', ...installing];
  return others === 0 ? ['passed-through', ...plugged] : [...plugged, 'passed-through'];
}
