#!/bin/sh
## What is wished of others that have the dongle (owners.sh): `disable` switches them off; `replace` takes interfaces out, keeps them whole in
## INTERFACE.owners, and comes in their place in the firewall, unless another zone than the usual one is wished; the rest is switched off. In the
## record: `was PATH VALUE`, an option as it was, and `left INTERFACE ZONE`. A bundle that says nothing of it leaves it so, and so does its record.
# Modem Bench: others that have the dongle are switched off or taken out. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2030,SC2031,SC2034,SC2154 # zone_name in a subshell; read by the setup; set by the parameters and the setup
folder='/etc/modem-bench'
nl='
'

# The interface "$2" in the file "$1", as uci prints it.
taken_section() {
	ours export "$1" | awk -v head="config interface '$2'" '/^config /{ on = $0 == head } on'
}

## What somebody has changed since then is left, and so is what is gone. In a setup the interface's own name is in use.
# Gives back what was taken for the interface $name, but the section "$1".
give_back() {
	recorded was | while read -r path value; do
		case "$path" in
		network.*) off=1 ;;
		*) off=0 ;;
		esac
		[ "$(ours get "$path")" = $off ] || continue
		if [ -n "$value" ]; then
			ours set "$path=$value"
		else
			ours delete "$path"
		fi
	done
	[ -f "$folder/$name.owners" ] || return 0
	cp "$folder/$name.owners" "$copies/kept"
	for each in $(ours export kept | sed -n "s/^config interface '\([A-Za-z0-9_]*\)'$/\1/p"); do
		if [ "$each" = "$1" ] || ours get "network.$each" >/dev/null; then
			continue
		fi
		printf '\n%s\n' "$(taken_section kept "$each")" >>"$copies/network"
		recorded left | while read -r member zone_name; do
			[ "$member" != "$each" ] || ! find_zone || in_zone "$member" || enter_zone "$member"
		done
	done
}

# Adds the line "$1" to the record.
note() {
	noted="$noted$1$nl"
}

# Switches the option "$1" to "$2".
switch_off() {
	note "was $1 $(ours get "$1" | head -n 1)"
	ours set "$1=$2"
}

# Adds the sections "$1" to those that are kept.
keep_section() {
	[ -z "$1" ] || kept="$kept$1$nl$nl"
}

# The interface "$1" was in the zone "$2".
inherit() {
	note "left $1 $2"
	[ "$zone_name" = wan ] || return 0
	zone_name=$2
	find_zone
}

# Takes the interface $each out, and out of its zones; returns 1 where it cannot be kept whole.
take_out() {
	text=$(taken_section network "$each")
	printf '%s\n' "$text" >"$copies/kept"
	[ -n "$text" ] && [ "$(taken_section kept "$each")" = "$text" ] || return 1
	keep_section "$text"
	ours delete "network.$each"
	at=0
	while ours get "firewall.@zone[$at]" >/dev/null; do
		case " $(ours get "firewall.@zone[$at].network") " in
		*" $each "*)
			their=$(ours get "firewall.@zone[$at].name")
			leave_zones "$each" "$their"
			inherit "$each" "$their"
			;;
		esac
		at=$((at + 1))
	done
	say notice "the interface $each, which is for the same dongle as $iface or may be, is taken out"
}

## What another bundle made is taken back by its own record.
take_interface() {
	if [ "$owners" = replace ] && [ ! -f "$folder/$each.added" ] && take_out; then
		return
	fi
	switch_off "network.$each.disabled" 1
	say notice "the interface $each, which is for the same dongle as $iface or may be, is switched off"
}

# Switches off what "$@" says, of a program that dials.
take_program() {
	for each; do
		switch_off "$each" 0
		say notice "$each, for the same dongle as $iface or what may be it, is switched off"
	done
}

take_over_find() {
	hands_off=
	noted=
	kept=
	each=$iface
	if [ -z "$present" ] || [ "$present" = "$old_proto" ]; then
		give_back "$iface"
		# What of this very name was taken out stays so.
		[ ! -f "$folder/$iface.owners" ] || keep_section "$(taken_section kept "$iface")"
		recorded left >"$copies/left"
		while read -r member zone_of; do
			[ "$member" != "$iface" ] || inherit "$member" "$zone_of"
		done <"$copies/left"
	elif [ "$owners" = replace ] && [ -z "$old_record" ] && is_owner && take_out; then
		present=
	else
		## Another hand's: the setup gives up, or finds it just as wished, and nothing else is done for it.
		hands_off=yes
	fi
}

take_over_record() {
	printf '%s' "$noted" | grep .
}

take_over_store() {
	if [ -n "$kept" ]; then
		printf '%s' "$kept" >"$folder/$iface.owners"
	else
		rm -f "$folder/$iface.owners"
	fi
}

take_over_take_back() {
	give_back ''
}
