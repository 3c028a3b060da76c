#!/bin/sh
## The parameter: $storage_target, where the card in the dongle is to be mounted. Its section of fstab is made when the card is there (storage.sh).
# Modem Bench: the dongle's card reader as storage. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by setup and undo; the parameters
folder='/etc/modem-bench'
storage='/etc/hotplug.d/block/20-modem-bench'
storage_ending=storage
storage_programs='/etc/hotplug.d/block/20-modem-bench'

storage_store() {
	store storage printf '%s\n' "$storage_target"
}

storage_finish() {
	command -v block >/dev/null || say warning "block-mount is not installed: the card in the dongle of $iface is not mounted until: $install"
	(
		# Read by the program that is run here, as at a start.
		ACTION=boot
		# shellcheck source=/dev/null
		. "$storage"
	)
}

## What is in use stays mounted until the router starts again.
storage_take_back() {
	[ "$(ours get "fstab.modem_bench_$name")" = mount ] || return 0
	place=$(ours get "fstab.modem_bench_$name.target")
	ours delete "fstab.modem_bench_$name"
	umount "$place" 2>/dev/null && rmdir "$place" 2>/dev/null
}

storage_left_out() {
	storage_take_back
}
