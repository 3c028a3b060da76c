import type { DongleView } from '../../electron/contract/snapshot.ts';

/** Roles of interfaces behind which somebody may answer. */
const asked: readonly string[] = ['at', 'modem', 'control', 'other'];

/** Whether there is anything of a dongle that could be read before any plan: a disc and a network card alone have nobody to ask. */
export function mayBeLookedAt(dongle: DongleView): boolean {
  const { phase } = dongle;
  if (!dongle.present || dongle.state === 'disc' || dongle.bootState || (phase !== 'idle' && phase !== 'planned')) return false;
  return dongle.mode === 'qmi' || dongle.mode === 'mbim' || dongle.interfaces.some(({ role }) => asked.includes(role));
}

/** Whether something may have been sent to a modem since it was plugged in. */
export function wasAsked({ look }: DongleView): boolean {
  return look.state !== 'none' && look.state !== 'left-alone';
}
