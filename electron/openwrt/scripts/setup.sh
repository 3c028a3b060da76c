#!/bin/sh
## Sourced by the generated file of parameters in /etc/uci-defaults, which OpenWrt sources at every boot until it returns 0, before the network
## starts, and then deletes; over ssh that is run by hand. It may run any number of times.
##
## - What it did not add it does not touch: an interface of that name that is not its own, and a router without the wished zone, make it give
##   up with a line in the log and stay for the next boot.
## - If the protocol's package is missing it says so and configures all the same: netifd keeps such an interface idle, and it comes up with
##   the package, without a second import.
## - Every value is read back before anything is saved, since uci drops what it does not like without a word.
## - What somebody has staged in UCI is neither read nor saved, and stays staged (functions.sh).
## - What else a bundle does stands in its features, a file of hooks each: NAME_prepare, before anything is looked at; NAME_find, before wish and
##   router are compared; NAME_stage, changes of other files than `network`; NAME_record, prints lines of the record; NAME_store, writes files of
##   the interface; NAME_finish, after everything is saved. NAME_left_out: an earlier bundle may have had it, and this one has not.
##
## The parameters: $iface, $proto, $release, $install (what installs the packages), $zone_name, $features (hooks run in that order), $module (a
## driver without which nothing comes up; empty: the protocol's handler), $second_suffix, and the functions options and second_options, which call "$1" with
## the name and the value of each option.
# Modem Bench: adds one network interface, and it to a firewall zone. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2154 # the parameters
folder='/etc/modem-bench'
keep='/lib/upgrade/keep.d/modem-bench'
undo='/etc/modem-bench/modem-bench-remove'
functions='/etc/modem-bench/functions'
release_file='/etc/openwrt_release'
handlers='/lib/netifd/proto'
modules='/lib/modules'
loaded='/sys/module'
name=$iface
meanwhile=
# shellcheck source=/dev/null
. "$functions"

## Those of this bundle, then what came with others, whose files are kept by an upgrade as well.
for file in "$folder"/features/*; do
	# shellcheck source=/dev/null
	[ ! -f "$file" ] || . "$file"
done

# Runs the hook "$1" of each feature that has it; returns 1 if one of them does.
hooks() {
	fine=0
	for feature in $features; do
		! command -v "${feature}_$1" >/dev/null || "${feature}_$1" || fine=1
	done
	return $fine
}

# Takes back what features did that an earlier bundle may have had, and this one has not.
leave_out() {
	for file in "$folder"/features/*; do
		feature=${file##*/}
		case " $features " in
		*" $feature "*) ;;
		*) ! command -v "${feature}_left_out" >/dev/null || "${feature}_left_out" ;;
		esac
	done
}

# What the record of an earlier bundle says of the word "$1", one line each.
recorded() {
	printf '%s\n' "$old_record" | sed -n "s/^$1 //p"
}

put() {
	ours set "network.$name.$1=$2"
}

compare() {
	[ "$(ours get "network.$name.$1")" = "$2" ] || differs="$differs $1"
}

# Calls "$call" with an option of the dongle's interfaces, as it is wished or, where only the router knows it, as it is.
as_it_is() {
	case "$1" in
	device) "$call" device "${device:-$2}" ;;
	disabled) [ -z "$disabled" ] || "$call" disabled "$disabled" ;;
	*) "$call" "$1" "$2" ;;
	esac
}

# Calls "$1" with the name and the value of every option of the interface.
wished() {
	call=$1
	options as_it_is
	! command -v asks_options >/dev/null || asks_options "$1"
}

wished_second() {
	call=$1
	second_options as_it_is
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

## Outside any zone the interface would be open to the operator's network, or cut off from the LAN: a router without that zone is left as it is.
# Adds "$1" to the zone, once, and to $joined what this bundle or an earlier one added.
join_zone() {
	if in_zone "$1"; then
		! recorded zone | grep -Fqx "$1 $zone_name" || joined="$joined $1"
		return 0
	fi
	enter_zone "$1"
	joined="$joined $1"
	in_zone "$1"
}

# Leaves the zones that an earlier bundle joined and this one does not name.
leave_old_zones() {
	recorded zone | {
		while read -r member old_zone; do
			[ "$old_zone" = "$zone_name" ] || leave_zones "$member" "$old_zone"
		done
	}
}

## A further interface of the same dongle, for the other IP version.
stage_second() {
	name=$second
	present=$(present_proto "$second")
	before=$(recorded second | sed -n "s/^$second //p")
	stage wished_second || return 1
	join_zone "$second"
	name=$iface
}

# Takes away the second interface of an earlier bundle where this one has none, or another.
drop_second() {
	recorded second | {
		while read -r gone gone_proto; do
			[ "$gone" != "$second" ] || continue
			[ "$(ours get "network.$gone.proto")" != "$gone_proto" ] || ours delete "network.$gone"
			leave_zones "$gone" "$zone_name"
		done
	}
}

# Says so if the router is of another series of OpenWrt: options differ from one to the next.
compare_release() {
	running=$(sed -n "s/^DISTRIB_RELEASE=//p" "$release_file" 2>/dev/null | tr -d "\"'")
	case "$running" in
	'' | "${release%.*}" | "${release%.*}"[.-]*) ;;
	*) say warning "this bundle was made for OpenWrt $release, and the router runs $running: if $iface does not come up, make one for that release" ;;
	esac
}

