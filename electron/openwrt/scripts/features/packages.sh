#!/bin/sh
## Packages for a router without internet lie in the archive. They are installed before anything is configured, and whatever fails, the
## interface is set up all the same.
# Modem Bench: packages that came with a bundle. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by the undo; the parameters
folder='/etc/modem-bench'
packages='/etc/modem-bench/packages'
packages_service='/etc/init.d/modem-bench-packages'
packages_link='/etc/rc.d/S19modem-bench-packages'
network='/etc/init.d/network'
packages_ending=packages
packages_programs='/etc/init.d/modem-bench-packages /etc/rc.d/S19modem-bench-packages'

packages_prepare() {
	installed=
	if [ -f "$packages/install" ] && sh "$packages/install"; then
		installed=yes
	fi
}

packages_store() {
	[ ! -d "$packages" ] || store packages :
}

## netifd reads the protocols when it starts; when the router starts, it does so later than this script.
packages_finish() {
	if [ -d "$packages" ]; then
		mkdir -p "${packages_link%/*}" && ln -sf "../init.d/${packages_service##*/}" "$packages_link"
	else
		rm -f "$packages_service" "$packages_link"
	fi
	if [ -n "$installed" ] && pidof netifd >/dev/null; then
		"$network" restart
	fi
}

packages_last() {
	rm -rf "$packages"
}
