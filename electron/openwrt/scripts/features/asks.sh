#!/bin/sh
## Secrets that are typed on the router: the interface is made with `disabled` as 1, so that no try of a PIN is lost, and the log says which
## fields are to be filled in. What was typed since stays when the bundle comes again, and so does what became of `disabled`. The parameter:
## $asked, the names of the fields.
# Modem Bench: fields that are filled in on the router. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2154 # the parameters and what the setup sets

asks_find() {
	[ -n "$old_proto" ] && [ "$present" = "$old_proto" ] || return 0
	typed=
	for field in $asked; do
		eval "typed_$field=\$(ours get \"network.\$iface.$field\") typed=\$typed\$typed_$field"
	done
	if [ -n "$(recorded asks)" ] || [ -n "$typed" ]; then
		disabled=$(ours get "network.$iface.disabled")
	fi
}

# Calls "$1" with each field that was filled in.
asks_options() {
	for field in $asked; do
		eval "value=\$typed_$field"
		[ -z "$value" ] || "$1" "$field" "$value"
	done
}

asks_record() {
	printf 'asks %s\n' "$asked"
}

asks_finish() {
	[ -z "$disabled" ] || say warning "interface $iface stays down until its fields ($asked) are filled in and it is enabled: LuCI, Network, Interfaces; or: uci delete network.$iface.disabled"
}