present_proto() {
	ours get "network.$1.proto" || ours get "network.$1"
}

# Whether what the interface needs to come up is on the router: $lacking tells what it is.
is_complete() {
	if [ -z "$module" ]; then
		lacking="the protocol $proto"
		[ -f "$handlers/$proto.sh" ]
		return
	fi
	lacking="the driver $module"
	[ ! -d "$loaded/$module" ] || return 0
	for found in "$modules"/*/"$module.ko"; do
		[ ! -f "$found" ] || return 0
	done
	return 1
}

give_up() {
	say err "$1"
	return 1
}

# What a firmware upgrade is to keep.
keep_files() {
	printf '%s\n' "$folder/" "$keep"
	for program in $(all_programs); do
		case "$program" in
		"$folder"/*) ;;
		*) [ ! -e "$program" ] && [ ! -h "$program" ] || printf '%s\n' "$program" ;;
		esac
	done
}

# What was added: the protocol, then one line for each further thing. It is what the undo goes by.
print_record() {
	printf '%s\n' "$proto"
	for member in $joined; do
		printf 'zone %s %s\n' "$member" "$zone_name"
	done
	[ -z "$second" ] || second_options print_second
	# Names that an earlier bundle let through, and that this one says nothing of.
	case " $features " in
	*' rebind '*) ;;
	*) recorded domain | sed 's/^/domain /' ;;
	esac
	# What an earlier bundle did to others that have the dongle, of which this one says nothing.
	case " $features " in
	*' take_over '*) ;;
	*) printf '%s\n' "$old_record" | grep -e '^was ' -e '^left ' ;;
	esac
	hooks record
}

print_second() {
	[ "$1" != proto ] || printf 'second %s %s\n' "$second" "$2"
}

record() {
	mkdir -p "$folder" || return 1
	new_record=$(print_record)
	printf '%s\n' "$new_record" >"$folder/$iface.added" || return 1
	stored=' '
	hooks store
	result=$?
	# What an earlier bundle stored for this interface and this one does not.
	for file in "$folder/$iface".*; do
		case "$file" in
		*.added | *.owners | *.pin-refused) continue ;;
		esac
		case "$stored" in
		*" ${file##*/} "*) ;;
		*) rm -f "$file" ;;
		esac
	done
	return $result
}

## A program of the interface that reads it meanwhile has the old one or the new one.
# Keeps what "$2", with the words behind it, prints as INTERFACE.$1 in the folder.
store() {
	stored="$stored$iface.$1 "
	stored_as=$folder/$iface.$1
	shift
	"$@" >"$stored_as.new" && mv "$stored_as.new" "$stored_as"
}

set_up() {
	device=
	disabled=1
	second=
	refusal=
	! command -v second_options >/dev/null || second=$iface$second_suffix
	hooks prepare
	take_copies || {
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
	hooks find
	[ -z "$refusal" ] || {
		give_up "$refusal"
		return 1
	}
	stage wished || return 1
	joined=
	join_zone "$iface" || {
		give_up "$iface could not be added to the zone $zone_name: nothing was changed"
		return 1
	}
	# An interface that was there, just as wished, but by another hand, is not ours to take back, and nothing else is done for it.
	is_ours=
	[ -n "$present" ] && [ "$present" != "$old_proto" ] || is_ours=yes
	if [ -n "$is_ours" ]; then
		if [ -n "$second" ]; then
			stage_second || return 1
		fi
		hooks stage
		leave_out
		record || {
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
	if [ -n "$is_ours" ]; then
		finish
	fi
	if is_complete; then
		say notice "interface $iface ($proto) is set up"
	else
		say warning "interface $iface is set up, but $lacking is not installed; it stays down until: $install"
	fi
}

# After everything is saved.
finish() {
	[ ! -f "$undo" ] || (
		set -- --tidy
		# shellcheck source=/dev/null
		. "$undo"
	)
	hooks finish
	[ ! -d "${keep%/*}" ] || keep_files >"$keep"
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
