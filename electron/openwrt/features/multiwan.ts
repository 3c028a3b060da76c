import hooks from '../scripts/features/multiwan.sh?raw';
import type { Feature } from './feature.ts';

/**
 * The interface in mwan3, beside the zone's other way to the internet (packages feed, net/mwan3 2.10.13 to 2.12.0: sections `interface`, `member`
 * and `policy`). No rule is changed.
 */
export function multiwan(): Feature {
  return { name: 'multiwan', told: 'mwan3', hooks, packages: ['mwan3'] };
}

/** The policy's name in mwan3, which takes 15 characters. */
export const multiwanPolicy = (interfaceName: string) => `mb_${interfaceName}`;
