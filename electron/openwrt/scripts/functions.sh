#!/bin/sh
## Sourced by setup and undo, which both need it: of the first-boot script for an image each byte counts.
# Modem Bench: what its setup and its undo have in common. Undo: sh /etc/modem-bench/modem-bench-remove
## How setup and undo change the configuration: in copies of the files, in memory, so that what somebody has staged (`uci set` without
## a `uci commit`) is neither read nor saved along, and nothing is half done before all of it is. uci would have it otherwise: a commit
## saves whatever is staged for the file, and with another folder for what is staged (`-t`) it still reads the usual one (libuci.c,
## uci_alloc_context). A file that is named by its path has nothing staged; `-c` lets uci put its temporary file beside it, since it
## cannot rename from one file system to another. No folder's name may have a dot: the path ends at the first one.
folder='/etc/modem-bench'
config='/etc/config'
staged='/tmp/.uci'
copies='/var/run/modem-bench-copies'
configs='network firewall dhcp fstab mwan3 qmodem modem'

say() {
	logger -s -t modem-bench -p "daemon.$1" "$2"
}

# Copies the files that may be changed.
take_copies() {
	# shellcheck disable=SC2034
	meanwhile=
	drop_copies
	(
		umask 077
		mkdir -p "$copies/before" || exit 1
		for file in $configs; do
			[ -f "$config/$file" ] || continue
			{ cp "$config/$file" "$copies/before/$file" && cp "$copies/before/$file" "$copies/$file"; } || exit 1
		done
	)
}

# uci "$1" with the copy of what "$2" names.
ours() {
	uci -q -c "$copies" "$1" "$copies/$2"
}

drop_copies() {
	rm -rf "$copies"
}

# Saves what has changed in the copies.
save_copies() {
	for file in $configs; do
		[ "$(cat "$config/$file" 2>/dev/null)" = "$(cat "$copies/before/$file" 2>/dev/null)" ] || {
			# shellcheck disable=SC2034 # read by who sources this
			meanwhile=yes
			return 1
		}
	done
	for file in $configs; do
		[ "$(ours export "$file")" != "$(ours export "before/$file")" ] || continue
		uci -q -f "$copies/$file" import "$file" || return 1
		[ ! -s "$staged/$file" ] || keep_staged "$file"
	done
}

## Sections without a name are staged for by a name that tells their place in the file (`cfg04c8b4`: the fourth; uci list.c,
## uci_fixup_section), and uci drops without a word what is staged for one that is no longer there. What was staged follows.
# Keeps what is staged for the file "$1" with the sections that it is meant for, and says which of them have changed.
keep_staged() {
	uci -q -X -c "$copies" show "$copies/before/$1" >"$copies/was"
	uci -q -X -c "$copies" show "$copies/$1" >"$copies/is"
	: >"$copies/touched"
	awk -v touched="$copies/touched" '
		function name(line) {
			line = substr(line, index(line, ".") + 1)
			sub(/[.=].*/, "", line)
			return line
		}
		{ here = name($0); at = index($0, "."); rest = substr($0, at + 1 + length(here)) }
		FILENAME == ARGV[1] { if (!(here in was) && here ~ /^cfg/) old[++olds] = here; was[here] = was[here] rest "\n"; next }
		FILENAME == ARGV[2] { if (!(here in is) && here ~ /^cfg/) now[old[++news]] = here; is[here] = is[here] rest "\n"; next }
		{
			to = (here in now) ? now[here] : here
			if (was[here] != is[to] && !told[to]++) print to >touched
			print substr($0, 1, at) to rest
		}
	' "$copies/was" "$copies/is" "$staged/$1" >"$copies/staged" && cat "$copies/staged" >"$staged/$1"
	while read -r section; do
		say warning "$1.$section has changes that somebody has staged: they stay staged, see: uci changes $1; once saved they come on top"
	done <"$copies/touched"
}

## fw3 and fw4 split both at blanks; an element is never added to a string by add_list, which would make one broken element of the old words.
# Prints 'option' or 'list': how the networks of the zone number "$1" are written.
zone_form() {
	ours export firewall | awk -v wanted="$1" '
		$1 == "config" { here = ($2 == "zone" && seen++ == wanted) }
		here && $2 == "network" && ($1 == "option" || $1 == "list") { print $1; exit }'
}

# Sets $zone and $zone_number to the firewall zone with the name $zone_name.
# shellcheck disable=SC2154 # set by who sources this
find_zone() {
	zone=
	zone_number=0
	while ours get "firewall.@zone[$zone_number]" >/dev/null; do
		if [ "$(ours get "firewall.@zone[$zone_number].name")" = "$zone_name" ]; then
			zone="firewall.@zone[$zone_number]"
			return 0
		fi
		zone_number=$((zone_number + 1))
	done
	return 1
}

in_zone() {
	case " $(ours get "$zone.network") " in
	*" $1 "*) return 0 ;;
	esac
	return 1
}

# Adds "$1" to the zone $zone.
enter_zone() {
	case "$(zone_form "$zone_number")" in
	option) ours set "$zone.network=$(ours get "$zone.network") $1" ;;
	*) ours add_list "$zone.network=$1" ;;
	esac
}

# Takes the interface "$1" out of the zones with the name "$2"; the form of their networks, option or list, stays.
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
		[ "$word" = "$1" ] || rest="$rest${rest:+ }$word"
	done
	if [ -n "$rest" ]; then
		ours set "firewall.@zone[$number].network=$rest"
	else
		ours delete "firewall.@zone[$number].network"
	fi
}

# Prints every program that a feature on the router has, and what belongs to it.
all_programs() {
	for file in "$folder"/features/*; do
		[ ! -f "$file" ] || eval "printf '%s\n' \$${file##*/}_programs"
	done
}
