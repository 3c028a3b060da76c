#!/bin/sh
## Puts netifd's handler, LuCI's page and its right to read in place: an archive of a backup has files below etc alone. The parameter: dial_lines
## prints how the family makes its call.
# Modem Bench: the protocol atdial. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by the undo; the parameters
folder='/etc/modem-bench'
network='/etc/init.d/network'
run='/var/run'
rpcd='/etc/init.d/rpcd'
dial_handler='/lib/netifd/proto/atdial.sh'
dial_page='/www/luci-static/resources/protocol/atdial.js'
dial_acl='/usr/share/rpcd/acl.d/luci-proto-atdial.json'
dial_ending=dial
dial_programs='/lib/netifd/proto/atdial.sh /www/luci-static/resources/protocol/atdial.js /usr/share/rpcd/acl.d/luci-proto-atdial.json /etc/modem-bench/dial /etc/modem-bench/atdial-handler /etc/modem-bench/atdial-page /etc/modem-bench/atdial-acl'

dial_store() {
	store dial dial_lines
}

## netifd gives a teardown five seconds.
dial_stop() {
	[ -f "$folder/$name.dial" ] && command -v ifdown >/dev/null || return 0
	ifdown "$name"
	sleep 5
	left=10
	while [ -d "$run/modem-bench.$name.busy" ] && [ $left -gt 0 ]; do
		left=$((left - 1))
		sleep 1
	done
}

# Puts "$1" of the folder to "$2", if its folder is there; returns 1 where nothing has changed.
place() {
	[ -d "${2%/*}" ] && ! cmp -s "$folder/$1" "$2" && cp "$folder/$1" "$2"
}

## netifd reads its handlers when it starts.
dial_finish() {
	command -v chat >/dev/null || say warning "chat is not installed: interface $iface stays down until: $install"
	place atdial-page "$dial_page"
	if place atdial-acl "$dial_acl" && [ -x "$rpcd" ]; then
		"$rpcd" reload
	fi
	if place atdial-handler "$dial_handler"; then
		chmod 755 "$dial_handler"
		! pidof netifd >/dev/null || "$network" restart
	fi
}
