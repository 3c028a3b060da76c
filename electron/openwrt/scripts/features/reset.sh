#!/bin/sh
## The parameter: $reset_by, `command`, or `command usb` where its USB device may be let go.
# Modem Bench: how the modem is reset. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by the undo; the parameters
folder='/etc/modem-bench'
reset_ending=reset
reset_programs='/etc/modem-bench/reset'

reset_store() {
	store reset printf '%s\n' "$reset_by"
}
