#!/bin/sh
## Which dongle is meant stands in the folder, INTERFACE.usb: `usb VID PID PORT`, with `-` for any port, where it is told by that `serial TEXT`,
## and `finds WHAT`:
## - `node NN`, `node cdc-wdm`: the control node, of the interface with that bInterfaceNumber or of its kind. /dev/modem-bench/INTERFACE is made to
##   lead to it, which the interface has as its device. The stock hotplug scripts compare the literal name (00_wwan.sh, 30-3g): netifd is told here.
## - `call NN`: the AT port of that number and the network card, for the protocol atdial, which finds both by itself.
## - `net`: the network card, whose name is not known before it is there, for the option device.
## - `path`: the directory of the USB device in sysfs, which ModemManager's protocol wants, for the option device.
## An interface without its dongle is unavailable, so that no PIN reaches another SIM. One that names a port or a serial number goes before one
## that takes any dongle of those ids.
# Modem Bench: gives an interface its dongle. Undo: sh /etc/modem-bench/modem-bench-remove
# Usage: sh /etc/modem-bench/attach INTERFACE; or sourced for a hotplug event
folder='/etc/modem-bench'
links='/dev/modem-bench'
usbdevices='/sys/bus/usb/devices'
sysfs='/sys'
run='/var/run'
at='/etc/modem-bench/at'
attach='/etc/modem-bench/attach'
library='/lib/functions.sh'
netifd='/lib/netifd/netifd-proto.sh'
## Seconds for the net device beside DirectIP's port, which the handler finds there, or gives up for good.
net_within=5

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

# Reads which dongle the interface $name is for.
identify() {
	serial=
	while read -r word value; do
		case "$word" in
		usb)
			vid=${value%% *}
			value=${value#* }
			pid=${value%% *}
			port=${value#* }
			;;
		serial) serial=$value ;;
		finds)
			finds=${value%% *}
			number=${value#* }
			;;
		esac
	done <"$folder/$name.usb"
}

# Whether the directory "$1" of sysfs is the dongle.
is_dongle() {
	[ "$(cat "$1/idVendor" 2>/dev/null)" = "$vid" ] && [ "$(cat "$1/idProduct" 2>/dev/null)" = "$pid" ] || return 1
	[ "$port" = - ] || [ "${1##*/}" = "$port" ] || return 1
	[ -z "$serial" ] || [ "$(cat "$1/serial" 2>/dev/null)" = "$serial" ]
}

# Whether another interface has the dongle "$1"; one that takes any of those ids gives way to one that names it.
is_taken() {
	for other in "$run"/modem-bench.*.place; do
		[ "$(cat "$other" 2>/dev/null)" = "$1" ] || continue
		holder=${other##*/modem-bench.}
		holder=${holder%.place}
		if [ "$holder" = "$name" ] || [ ! -f "$folder/$holder.usb" ]; then
			continue
		fi
		if [ "$port$serial" = - ] || grep -qv -e '^usb .* -$' -e '^finds ' "$folder/$holder.usb"; then
			return 0
		fi
		detach "$holder"
		evicted=$holder
	done
	return 1
}

## The one that it has stays its own, whatever comes to a port before it.
# Sets $place to the dongle's directory in sysfs.
find_place() {
	place=$(cat "$run/modem-bench.$name.place" 2>/dev/null)
	if [ -n "$place" ] && is_dongle "$place"; then
		return 0
	fi
	for found in "$usbdevices"/*; do
		is_dongle "$found" || continue
		place=$(readlink -f "$found")
		evicted=
		! is_taken "$place" || continue
		printf '%s\n' "$place" >"$run/modem-bench.$name.place"
		# Who had to give way may have another one.
		[ -z "$evicted" ] || ACTION='' sh "$attach" "$evicted"
		return 0
	done
	return 1
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

## Some show several, of which the first carries the call.
# Sets $card to the dongle's net device, of the interface with the lowest number.
find_card() {
	card=$(for found in "$place"/*/net/*; do
		[ ! -e "$found" ] || echo "$(cat "${found%/net/*}/bInterfaceNumber" 2>/dev/null) ${found##*/}"
	done | sort | sed -n '1s/.* //p')
	[ -n "$card" ]
}

# Waits for the net device beside the port.
await_card() {
	left=$net_within
	until find_card || [ $left -eq 0 ]; do
		left=$((left - 1))
		sleep 1
	done
}

