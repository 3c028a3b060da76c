#!/bin/sh
## One process of an interface with the protocol atdial, run by netifd (proto_run_command): it owns the AT port, makes the call, tells netifd the
## addresses and then looks after the call. Its end means that the call fell; netifd then takes the interface down and begins anew.
##
## How the modem's family makes its call stands in the folder, INTERFACE.dial (features/dial.ts), one `WORD VALUE` per line; what is wished comes
## by the environment: apn, pdptype (ipv4, ipv6, ipv4v6), auth, username, password, pincode, delay, mtu, and netifd's metric, defaultroute, peerdns.
##
## chat speaks to the port, which a shell alone cannot: a tty in its hands would echo what the modem says back to it, and a stock busybox has no
## stty. chat bounds what it reads, and takes an echo of the command for what it is. Everything long is waited for by `wait`, so that a TERM of
## netifd's is heard at once.
# Modem Bench: makes the data call of an interface. Undo: sh /etc/modem-bench/modem-bench-remove
# Usage: sh /etc/modem-bench/dial INTERFACE call|stop
# shellcheck disable=SC2154 # what is wished comes by the environment
folder='/etc/modem-bench'
run='/var/run'
library='/lib/functions.sh'
netifd='/lib/netifd/netifd-proto.sh'
## Seconds: until a modem that starts answers; until it is registered; between two looks at the call; the longest pause after a failure;
## until whoever speaks to the modem must have ended.
answers_within=60
registers_within=120
look_every=20
longest_pause=300
longest_turn=15
## A teardown has five seconds (netifd, proto_ext_teardown_timeout_cb).
stop_within=2

say() {
	logger -t modem-bench -p "daemon.$1" "$iface: $2"
}

pause() {
	sleep "$1" &
	talker=$!
	wait $talker
}

# Prints the values of the word "$1" in the way "$2" of the call; 0: what all ways have.
told() {
	awk -v word="$1" -v wanted="$2" '
		$1 == "way" { way++; next }
		way + 0 == wanted && $1 == word { print substr($0, length(word) + 2) }' "$folder/$iface.dial"
}

# Prints "$1" with what is wished in place of what stands in braces.
fill() {
	TEMPLATE=$1 awk 'BEGIN {
		rest = ENVIRON["TEMPLATE"]
		while (match(rest, /[{],?[a-z]+[}]/)) {
			name = substr(rest, RSTART + 1, RLENGTH - 2)
			value = ENVIRON["with_" name]
			if (name == ",auth" && ENVIRON["with_auth"] != "") value = "," ENVIRON["with_auth"]
			out = out substr(rest, 1, RSTART - 1) value
			rest = substr(rest, RSTART + RLENGTH)
		}
		print out rest
	}'
}

# Speaks over the port that the call leaves free, if there is one.
take_port_beside() {
	number=$(told beside 0)
	[ -n "$number" ] && find_node && port=/dev/$node
}

# Sends "$1" and waits "$2" seconds at most. The answer is in $said. Returns 0 after OK, 1 after an error, 2 if nothing comes, 3 after CONNECT.
ask() {
	: >"$said"
	[ -c "$port" ] || lose_port
	escaped=$(printf '%s' "$1" | sed 's/[\\^]/\\&/g')
	(ulimit -f 64 && exec chat -e -t "$2" ABORT '\nCONNECT' ABORT '\nERROR' ABORT '\n+CME ERROR' ABORT '\n+CMS ERROR' \
		ABORT '\nCOMMAND NOT SUPPORT' ABORT '\nNO CARRIER' \
		'' "$escaped" '\nOK') <&9 >&9 2>"$said" &
	talker=$!
	wait $talker
	code=$?
	# The number of the error comes behind what ends it.
	case $code in
	6 | 7)
		number=$(chat -e -t 1 '\n' <&9 2>&1 >&9)
		printf '%s%s\n' "$(cat "$said")" "$number" >"$said.whole" && mv "$said.whole" "$said"
		;;
	esac
	case $code in
	0) return 0 ;;
	4) return 3 ;;
	[5-9]) return 1 ;;
	esac
	return 2
}

