#!/bin/sh
## `sh /etc/modem-bench/at INTERFACE WORD` gives the dongle the commands of that word, which stand in INTERFACE.at, one `WORD COMMAND` per
## line. `appeared` is the settings. Nothing is sent while the interface is up. Setup, hotplug and watchdog may all come at once, and two on one
## port would read each other's answers: one at a time, and the newest is heard. The log shows commands up to their `=`. They are sent by chat: a
## tty in the shell's own hands would echo what the modem says back to it, and a stock busybox has no stty.
# Modem Bench: gives a dongle the AT commands that its bundle brought. Undo: sh /etc/modem-bench/modem-bench-remove
# Usage: sh /etc/modem-bench/at INTERFACE appeared|attach|reset [NODE]; with NODE, only if that is the dongle's port.
folder='/etc/modem-bench'
run='/var/run'
## Seconds for one answer.
answer_within=10
## Tries of a setting with a modem that has just appeared and may still start.
setting_tries=3
## Seconds for which the settings hold up who called. One after the other is procd's way with hotplug events (procd, plug/hotplug.c,
## queue_next), for all devices: a modem that answers is done by then, before netifd hears of its port, and a silent one is left behind.
held_up=10
## Seconds until who is at it must have ended: the longest wait for one answer, and some.
longest_turn=15

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

# Sets $node to the dongle's node for $number.
find_node() {
	for found in "$place"/*/usbmisc/cdc-wdm* "$place"/*/tty/ttyACM* "$place"/*/ttyUSB*; do
		[ -e "$found" ] || continue
		node=${found##*/}
		if [ "$number" = cdc-wdm ]; then
			[ "${node#cdc-wdm}" = "$node" ] || return 0
			continue
		fi
		found=${found#"$place"/}
		[ "$(cat "$place/${found%%/*}/bInterfaceNumber" 2>/dev/null)" != "$number" ] || return 0
	done
	return 1
}

is_up() {
	[ "$(ifstatus "$iface" 2>/dev/null | jsonfilter -e '@.up' 2>/dev/null)" = true ]
}

# Waits until nobody else speaks to the modem. An older one ends after the command that it is at; returns 1 if a newer one came.
begin() {
	mine=$(($(cat "$turn" 2>/dev/null) + 1))
	printf '%s\n' "$mine" >"$turn"
	patience=$longest_turn
	until mkdir "$busy" 2>/dev/null || [ $patience -eq 0 ]; do
		patience=$((patience - 1))
		sleep 1
		is_newest || return 1
	done
}

end() {
	rmdir "$busy" 2>/dev/null
}

is_newest() {
	[ "$(cat "$turn" 2>/dev/null)" = "$mine" ]
}

# Sends "$1" at most "$2" times, until there is an answer. Returns 0 after OK, 1 after an error, 2 without an answer.
send() {
	tries=$2
	command=$(printf '%s' "$1" | sed 's/[\\^]/\\&/g')
	while :; do
		chat -t "$answer_within" ABORT '\nERROR' ABORT '\n+CME ERROR' ABORT '\n+CMS ERROR' ABORT '\nCOMMAND NOT SUPPORT' '' "$command" '\nOK' <>"$port" >&0 2>/dev/null
		case $? in
		0) answer=0 ;;
		[4-7]) answer=1 ;;
		*) answer=2 ;;
		esac
		tries=$((tries - 1))
		if [ $answer -ne 2 ] || [ $tries -le 0 ] || ! is_newest; then
			break
		fi
	done
	case $answer in
	0) say notice "$iface: ${1%%=*}: OK" ;;
	2) say err "$iface: ${1%%=*}: no answer from $port" ;;
	*) say err "$iface: ${1%%=*}: refused by the modem" ;;
	esac
	return "$answer"
}

# Sends the commands of the word "$1". Returns 1 if one was not answered with OK.
send_all() {
	sed -n "s/^$1 //p" "$folder/$iface.at" | {
		failed=0
		while is_newest && read -r command_line; do
			send "$command_line" $setting_tries </dev/null || failed=1
		done
		is_newest || failed=1
		return $failed
	}
}

# The settings, once nobody else speaks to the modem.
appear() {
	begin || return 0
	send_all attach
	end
}

iface=$1
wanted=$3
turn=$run/modem-bench.$iface.turn
busy=$run/modem-bench.$iface.busy
[ -f "$folder/$iface.at" ] || exit 1
place=$(cat "$run/modem-bench.$iface.place" 2>/dev/null)
number=$(sed -n 's/^port //p' "$folder/$iface.at")
if [ -z "$place" ] || ! find_node; then
	exit 1
fi
port=/dev/$node
[ -z "$wanted" ] || [ "$node" = "$wanted" ] || exit 0
command -v chat >/dev/null || {
	say err "$iface: chat is not installed: the modem goes without its AT commands"
	exit 1
}
case "$2" in
appeared)
	grep -q '^attach ' "$folder/$iface.at" || exit 0
	if is_up; then
		say notice "interface $iface is up already: its modem is left as it is"
		exit 0
	fi
	# Without the caller's files: ssh would wait for whoever holds them.
	appear </dev/null >/dev/null 2>&1 &
	settings=$!
	held=0
	while [ $held -lt $held_up ] && kill -0 "$settings" 2>/dev/null; do
		held=$((held + 1))
		sleep 1
	done
	;;
*)
	begin || exit 1
	send_all "$2"
	result=$?
	end
	exit $result
	;;
esac
