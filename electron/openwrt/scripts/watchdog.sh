#!/bin/sh
## One process per interface, under procd. It never touches an interface that somebody took down, disabled or took out of the start
## (netifd's `autostart` is false then), nor one with a PIN that has not been up since the router started: each attempt with a wrong PIN
## costs a try, and a PIN that has once worked is right. A handler that gives up makes `autostart` false as well (netifd,
## proto_shell_block_restart): its error, which netifd keeps until the next attempt, tells that from a person's hand. Pauses double from
## one attempt to the next, up to an hour; an answer ends them at once. It never gives up: nobody may be there to start it again.
# Modem Bench: watches over the connection of an interface. Undo: sh /etc/modem-bench/modem-bench-remove
# Usage: sh /etc/modem-bench/watchdog INTERFACE
folder='/etc/modem-bench'
at='/etc/modem-bench/at'
reset='/etc/modem-bench/reset'
run='/var/run'
## Longest pause between two attempts, in seconds.
longest_pause=3600
## New connections before the modem itself is reset.
rounds_before_reset=2
## Resets of the modem in one outage: what so many have not mended, one more will not, and new connections go on. Kinds take turns, since
## a modem may take its command and stay as it is, and another goes on over a USB device that came anew.
most_resets=6
## Seconds between two resets, also where it answered for a moment in between.
reset_pause=300

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

setting() {
	sed -n "s/^$1 //p" "$folder/$iface.watchdog"
}

state() {
	ifstatus "$iface" 2>/dev/null | jsonfilter -e "@.$1" 2>/dev/null
}

## Errors after which a handler has netifd not try again, though the next attempt may well succeed (OpenWrt v21.02 to v25.12, qmi.sh,
## before proto_block_restart). Not those of a PIN, a PUK or a login.
gave_up() {
	for error in $(state 'errors[*].code'); do
		case "$error" in
		NETWORK_REGISTRATION_FAILED | PLMN_FAILED | SIM_NOT_INITIALIZED | SIM_ILLEGAL_STATE) return 0 ;;
		esac
	done
	return 1
}

## A SIM that wants its code, or has refused one, is nobody's to try again but the owner's.
sim_is_locked() {
	state 'errors[*].code' | grep -Eq '^(PIN|PUK|SIM_LOCKED)'
}

sim_is_missing() {
	state 'errors[*].code' | grep -Eq '^SIM_(MISSING|NOT_INITIALIZED|ILLEGAL_STATE)$'
}

may_act() {
	! sim_is_locked || return 1
	[ "$(state autostart)" = true ] || gave_up || return 1
	[ -n "$was_up" ] || [ -z "$(uci -q get "network.$iface.pincode")" ]
}

answers() {
	[ "$(state up)" = true ] || return 1
	device=$(state l3_device)
	[ -n "$device" ] || return 1
	was_up=yes
	for address in $(setting address); do
		! ping -c 1 -W 5 -I "$device" "$address" >/dev/null 2>&1 || return 0
	done
	return 1
}

# Whoever stops this program meanwhile brings the interface up by this mark: it would stay down for good.
take_down() {
	: >"$run/modem-bench.$iface.down"
	ifdown "$iface"
}

bring_up() {
	ifup "$iface"
	rm -f "$run/modem-bench.$iface.down"
}

connect_anew() {
	say warning "$iface: no answer: the interface is taken down and up (attempt $rounds)"
	take_down
	sleep 5
	[ ! -f "$folder/$iface.at" ] || sh "$at" "$iface" appeared
	bring_up
}

may_reset() {
	! sim_is_missing && [ "$(setting resets)" = 1 ] && [ $rounds -gt $rounds_before_reset ] && [ $resets -lt $most_resets ] && [ $since_reset -ge $reset_pause ]
}

reset_modem() {
	say warning "$iface: no answer: the modem is reset (attempt $rounds)"
	take_down
	# The dialler has the port until it has ended.
	[ ! -f "$folder/$iface.dial" ] || sleep 6
	if [ $((resets % 2)) -eq 0 ]; then
		sh "$reset" "$iface"
	else
		sh "$reset" "$iface" usb
	fi
	resets=$((resets + 1))
	since_reset=0
	sleep 30
	bring_up
}

calm() {
	misses=0
	rounds=0
	resets=0
	pause=0
}

iface=$1
[ -f "$folder/$iface.watchdog" ] || exit 0
every=$(setting every)
failures=$(setting failures)
was_up=
since_reset=$reset_pause
calm
while sleep "$every"; do
	since_reset=$((since_reset + every))
	# Taken back, or replaced by a bundle without a watchdog, while this one is still there for another interface.
	[ -f "$folder/$iface.watchdog" ] || continue
	if answers; then
		[ $rounds -eq 0 ] || say notice "$iface: the connection is back"
		calm
		continue
	fi
	if ! may_act; then
		calm
		continue
	fi
	misses=$((misses + 1))
	if [ $misses -lt "$failures" ] || [ $((misses * every)) -lt $pause ]; then
		continue
	fi
	misses=0
	rounds=$((rounds + 1))
	[ $pause -gt 0 ] || pause=$((every * failures))
	pause=$((pause * 2))
	[ $pause -le $longest_pause ] || pause=$longest_pause
	if may_reset; then
		reset_modem
	else
		connect_anew
	fi
done
