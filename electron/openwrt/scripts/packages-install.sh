#!/bin/sh
## Lies among the packages and goes with them. What it is to do stands in `list` beside it, one `WORD VALUE` per line. Returns 0 once they
## are installed.
# Modem Bench: installs the packages that came with a bundle, and says why not. Undo: sh /etc/modem-bench/modem-bench-remove
packages='/etc/modem-bench/packages'
opkg_status='/usr/lib/opkg/status'
apk_installed='/lib/apk/db/installed'

say() {
	logger -s -t modem-bench -p "daemon.$1" "$2"
}

setting() {
	sed -n "s/^$1 //p" "$packages/list"
}

# Prints the version of the package 'kernel', which names the build that modules must be of.
kernel_here() {
	if [ "$manager" = apk ]; then
		awk '/^P:/ { name = substr($0, 3) } /^V:/ && name == "kernel" { print substr($0, 3); exit }' "$apk_installed"
	else
		awk '$1 == "Package:" { name = $2 } $1 == "Version:" && name == "kernel" { print $2; exit }' "$opkg_status"
	fi 2>/dev/null
}

install() {
	manager=$(setting manager)
	needed=$(setting needed)
	wanted=$(setting kernel)
	case "$manager" in
	apk) command='apk add --allow-untrusted --no-network' ;;
	*) command='opkg install' ;;
	esac
	set --
	for name in $(setting file); do
		[ -f "$packages/$name" ] || return 1
		set -- "$@" "$packages/$name"
	done
	here=$(kernel_here)
	if [ -n "$wanted" ] && [ "$wanted" != "$here" ]; then
		say err "the packages are not installed, none of them: they are for the kernel $wanted, and the router has ${here:-another one}; they stay, and are tried again at each start: put that very build of OpenWrt on the router, or make the bundle anew for this one"
		return 1
	fi
	free=$(df -kP "$packages" | awk 'END { print $4 }')
	if [ "${free:-0}" -lt "$needed" ]; then
		say err "the packages are not installed: they need $needed KiB, and ${free:-0} KiB are free; they stay, and are tried again at each start; to try now: sh $packages/install"
		return 1
	fi
	if output=$($command "$@" 2>&1); then
		say notice "$# packages are installed"
		rm -rf "$packages"
		return 0
	fi
	say err "the packages are not installed; they stay, and are tried again at each start; to try now: sh $packages/install"
	printf '%s\n' "$output" | tail -n 20 | while read -r line; do
		[ -z "$line" ] || say err "$manager: $line"
	done
	return 1
}

install
