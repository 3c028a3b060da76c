import { quote } from '../uci.ts';
import { lines, type Part, type Undo } from './part.ts';

/**
 * Names that dnsmasq may answer with private addresses (`rebind_domain`, dnsmasq's --rebind-domain-ok): the dongle's own page and
 * operators' pages. In the first dnsmasq section, if there is one. Only what was added stands in the record; without names, what an
 * earlier bundle added stays in it.
 */
export function rebind(domains: readonly string[]): Part {
  if (domains.length === 0) return { name: null, record: "\trecorded domain | sed 's/^/domain /'\n" };
  return {
    name: 'rebind',
    functions: `# Calls "$1" with each name.
domains() {
${lines(domains.map((domain) => `\t"$1" ${quote(domain, 'onRouter.rebindDomains')}`))}}

${functions}`,
    stage: '\t\tallow_domains\n',
    record: `	for domain in $allowed; do
		printf 'domain %s\\n' "$domain"
	done
`,
  };
}

const functions = `# Lets a name through dnsmasq's rebind protection.
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

is_wished() {
	[ "$1" != "$looked_for" ] || found_domain=yes
}

# What an earlier bundle let through and this one does not name is taken back.
allow_domains() {
	allowed=
	ours get "dhcp.@dnsmasq[0]" >/dev/null || return 0
	for looked_for in $(recorded domain); do
		found_domain=
		domains is_wished
		[ -n "$found_domain" ] || ours del_list "dhcp.@dnsmasq[0].rebind_domain=$looked_for"
	done
	domains allow_domain
}

`;

export const rebindUndo: Undo = {
  takeBack: `	for domain in $(recorded domain); do
		ours del_list "dhcp.@dnsmasq[0].rebind_domain=$domain"
	done
`,
};