## At each open a tty echoes what the modem says back to it, until chat has set its mode; chat puts back what it found when it ends, but not when it
## is killed: then the port stays as it needs it.
# Opens the port for as long as this process lives, so that nothing that the modem says is echoed to it.
open_port() {
	# One that is gone would be made as a file.
	[ -c "$port" ] || lose_port
	# Without `command` a port that cannot be opened would end this shell.
	command exec 9<>"$port" || lose_port
	[ "$doing" != stop ] || return 0
	(exec chat -t 5 '\001never') <&9 >&9 2>/dev/null &
	rawing=$!
	pause 1
	kill -9 $rawing 2>/dev/null
	wait $rawing 2>/dev/null
	rawing=
}

# Gives the turn away.
leave() {
	[ -z "$busy" ] || rmdir "$busy" 2>/dev/null
}

lose_port() {
	if [ "$doing" = stop ]; then
		leave
		exit 0
	fi
	fail NO_DEVICE "the port $port is gone"
}

# Whether a line of what the modem said matches "$1".
matches() {
	tr '\r' '\n' <"$said" | grep -Eq -e "$1"
}

# What the modem said of an error, for the log.
why() {
	tr '\r' '\n' <"$said" | sed -n 's/[^ -~]//g; /ERROR\|NO CARRIER\|NOT SUPPORT/p' | tail -n 1 | cut -c 1-80
}

## Pauses grow from one failure to the next: netifd begins anew as soon as this process has ended.
# The call cannot be made: "$1" for whoever looks at the interface, "$2" for the log.
fail() {
	say err "$2"
	proto_notify_error "$iface" "$1"
	tries=$(($(cat "$run/modem-bench.$iface.tries" 2>/dev/null) + 1))
	echo $tries >"$run/modem-bench.$iface.tries"
	seconds=$((tries * tries * 5))
	[ $seconds -le $longest_pause ] || seconds=$longest_pause
	exec 9>&-
	pause $seconds
	exit 1
}

# Nothing is tried again until somebody has changed what "$2" says.
give_up() {
	say err "$2"
	proto_notify_error "$iface" "$1"
	proto_block_restart "$iface"
	exit 1
}

# Sets $node to the dongle's node for $number.
find_node() {
	for found in "$place"/*/usbmisc/cdc-wdm* "$place"/*/tty/ttyACM* "$place"/*/ttyUSB*; do
		[ -e "$found" ] || continue
		node=${found##*/}
		if [ "$number" = cdc-wdm ]; then
			[ "${node#cdc-wdm}" = "$node" ] || return 0
			continue
		fi
		found=${found#"$place"/}
		[ "$(cat "$place/${found%%/*}/bInterfaceNumber" 2>/dev/null)" != "$number" ] || return 0
	done
	return 1
}

## Some show several, of which the first carries the call.
# Sets $card to the dongle's net device, of the interface with the lowest number.
find_card() {
	card=$(for found in "$place"/*/net/*; do
		[ ! -e "$found" ] || echo "$(cat "${found%/net/*}/bInterfaceNumber" 2>/dev/null) ${found##*/}"
	done | sort | sed -n '1s/.* //p')
	[ -n "$card" ]
}

# Sets $port and $card, as they are called this time.
find_modem() {
	place=$(cat "$run/modem-bench.$iface.place" 2>/dev/null)
	number=$(sed -n 's/^finds call //p' "$folder/$iface.usb")
	if [ -z "$place" ] || ! find_node || ! find_card; then
		return 1
	fi
	port=/dev/$node
}

## Whoever gives the dongle its settings (at.sh) ends after the command that it is at, once the turn is another's.
# Waits until nobody else speaks to the modem.
take_turn() {
	echo $(($(cat "$run/modem-bench.$iface.turn" 2>/dev/null) + 1)) >"$run/modem-bench.$iface.turn"
	left=$longest_turn
	while [ -d "$run/modem-bench.$iface.busy" ] && [ $left -gt 0 ]; do
		left=$((left - 1))
		pause 1
	done
	# Whoever had it longer than any turn lasts was killed.
	[ $left -gt 0 ] || rmdir "$run/modem-bench.$iface.busy" 2>/dev/null
}

