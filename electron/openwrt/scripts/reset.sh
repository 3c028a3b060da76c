#!/bin/sh
## By the modem's AT command where the bundle has one, else by letting its USB device go and taking it again (`authorized` in sysfs; Linux
## Documentation/usb/authorization.rst). Used once at the router's start, where that is wished, and by the watchdog.
# Modem Bench: resets the modem of an interface. Undo: sh /etc/modem-bench/modem-bench-remove
# Usage: sh /etc/modem-bench/reset INTERFACE [boot|usb]; with 'boot', once between two starts of the router; with 'usb', not by its command.
folder='/etc/modem-bench'
usbdevices='/sys/bus/usb/devices'
at='/etc/modem-bench/at'
run='/var/run'
## Seconds in which a dongle that was powered all the time has been found again by the router that starts.
appears_within=30

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

# Whether the directory "$1" of sysfs is the dongle.
is_dongle() {
	[ "$(cat "$1/idVendor" 2>/dev/null)" = "$vid" ] && [ "$(cat "$1/idProduct" 2>/dev/null)" = "$pid" ]
}

# Sets $place to the dongle's directory in sysfs.
find_dongle() {
	for place in "$usbdevices"/*; do
		! is_dongle "$place" || return 0
	done
	return 1
}

iface=$1
[ -f "$folder/$iface.reset" ] || exit 1
read -r _ vid pid <"$folder/$iface.reset"
waits=0
if [ "$2" = boot ]; then
	# The directory is in memory, and made by one only.
	mkdir "$run/modem-bench.$iface.reset" 2>/dev/null || exit 0
	waits=$appears_within
fi
until find_dongle; do
	[ $waits -gt 0 ] || {
		say err "$iface: no USB device $vid:$pid is there to be reset"
		exit 1
	}
	waits=$((waits - 1))
	sleep 1
done
if [ "$2" != usb ] && grep -q '^reset ' "$folder/$iface.at" 2>/dev/null && sh "$at" "$iface" reset; then
	say notice "$iface: the modem is reset by its own command"
	exit 0
fi
if ! echo 0 >"$place/authorized" || ! { sleep 2 && echo 1 >"$place/authorized"; }; then
	say err "$iface: the modem could not be reset over USB"
	exit 1
fi
say notice "$iface: the modem is reset over USB"
