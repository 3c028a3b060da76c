import type { Watchdog } from '../../contract/router-options.ts';
import { programs } from '../router-paths.ts';
import watchdogProgram from '../scripts/watchdog.sh?raw';
import watchdogService from '../scripts/watchdog-service.sh?raw';
import { quote } from '../uci.ts';
import { lines, type Part, program, type Undo } from './part.ts';

/** Pings through the interface; what it is to do stands in the folder, `INTERFACE.watchdog`, one `WORD VALUE` per line. */
export function watchdog({ addresses, everySeconds, failures, resetsModem }: Watchdog): Part {
  const text = [
    `every ${everySeconds}`,
    `failures ${failures}`,
    `resets ${resetsModem ? 1 : 0}`,
    ...addresses.map((address) => `address ${address}`),
  ];
  return {
    name: 'watchdog',
    files: [program(programs.watchdog, '0755', watchdogProgram), program(programs.watchdogService, '0755', watchdogService)],
    variables: lines([`watchdog_service=${quote(programs.watchdogService)}`, `watchdog_link=${quote(programs.watchdogLink)}`]),
    store: `	printf '%s\\n' ${text.map((line) => quote(line, 'onRouter.watchdog')).join(' ')} >"$folder/$iface.watchdog" || return 1\n`,
    // A router that starts has listed its services before this one was there: it is started here in any case.
    finish: `	mkdir -p "\${watchdog_link%/*}" && ln -sf "../init.d/\${watchdog_service##*/}" "$watchdog_link"
	"$watchdog_service" restart || say err "the watchdog of $iface could not be started"
`,
  };
}

export const watchdogUndo: Undo = {
  retires: { ending: 'watchdog', programs: [programs.watchdogService, programs.watchdogLink, programs.watchdog] },
};