await_answer() {
	left=$answers_within
	! ask AT 2 || return 0
	until ask AT 2; do
		left=$((left - 3))
		[ $left -gt 0 ] || fail MODEM_SILENT "the modem does not answer on $port"
		pause 1
	done
	# It may still answer those before.
	drain
}

# Sets $pin_state to what the modem says of its SIM; an answer that is another question's is asked for again.
ask_pin() {
	for _ in 1 2 3; do
		ask AT+CPIN? 10
		pin_state=$(tr '\r' '\n' <"$said" | sed -n 's/^+CPIN: *"\{0,1\}\([A-Z0-9 -]*[A-Z0-9]\).*/\1/p' | head -n 1)
		[ -z "$pin_state" ] || return 0
		! matches ERROR || return 1
	done
	return 1
}

# Prints what tells this PIN in this SIM, where the modem tells which SIM it is.
pin_mark() {
	sim=
	for question in AT+CCID AT+ICCID AT^ICCID?; do
		! ask "$question" 5 || sim=$(tr -cd '0-9\n' <"$said" | grep -E '^89[0-9]{15,18}$' | head -n 1)
		[ -z "$sim" ] || break
	done
	printf '%s' "$pincode $sim" | md5sum
}

## Three refusals lock the SIM. The mark is made before the PIN is sent, so that nothing that comes in between forgets it, and goes once the SIM is
## open: a PIN that was refused, or whose answer nobody heard, is not sent again, not after a restart either.
unlock() {
	refused=$folder/$iface.pin-refused
	if ! ask_pin; then
		! matches 'ERROR: ?(10|SIM not inserted)$' || fail SIM_MISSING 'there is no SIM in the modem'
		! matches 'ERROR: ?(14|SIM busy)$' || fail SIM_MISSING 'the SIM is busy'
		return 0
	fi
	case "$pin_state" in
	'SIM PIN') ;;
	'SIM PUK') give_up PUK_REQUIRED 'the SIM is locked and wants its PUK: unlock it in a telephone' ;;
	READY | 'SIM PIN2' | 'SIM PUK2')
		rm -f "$refused"
		return 0
		;;
	*) give_up SIM_LOCKED "the SIM, or the modem, wants another code: $pin_state" ;;
	esac
	[ -n "$pincode" ] || give_up PIN_REQUIRED 'the SIM wants its PIN, and none is set'
	case "$pincode" in
	*[!0-9]* | ? | ?? | ??? | ?????????*) give_up PIN_FAILED 'a PIN has four to eight digits' ;;
	esac
	mark=$(pin_mark)
	[ "$(cat "$refused" 2>/dev/null)" != "$mark" ] ||
		give_up PIN_FAILED "this PIN was refused before, and is not sent again: set another one; if it is right after all, delete $refused"
	ask 'AT+CPINR="SIM PIN"' 10
	! matches '^\+CPINR: ?"?SIM PIN"?, ?[01](,|$)' || give_up PIN_FAILED 'one try is left for the PIN: it is not sent; unlock the SIM in a telephone'
	# Nothing that the modem still has to say may be taken for its answer.
	drain
	printf '%s\n' "$mark" >"$refused"
	ask "AT+CPIN=\"$pincode\"" 30
	answer=$?
	pause 3
	if [ $answer -ne 0 ] && matches 'ERROR: ?(14|SIM busy)$'; then
		rm -f "$refused"
		fail SIM_MISSING 'the SIM is busy'
	fi
	if [ $answer -ne 0 ] && { ! ask_pin || [ "$pin_state" = 'SIM PIN' ] || [ "$pin_state" = 'SIM PUK' ]; }; then
		give_up PIN_FAILED 'the SIM has refused the PIN'
	fi
	rm -f "$refused"
	say notice 'the PIN is right'
}

