#!/bin/sh /etc/rc.common
## procd starts a watchdog again should it end.
# Modem Bench: watches over connections. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034 # read by rc.common
USE_PROCD=1
# shellcheck disable=SC2034
START=95
folder='/etc/modem-bench'
watchdog='/etc/modem-bench/watchdog'
run='/var/run'

# What a watchdog that is stopped had just taken down.
stop_service() {
	for mark in "$run"/modem-bench.*.down; do
		[ -f "$mark" ] || continue
		rm -f "$mark"
		name=${mark##*/modem-bench.}
		ifup "${name%.down}"
	done
}

start_service() {
	for file in "$folder"/*.watchdog; do
		[ -f "$file" ] || continue
		name=${file##*/}
		procd_open_instance "${name%.watchdog}"
		procd_set_param command /bin/sh "$watchdog" "${name%.watchdog}"
		procd_set_param respawn 3600 60 0
		procd_close_instance
	done
}
