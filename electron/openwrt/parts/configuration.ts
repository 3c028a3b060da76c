import { BenchError } from '../../contract/errors.ts';
import { programs, routerPaths } from '../router-paths.ts';
import { quote } from '../uci.ts';
import { lines, type Part, program, type Undo } from './part.ts';
import { bootService, isDongle, sayQuietly } from './shell.ts';

/** A mode that is one of several USB configurations of a dongle. */
export interface WantedConfiguration {
  /** Four lower-case hex digits each. */
  readonly vid: string;
  readonly pid: string;
  /** bConfigurationValue, 1 to 255. */
  readonly value: number;
}

/** Tries of one change, a second between them: a dongle that has just appeared may stall its first requests. */
const TRIES = 3;
/** Changes without being plugged in anew, less than `CALM` seconds after each other: then another program changes it back. */
const MOST_CHANGES = 3;
const CALM = 60;

/**
 * Puts the dongle into its configuration whenever it appears, since no dongle keeps one over a replug and the kernel chooses by itself
 * (Linux drivers/usb/core/generic.c). Written to `bConfigurationValue` in sysfs, which lets go of the bound drivers first (Linux
 * drivers/usb/core/message.c, usb_set_configuration); usbmode asks by usbfs, which refuses as long as one is bound. The value that is in
 * force is never written: the kernel would take every driver away and bind it anew.
 * Throws WISH_INVALID for ids or a value that are none.
 */
export function configuration({ vid, pid, value }: WantedConfiguration): Part {
  const id = `${vid}:${pid}`;
  if (!/^[0-9a-f]{4}:[0-9a-f]{4}$/.test(id) || !Number.isInteger(value) || value < 1 || value > 255)
    throw new BenchError('WISH_INVALID', { field: 'configuration', value: `${id.slice(0, 40).replace(/[^ -~]/g, '?')} ${value}` });
  return {
    name: 'configuration',
    files: [
      program(programs.configuration, '0644', configurationProgram()),
      program(
        programs.configurationService,
        '0755',
        bootService('puts dongles that are there at the start into their USB configuration', programs.configuration),
      ),
    ],
    variables: lines([
      `configuration=${quote(programs.configuration)}`,
      `configuration_service=${quote(programs.configurationService)}`,
      `configuration_link=${quote(programs.configurationLink)}`,
    ]),
    store: `	printf '%s %s %s\\n' ${vid} ${pid} ${value} >"$folder/$iface.configuration" || return 1\n`,
    finish: `	mkdir -p "\${configuration_link%/*}" && ln -sf "../init.d/\${configuration_service##*/}" "$configuration_link"
	(
		# Read by the script that is run here, as at a start.
		# shellcheck disable=SC2034
		ACTION=boot
		# shellcheck source=/dev/null
		. "$configuration"
	)
`,
  };
}

export const configurationUndo: Undo = {
  retires: { ending: 'configuration', programs: [programs.configuration, programs.configurationService, programs.configurationLink] },
};

/**
 * Sourced by hotplug-call for every USB device and interface that comes or goes. Interfaces count as well: a device that is let go and
 * taken again by `authorized` gets the kernel's choice anew, and its interfaces alone are told of. After a change come interfaces of the
 * configuration that is wanted, which change nothing.
 */
function configurationProgram(): string {
  return `#!/bin/sh
# Modem Bench: puts dongles into the USB configuration that has their mode. Undo: sh ${routerPaths.remove}
folder=${quote(routerPaths.folder)}
sysfs=${quote('/sys')}
usbdevices=${quote(routerPaths.usbDevices)}
run=${quote(routerPaths.run)}

${sayQuietly}${isDongle}# Whether the dongle "$1" is to be changed once more, and not changed back by another program each time.
may_change() {
	state=$run/modem-bench.\${1##*/}.configuration
	count=0
	since=0
	[ "$DEVTYPE" != usb_interface ] || [ ! -f "$state" ] || read -r count since <"$state"
	uptime=$(cut -d . -f 1 /proc/uptime)
	[ $((uptime - since)) -lt ${CALM} ] || count=0
	echo "$((count + 1)) $uptime" >"$state"
	[ "$count" -ne ${MOST_CHANGES} ] ||
		say err "another program takes the dongle $vid:$pid out of the USB configuration $value each time: it is left as it is"
	[ "$count" -lt ${MOST_CHANGES} ]
}

# Puts the dongle with the directory "$1" in sysfs into the configuration $value.
choose() {
	before=$(cat "$1/bConfigurationValue" 2>/dev/null)
	if [ "$before" = "$value" ] || ! may_change "$1"; then
		return 0
	fi
	tries=${TRIES}
	until { echo "$value" >"$1/bConfigurationValue"; } 2>/dev/null; do
		tries=$((tries - 1))
		if [ $tries -eq 0 ] || ! is_dongle "$1"; then
			say err "the dongle $vid:$pid did not go into the USB configuration $value and stays in \${before:-none}"
			return 0
		fi
		sleep 1
	done
	say notice "the dongle $vid:$pid is in the USB configuration $value now; it was in \${before:-none}"
}

# Looks whether "$1" in sysfs is one of the dongles. The first that wants something of it has its way.
look_at() {
	for file in "$folder"/*.configuration; do
		[ -f "$file" ] || continue
		read -r vid pid value <"$file"
		is_dongle "$1" || continue
		choose "$1"
		return
	done
}

case "$ACTION:$DEVTYPE" in
add:usb_device) look_at "$sysfs$DEVPATH" ;;
add:usb_interface) look_at "$sysfs\${DEVPATH%/*}" ;;
boot:*)
	for place in "$usbdevices"/*; do
		look_at "$place"
	done
	;;
esac
`;
}