# Sends the FCC authentication that was wished for.
authenticate() {
	if uqmi -s -t 10000 -d "/dev/$node" --fcc-auth >/dev/null 2>&1; then
		say notice "$name: the modem has taken the FCC authentication"
	else
		say warning "$name: the modem has not taken the FCC authentication"
	fi
}

# Tells netifd whether the interface "$1" has its dongle.
tell() {
	(
		# shellcheck source=/dev/null
		. "$library"
		# shellcheck source=/dev/null
		. "$netifd"
		proto_set_available "$1" "$2"
	) 2>/dev/null
}

## What someone else has staged for the network is not saved along: then the interface is left, with a line in the log.
# Gives the interface $name, and the second one of its record, the device "$1", where its protocol is one of "$2".
give() {
	second=$(sed -n 's/^second \([^ ]*\) .*/\1/p' "$folder/$name.added" 2>/dev/null)
	stale=
	for each in "$name" $second; do
		case " $2 " in
		*" $(uci -q get "network.$each.proto") "*) ;;
		*) continue ;;
		esac
		[ "$(uci -q get "network.$each.device")" = "$1" ] || stale="$stale $each"
	done
	[ -n "$stale" ] || return 0
	if [ -n "$(uci -q changes network)" ]; then
		say warning "interface $name is now the device $1; not put in, since the network has changes that are not saved"
		return 0
	fi
	for each in $stale; do
		uci -q set "network.$each.device=$1"
	done
	uci -q commit network || return 0
	say notice "interface $name is now the device $1"
	! command -v reload_config >/dev/null || reload_config
}

# Gives the interface $name its dongle as far as that is there. "$1": the node, or the net device, that has just come; empty: whatever is there.
attach() {
	find_place || return 0
	case "$1" in
	'' | tty* | cdc-wdm*) [ ! -f "$folder/$name.at" ] || sh "$at" "$name" appeared "$1" ;;
	esac
	case "$finds" in
	node)
		if ! find_node || [ "${1:-$node}" != "$node" ]; then
			return 0
		fi
		mkdir -p "$links" && ln -sfn "/dev/$node" "$links/$name"
		[ "$(uci -q get "network.$name.proto")" != directip ] || await_card
		[ ! -f "$folder/$name.fcc" ] || authenticate
		tell "$name" 1
		;;
	call)
		if ! find_node || ! find_card; then
			return 0
		fi
		if [ -z "$1" ] || [ "$1" = "$node" ] || [ "$1" = "$card" ]; then
			tell "$name" 1
		fi
		;;
	net) ! find_card || give "$card" 'dhcp dhcpv6' ;;
	path) give "$place" modemmanager ;;
	esac
}

# The interface "$1" has no dongle any more.
detach() {
	rm -f "$links/$1" "$run/modem-bench.$1.place"
	! grep -q -e '^finds node' -e '^finds call' "$folder/$1.usb" || tell "$1" 0
}

# The USB device that the event is of, or below which something came: sets $above to its directory.
find_above() {
	above=$sysfs$DEVPATH
	until [ -f "$above/idVendor" ]; do
		above=${above%/*}
		[ "${#above}" -gt "${#sysfs}" ] || return 1
	done
}

# Something came.
came() {
	find_above || return 0
	for file in "$folder"/*.usb; do
		[ -f "$file" ] || continue
		name=${file##*/}
		name=${name%.usb}
		identify
		own=$(cat "$run/modem-bench.$name.place" 2>/dev/null)
		# An alike one is nothing to an interface that has its own.
		if [ -n "$own" ] && [ "$own" != "$above" ] && is_dongle "$own"; then
			continue
		fi
		! is_dongle "$above" || attach "$1"
	done
}

# Something went.
went() {
	for file in "$run"/modem-bench.*.place; do
		[ -f "$file" ] || continue
		name=${file##*/modem-bench.}
		name=${name%.place}
		place=$(cat "$file")
		case "$sysfs$DEVPATH" in
		"$place") detach "$name" ;;
		"$place"/*)
			identify
			if [ "$(readlink "$links/$name")" = "/dev/${DEVPATH##*/}" ]; then
				rm -f "$links/$name"
				tell "$name" 0
			elif [ "$finds" = call ] && { ! find_node || ! find_card; }; then
				tell "$name" 0
			fi
			;;
		esac
	done
}

case "$ACTION" in
add)
	case "$SUBSYSTEM" in
	usb) [ "$DEVTYPE" = usb_interface ] || came '' ;;
	*) came "${DEVPATH##*/}" ;;
	esac
	;;
remove) went ;;
*)
	name=$1
	[ ! -f "$folder/$name.usb" ] || {
		identify
		attach ''
	}
	;;
esac
