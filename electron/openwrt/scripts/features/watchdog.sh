#!/bin/sh
## The parameters: watchdog_lines prints what it is to do, one `WORD VALUE` per line.
# Modem Bench: a watchdog over the connection. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by the undo; the parameters
folder='/etc/modem-bench'
watchdog_service='/etc/init.d/modem-bench-watchdog'
watchdog_link='/etc/rc.d/S95modem-bench-watchdog'
watchdog_ending=watchdog
watchdog_programs='/etc/init.d/modem-bench-watchdog /etc/rc.d/S95modem-bench-watchdog /etc/modem-bench/watchdog'

watchdog_store() {
	store watchdog watchdog_lines
}

## A router that starts has listed its services before this one was there: it is started here in any case.
watchdog_finish() {
	mkdir -p "${watchdog_link%/*}" && ln -sf "../init.d/${watchdog_service##*/}" "$watchdog_link"
	"$watchdog_service" restart || say err "the watchdog of $iface could not be started"
}
