#!/bin/sh
# Modem Bench: a reset of the modem when the router starts. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by the undo; the parameters
folder='/etc/modem-bench'
reset_service='/etc/init.d/modem-bench-reset'
reset_link='/etc/rc.d/S19modem-bench-reset'
reset_at_boot_ending=reset-at-boot
reset_at_boot_programs='/etc/init.d/modem-bench-reset /etc/rc.d/S19modem-bench-reset'

reset_at_boot_store() {
	store reset-at-boot :
}

reset_at_boot_finish() {
	mkdir -p "${reset_link%/*}" && ln -sf "../init.d/${reset_service##*/}" "$reset_link"
}
