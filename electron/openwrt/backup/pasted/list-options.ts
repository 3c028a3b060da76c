/**
 * Options that are lists in OpenWrt's own files (package base-files, config_generate; firewall4 and firewall, firewall.config; dnsmasq,
 * dhcp.conf; mwan3, mwan3.config), by configuration. `uci show` prints a list of one value like an option, so that of these it is read as a list: what the
 * setup adds to is then shown as one line that comes, whichever the file has, and never as one that is changed from one form to the other.
 */
const lists = new Map<string, ReadonlySet<string>>(
  Object.entries({
    network: new Set(['ports', 'dns', 'dns_search', 'ip6addr', 'ip6class', 'ip6prefix']),
    firewall: new Set(['network']),
    dhcp: new Set(['rebind_domain', 'server', 'address', 'dhcp_option', 'notinterface', 'addnhosts', 'ra_flags']),
    mwan3: new Set(['track_ip', 'use_member']),
  }),
);

/** The one value that `uci show` prints of an option, as the file most likely has it: one with blanks in it is an option. */
export function shownValue(config: string, option: string, value: string): string | readonly string[] {
  return lists.get(config)?.has(option) && !/\s/.test(value) ? [value] : value;
}
