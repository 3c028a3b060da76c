#!/bin/sh
## The parameter: attach_lines prints INTERFACE.usb, which tells the dongle (attach.sh).
# Modem Bench: which dongle an interface is for. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by setup and undo; set by the parameters
folder='/etc/modem-bench'
attach='/etc/modem-bench/attach'
run='/var/run'
links='/dev/modem-bench'
attach_ending=usb
attach_programs='/etc/hotplug.d/usb/90-modem-bench /etc/hotplug.d/usbmisc/00-modem-bench /etc/hotplug.d/tty/20-modem-bench /etc/hotplug.d/net/90-modem-bench /etc/modem-bench/attach'

## What this very dongle was found as stays, until it is found again.
attach_find() {
	attach_lines | grep -qx -e 'finds net' -e 'finds path' || return 0
	[ "$(cat "$folder/$iface.usb" 2>/dev/null)" != "$(attach_lines)" ] || device=$(ours get "network.$iface.device")
}

attach_store() {
	store usb attach_lines
}

## One that is there already was nobody's when it came.
attach_finish() {
	sh "$attach" "$iface" </dev/null
}

attach_take_back() {
	rm -f "$links/$name" "$run/modem-bench.$name.place"
	rmdir "$links" 2>/dev/null
}
