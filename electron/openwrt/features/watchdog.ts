import type { Watchdog } from '../../contract/router-options.ts';
import { programs } from '../router-paths.ts';
import hooks from '../scripts/features/watchdog.sh?raw';
import watchdogProgram from '../scripts/watchdog.sh?raw';
import watchdogService from '../scripts/watchdog-service.sh?raw';
import { type Feature, program } from './feature.ts';

/** Pings through the interface. */
export function watchdog({ addresses, everySeconds, failures, resetsModem }: Watchdog): Feature {
  return {
    name: 'watchdog',
    told: 'watchdog',
    hooks,
    parameters: [
      {
        name: 'watchdog_lines',
        field: 'onRouter.watchdog',
        lines: [
          `every ${everySeconds}`,
          `failures ${failures}`,
          `resets ${resetsModem ? 1 : 0}`,
          ...addresses.map((address) => `address ${address}`),
        ],
      },
    ],
    programs: [program(programs.watchdog, '0755', watchdogProgram), program(programs.watchdogService, '0755', watchdogService)],
  };
}
