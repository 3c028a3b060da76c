#!/bin/sh
## A protocol of netifd's: network cards whose data call is made by AT commands. The modem is found by the folder (attach), its family's call is
## there too (INTERFACE.dial); what may be changed stands in the interface's section.
# Modem Bench: the protocol of modems whose data call the router makes. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC1091,SC2034,SC2154 # netifd's functions; read by netifd; set by json_get_vars
[ -n "$INCLUDE_ONLY" ] || {
	. /lib/functions.sh
	. ../netifd-proto.sh
	init_proto "$@"
}
dial='/etc/modem-bench/dial'
run='/var/run'

proto_atdial_init_config() {
	no_device=1
	available=1
	lasterror=1
	proto_config_add_string apn
	proto_config_add_string pdptype
	proto_config_add_string auth
	proto_config_add_string username
	proto_config_add_string password
	proto_config_add_string pincode
	proto_config_add_int delay
	proto_config_add_int mtu
	proto_config_add_defaults
}

# What the program is to know, by its environment.
export_wishes() {
	for name in apn pdptype auth username password pincode delay mtu metric defaultroute peerdns; do
		json_get_var value "$name"
		proto_export "$name=$value"
		export "$name=$value"
	done
}

proto_atdial_setup() {
	interface=$1
	if [ ! -f "$run/modem-bench.$interface.place" ]; then
		proto_notify_error "$interface" NO_DEVICE
		proto_set_available "$interface" 0
		return 1
	fi
	if ! command -v chat >/dev/null; then
		proto_notify_error "$interface" NO_CHAT
		proto_block_restart "$interface"
		return 1
	fi
	export_wishes
	proto_run_command "$interface" /bin/sh "$dial" "$interface" call
}

proto_atdial_teardown() {
	interface=$1
	proto_kill_command "$interface"
	export_wishes
	/bin/sh "$dial" "$interface" stop
}

[ -n "$INCLUDE_ONLY" ] || add_protocol atdial
