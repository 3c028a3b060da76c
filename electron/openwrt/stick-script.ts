import { routerPaths } from './router-paths.ts';
import { quote } from './uci.ts';
import type { Stick } from './writers/writer.ts';

/** Pieces of the setup script for a network card, each whole lines; empty strings where the dongle is none. */
export interface StickPieces {
  readonly variables: string;
  readonly functions: string;
  /** Before the wishes are compared: sets $device. */
  readonly find: string;
  /** Before the record of an interface that is ours, and in it; where everything is taken back or saved. */
  readonly own: string;
  readonly record: string;
  readonly revert: string;
  readonly commit: string;
  /** Condition for being complete, and what is missing else. */
  readonly ready: string;
  readonly missing: string;
}

const none: StickPieces = {
  variables: `handlers=${quote(routerPaths.handlers)}\n`,
  functions: '',
  find: '',
  own: '',
  // Another bundle's network card may have had the name before.
  record: '\trm -f "$folder/$iface.usb"\n',
  revert: '',
  commit: '',
  ready: '[ -f "$handlers/$proto.sh" ]',
  missing: 'the protocol $proto',
};

/**
 * The net device is looked for by the USB ids of its parent (`/sys/class/net/NAME/device/../idVendor`), since its name is not known
 * before it is there. Not found, the name that this bundle's interface has by now stays, or the one it begins with.
 *
 * A dongle that is a router: where its network is the LAN's, both counted with /24, the log says so, since no packet would find its way. Its
 * page's name is taken out of dnsmasq's rebind protection, in the first dnsmasq section, if there is one.
 */
export function stickPieces(stick: Stick | undefined, device: string): StickPieces {
  if (!stick) return none;
  const { vid, pid, module, address, domain } = stick;
  const variables = [
    `netdevices=${quote(routerPaths.netDevices)}`,
    `modules=${quote(routerPaths.modules)}`,
    `loaded=${quote(routerPaths.loaded)}`,
    `vid=${quote(vid)}`,
    `pid=${quote(pid)}`,
    `module=${quote(module)}`,
    `device=${quote(device)}`,
    ...(address === null ? [] : [`address=${quote(address)}`]),
    ...(domain === null ? [] : [`domain=${quote(domain)}`]),
  ];
  return {
    variables: lines(variables),
    functions: findDevice + hasDriver + (address === null ? '' : compareLan) + (domain === null ? '' : allowDomain),
    find: `	if ! find_device && [ "$(cat "$folder/$iface.usb" 2>/dev/null)" = "$vid $pid" ]; then
		kept=$(uci -q get "network.$iface.device")
		device=\${kept:-$device}
	fi
`,
    own: lines([...(domain === null ? [] : ['\t\tallow_domain']), ...(address === null ? [] : ['\t\tcompare_lan'])]),
    record: `	printf '%s %s\\n' "$vid" "$pid" >"$folder/$iface.usb" || return 1
${domain === null ? '' : '\t[ -z "$allowed" ] || printf \'domain %s\\n\' "$domain" >>"$folder/$iface.added"\n'}`,
    revert: domain === null ? '' : '\t[ -z "$allowed" ] || uci -q revert "dhcp.@dnsmasq[0].rebind_domain"\n',
    commit: domain === null ? '' : '\t[ -z "$allowed" ] || uci -q commit dhcp\n',
    ready: 'has_driver',
    missing: 'the driver $module',
  };
}

const findDevice = `# Sets $device to the net device of the dongle, if that is there.
find_device() {
	for found in "$netdevices"/*; do
		[ "$(cat "$found/device/../idVendor" 2>/dev/null)" = "$vid" ] || continue
		[ "$(cat "$found/device/../idProduct" 2>/dev/null)" = "$pid" ] || continue
		device=\${found##*/}
		return 0
	done
	return 1
}

`;

const hasDriver = `has_driver() {
	[ ! -d "$loaded/$module" ] || return 0
	for found in "$modules"/*/"$module.ko"; do
		[ ! -f "$found" ] || return 0
	done
	return 1
}

`;

const compareLan = `compare_lan() {
	for lan in $(uci -q get network.lan.ipaddr); do
		[ "\${lan%.*}" != "\${address%.*}" ] ||
			say warning "the dongle is a router with the address $address, in the network of the LAN ($lan): change one of the two"
	done
}

`;

const allowDomain = `# Lets the name of the dongle's own page through dnsmasq's rebind protection.
allow_domain() {
	uci -q get "dhcp.@dnsmasq[0]" >/dev/null || return 0
	case " $(uci -q get "dhcp.@dnsmasq[0].rebind_domain") " in
	*" $domain "*) return 0 ;;
	esac
	! uci -q add_list "dhcp.@dnsmasq[0].rebind_domain=$domain" || allowed=domain
}

`;

/**
 * Sourced by hotplug-call for every net device that comes or goes. The same in every bundle: which dongles are meant stands in the
 * folder, one `INTERFACE.usb` with `vid pid` each. What someone else has staged for the network is not committed along: then it is
 * left, with a line in the log.
 */
export function stickScript(): string {
  return `#!/bin/sh
# Modem Bench: gives a dongle's interface the name that its network card has got this time. Undo: sh ${routerPaths.remove}
folder=${quote(routerPaths.folder)}
netdevices=${quote(routerPaths.netDevices)}

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

# Gives the interface "$1" the device "$2".
give() {
	[ "$(uci -q get "network.$1.proto")" = dhcp ] || return 0
	[ "$(uci -q get "network.$1.device")" != "$2" ] || return 0
	if [ -n "$(uci -q changes network)" ]; then
		say warning "interface $1 is now the device $2; not put in, since the network has changes that are not saved"
		return 0
	fi
	uci -q set "network.$1.device=$2"
	uci -q commit network || return 0
	say notice "interface $1 is now the device $2"
	! command -v reload_config >/dev/null || reload_config
}

if [ "$ACTION" = add ] && [ -n "$INTERFACE" ]; then
	vid=$(cat "$netdevices/$INTERFACE/device/../idVendor" 2>/dev/null)
	pid=$(cat "$netdevices/$INTERFACE/device/../idProduct" 2>/dev/null)
	for file in "$folder"/*.usb; do
		[ -f "$file" ] || continue
		[ "$(cat "$file")" = "$vid $pid" ] || continue
		name=\${file##*/}
		give "\${name%.usb}" "$INTERFACE"
	done
fi
`;
}

const lines = (parts: readonly string[]) => parts.map((part) => `${part}\n`).join('');
