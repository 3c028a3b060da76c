#!/bin/sh /etc/rc.common
## Sources the hotplug program once, at the start, with the ACTION `boot`: for dongles that are there before their drivers' modules are
## loaded, of which the router hears too early. 19: after the service that chooses their configuration.
# Modem Bench: gives the ids of dongles that are there at the start to drivers. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034 # read by rc.common
START=19
program='/etc/hotplug.d/usb/21-modem-bench'

start() {
	# shellcheck disable=SC2034 # read by the program
	ACTION=boot
	# shellcheck source=/dev/null
	. "$program"
}
