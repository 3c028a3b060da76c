#!/bin/sh
## The interface in mwan3: a section for it and for the zone's other way to the internet, a member of each, and a policy that goes by the other way as
## long as that is up. What another hand has made of these names stays, as does every rule: which traffic the policy is for is the owner's to say.
## What is added stands in the record; interfaces keep what somebody changes in them. An option that is left out has mwan3's own default
## (mwan3track of 2.10.13 to 2.12.0: one ping each 10 s, down and up after five). Names have at most 15 characters (mwan3.sh).
# Modem Bench: interface, members and policy of mwan3. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2154 # the parameters and what the setup sets
folder='/etc/modem-bench'

multiwan_stage() {
	multiwan=
	ours export mwan3 >/dev/null || {
		say warning "mwan3 is not installed, and was not set up for $iface: $install; then import the bundle again"
		return 0
	}
	find_way
	multiwan_members=
	for uplink in $way $iface; do
		add_section "$uplink" interface
		[ -z "$multiwan_new" ] || watch_uplink "$uplink"
	done
	if [ -n "$way" ]; then
		add_member "mb1_$iface" "$way" 1
	else
		say warning "the zone $zone_name has no other way to the internet: the policy mb_$iface of mwan3 goes by $iface alone"
	fi
	add_member "mb2_$iface" "$iface" 2
	add_policy
	for section in $(recorded mwan3); do
		case " $multiwan " in
		*" $section "*) ;;
		*) drop_section "$section" ;;
		esac
	done
}

## By what netifd is to do, as the network may not be up yet.
# Sets $way to the interface of the zone, other than the dongle's, with the default route of the lowest metric; empty: there is none.
find_way() {
	way=
	for uplink in $(ours get "$zone.network"); do
		case " $iface $second " in
		*" $uplink "*) continue ;;
		esac
		case "$(ours get "network.$uplink.proto")" in
		'' | none | dhcpv6 | 6* | 464xlat) continue ;;
		static) ours get "network.$uplink.gateway" >/dev/null || continue ;;
		esac
		[ "$(ours get "network.$uplink.disabled")" != 1 ] || continue
		[ "$(ours get "network.$uplink.defaultroute")" != 0 ] || continue
		value=$(ours get "network.$uplink.metric")
		case "$value" in
		'' | *[!0-9]*) value=0 ;;
		esac
		if [ -z "$way" ] || [ "$value" -lt "$least" ]; then
			way=$uplink
			least=$value
		fi
	done
}

# Adds the section "$1" of the type "$2"; returns 1 if another hand has it. $multiwan_new: it was not there.
add_section() {
	multiwan_new=
	if ! ours get "mwan3.$1" >/dev/null; then
		ours set "mwan3.$1=$2"
		multiwan_new=yes
	elif ! grep -Fqxs "mwan3 $1" "$folder"/*.added; then
		return 1
	fi
	multiwan="$multiwan $1"
}

# What tells that the interface "$1" is up: one of two operators answers.
watch_uplink() {
	ours set "mwan3.$1.enabled=1"
	ours set "mwan3.$1.family=ipv4"
	ours add_list "mwan3.$1.track_ip=1.1.1.1"
	ours add_list "mwan3.$1.track_ip=8.8.8.8"
	ours set "mwan3.$1.reliability=1"
}

# The member "$1": the interface "$2" with the metric "$3".
add_member() {
	add_section "$1" member || return 0
	ours set "mwan3.$1.interface=$2"
	ours set "mwan3.$1.metric=$3"
	multiwan_members="$multiwan_members $1"
}

## Where both are down, by the routes that there are: an operator may let no ping through.
add_policy() {
	add_section "mb_$iface" policy || return 0
	[ -z "$multiwan_new" ] || ours set "mwan3.mb_$iface.last_resort=default"
	for member in $multiwan_members; do
		case " $(ours get "mwan3.mb_$iface.use_member") " in
		*" $member "*) ;;
		*) ours add_list "mwan3.mb_$iface.use_member=$member" ;;
		esac
	done
}

multiwan_record() {
	for section in $multiwan; do
		printf 'mwan3 %s\n' "$section"
	done
}

multiwan_finish() {
	[ -n "$multiwan" ] || return 0
	ours export mwan3 | grep -Fq "option use_policy 'mb_$iface'" ||
		say notice "no rule of mwan3 has the policy mb_$iface yet, and nothing goes by it: for rule in https default_rule_v4; do uci set mwan3.\$rule.use_policy=mb_$iface; done; uci commit mwan3; mwan3 restart"
}

# Takes the section "$1" back, unless another bundle has it too.
drop_section() {
	grep -lFxs "mwan3 $1" "$folder"/*.added | grep -Fqvx "$folder/$name.added" || ours delete "mwan3.$1"
}

multiwan_take_back() {
	[ -n "$(recorded mwan3)" ] || return 0
	for section in $(recorded mwan3); do
		drop_section "$section"
	done
	! ours export mwan3 | grep -Fq "option use_policy 'mb_$name'" ||
		say warning "rules of mwan3 still have the policy mb_$name, which is gone: give them another one"
}

multiwan_left_out() {
	multiwan_take_back
}
