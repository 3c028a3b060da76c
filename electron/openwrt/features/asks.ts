import hooks from '../scripts/features/asks.sh?raw';
import type { Feature } from './feature.ts';

/** Secrets that are typed on the router, by the names of their options. */
export function asks(fields: readonly string[]): Feature {
  return { name: 'asks', told: 'secrets-on-router', hooks, parameters: [{ name: 'asked', text: fields.join(' ') }] };
}
