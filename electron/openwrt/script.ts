import type { Release } from '../../modem-db/openwrt/index.ts';
import { askedOptions } from './parts/asks.ts';
import { sourceFunctions } from './parts/copies.ts';
import { allPrograms, type Part } from './parts/index.ts';
import { lines } from './parts/part.ts';
import { routerPaths } from './router-paths.ts';
import { quote } from './uci.ts';
import type { InterfacePlan } from './writers/writer.ts';

export interface SetupInput {
  readonly interfaceName: string;
  readonly plan: InterfacePlan;
  readonly parts: readonly Part[];
  readonly release: Release;
  /** One line for the log if the protocol is not installed. */
  readonly installCommand: string;
}

/**
 * The script that adds the interface: POSIX sh for busybox. OpenWrt sources it at every boot until it returns 0, before the
 * network starts, and then deletes it; over ssh it is run by hand. It may run any number of times.
 *
 * - What it did not add it does not touch: an interface of that name that is not its own, and a router without the wished zone,
 *   make it give up with a line in the log and stay for the next boot.
 * - If the protocol's package is missing it says so and configures all the same: netifd keeps such an interface idle, and it
 *   comes up with the package, without a second import.
 * - Every value stands in single quotes and is read back before anything is saved, since uci drops what it does not like
 *   without a word.
 * - What somebody has staged in UCI is neither read nor saved, and stays staged (`scripts/functions.sh`).
 * - What else a bundle does stands in `parts/`, each with its own lines here.
 *
 * Throws WISH_INVALID for a value that no quoting brings through (control characters).
 */
export function setupScript({ interfaceName, plan, parts, release, installCommand }: SetupInput): string {
  const { variables, functions, ready, missing } = completeness(plan);
  const pieces = (piece: Exclude<keyof Part, 'name' | 'files' | 'packages'>) => parts.map((part) => part[piece] ?? '').join('');
  return `#!/bin/sh
# Modem Bench: adds one network interface, and it to a firewall zone. Made for OpenWrt ${release.version}.
# Undo: sh ${routerPaths.remove}
iface=${quote(interfaceName)}
name=$iface
proto=${quote(plan.proto)}
folder=${quote(routerPaths.folder)}
keep=${quote(routerPaths.keep)}
undo=${quote(routerPaths.remove)}
programs=${quote(allPrograms.join(' '))}
install=${quote(installCommand)}
release=${quote(release.version)}
release_file=${quote(routerPaths.release)}
${variables}${pieces('variables')}${sourceFunctions}
# Calls "$1" with the name and the value of every option.
# shellcheck disable=SC2016 # nothing in a value is to be expanded
options() {
${optionLines(plan)}}

# What the record of an earlier bundle says of the word "$1", one line each.
recorded() {
	printf '%s\\n' "$old_record" | sed -n "s/^$1 //p"
}

put() {
	ours set "network.$name.$1=$2"
}

compare() {
	[ "$(ours get "network.$name.$1")" = "$2" ] || differs="$differs $1"
}

# Sets $differs to the names of the options, as "$1" lists them, that are not as wished.
check() {
	differs=
	[ "$(ours get "network.$name")" = interface ] || differs=' interface'
	"$1" compare
}

# Puts the interface $name into the copy with the options that "$1" lists. $present is its protocol, $before what an earlier bundle gave it.
stage() {
	check "$1"
	[ -n "$differs" ] || return 0
	if [ -n "$present" ] && [ "$present" != "$before" ]; then
		say err "an interface $name is there already and is not ours: nothing was changed; rename it or choose another name"
		return 1
	fi
	ours delete "network.$name"
	ours set "network.$name=interface"
	"$1" put
	check "$1"
	[ -z "$differs" ] || give_up "uci did not take:$differs: nothing was changed"
}

# Says so if the router is of another series of OpenWrt: options differ from one to the next.
compare_release() {
	running=$(sed -n "s/^DISTRIB_RELEASE=//p" "$release_file" 2>/dev/null | tr -d "\\"'")
	case "$running" in
	'' | "\${release%.*}" | "\${release%.*}"[.-]*) ;;
	*) say warning "this bundle was made for OpenWrt $release, and the router runs $running: if $iface does not come up, make one for that release" ;;
	esac
}

# Whether the interface "$1" would command the same dongle. One for IPv6 beside it would not.
is_rival() {
	for harmless in "$iface" $second; do
		[ "$1" != "$harmless" ] || return 1
	done
	[ "$(ours get "network.$1.proto")" != dhcpv6 ] || return 1
	[ "$(ours get "network.$1.disabled")" != 1 ] || return 1
	${rivalTest(plan)}
}

find_rivals() {
	for other in $(ours export network | sed -n "s/^config interface '\\([A-Za-z0-9_]*\\)'$/\\1/p"); do
		! is_rival "$other" ||
			say warning "the interface $other is for the same dongle as $iface, which only one of them can have: remove or disable the other"
	done
}

present_proto() {
	ours get "network.$1.proto" || ours get "network.$1"
}

${pieces('functions')}${functions}give_up() {
	say err "$1"
	return 1
}

# What a firmware upgrade is to keep.
keep_files() {
	printf '%s\\n' "$folder/" "$keep"
	for program in $programs; do
		case "$program" in
		"$folder"/*) ;;
		*) [ ! -e "$program" ] && [ ! -h "$program" ] || printf '%s\\n' "$program" ;;
		esac
	done
}

# What was added: the protocol, then one line for each further thing. It is what the undo goes by.
print_record() {
	printf '%s\\n' "$proto"
${pieces('record')}}

record() {
	mkdir -p "$folder" || return 1
	new_record=$(print_record)
	printf '%s\\n' "$new_record" >"$folder/$iface.added" || return 1
	# What an earlier bundle stored for this interface and this one does not.
	for file in "$folder/$iface".*; do
		case "$file" in
		*.added) ;;
		*) rm -f "$file" ;;
		esac
	done
${pieces('store')}}

set_up() {
	zone=
	second=
${pieces('prepare')}	take_copies || {
		say err "the configuration cannot be copied: nothing was changed"
		return 1
	}
	old_record=$(cat "$folder/$iface.added" 2>/dev/null)
	old_proto=$(printf '%s' "$old_record" | head -n 1)
	before=$old_proto
	find_zone || {
		say err "no firewall zone has the name $zone_name: nothing was changed"
		return 1
	}
	compare_release
	present=$(present_proto "$iface")
${pieces('find')}	stage options || return 1
	joined=
	join_zone "$iface" || {
		give_up "$iface could not be added to the zone $zone_name: nothing was changed"
		return 1
	}
	# An interface that was there, just as wished, but by another hand, is not ours to take back, and nothing else is done for it.
	ours=
	[ -n "$present" ] && [ "$present" != "$old_proto" ] || ours=yes
	if [ -n "$ours" ]; then
${plan.second ? secondStage : ''}${pieces('stage')}		record || {
			give_up "$folder cannot be written: nothing was changed"
			return 1
		}
		drop_second
		leave_old_zones
	fi
	save_copies || {
		[ -n "$meanwhile" ] || say err "the configuration could not be saved; the next boot tries again"
		return 1
	}
	if [ -n "$ours" ]; then
		finish
	fi
	find_rivals
	if ${ready}; then
		say notice "interface $iface ($proto) is set up"
	else
		say warning "interface $iface is set up, but ${missing} is not installed; it stays down until: $install"
	fi
}

# After everything is saved.
finish() {
	[ ! -f "$undo" ] || (
		set -- --tidy
		# shellcheck source=/dev/null
		. "$undo"
	)
${pieces('finish')}	[ ! -d "\${keep%/*}" ] || keep_files >"$keep"
}

# Once more where somebody else saved something meanwhile.
set_up_anew() {
	[ -n "$meanwhile" ] || return 1
	set_up && return 0
	[ -z "$meanwhile" ] || say err "somebody else is changing the configuration: it was left as it is; the next boot tries again"
	return 1
}

set_up || set_up_anew
result=$?
drop_copies
[ $result -eq 0 ]
`;
}

