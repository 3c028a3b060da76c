import { routerPaths } from '../router-paths.ts';
import { quote } from '../uci.ts';

/** Functions that several scripts have; each program has its own copy, since each must work alone; setup and undo share theirs (`copies.ts`). */

export const say = `say() {
	logger -s -t modem-bench -p "daemon.$1" "$2"
}

`;

/** For what runs without a terminal. */
export const sayQuietly = `say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

`;

/**
 * Prints 'option' or 'list': how the networks of the zone number "$1" are written. fw3 and fw4 split both at blanks; an element is
 * never added to a string by add_list, which would make one broken element of the old words.
 */
export const zoneForm = `# Prints 'option' or 'list': how the networks of the zone number "$1" are written.
zone_form() {
	ours export firewall | awk -v wanted="$1" '
		$1 == "config" { here = ($2 == "zone" && seen++ == wanted) }
		here && $2 == "network" && ($1 == "option" || $1 == "list") { print $1; exit }'
}

`;

export const leaveZones = `# Takes the interface "$1" out of the zones with the name "$2"; the form of their networks, option or list, stays.
leave_zones() {
	number=0
	while ours get "firewall.@zone[$number]" >/dev/null; do
		[ "$(ours get "firewall.@zone[$number].name")" != "$2" ] || leave_zone "$1"
		number=$((number + 1))
	done
}

leave_zone() {
	old=$(ours get "firewall.@zone[$number].network")
	case " $old " in
	*" $1 "*) ;;
	*) return 0 ;;
	esac
	if [ "$(zone_form "$number")" = list ]; then
		ours del_list "firewall.@zone[$number].network=$1"
		return
	fi
	rest=
	for word in $old; do
		[ "$word" = "$1" ] || rest="$rest\${rest:+ }$word"
	done
	if [ -n "$rest" ]; then
		ours set "firewall.@zone[$number].network=$rest"
	else
		ours delete "firewall.@zone[$number].network"
	fi
}

`;

/** The proof that a USB device in sysfs is the dongle; `$vid` and `$pid` as sysfs writes them. */
export const isDongle = `# Whether the directory "$1" of sysfs is the dongle.
is_dongle() {
	[ "$(cat "$1/idVendor" 2>/dev/null)" = "$vid" ] && [ "$(cat "$1/idProduct" 2>/dev/null)" = "$pid" ]
}

`;

/**
 * A service of /etc/init.d that sources a hotplug program once, at the start, with the ACTION `boot`: for dongles that are there before
 * the router hears of them. `what` follows "Modem Bench:" in its first comment. 19: before the stock service usbmode, which is 20.
 */
export function bootService(what: string, program: string): string {
  return `#!/bin/sh /etc/rc.common
# Modem Bench: ${what}. Undo: sh ${routerPaths.remove}
# shellcheck disable=SC2034 # read by rc.common
START=19
program=${quote(program)}

start() {
	# shellcheck disable=SC2034 # read by the program
	ACTION=boot
	# shellcheck source=/dev/null
	. "$program"
}
`;
}
