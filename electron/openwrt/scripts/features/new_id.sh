#!/bin/sh
## The parameter: new_id_lines prints what new-id.sh reads.
# Modem Bench: the dongle's id for drivers that lack it. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by the undo; the parameters
folder='/etc/modem-bench'
new_id='/etc/hotplug.d/usb/21-modem-bench'
new_id_service='/etc/init.d/modem-bench-new-id'
new_id_link='/etc/rc.d/S19modem-bench-new-id'
new_id_ending=new-id
new_id_programs='/etc/hotplug.d/usb/21-modem-bench /etc/init.d/modem-bench-new-id /etc/rc.d/S19modem-bench-new-id'

new_id_store() {
	store new-id new_id_lines
}

new_id_finish() {
	mkdir -p "${new_id_link%/*}" && ln -sf "../init.d/${new_id_service##*/}" "$new_id_link"
	(
		# Read by the program that is run here, as at a start.
		ACTION=boot
		# shellcheck source=/dev/null
		. "$new_id"
	)
}
