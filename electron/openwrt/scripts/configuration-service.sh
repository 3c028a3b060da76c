#!/bin/sh /etc/rc.common
## Sources the hotplug program once, at the start, with the ACTION `boot`: for dongles that are there before the router hears of them. 19:
## before the stock service usbmode, which is 20.
# Modem Bench: puts dongles that are there at the start into their USB configuration. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034 # read by rc.common
START=19
program='/etc/hotplug.d/usb/18-modem-bench'

start() {
	# shellcheck disable=SC2034 # read by the program
	ACTION=boot
	# shellcheck source=/dev/null
	. "$program"
}
