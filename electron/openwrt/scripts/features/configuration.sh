#!/bin/sh
## The parameter: $configuration, `VID PID VALUE`.
# Modem Bench: the USB configuration of the dongle. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by the undo; the parameters
folder='/etc/modem-bench'
configuration_program='/etc/hotplug.d/usb/18-modem-bench'
configuration_service='/etc/init.d/modem-bench-configuration'
configuration_link='/etc/rc.d/S19modem-bench-configuration'
configuration_ending=configuration
configuration_programs='/etc/hotplug.d/usb/18-modem-bench /etc/init.d/modem-bench-configuration /etc/rc.d/S19modem-bench-configuration'

configuration_store() {
	store configuration printf '%s\n' "$configuration"
}

configuration_finish() {
	mkdir -p "${configuration_link%/*}" && ln -sf "../init.d/${configuration_service##*/}" "$configuration_link"
	(
		# Read by the program that is run here, as at a start.
		ACTION=boot
		# shellcheck source=/dev/null
		. "$configuration_program"
	)
}
