#!/bin/sh
## Sourced by hotplug-call for every USB device and interface that comes or goes. Interfaces alone count: when a device is told of it has
## none yet, and an id that a driver has while they are offered one by one is asked for in the order in which the drivers were loaded. On
## OpenWrt that is qmi_wwan before option, and each port that looks like QMI would be its. So an id is given when all have been offered,
## to option first, whose reference reserves what is QMI, and taken back from qmi_wwan at once. Serial drivers have no remove_id: they keep
## theirs until the router starts anew. Linux drivers/usb/core/driver.c, drivers/usb/serial/bus.c.
# Modem Bench: gives the ids of dongles to drivers that do not know them. Undo: sh /etc/modem-bench/modem-bench-remove
folder='/etc/modem-bench'
sysfs='/sys'
usbdevices='/sys/bus/usb/devices'
run='/var/run'
## Tries to find a driver, a second between them: its module may be loaded later.
driver_tries=5

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

# Whether the directory "$1" of sysfs is the dongle.
is_dongle() {
	[ "$(cat "$1/idVendor" 2>/dev/null)" = "$vid" ] && [ "$(cat "$1/idProduct" 2>/dev/null)" = "$pid" ]
}

## Waited for in vain once, it is not waited for again: other programs have to hear of the same dongle.
# Whether the driver $driver is there; $place is its folder then.
find_driver() {
	missing=$run/modem-bench.$driver.missing
	tries=$driver_tries
	[ ! -e "$missing" ] || tries=1
	while :; do
		for place in "$sysfs/bus/usb-serial/drivers/$driver" "$sysfs/bus/usb/drivers/$driver"; do
			[ -e "$place/new_id" ] || continue
			rm -f "$missing"
			return 0
		done
		tries=$((tries - 1))
		[ $tries -gt 0 ] || break
		sleep 1
	done
	[ -e "$missing" ] || say err "the driver $driver is not there for the dongle $vid:$pid: install its package"
	: >"$missing"
	return 1
}

# Whether $driver is meant for the interface "$1".
is_meant() {
	case ",$only," in
	,-, | *",${1##*.},"*) return 0 ;;
	esac
	return 1
}

## What a driver of all got in the moment in which it had the id: ports of another dongle that was offered just then, or those that option
## was about to take, where this program ran twice at once. Offered again, they go to option, and to the driver what it has by its own table.
# Takes the interface "$1" away from $driver, which is not meant for it.
let_go() {
	[ -e "$sysfs/bus/usb/drivers/$driver/$1" ] || return 0
	echo "$1" >"$sysfs/bus/usb/drivers/$driver/unbind"
	echo "$1" >"$sysfs/bus/usb/drivers_probe"
}

# Gives the dongle's id to $driver, which may have it already. What comes after it is only given if this was.
hand_over() {
	find_driver || return 1
	! grep -q "^$vid $pid" "$place/new_id" 2>/dev/null || return 0
	if ! { echo "$vid $pid $class${reference:+ $reference}" >"$place/new_id"; } 2>/dev/null; then
		say err "the driver $driver refuses the id $vid:$pid: make a bundle for this release of OpenWrt"
		return 1
	fi
	say notice "the driver $driver was given the id $vid:$pid"
	[ -e "$place/remove_id" ] || return 0
	echo "$vid $pid" >"$place/remove_id"
	for other in "$device"/*:*.*; do
		is_meant "${other##*/}" || let_go "${other##*/}"
	done
}

# Whether the interface "$1" could have a driver and has none.
is_free() {
	[ ! -e "$1/driver" ] && [ "$(cat "$1/bInterfaceClass" 2>/dev/null)" = "$class" ]
}

# Sees that the interface "$1", as the kernel calls it, has its driver where its dongle is one of ours.
hand_out() {
	device=$usbdevices/${1%:*}
	for file in "$folder"/*.new-id; do
		[ -f "$file" ] || continue
		read -r driver only vid pid class reference <"$file"
		is_dongle "$device" || continue
		## The kernel holds the device until each interface has been offered, and who reads this waits for it.
		cat "$device/bNumInterfaces" >/dev/null 2>&1
		while read -r driver only vid pid class reference; do
			is_meant "$1" || let_go "$1"
		done <"$file"
		while read -r driver only vid pid class reference; do
			is_free "$device/$1" || break
			! is_meant "$1" || hand_over || break
		done <"$file"
	done
}

case "$ACTION:$DEVTYPE" in
add:usb_interface) hand_out "${DEVPATH##*/}" ;;
boot:*)
	for place in "$usbdevices"/*/*:*.*; do
		hand_out "${place##*/}"
	done
	;;
esac
