import type { UciSection } from '../uci.ts';

const asterisks = '********';

/** Whatever is called so is a secret, also in a section of ours. */
const secret = /pass|pin|puk|key|psk|secret|token|login/i;

/**
 * Options of the router's own sections whose values are shown. Everything else there is asterisks: a router can have protocols that
 * nobody here knows, and their secrets can be called anything.
 */
const open = new Set(
  (
    'name type proto device ifname ports network metric ipaddr netmask gateway ip6assign ip6addr ip6gw ip6prefix ip6hint mtu auto ' +
    'disabled defaultroute peerdns delegate force_link ula_prefix packet_steering vlan vid reset enable_vlan macaddr bridge_empty stp ' +
    'igmp_snooping input output forward masq masq6 mtu_fix family src dest target enabled apn auth pdptype iptype modes mode service ' +
    'profile plmn delay timeout autoconnect allow_roaming allow_partner dhcp dhcpv6 reqaddress reqprefix v6apn devpath dialnumber enable enable_dial modem_config ' +
    'rebind_protection rebind_localhost rebind_domain domainneeded boguspriv filterwin2k localise_queries local domain expandhosts ' +
    'nonegcache cachesize authoritative readethers leasefile resolvfile nonwildcard localservice ednspacket_max filter_aaaa filter_a ' +
    'confdir sequential_ip logqueries noresolv port interface start limit leasetime ra ra_slaac ra_flags dhcpv4'
  ).split(' '),
);

/**
 * A section as it may be shown: secrets as asterisks, control and format characters as question marks, so that `formatUci` takes it
 * and no terminal obeys it. `ours`: one that the bundle makes, of which only the secrets are hidden.
 */
export function shownSection({ type, name, options }: UciSection, ours: boolean): UciSection {
  const value = (option: string, text: string) => (secret.test(option) || !(ours || open.has(option)) ? asterisks : plain(text));
  return {
    type: type.replace(/[^A-Za-z0-9_.-]/g, '?'),
    name,
    options: new Map(
      [...options].map(([option, text]) => [
        option,
        typeof text === 'string' ? value(option, text) : text.map((entry) => value(option, entry)),
      ]),
    ),
  };
}

function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '?');
}
