#!/bin/sh
## Sourced by hotplug-call for every USB device and interface that comes or goes. Interfaces count as well: a device that is let go and
## taken again by `authorized` gets the kernel's choice anew, and its interfaces alone are told of. After a change come interfaces of the
## configuration that is wanted, which change nothing. The value that is in force is never written: the kernel would take every driver
## away and bind it anew.
# Modem Bench: puts dongles into the USB configuration that has their mode. Undo: sh /etc/modem-bench/modem-bench-remove
folder='/etc/modem-bench'
sysfs='/sys'
usbdevices='/sys/bus/usb/devices'
run='/var/run'
## Tries of one change, a second between them: a dongle that has just appeared may stall its first requests.
change_tries=3
## Changes without being plugged in anew, less than so many seconds after each other: then another program changes it back.
most_changes=3
calm=60

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

# Whether the directory "$1" of sysfs is the dongle.
is_dongle() {
	[ "$(cat "$1/idVendor" 2>/dev/null)" = "$vid" ] && [ "$(cat "$1/idProduct" 2>/dev/null)" = "$pid" ]
}

# Whether the dongle "$1" is to be changed once more, and not changed back by another program each time.
may_change() {
	state=$run/modem-bench.${1##*/}.configuration
	count=0
	since=0
	[ "$DEVTYPE" != usb_interface ] || [ ! -f "$state" ] || read -r count since <"$state"
	uptime=$(cut -d . -f 1 /proc/uptime)
	[ $((uptime - since)) -lt $calm ] || count=0
	echo "$((count + 1)) $uptime" >"$state"
	[ "$count" -ne $most_changes ] ||
		say err "another program takes the dongle $vid:$pid out of the USB configuration $value each time: it is left as it is"
	[ "$count" -lt $most_changes ]
}

# Puts the dongle with the directory "$1" in sysfs into the configuration $value.
choose() {
	before=$(cat "$1/bConfigurationValue" 2>/dev/null)
	if [ "$before" = "$value" ] || ! may_change "$1"; then
		return 0
	fi
	tries=$change_tries
	until { echo "$value" >"$1/bConfigurationValue"; } 2>/dev/null; do
		tries=$((tries - 1))
		if [ $tries -eq 0 ] || ! is_dongle "$1"; then
			say err "the dongle $vid:$pid did not go into the USB configuration $value and stays in ${before:-none}"
			return 0
		fi
		sleep 1
	done
	say notice "the dongle $vid:$pid is in the USB configuration $value now; it was in ${before:-none}"
}

# Looks whether "$1" in sysfs is one of the dongles. The first that wants something of it has its way.
look_at() {
	for file in "$folder"/*.configuration; do
		[ -f "$file" ] || continue
		read -r vid pid value <"$file"
		is_dongle "$1" || continue
		choose "$1"
		return
	done
}

case "$ACTION:$DEVTYPE" in
add:usb_device) look_at "$sysfs$DEVPATH" ;;
add:usb_interface) look_at "$sysfs${DEVPATH%/*}" ;;
boot:*)
	for place in "$usbdevices"/*; do
		look_at "$place"
	done
	;;
esac
