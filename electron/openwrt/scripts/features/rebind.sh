#!/bin/sh
## Names that dnsmasq may answer with private addresses (`rebind_domain`, dnsmasq's --rebind-domain-ok): the dongle's own page and operators'
## pages. In the first dnsmasq section, if there is one. Only what was added stands in the record. The parameters: rebind_domains prints them.
# Modem Bench: names that the router's DNS lets through. Undo: sh /etc/modem-bench/modem-bench-remove

# Lets a name through dnsmasq's rebind protection.
allow_domain() {
	case " $(ours get "dhcp.@dnsmasq[0].rebind_domain") " in
	*" $1 "*)
		! recorded domain | grep -Fqx "$1" || allowed="$allowed $1"
		;;
	*)
		ours add_list "dhcp.@dnsmasq[0].rebind_domain=$1" || return 0
		allowed="$allowed $1"
		;;
	esac
}

## What an earlier bundle let through and this one does not name is taken back.
rebind_stage() {
	allowed=
	ours get "dhcp.@dnsmasq[0]" >/dev/null || return 0
	for domain in $(recorded domain); do
		rebind_domains | grep -Fqx "$domain" || ours del_list "dhcp.@dnsmasq[0].rebind_domain=$domain"
	done
	for domain in $(rebind_domains); do
		allow_domain "$domain"
	done
}

rebind_record() {
	for domain in $allowed; do
		printf 'domain %s\n' "$domain"
	done
}

rebind_take_back() {
	for domain in $(recorded domain); do
		ours del_list "dhcp.@dnsmasq[0].rebind_domain=$domain"
	done
}
