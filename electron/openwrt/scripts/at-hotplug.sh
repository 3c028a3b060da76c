#!/bin/sh
## Sourced by hotplug-call for every tty, or control node, that comes or goes.
# Modem Bench: gives a dongle its AT commands as soon as its port is there. Undo: sh /etc/modem-bench/modem-bench-remove
folder='/etc/modem-bench'
at='/etc/modem-bench/at'

if [ "$ACTION" = add ] && [ -n "$DEVPATH" ]; then
	for file in "$folder"/*.at; do
		[ -f "$file" ] || continue
		name=${file##*/}
		sh "$at" "${name%.at}" appeared "${DEVPATH##*/}"
	done
fi
