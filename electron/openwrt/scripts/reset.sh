#!/bin/sh
## By the modem's AT command where the bundle has one, else by letting its USB device go and taking it again (`authorized` in sysfs; Linux
## Documentation/usb/authorization.rst). Used once at the router's start, where that is wished, and by the watchdog.
# Modem Bench: resets the modem of an interface. Undo: sh /etc/modem-bench/modem-bench-remove
# Usage: sh /etc/modem-bench/reset INTERFACE [boot|usb]; with 'boot', once between two starts of the router; with 'usb', not by its command.
folder='/etc/modem-bench'
at='/etc/modem-bench/at'
run='/var/run'
## Seconds in which a dongle that was powered all the time has been found again by the router that starts.
appears_within=30

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

# Sets $place to the dongle's directory in sysfs.
find_dongle() {
	place=$(cat "$run/modem-bench.$iface.place" 2>/dev/null)
	[ -n "$place" ] && [ -f "$place/authorized" ]
}

iface=$1
[ -f "$folder/$iface.reset" ] || exit 1
waits=0
if [ "$2" = boot ]; then
	# The directory is in memory, and made by one only.
	mkdir "$run/modem-bench.$iface.reset" 2>/dev/null || exit 0
	waits=$appears_within
fi
until find_dongle; do
	[ $waits -gt 0 ] || {
		say err "$iface: its dongle is not there to be reset"
		exit 1
	}
	waits=$((waits - 1))
	sleep 1
done
if { [ "$2" != usb ] || ! grep -q usb "$folder/$iface.reset"; } && grep -q '^reset ' "$folder/$iface.at" 2>/dev/null && sh "$at" "$iface" reset; then
	say notice "$iface: the modem is reset by its own command"
	exit 0
fi
if ! grep -q usb "$folder/$iface.reset"; then
	say err "$iface: the modem does not take its reset, and must not be reset over USB"
	exit 1
fi
if ! echo 0 >"$place/authorized" || ! { sleep 2 && echo 1 >"$place/authorized"; }; then
	say err "$iface: the modem could not be reset over USB"
	exit 1
fi
say notice "$iface: the modem is reset over USB"
