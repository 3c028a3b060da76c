import hooks from '../scripts/features/lan_clash.sh?raw';
import type { Feature } from './feature.ts';

/** Compares the address of a dongle that is a router itself, dotted IPv4, with the LAN's. */
export function lanClash(address: string): Feature {
  return { name: 'lan_clash', told: null, hooks, parameters: [{ name: 'stick_address', text: address }] };
}
