#!/bin/sh
## AT commands that the router gives the dongle. They stand in the folder, INTERFACE.at, one `WORD COMMAND` per line, and are sent by chat.
## The parameter: at_lines prints them.
# Modem Bench: AT commands for the dongle. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by the undo; the parameters
folder='/etc/modem-bench'
at_ending='at'
at_programs='/etc/modem-bench/at'

at_store() {
	store at at_lines
}

at_finish() {
	command -v chat >/dev/null || say warning "chat is not installed: interface $iface goes without its AT commands until: $install"
}
