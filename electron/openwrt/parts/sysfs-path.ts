import { programs, routerPaths } from '../router-paths.ts';
import sysfsPathProgram from '../scripts/sysfs-path.sh?raw';
import { quote } from '../uci.ts';
import type { Find } from '../writers/writer.ts';
import { isDongle } from './is-dongle.ts';
import { lines, type Part, program, type Undo } from './part.ts';

/**
 * ModemManager's protocol wants the USB device's directory below `/sys/devices`, whose name tells port and host controller: only
 * the router knows it. Found by vid:pid, at the setup and whenever the dongle is plugged in, into whatever port.
 */
export function sysfsPath({ vid, pid }: Find, device: string): Part {
  return {
    name: 'sysfs-path',
    files: [program(programs.sysfsPath, '0644', sysfsPathProgram)],
    variables: lines([
      `usbdevices=${quote(routerPaths.usbDevices)}`,
      `vid=${quote(vid)}`,
      `pid=${quote(pid)}`,
      `device=${quote(device)}`,
      `usb_hotplug=${quote(programs.sysfsPath)}`,
    ]),
    functions: isDongle + findPath,
    find: `	if ! find_path && [ "$(cat "$folder/$iface.path" 2>/dev/null)" = "$vid $pid" ]; then
		kept=$(ours get "network.$iface.device")
		device=\${kept:-$device}
	fi
`,
    store: `	printf '%s %s\\n' "$vid" "$pid" >"$folder/$iface.path" || return 1\n`,
    // A dongle that came before its interface was saved was nobody's to the hotplug script: it is told again.
    finish: `	# shellcheck disable=SC2034 # read by the script that is run here, as for a dongle that has just come
	! find_path || (
		ACTION=add
		DEVPATH=\${device#"\${usbdevices%/bus/*}"}
		# shellcheck source=/dev/null
		. "$usb_hotplug"
	)
`,
  };
}

const findPath = `# Sets $device to the directory of the dongle in sysfs, if it is there.
find_path() {
	for found in "$usbdevices"/*; do
		is_dongle "$found" || continue
		device=$(readlink -f "$found")
		return 0
	done
	return 1
}

`;

export const sysfsPathUndo: Undo = { retires: { ending: 'path', programs: [programs.sysfsPath] } };