## Whoever knows none of the questions is taken to be registered: the call will tell.
register() {
	left=$registers_within
	while :; do
		answered=
		for question in CEREG CREG CGREG C5GREG; do
			ask "AT+$question?" 5 || continue
			answered=yes
			! matches "^\\+$question: ?[0-9]+, ?[15](,|\$)" || return 0
			! matches "^\\+$question: ?[0-9]+, ?3(,|\$)" || say warning "the network refuses the SIM (+$question: 3)"
		done
		[ -n "$answered" ] || return 0
		left=$((left - 7))
		[ $left -gt 0 ] || fail NOT_REGISTERED 'the modem does not register with a network'
		pause 5
	done
}

# Sets the context of the call, if it is not as wished: some modems write it to their flash each time.
set_context() {
	[ "$(told context 0)" = 1 ] || return 0
	ask 'AT+CGDCONT?' 10
	! tr '\r' '\n' <"$said" | tr -d ' ' | grep -Fq "+CGDCONT:$with_cid,\"$with_type\",\"$apn\"," || return 0
	ask "AT+CGDCONT=$with_cid,\"$with_type\",\"$apn\"" 10 || fail CALL_REFUSED "AT+CGDCONT: refused by the modem: $(why)"
}

# Sets $way to the way that this firmware makes the call.
choose_way() {
	test=$(told test 0)
	[ -z "$test" ] || ask "$test" 10
	ways=$(grep -c '^way' "$folder/$iface.dial")
	way=1
	while [ $way -le "$ways" ]; do
		when=$(told when $way)
		if [ -z "$when" ] || matches "$when"; then
			echo $way >"$run/modem-bench.$iface.way"
			return 0
		fi
		way=$((way + 1))
	done
	fail CALL_REFUSED "the modem does not make its call as $(told name 0) do"
}

# Whether the conditions "$1" of a command hold, all of them.
holds() {
	for condition in $(echo "$1" | tr ',' ' '); do
		case "$condition" in
		apn) [ -n "$apn" ] || return 1 ;;
		no-apn) [ -z "$apn" ] || return 1 ;;
		login) [ -n "$username" ] || return 1 ;;
		no-login) [ -z "$username" ] || return 1 ;;
		esac
	done
}

is_up() {
	ask "$(told proof $way)" 10
	matches "$(told up $way)"
}

await_up() {
	left=$(told within $way)
	until is_up; do
		left=$((left - 2))
		[ "$left" -gt 0 ] || fail CALL_NOT_UP "the call does not come up: $(told proof $way) does not tell of it"
		pause 1
	done
}

# Sends the command "$3", of the conditions "$2", within "$1" seconds, again as long as the error is $again.
send() {
	holds "$2" || return 0
	filled=$(fill "$3")
	left=$1
	while :; do
		ask "$filled" "$1"
		answer=$?
		case ",$2,$answer" in
		*,0 | *,connect,*3 | *,data,*3) return 0 ;;
		esac
		if [ -z "$again" ] || [ "$left" -le 0 ] || ! matches "$again"; then
			break
		fi
		left=$((left - 2))
		pause 2
	done
	case ",$2," in
	*,optional,*) return 0 ;;
	esac
	reason=$(why)
	[ "$answer" -ne 2 ] || reason='no answer'
	fail CALL_REFUSED "${3%%=*}: $reason"
}

# Ends the call, "$1" seconds for each command at most.
stop_call() {
	while read -r seconds flags template; do
		if [ -z "$template" ] || ! holds "$flags"; then
			continue
		fi
		[ "$seconds" -le "$1" ] || seconds=$1
		# What is refused may have been joined to the beginning of a question that was cut off.
		filled=$(fill "$template")
		ask "$filled" "$seconds" || [ $? -ne 1 ] || ask "$filled" "$seconds"
	done <<-LINES
		$(told stop "$way")
	LINES
}

## A call that is up already is left as it is, or ended first, or nothing of it is believed: as the family has it.
make_call() {
	standing=$(told standing 0)
	if [ "$standing" != ignored ] && is_up; then
		[ "$standing" = ended ] || return 0
		stop_call 30
	fi
	again=
	while read -r word seconds flags command; do
		case "$word" in
		again) again=$seconds${flags:+ $flags}${command:+ $command} ;;
		before | start)
			case ",$flags," in
			*,data,*)
				# From here on the port takes no commands.
				await_up
				read_addresses
				owned=
				;;
			esac
			send "$seconds" "$flags" "$command"
			again=
			;;
		esac
	done <<-LINES
		$(awk -v wanted="$way" '$1 == "way" { way++; next } way == wanted' "$folder/$iface.dial")
	LINES
}

