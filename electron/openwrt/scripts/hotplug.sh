#!/bin/sh
## Sourced by hotplug-call for what comes and goes: USB devices, their interfaces, ttys, control nodes, net devices.
# Modem Bench: gives interfaces their dongles as these come. Undo: sh /etc/modem-bench/modem-bench-remove
attach='/etc/modem-bench/attach'
case "$ACTION" in
add | remove)
	# shellcheck source=/dev/null
	[ ! -f "$attach" ] || . "$attach"
	;;
esac
