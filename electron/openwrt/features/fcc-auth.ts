import hooks from '../scripts/features/fcc_auth.sh?raw';
import type { Feature } from './feature.ts';

/** uqmi's FCC authentication (`--fcc-auth`) at each attach, before netifd hears of the dongle. */
export function fccAuth(): Feature {
  return { name: 'fcc_auth', told: 'fcc-auth', hooks };
}
