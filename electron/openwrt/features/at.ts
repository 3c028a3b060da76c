import { programs } from '../router-paths.ts';
import atProgram from '../scripts/at.sh?raw';
import atHotplug from '../scripts/at-hotplug.sh?raw';
import atScript from '../scripts/at-script.gcom?raw';
import { quote } from '../uci.ts';
import { lines, type Part, program, type Undo } from './part.ts';

/** AT commands that the router gives the dongle, each without its line end. */
export interface AtCommands {
  readonly vid: string;
  readonly pid: string;
  /** bInterfaceNumber of the port that takes them, or its node on a router (`/dev/ttyUSB2`); a control node (`/dev/cdc-wdm0`) has any number there. */
  readonly port: number | string;
  /** Whenever the dongle appears, before it goes online: settings that it forgets. */
  readonly attach: readonly string[];
  /** Whenever it appears: open the session, again and again until it is open. */
  readonly connect: readonly string[];
  /** Before everything is taken back. */
  readonly disconnect: readonly string[];
  readonly reset: string | null;
  readonly secret: boolean;
}

/**
 * The commands stand in the folder, `INTERFACE.at`, one `WORD COMMAND` per line, and are sent by comgt's gcom: a tty in the shell's
 * own hands would echo what the modem says back to it, and a stock busybox has no stty.
 */
export function atCommands({ vid, pid, port, attach, connect, disconnect, reset, secret }: AtCommands): Part {
  const text = [
    `port ${vid} ${pid} ${typeof port === 'number' ? port.toString(16).padStart(2, '0') : port.replace(/^\/dev\/cdc-wdm.*/, 'cdc-wdm')}`,
    ...attach.map((command) => `attach ${command}`),
    ...connect.map((command) => `connect ${command}`),
    ...disconnect.map((command) => `disconnect ${command}`),
    ...(reset === null ? [] : [`reset ${reset}`]),
  ];
  const appears = attach.length + connect.length > 0;
  return {
    name: connect.length > 0 ? 'connect' : appears ? 'attach' : 'at-reset',
    files: [
      program(programs.at, '0755', atProgram),
      program(programs.atScript, '0644', atScript),
      ...(appears ? [program(programs.atTty, '0644', atHotplug), program(programs.atControl, '0644', atHotplug)] : []),
    ],
    packages: [atPackage],
    variables: lines([`at=${quote(programs.at)}`]),
    store: `	# shellcheck disable=SC2016 # nothing in a command is to be expanded
	(
${secret ? '\t\tumask 077\n' : ''}		printf '%s\\n' \\
${text.map((line) => `\t\t\t${quote(line, 'commands')}`).join(' \\\n')} >"$folder/$iface.at"
	) || return 1
`,
    finish: `	command -v gcom >/dev/null || say warning "comgt is not installed: interface $iface goes without its AT commands until: $install"
${appears ? '\tsh "$at" "$iface" appeared </dev/null >/dev/null 2>&1 &\n' : ''}`,
  };
}

export const atCommandsUndo: Undo = {
  variables: lines([`at=${quote(programs.at)}`]),
  takeBack: '\t[ ! -f "$folder/$name.at" ] || sh "$at" "$name" disconnect\n',
  retires: { ending: 'at', programs: [programs.atTty, programs.atControl, programs.at, programs.atScript] },
};

/** The package that has gcom. */
export const atPackage = 'comgt';
