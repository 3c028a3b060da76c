#!/bin/sh
## Others on the router that have the dongle, or may have it: interfaces for a modem that nothing tells from it; QModem (FUjr/QModem) and
## luci-app-modem (Siriling/5G-Modem-Support), which dial modems by themselves; ModemManager. Another modem's are those with another control node,
## USB port, or bundle. `backup/owners.ts` finds the same in a backup. The parameters: $owners, what becomes of them (keep: they are named; refuse:
## nothing is set up; disable, replace: see take_over.sh); $guess, the control node or card that the dongle is where it is the router's only modem;
## $owner_port, where it is plugged in, `_` for each mark, empty: anywhere; $commanded, empty where it is a card that takes no commands; $managed,
## where ModemManager is to have it.
# Modem Bench: others that have the dongle. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by the setup; set by the parameters and the setup
folder='/etc/modem-bench'
links='/dev/modem-bench'
manager='/etc/init.d/modemmanager'

# The names of the sections of the type "$2" in the file "$1".
owner_names() {
	ours export "$1" | sed -n "s/^config $2 '\([A-Za-z0-9_]*\)'$/\1/p"
}

## Who makes a control node and a net device numbers both alike.
# The number of the control node or net device "$1", if it is one of a modem.
owner_number() {
	case "$1" in
	/dev/cdc-wdm*) printf '%s\n' "${1#/dev/cdc-wdm}" ;;
	wwan*) printf '%s\n' "${1#wwan}" ;;
	esac | grep -x '[0-9][0-9]*'
}

# The option "$1" of the interface $each.
owner_option() {
	ours get "network.$each.$1"
}

# Whether the interface $each has the dongle, or may have it.
is_owner() {
	[ "$(owner_option disabled)" != 1 ] || return 1
	if [ -f "$folder/$each.usb" ]; then
		[ "$(grep -v '^finds ' "$folder/$each.usb")" = "$(attach_lines | grep -v '^finds ')" ]
		return
	fi
	node=$(owner_option device || owner_option ifname)
	place=$(owner_option modem_config)
	by=$(owner_option proto)
	case "$by $node" in
	qmi\ * | mbim\ * | ncm\ * | 3g\ * | directip\ * | modemmanager\ * | wwan\ * | xmm\ * | atc\ * | fm350\ * | quectel\ * | rmnet\ * | rmnet6\ * | usbmodem\ * | atdial\ *) ;;
	dhcp\ wwan[0-9]* | dhcp\ usb[0-9]* | dhcp\ wwp[0-9]* | dhcp\ enx[0-9a-f]* | dhcp\ wwx[0-9a-f]* | dhcp\ rmnet* | dhcp\ mhi*) ;;
	static\ wwan[0-9]* | static\ rmnet* | static\ mhi* | ppp\ /dev/ttyUSB* | ppp\ /dev/ttyACM*) ;;
	*) [ -n "$place" ] || return 1 ;;
	esac
	# Where its modem is.
	[ -n "$place" ] || place=$(owner_option devpath)
	[ -n "$place" ] || [ "$by" != wwan ] || place=$(owner_option bus)
	case "$place$node" in
	/sys/*) place=${place:-$node} ;;
	mhi* | rmnet_mhi*) place=0 ;;
	esac
	place=${place%/}
	case "${place##*/}" in
	*[0-9]*)
		if [ -n "$owner_port" ]; then
			[ "$(printf '%s' "${place##*/}" | tr .:- ___)" = "$owner_port" ]
			return
		fi
		;;
	esac
	mine=$(readlink "$links/$iface")
	mine=$(owner_number "${mine:-$guess}")
	their=$(owner_number "$node")
	[ -z "$mine" ] || [ -z "$their" ] || [ "$mine" = "$their" ] || return 1
	[ -n "$commanded" ] || [ "${node#/dev/cdc-wdm}" = "$node" ]
}

## One that knows no modem yet dials the next that it finds.
# A program with the file "$1" and a section of the type "$2" for each modem that it dials by the option "$3"; the section "$4" switches all of it off.
owner_program() {
	[ "$(ours get "$1.$4.enable_dial")" != 0 ] || return 0
	dialled=
	known=$(owner_names "$1" "$2")
	for each in $known; do
		[ "$(ours get "$1.$each.$3")" = 1 ] || continue
		[ "$1" = modem ] || [ -z "$owner_port" ] || [ "$each" = "$owner_port" ] || continue
		dialled="$dialled $1.$each.$3"
	done
	if [ -z "$known" ] && ours get "$1.$4" >/dev/null; then
		dialled=" $1.$4.enable_dial"
	fi
	[ -n "$dialled" ] || return 0
	if is_taken_over; then
		# shellcheck disable=SC2086 # a word each
		take_program $dialled
	else
		owner_found "/etc/config/$1" "set to 0:$dialled"
	fi
}

# "$1" has the dongle or may have it, "$2" says how that ends.
owner_found() {
	if [ "$owners" = refuse ]; then
		refusal="$refusal, $1"
	else
		say warning "$1 is for the same dongle as $iface, or may be, and only one of them can have it: $2"
	fi
}

# Whether they are switched off or taken out (take_over).
is_taken_over() {
	[ "$owners" = disable ] || [ "$owners" = replace ]
}

owners_find() {
	[ -z "$hands_off" ] || return 0
	for each in $(owner_names network interface); do
		case " $iface $second " in
		*" $each "*) ;;
		*)
			is_owner || continue
			if is_taken_over; then
				take_interface
			else
				owner_found "the interface $each" 'remove or disable the other'
			fi
			;;
		esac
	done
	owner_program qmodem modem-device enable_dial main
	owner_program modem dial-config enable global
	if [ -n "$commanded" ] && [ -z "$managed" ] && [ -x "$manager" ] && "$manager" enabled; then
		owner_found ModemManager "$manager stop; $manager disable"
	fi
	[ -z "$refusal" ] || refusal="others have the dongle of $iface, or may have it: ${refusal#, }: nothing was changed"
}
