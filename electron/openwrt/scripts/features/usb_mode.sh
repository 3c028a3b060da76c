#!/bin/sh
## Entries for OpenWrt's usbmode in place of the stock ones of the same ids, each in a file of its own in the folder, VVVV-PPPP.usb-mode.json. The
## parameters: usb_mode_lines prints `ID JSON` of each.
# Modem Bench: what switches the dongle. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034 # read by the undo
folder='/etc/modem-bench'
table='/etc/usb-mode.json'
usb_mode='/etc/hotplug.d/usb/19-modem-bench'
usb_mode_service='/etc/init.d/modem-bench-usbmode'
usb_mode_link='/etc/rc.d/S19modem-bench-usbmode'
usb_mode_ending=usb-mode.json
usb_mode_programs='/etc/hotplug.d/usb/19-modem-bench /etc/init.d/modem-bench-usbmode /etc/rc.d/S19modem-bench-usbmode'

usb_mode_record() {
	usb_mode_lines | sed 's/^\([^ ]*\) .*/usbmode \1/'
}

usb_mode_store() {
	usb_mode_lines | while read -r id entry; do
		printf '%s\n' "$entry" >"$folder/${id%:*}-${id#*:}.usb-mode.json" || exit 1
	done
}

usb_mode_finish() {
	mkdir -p "${usb_mode_link%/*}" && ln -sf "../init.d/${usb_mode_service##*/}" "$usb_mode_link"
	(
		# Read by the program that is run here, as at a start.
		ACTION=boot
		# shellcheck source=/dev/null
		. "$usb_mode"
	)
}

usb_mode_tidy() {
	for file in "$folder"/*.usb-mode.json; do
		[ -f "$file" ] || continue
		id=${file##*/}
		id=${id%.usb-mode.json}
		id=${id%-*}:${id#*-}
		! grep -qx "usbmode $id" "$folder"/*.added 2>/dev/null || continue
		rm -f "$file"
		! grep -q "\"modem-bench:$id\"" "$table" 2>/dev/null || sed -i "s/\"modem-bench:$id\"/\"$id\"/" "$table"
	done
}
