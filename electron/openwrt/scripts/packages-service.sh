#!/bin/sh /etc/rc.common
## Goes once nothing is left to be installed.
# Modem Bench: installs packages that could not be installed before. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034 # read by rc.common
START=19
packages='/etc/modem-bench/packages'
service='/etc/init.d/modem-bench-packages'
link='/etc/rc.d/S19modem-bench-packages'

boot() {
	if [ ! -d "$packages" ] || sh "$packages/install"; then
		rm -f "$service" "$link"
	fi
}
