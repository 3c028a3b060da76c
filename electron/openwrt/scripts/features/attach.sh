#!/bin/sh
## The parameters: attach_lines prints INTERFACE.usb, which tells the dongle (attach.sh); $guess is what the control node is called where the dongle
## is the router's only modem; empty: none.
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
	attach_lines >"$folder/$iface.usb"
}

## One that is there already was nobody's when it came.
attach_finish() {
	sh "$attach" "$iface" </dev/null
}

# Whether the interface "$1" has the dongle of $iface.
has_dongle() {
	if [ -f "$folder/$1.usb" ]; then
		[ "$(grep -v '^finds ' "$folder/$1.usb")" = "$(attach_lines | grep -v '^finds ')" ]
		return
	fi
	node=$(ours get "network.$1.device")
	[ -n "$node" ] || return 1
	[ "$node" = "$guess" ] || [ "$node" = "$(readlink "$links/$iface")" ] || [ "$node" = "$(ours get "network.$iface.device")" ]
}

attach_take_back() {
	rm -f "$links/$name" "$run/modem-bench.$name.place"
	rmdir "$links" 2>/dev/null
}
