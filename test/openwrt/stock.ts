/** Default configurations as a fresh router has them; only the sections that a bundle could touch or trip over. */

const networkHead = `config interface 'loopback'
	option device 'lo'
	option proto 'static'
	option ipaddr '127.0.0.1'
	option netmask '255.0.0.0'

config globals 'globals'
	option ula_prefix 'fd12:3456:789a::/48'

`;

const lan = `config interface 'lan'
	option device 'br-lan'
	option proto 'static'
	option ipaddr '192.168.1.1'
	option netmask '255.255.255.0'
	option ip6assign '60'

`;

const wan = (device: string) => `config interface 'wan'
	option device '${device}'
	option proto 'dhcp'

config interface 'wan6'
	option device '${device}'
	option proto 'dhcpv6'

`;

const bridge = (ports: string[]) => `config device
	option name 'br-lan'
	option type 'bridge'
${ports.map((port) => `	list ports '${port}'\n`).join('')}
`;

export const networks = {
  dsa: networkHead + bridge(['lan1', 'lan2', 'lan3']) + lan + wan('wan'),
  /** 25.12: the address with its prefix, as a list. */
  dsaCidr:
    networkHead +
    bridge(['lan1', 'lan2']) +
    lan.replace("option ipaddr '192.168.1.1'\n\toption netmask '255.255.255.0'", "list ipaddr '192.168.1.1/24'") +
    wan('wan'),
  swconfig: `${networkHead}${bridge(['eth0.1'])}${lan}${wan('eth0.2')}config switch
	option name 'switch0'
	option reset '1'
	option enable_vlan '1'

config switch_vlan
	option device 'switch0'
	option vlan '1'
	option ports '0t 2 3 4 5'

config switch_vlan
	option device 'switch0'
	option vlan '2'
	option ports '0t 1'

`,
  singlePort: networkHead + bridge(['eth0']) + lan,
};

const firewall = (wanNetwork: string, wanName = 'wan') => `config defaults
	option syn_flood '1'
	option input 'REJECT'
	option output 'ACCEPT'
	option forward 'REJECT'

config zone
	option name 'lan'
	list network 'lan'
	option input 'ACCEPT'
	option output 'ACCEPT'
	option forward 'ACCEPT'

config zone
	option name '${wanName}'
${wanNetwork}	option input 'REJECT'
	option output 'ACCEPT'
	option forward 'REJECT'
	option masq '1'
	option mtu_fix '1'

config forwarding
	option src 'lan'
	option dest 'wan'

config rule
	option name 'Allow-DHCP-Renew'
	option src 'wan'
	option proto 'udp'
	option dest_port '68'
	option target 'ACCEPT'
	option family 'ipv4'

`;

export const firewalls = {
  list: firewall("\tlist network 'wan'\n\tlist network 'wan6'\n"),
  /** Kept from releases before 18.06 through every upgrade. */
  oneString: firewall("\toption network 'wan wan6'\n"),
  oneWord: firewall("\toption network 'wan'\n"),
  none: firewall(''),
  noWan: firewall("\tlist network 'wan'\n", 'internet'),
  /** A zone without a name, and the wan zone as a named section. */
  odd: `config zone\n\toption input 'DROP'\n\n${firewall("\tlist network 'wan'\n").replace("config zone\n\toption name 'wan'", "config zone 'wan'\n\toption name 'wan'")}`,
};
