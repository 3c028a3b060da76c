#!/bin/sh
# Modem Bench: how the modem is reset. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by the undo; the parameters
folder='/etc/modem-bench'
reset_ending=reset
reset_programs='/etc/modem-bench/reset'

reset_store() {
	: >"$folder/$iface.reset"
}
