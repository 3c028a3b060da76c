import type { Release } from '../../modem-db/openwrt/index.ts';
import { routerPaths } from './router-paths.ts';
import { stickPieces } from './stick-script.ts';
import { quote } from './uci.ts';
import type { InterfacePlan } from './writers/writer.ts';

export interface SetupInput {
  readonly interfaceName: string;
  readonly plan: InterfacePlan;
  readonly release: Release;
  /** One line for the log if the protocol is not installed. */
  readonly installCommand: string;
}

/**
 * The script that adds the interface: POSIX sh for busybox. OpenWrt sources it at every boot until it returns 0, before the
 * network starts, and then deletes it; over ssh it is run by hand. It may run any number of times.
 *
 * - What it did not add it does not touch: an interface of that name that is not its own, and a router without a `wan` zone,
 *   make it give up with a line in the log and stay for the next boot. Outside any zone the interface would be open to the
 *   operator's network, or cut off from the LAN.
 * - A network card's device is found on the router itself (`stick-script.ts`).
 * - If the protocol's package is missing it says so and configures all the same: netifd keeps such an interface idle, and it
 *   comes up with the package, without a second import.
 * - Every value stands in single quotes and is read back before anything is committed, since uci drops what it does not like
 *   without a word.
 * - A zone's `network` keeps its form, list or the older one-line string (fw3 and fw4 split both at blanks); an element is never
 *   added to a string by add_list, which would make one broken element of the old words.
 *
 * Throws WISH_INVALID for a value that no quoting brings through (control characters).
 */
export function setupScript({ interfaceName, plan, release, installCommand }: SetupInput): string {
  const stick = stickPieces(plan.stick, plan.options.find(([name]) => name === 'device')?.[1] ?? '');
  const value = (name: string, text: string) => (plan.stick && name === 'device' ? '"$device"' : quote(text, name));
  const options = plan.options.map(([name, text]) => `\t"$1" ${name} ${value(name, text)}`).join('\n');
  return `#!/bin/sh
# Modem Bench: adds one network interface, and it to the firewall zone 'wan'. Made for OpenWrt ${release.version}.
# Undo: sh ${routerPaths.remove}
iface=${quote(interfaceName)}
proto=${quote(plan.proto)}
folder=${quote(routerPaths.folder)}
keep=${quote(routerPaths.keep)}
stick=${quote(routerPaths.stick)}
install=${quote(installCommand)}
${stick.variables}
# Calls "$1" with the name and the value of every option.
# shellcheck disable=SC2016 # nothing in a value is to be expanded
options() {
${options}
}

say() {
	logger -s -t modem-bench -p "daemon.$1" "$2"
}

put() {
	uci -q set "network.$iface.$1=$2"
}

compare() {
	[ "$(uci -q get "network.$iface.$1")" = "$2" ] || differs="$differs $1"
}

# Sets $differs to the names of the options that are not as wished.
check() {
	differs=
	[ "$(uci -q get "network.$iface")" = interface ] || differs=' interface'
	options compare
}

# Sets $zone to the firewall zone with the name wan.
find_zone() {
	zone=
	number=0
	while uci -q get "firewall.@zone[$number]" >/dev/null; do
		if [ "$(uci -q get "firewall.@zone[$number].name")" = wan ]; then
			zone="firewall.@zone[$number]"
			return 0
		fi
		number=$((number + 1))
	done
	return 1
}

in_zone() {
	case " $(uci -q get "$zone.network") " in
	*" $iface "*) return 0 ;;
	esac
	return 1
}

# Prints 'option' or 'list': how the zone's networks are written.
zone_form() {
	uci -q export firewall | awk -v wanted="$number" '
		$1 == "config" { here = ($2 == "zone" && seen++ == wanted) }
		here && $2 == "network" && ($1 == "option" || $1 == "list") { print $1; exit }'
}

join_zone() {
	in_zone && return 0
	joined=zone
	case "$(zone_form)" in
	option) uci -q set "$zone.network=$(uci -q get "$zone.network") $iface" ;;
	*) uci -q add_list "$zone.network=$iface" ;;
	esac
	in_zone
}

${stick.functions}# Takes back what is staged and not committed.
give_up() {
	uci -q revert "network.$iface"
	[ -z "$zone" ] || uci -q revert "$zone.network"
${stick.revert}	say err "$1"
	return 1
}

# What a firmware upgrade is to keep.
keep_files() {
	printf '%s\\n' "$folder/" "$keep"
	[ ! -f "$stick" ] || printf '%s\\n' "$stick"
}

# The record of what was added: the protocol, and 'zone' if the zone was joined. It is what the undo goes by.
record() {
	mkdir -p "$folder" || return 1
	printf '%s\\n' "$proto" $joined >"$folder/$iface.added" || return 1
${stick.record}	[ ! -d "\${keep%/*}" ] || keep_files >"$keep"
}

set_up() {
	joined=${plan.stick?.domain ? '\n\tallowed=' : ''}
	if [ -f "$folder/$iface.added" ]; then
		read -r recorded <"$folder/$iface.added"
		! grep -qx zone "$folder/$iface.added" || joined=zone
${plan.stick?.domain ? '\t\t! grep -q "^domain " "$folder/$iface.added" || allowed=domain\n' : ''}	else
		recorded=
	fi
	find_zone || {
		say err "no firewall zone has the name wan: nothing was changed"
		return 1
	}
	present=$(uci -q get "network.$iface.proto") || present=$(uci -q get "network.$iface")
${stick.find}	check
	if [ -n "$differs" ]; then
		if [ -n "$present" ] && [ "$present" != "$recorded" ]; then
			say err "an interface $iface is there already and is not ours: nothing was changed; rename it or choose another name"
			return 1
		fi
		uci -q delete "network.$iface"
		uci -q set "network.$iface=interface"
		options put
		check
		[ -z "$differs" ] || {
			give_up "uci did not take:$differs: nothing was changed"
			return 1
		}
	fi
	join_zone || {
		give_up "$iface could not be added to the zone wan: nothing was changed"
		return 1
	}
	# An interface that was there, just as wished, but by another hand, is not ours to take back.
	if [ -z "$present" ] || [ "$present" = "$recorded" ]; then
${stick.own}		record || {
			give_up "$folder cannot be written: nothing was changed"
			return 1
		}
	fi
	if ! uci -q commit network || ! uci -q commit firewall; then
		say err "the configuration could not be saved; the next boot tries again"
		return 1
	fi
${stick.commit}	if ${stick.ready}; then
		say notice "interface $iface ($proto) is set up"
	else
		say warning "interface $iface is set up, but ${stick.missing} is not installed; it stays down until: $install"
	fi
}

set_up
`;
}
