#!/bin/sh
## The parameter: $stick_address, of the dongle that is a router itself. Both are counted with /24: no packet would find its way.
# Modem Bench: says so where the dongle has an address in the LAN. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2154 # the parameters

lan_clash_stage() {
	for lan in $(ours get network.lan.ipaddr); do
		[ "${lan%.*}" != "${stick_address%.*}" ] ||
			say warning "the dongle is a router with the address $stick_address, in the network of the LAN ($lan): change one of the two"
	done
}
