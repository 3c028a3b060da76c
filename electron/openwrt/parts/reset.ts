import { programs, routerPaths } from '../router-paths.ts';
import { quote } from '../uci.ts';
import { lines, type Part, program, type Undo } from './part.ts';
import { isDongle, sayQuietly } from './shell.ts';

/** Seconds in which a dongle that was powered all the time has been found again by the router that starts. */
const APPEARS_WITHIN = 30;

/**
 * Resets the modem, by its AT command where the bundle has one, else by letting its USB device go and taking it again (`authorized` in
 * sysfs; Linux Documentation/usb/authorization.rst). Used once at the router's start, where that is wished, and by the watchdog.
 */
export function reset({ vid, pid, atBoot }: { readonly vid: string; readonly pid: string; readonly atBoot: boolean }): Part {
  return {
    name: atBoot ? 'reset-at-boot' : null,
    files: [program(programs.reset, '0755', resetProgram()), ...(atBoot ? [program(programs.resetService, '0755', resetService())] : [])],
    variables: atBoot ? lines([`reset_service=${quote(programs.resetService)}`, `reset_link=${quote(programs.resetLink)}`]) : '',
    store: `	printf 'usb %s %s\\n' ${vid} ${pid} >"$folder/$iface.reset" || return 1
${atBoot ? '\t: >"$folder/$iface.reset-at-boot" || return 1\n' : ''}`,
    finish: atBoot ? linkService : '',
  };
}

const linkService = `	mkdir -p "\${reset_link%/*}" && ln -sf "../init.d/\${reset_service##*/}" "$reset_link"
`;

export const resetUndo: Undo = { retires: { ending: 'reset', programs: [programs.reset] } };
export const resetAtBootUndo: Undo = { retires: { ending: 'reset-at-boot', programs: [programs.resetService, programs.resetLink] } };

function resetProgram(): string {
  return `#!/bin/sh
# Modem Bench: resets the modem of an interface. Undo: sh ${routerPaths.remove}
# Usage: sh ${programs.reset} INTERFACE [boot]; with 'boot', once between two starts of the router.
folder=${quote(routerPaths.folder)}
usbdevices=${quote(routerPaths.usbDevices)}
at=${quote(programs.at)}
run=${quote(routerPaths.run)}

${sayQuietly}${isDongle}# Sets $place to the dongle's directory in sysfs.
find_dongle() {
	for place in "$usbdevices"/*; do
		! is_dongle "$place" || return 0
	done
	return 1
}

iface=$1
[ -f "$folder/$iface.reset" ] || exit 1
read -r _ vid pid <"$folder/$iface.reset"
waits=0
if [ "$2" = boot ]; then
	# The directory is in memory, and made by one only.
	mkdir "$run/modem-bench.$iface.reset" 2>/dev/null || exit 0
	waits=${APPEARS_WITHIN}
fi
until find_dongle; do
	[ $waits -gt 0 ] || {
		say err "$iface: no USB device $vid:$pid is there to be reset"
		exit 1
	}
	waits=$((waits - 1))
	sleep 1
done
if grep -q '^reset ' "$folder/$iface.at" 2>/dev/null && sh "$at" "$iface" reset; then
	say notice "$iface: the modem is reset by its own command"
	exit 0
fi
if ! echo 0 >"$place/authorized" || ! { sleep 2 && echo 1 >"$place/authorized"; }; then
	say err "$iface: the modem could not be reset over USB"
	exit 1
fi
say notice "$iface: the modem is reset over USB"
`;
}

function resetService(): string {
  return `#!/bin/sh /etc/rc.common
# Modem Bench: resets modems once when the router starts. Undo: sh ${routerPaths.remove}
# shellcheck disable=SC2034 # read by rc.common
START=19
folder=${quote(routerPaths.folder)}
reset=${quote(programs.reset)}

boot() {
	for file in "$folder"/*.reset-at-boot; do
		[ -f "$file" ] || continue
		name=\${file##*/}
		sh "$reset" "\${name%.reset-at-boot}" boot &
	done
}
`;
}
