import type { RouterSummary } from '../../contract/router-backup.ts';

/**
 * Where a computer in the LAN reaches the router: the address of the interface `lan`, or of the first in the firewall zone of that name.
 * `null`: the backup tells none.
 */
export function lanAddress({ interfaces, zones }: Pick<RouterSummary, 'interfaces' | 'zones'>): string | null {
  const members = zones.filter(({ name }) => name === 'lan').flatMap(({ networks }) => networks);
  const own = ['lan', ...members].flatMap((member) => interfaces.filter(({ name }) => name === member));
  return own.flatMap(({ addresses }) => addresses)[0]?.address ?? null;
}