const secondStage = `		name=$second
		present=$(present_proto "$second")
		before=$(recorded second | sed -n "s/^$second //p")
		stage second_options || return 1
		join_zone "$second"
		name=$iface
`;

/** Whether the interface "$1" has the dongle: where the router finds it by its ids, they are in the folder; else by the node. */
function rivalTest({ find, stick }: InterfacePlan): string {
  const ending = find?.what === 'sysfs-path' ? 'path' : find || stick ? 'usb' : null;
  if (ending === null) return '[ "$(ours get "network.$1.device")" = "$(ours get "network.$iface.device")" ]';
  return `[ -f "$folder/$1.${ending}" ] && [ "$(cat "$folder/$1.${ending}")" = "$(cat "$folder/$iface.${ending}" 2>/dev/null)" ]`;
}

/** What has to be on the router for the interface to come up: the protocol's handler, or the network card's driver. */
function completeness({ stick }: InterfacePlan) {
  if (!stick)
    return {
      variables: lines([`handlers=${quote(routerPaths.handlers)}`]),
      functions: '',
      ready: '[ -f "$handlers/$proto.sh" ]',
      missing: 'the protocol $proto',
    };
  return {
    variables: lines([`modules=${quote(routerPaths.modules)}`, `loaded=${quote(routerPaths.loaded)}`, `module=${quote(stick.module)}`]),
    functions: hasDriver,
    ready: 'has_driver',
    missing: 'the driver $module',
  };
}

const hasDriver = `has_driver() {
	[ ! -d "$loaded/$module" ] || return 0
	for found in "$modules"/*/"$module.ko"; do
		[ ! -f "$found" ] || return 0
	done
	return 1
}

`;

function optionLines({ options, asks = [], find, stick }: InterfacePlan): string {
  const finds = find !== undefined || stick !== undefined;
  const written = options.map(([name, text]) => {
    if (finds && name === 'device') return '\t"$1" device "$device"';
    // What became of it since the secrets were typed.
    if (asks.length > 0 && name === 'disabled') return '\t[ -z "$disabled" ] || "$1" disabled "$disabled"';
    return `\t"$1" ${name} ${quote(text, name)}`;
  });
  return lines([...written, ...askedOptions(asks)]);
}
