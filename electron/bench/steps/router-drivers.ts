import type { Check } from '../../contract/snapshot.ts';
import type { DeviceShape } from '../../drivers/shape.ts';
import { driverVerdict } from '../forecast/view.ts';

/**
 * What the router's release would bind to interfaces of the modem that have no driver here, or of which this system does not tell:
 * what this PC lacks, the router may have. `null` where there is no such interface.
 */
export function routerDriversCheck(device: DeviceShape, release: string, numbers: readonly number[]): Check | null {
  if (numbers.length === 0) return null;
  const { interfaces } = driverVerdict(device, release);
  const foretold = numbers
    .toSorted((a, b) => a - b)
    .map((number) => ({ number, verdict: interfaces.find((one) => one.number === number) }));
  const passed = foretold.every(({ verdict }) => verdict?.driver != null);
  const seen = foretold.map(({ number, verdict }) => `${number}: ${verdict?.driver ?? '-'}${verdict?.kmod ? ` (${verdict.kmod})` : ''}`);
  return {
    id: 'drivers-on-router',
    title: { key: 'checks.drivers-on-router', values: { release } },
    state: passed ? 'passed' : 'failed',
    seen: seen.join(', ').slice(0, 500),
    code: passed ? null : 'DRIVER_NOT_ON_ROUTER',
  };
}
