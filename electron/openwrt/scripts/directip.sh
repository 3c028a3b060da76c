#!/bin/sh
## Sourced by hotplug-call for every tty that comes or goes.
# Modem Bench: tells DirectIP's interface whether the port of its dongle is there. Undo: sh /etc/modem-bench/modem-bench-remove
folder='/etc/modem-bench'
ttys='/sys/class/tty'
library='/lib/functions.sh'
netifd='/lib/netifd/netifd-proto.sh'
## Seconds for the net device, which the handler finds beside the port, or gives up for good.
net_within=5

# Whether "$1" of the interfaces in the folder is for the port "$2".
is_for() {
	[ "$(uci -q get "network.$1.proto")" = directip ] && [ "$(uci -q get "network.$1.device")" = "/dev/$2" ]
}

# Waits for the net device of the port "$1", in the place in which the handler looks for it.
await_net() {
	place=$(readlink -f "$ttys/$1/device") || return 0
	left=$net_within
	until ls -d "$place"/../../*/net >/dev/null 2>&1 || [ $left -eq 0 ]; do
		left=$((left - 1))
		sleep 1
	done
}

tell() {
	# shellcheck source=/dev/null
	. "$library"
	# shellcheck source=/dev/null
	. "$netifd"
	proto_set_available "$1" "$2"
}

port=${DEVPATH##*/}
case "$ACTION:$port" in
add:?* | remove:?*)
	for file in "$folder"/*.directip; do
		[ -f "$file" ] || continue
		name=${file##*/}
		name=${name%.directip}
		is_for "$name" "$port" || continue
		if [ "$ACTION" = add ]; then
			await_net "$port"
			tell "$name" 1
		else
			tell "$name" 0
		fi
	done
	;;
esac