## Four numbers; four with the mask joined to them; eight hexadecimal digits, the last number first (Huawei's ^DHCP).
# Prints what "$1" holds as dotted numbers, four or eight of them; nothing where it is no IPv4 address.
dotted() {
	printf '%s\n' "$1" | awk '
		function digit(c) { return index("0123456789abcdef", tolower(c)) - 1 }
		match($0, /([0-9]+[.])+[0-9]+/) {
			$0 = substr($0, RSTART, RLENGTH)
			count = split($0, part, ".")
			if (count != 4 && count != 8) exit
			for (i = 1; i <= count; i++) if (part[i] > 255) exit
			if (part[1] > 0) print
			exit
		}
		/^[0-9A-Fa-f]+$/ && length($0) <= 8 {
			while (length($0) < 8) $0 = "0" $0
			for (i = 7; i >= 1; i -= 2) out = out (out == "" ? "" : ".") digit(substr($0, i, 1)) * 16 + digit(substr($0, i + 1, 1))
			if (out !~ /^0[.]/) print out
		}'
}

# Reads the addresses that the modem tells, each from the first answer that has it.
read_addresses() {
	address=
	mask=
	gateway=
	servers=
	told_mtu=
	query=
	while read -r word rest; do
		case "$word" in
		read)
			ask "$rest" 10
			query=$(tr '\r' '\n' <"$said")
			;;
		reply)
			names=${rest%% *}
			pattern=${rest#* }
			found=$(printf '%s\n' "$query" | sed -nE "s~$pattern.*~$names~p" | head -n 1)
			[ -z "$found" ] || keep_told "$found"
			;;
		esac
	done <<-LINES
		$(awk '$1 == "way" { exit } $1 == "read" || $1 == "reply"' "$folder/$iface.dial")
	LINES
}

# Keeps what "$1" has, `NAME=VALUE;` each.
keep_told() {
	rest=$1
	while [ -n "$rest" ]; do
		pair=${rest%%;*}
		rest=${rest#*;}
		value=${pair#*=}
		case "${pair%%=*}" in
		mtu)
			case "$value" in
			*[!0-9]* | '') ;;
			*) told_mtu=${told_mtu:-$value} ;;
			esac
			;;
		address)
			value=$(dotted "$value")
			if [ -z "$value" ] || [ -n "$address" ]; then
				continue
			fi
			address=$(echo "$value" | cut -d . -f 1-4)
			[ "$value" = "$address" ] || mask=$(echo "$value" | cut -d . -f 5-8)
			;;
		mask) mask=${mask:-$(dotted "$value")} ;;
		gateway)
			value=$(dotted "$value")
			[ "$value" = "$address" ] || gateway=${gateway:-$value}
			;;
		dns | dns2)
			value=$(dotted "$value")
			case " $servers " in
			*" $value "*) ;;
			*) servers="$servers $value" ;;
			esac
			;;
		esac
	done
}

# Gives netifd the card, and an interface of its own for what the modem serves by DHCP or router advertisements.
tell_netifd() {
	size=${mtu:-${told_mtu:-$(told mtu 0)}}
	[ -z "$size" ] || ip link set dev "$card" mtu "$size" 2>/dev/null
	! told card 0 | grep -q noarp || ip link set dev "$card" arp off
	proto_init_update "$card" 1
	proto_set_keep 1
	if [ "$from" = modem ] && [ "$with_type" != IPV6 ]; then
		[ -n "$address" ] || fail NO_ADDRESS 'the modem tells no address'
		if told card 0 | grep -q onlink; then
			mask=255.255.255.255
			gateway=
		fi
		proto_add_ipv4_address "$address" "${mask:-255.255.255.255}"
		[ -z "$gateway" ] || proto_add_ipv4_route "$gateway" 32
		proto_add_ipv4_route 0.0.0.0 0 "$gateway"
		for server in $servers; do
			proto_add_dns_server "$server"
		done
	fi
	proto_send_update "$iface"
	zone=$(fw3 -q network "$iface" 2>/dev/null)
	[ "$from" = modem ] || [ "$with_type" = IPV6 ] || serve 4 dhcp
	[ "$with_type" = IP ] || serve 6 dhcpv6
}

