#!/bin/sh /etc/rc.common
# Modem Bench: resets modems once when the router starts. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034 # read by rc.common
START=19
folder='/etc/modem-bench'
reset='/etc/modem-bench/reset'

boot() {
	for file in "$folder"/*.reset-at-boot; do
		[ -f "$file" ] || continue
		name=${file##*/}
		sh "$reset" "${name%.reset-at-boot}" boot &
	done
}
