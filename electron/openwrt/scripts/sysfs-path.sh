#!/bin/sh
## Sourced by hotplug-call for every USB device and interface that comes or goes.
# Modem Bench: tells ModemManager's interface in which USB port its dongle is this time. Undo: sh /etc/modem-bench/modem-bench-remove
folder='/etc/modem-bench'
sysfs='/sys'

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

## For the programs that hear a dongle come. A second interface of the dongle gets the same. What someone else has staged for the
## network is not saved along: then the interface is left, with a line in the log.
# Gives the interface "$1", and the second one of its record, the device "$2", where its protocol is one of "$3".
give() {
	second=$(sed -n 's/^second \([^ ]*\) .*/\1/p' "$folder/$1.added" 2>/dev/null)
	stale=
	for each in "$1" $second; do
		case " $3 " in
		*" $(uci -q get "network.$each.proto") "*) ;;
		*) continue ;;
		esac
		[ "$(uci -q get "network.$each.device")" = "$2" ] || stale="$stale $each"
	done
	[ -n "$stale" ] || return 0
	if [ -n "$(uci -q changes network)" ]; then
		say warning "interface $1 is now the device $2; not put in, since the network has changes that are not saved"
		return 0
	fi
	for each in $stale; do
		uci -q set "network.$each.device=$2"
	done
	uci -q commit network || return 0
	say notice "interface $1 is now the device $2"
	! command -v reload_config >/dev/null || reload_config
}

if [ "$ACTION" = add ] && [ -f "$sysfs$DEVPATH/idVendor" ]; then
	vid=$(cat "$sysfs$DEVPATH/idVendor")
	pid=$(cat "$sysfs$DEVPATH/idProduct")
	for file in "$folder"/*.path; do
		[ -f "$file" ] || continue
		[ "$(cat "$file")" = "$vid $pid" ] || continue
		name=${file##*/}
		give "${name%.path}" "$sysfs$DEVPATH" modemmanager
	done
fi
