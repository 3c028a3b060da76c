import hooks from '../scripts/features/rebind.sh?raw';
import type { Feature } from './feature.ts';

/** Names that the router's DNS may answer with private addresses; at least one. */
export function rebind(domains: readonly string[]): Feature {
  return {
    name: 'rebind',
    told: 'rebind',
    hooks,
    parameters: [{ name: 'rebind_domains', lines: domains, field: 'onRouter.rebindDomains' }],
  };
}
