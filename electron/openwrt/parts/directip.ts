import { programs, routerPaths } from '../router-paths.ts';
import { quote } from '../uci.ts';
import { lines, type Part, program, type Undo } from './part.ts';

/** Seconds for the net device, which the handler finds beside the port, or gives up for good. */
const NET_WITHIN = 5;

/**
 * Tells netifd that DirectIP's port is there. Without the port the handler makes its interface unavailable (OpenWrt comgt, directip.sh,
 * NO_DEVICE), and the stock hotplug script that would make it available again knows the protocols 3g and ncm alone (comgt, 3g.usb).
 */
export function directIp(): Part {
  return {
    name: 'directip',
    files: [program(programs.directIp, '0644', directIpProgram())],
    store: '\t: >"$folder/$iface.directip" || return 1\n',
  };
}

export const directIpUndo: Undo = { retires: { ending: 'directip', programs: [programs.directIp] } };

/** Sourced by hotplug-call for every tty that comes or goes. */
function directIpProgram(): string {
  return `#!/bin/sh
# Modem Bench: tells DirectIP's interface whether the port of its dongle is there. Undo: sh ${routerPaths.remove}
folder=${quote(routerPaths.folder)}
ttys=${quote(routerPaths.ttys)}
${lines([`library=${quote(routerPaths.library)}`, `netifd=${quote(routerPaths.netifd)}`])}
# Whether "$1" of the interfaces in the folder is for the port "$2".
is_for() {
	[ "$(uci -q get "network.$1.proto")" = directip ] && [ "$(uci -q get "network.$1.device")" = "/dev/$2" ]
}

# Waits for the net device of the port "$1", in the place in which the handler looks for it.
await_net() {
	place=$(readlink -f "$ttys/$1/device") || return 0
	left=${NET_WITHIN}
	until ls -d "$place"/../../*/net >/dev/null 2>&1 || [ $left -eq 0 ]; do
		left=$((left - 1))
		sleep 1
	done
}

tell() {
	# shellcheck source=/dev/null
	. "$library"
	# shellcheck source=/dev/null
	. "$netifd"
	proto_set_available "$1" "$2"
}

port=\${DEVPATH##*/}
case "$ACTION:$port" in
add:?* | remove:?*)
	for file in "$folder"/*.directip; do
		[ -f "$file" ] || continue
		name=\${file##*/}
		name=\${name%.directip}
		is_for "$name" "$port" || continue
		if [ "$ACTION" = add ]; then
			await_net "$port"
			tell "$name" 1
		else
			tell "$name" 0
		fi
	done
	;;
esac
`;
}