serve() {
	json_init
	json_add_string name "${iface}_$1"
	json_add_string ifname "@$iface"
	json_add_string proto "$2"
	[ "$2" = dhcp ] || json_add_string extendprefix 1
	proto_add_dynamic_defaults
	[ -z "$zone" ] || json_add_string zone "$zone"
	ubus call network add_dynamic "$(json_dump)"
}

# Listens "$1" seconds to what the modem says by itself.
listen() {
	: >"$said"
	(ulimit -f 64 && exec chat -e -t "$1" '\n\001never') <&9 >/dev/null 2>"$said" &
	talker=$!
	wait $talker
}

drain() {
	listen 1
}

# Returns when the call has fallen.
look_after() {
	misses=0
	was=$address
	while [ -c "$port" ]; do
		if [ -z "$owned" ]; then
			pause "$look_every"
			continue
		fi
		listen "$look_every"
		while read -r pattern; do
			[ -z "$pattern" ] || ! matches "$pattern" || {
				say warning 'the modem says that the call fell'
				return
			}
		done <<-LINES
			$(told fell 0)
		LINES
		[ "$(told polls 0)" = 1 ] || continue
		if is_up; then
			misses=0
		else
			misses=$((misses + 1))
		fi
		if [ $misses -ge 2 ]; then
			say warning "the call fell: $(told proof $way) does not tell of it any more"
			return
		fi
		if [ $misses -gt 0 ] || [ "$from" != modem ]; then
			continue
		fi
		read_addresses
		if [ -n "$address" ] && [ "$address" != "$was" ]; then
			say notice 'the modem has another address'
			return
		fi
	done
	say warning "the port $port is gone"
}

iface=$1
doing=$2
# What the modem says, and the mark of a PIN, are nobody else's.
umask 077
said=$run/modem-bench.$iface.said
talker=
rawing=
busy=
owned=yes
trap '[ -z "$talker$rawing" ] || kill $talker $rawing 2>/dev/null; leave; exit 0' TERM INT
# shellcheck source=/dev/null
. "$library"
# shellcheck source=/dev/null
. "$netifd"
[ -f "$folder/$iface.dial" ] || exit 1
find_modem || {
	[ "$doing" = stop ] || fail NO_DEVICE 'port or card of the dongle is not there'
	exit 1
}
case "$pdptype" in
ipv6 | IPV6) with_type=IPV6 ;;
ipv4v6 | IPV4V6) with_type=IPV4V6 ;;
*) with_type=IP ;;
esac
with_cid=$(told cid 0)
with_auth=$(told "auth-${auth:-none}" 0)
from=$(told address 0)
export with_cid with_type with_auth with_apn="$apn" with_user="$username" with_password="$password"
if [ "$doing" = stop ]; then
	way=$(cat "$run/modem-bench.$iface.way" 2>/dev/null)
	[ -n "$way" ] && [ "$(told keeps 0)" != 1 ] || exit 0
	# netifd waits five seconds for this, and begins anew then: the next call waits for the turn.
	busy=$run/modem-bench.$iface.busy
	mkdir "$busy" 2>/dev/null || busy=
	take_port_beside
	open_port
	# Ends whatever stands in the modem's line: the process that made the call was stopped wherever it was.
	ask AT 1
	stop_call $stop_within
	leave
	exit 0
fi
case "$apn$username$password" in
*\"* | *[![:print:]]*) give_up INVALID_OPTIONS 'APN, user name and password cannot have quotes or control characters' ;;
esac
[ -z "$delay" ] || pause "$delay"
take_turn
open_port
await_answer
unlock
register
set_context
choose_way
make_call
if [ -n "$owned" ]; then
	await_up
	read_addresses
elif take_port_beside; then
	owned=yes
	open_port
fi
tell_netifd
rm -f "$run/modem-bench.$iface.tries"
say notice "the call is up${address:+, $address}"
look_after
exit 1
