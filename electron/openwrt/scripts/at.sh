#!/bin/sh
## `sh /etc/modem-bench/at INTERFACE WORD` gives the dongle the commands of that word, which stand in INTERFACE.at, one `WORD COMMAND` per
## line. `appeared` is the settings, and then the session, behind the caller's back. Nothing is sent while the interface is up. Setup,
## hotplug, watchdog and undo may all come at once, and two on one port would read each other's answers: one at a time, and the newest is
## heard. Commands can hold a password: the log shows them up to their `=`. They are sent by comgt's gcom: a tty in the shell's own hands
## would echo what the modem says back to it, and a stock busybox has no stty.
# Modem Bench: gives a dongle the AT commands that its bundle brought. Undo: sh /etc/modem-bench/modem-bench-remove
# Usage: sh /etc/modem-bench/at INTERFACE appeared|attach|connect|disconnect|reset [NODE]; with NODE, only if that is the dongle's port.
folder='/etc/modem-bench'
script='/etc/modem-bench/at-script'
ttys='/sys/class/tty'
controls='/sys/class/usbmisc'
run='/var/run'
## Tries of a setting with a modem that has just appeared and may still start: three, of ten seconds at most each.
setting_tries=3
## The session opens once the modem is registered: a try every ten seconds, for five minutes.
connect_tries=30
## Seconds for which the settings hold up who called. One after the other is procd's way with hotplug events (procd, plug/hotplug.c,
## queue_next), for all devices: a modem that answers is done by then, before netifd hears of its port, and a silent one is left behind.
held_up=10
## Seconds until who is at it must have ended: gcom's longest wait for one answer, or the pause between two tries, and some.
longest_turn=15

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

# Whether the directory "$1" of sysfs is the dongle.
is_dongle() {
	[ "$(cat "$1/idVendor" 2>/dev/null)" = "$vid" ] && [ "$(cat "$1/idProduct" 2>/dev/null)" = "$pid" ]
}

# Sets $port to the node with the dongle's AT commands.
find_port() {
	read -r _ vid pid number <"$folder/$iface.at"
	port=
	for node in "$ttys"/ttyUSB* "$ttys"/ttyACM* "$controls"/cdc-wdm*; do
		place=$(readlink -f "$node/device") || continue
		# A serial adapter's tty has a device of its own below the USB interface.
		[ -f "$place/bInterfaceNumber" ] || place=${place%/*}
		is_dongle "${place%/*}" || continue
		case "$number" in
		cdc-wdm) [ "${node##*/cdc-wdm}" != "$node" ] || continue ;;
		/dev/*) [ "$number" = "/dev/${node##*/}" ] || continue ;;
		*) [ "$(cat "$place/bInterfaceNumber" 2>/dev/null)" = "$number" ] || continue ;;
		esac
		port=/dev/${node##*/}
		return 0
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
	while :; do
		COMMAND=$1 gcom -d "$port" -s "$script" >/dev/null 2>&1
		answer=$?
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

# Sends the commands of the word "$1", at most "$2" times each. Returns 1 if one was not answered with OK.
send_all() {
	sed -n "s/^$1 //p" "$folder/$iface.at" | {
		failed=0
		while is_newest && read -r command; do
			send "$command" "$2" </dev/null || failed=1
		done
		is_newest || failed=1
		return $failed
	}
}

# Opens the session: the modem refuses until it is registered.
connect() {
	left=$connect_tries
	while [ $left -gt 0 ] && is_newest && find_port && ! is_up; do
		! send_all connect 1 || return 0
		left=$((left - 1))
		[ $left -eq 0 ] || sleep 10
	done
	return 1
}

# The settings, then the session.
appear() {
	begin || return 0
	send_all attach $setting_tries
	if grep -q '^connect ' "$folder/$iface.at"; then
		{
			connect
			end
		} &
	else
		end
	fi
}

iface=$1
wanted=$3
turn=$run/modem-bench.$iface.turn
busy=$run/modem-bench.$iface.busy
[ -f "$folder/$iface.at" ] || exit 1
find_port || exit 1
[ -z "$wanted" ] || [ "$port" = "/dev/$wanted" ] || exit 0
command -v gcom >/dev/null || {
	say err "$iface: comgt is not installed: the modem goes without its AT commands"
	exit 1
}
case "$2" in
appeared)
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
	if [ "$2" = connect ]; then
		connect
	else
		send_all "$2" $setting_tries
	fi
	result=$?
	end
	exit $result
	;;
esac
