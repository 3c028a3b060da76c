import { programs, routerPaths } from '../router-paths.ts';
import netDeviceProgram from '../scripts/net-device.sh?raw';
import { quote } from '../uci.ts';
import type { Find, Stick } from '../writers/writer.ts';
import { isDongle } from './is-dongle.ts';
import { lines, type Part, program, type Undo } from './part.ts';

/**
 * The dongle's network card: looked for by the USB ids of its parent (`/sys/class/net/NAME/device/../idVendor`), since its name is
 * not known before it is there. Not found, the name that this bundle's interface has by now stays, or the one it begins with.
 * Where the card is a router's, its address is compared with the LAN's, both counted with /24: no packet would find its way.
 */
export function netDevice({ vid, pid }: Find, stick: Stick | undefined, device: string): Part {
  const address = stick?.address ?? null;
  return {
    name: 'net-device',
    files: [program(programs.netDevice, '0644', netDeviceProgram)],
    variables: lines([
      `netdevices=${quote(routerPaths.netDevices)}`,
      `vid=${quote(vid)}`,
      `pid=${quote(pid)}`,
      `device=${quote(device)}`,
      `net_hotplug=${quote(programs.netDevice)}`,
      ...(address === null ? [] : [`address=${quote(address)}`]),
    ]),
    functions: isDongle + findDevice + (address === null ? '' : compareLan),
    find: `	if ! find_device && [ "$(cat "$folder/$iface.usb" 2>/dev/null)" = "$vid $pid" ]; then
		kept=$(ours get "network.$iface.device")
		device=\${kept:-$device}
	fi
`,
    stage: address === null ? '' : '\t\tcompare_lan\n',
    store: `	printf '%s %s\\n' "$vid" "$pid" >"$folder/$iface.usb" || return 1\n`,
    finish: appearedMeanwhile,
  };
}

const findDevice = `# Sets $device to the net device of the dongle, if that is there.
find_device() {
	for found in "$netdevices"/*; do
		is_dongle "$found/device/.." || continue
		device=\${found##*/}
		return 0
	done
	return 1
}

`;

/** A card that came before its interface was saved was nobody's to the hotplug script: it is told again. */
const appearedMeanwhile = `	# shellcheck disable=SC2034 # read by the script that is run here, as for a card that has just come
	! find_device || (
		ACTION=add
		INTERFACE=$device
		# shellcheck source=/dev/null
		. "$net_hotplug"
	)
`;

const compareLan = `compare_lan() {
	for lan in $(ours get network.lan.ipaddr); do
		[ "\${lan%.*}" != "\${address%.*}" ] ||
			say warning "the dongle is a router with the address $address, in the network of the LAN ($lan): change one of the two"
	done
}

`;

export const netDeviceUndo: Undo = { retires: { ending: 'usb', programs: [programs.netDevice] } };
