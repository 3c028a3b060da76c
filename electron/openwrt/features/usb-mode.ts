import type { UsbModeFile } from '../../../modem-db/openwrt/usbmode/index.ts';
import { programs, routerPaths } from '../router-paths.ts';
import usbModeProgram from '../scripts/usb-mode.sh?raw';
import usbModeService from '../scripts/usb-mode-service.sh?raw';
import { quote } from '../uci.ts';
import { lines, type Part, program, type Undo } from './part.ts';

/**
 * Entries for OpenWrt's usbmode in place of the stock ones of the same ids. Each id has a file of its own in the folder,
 * `VVVV-PPPP.usb-mode.json`, given to usbmode by `-c`; `/etc/usb-mode.json` is neither a conffile nor kept by an upgrade, so that an
 * entry in it would be lost. The stock entry must not act as well: its key gets `modem-bench:` before it, which no device has
 * (usbmode looks up `%04x:%04x`, main.c), whenever it stands there again, before the stock hotplug script and service look. An id
 * without any entry has its stock one set aside, and nothing is done to it.
 */
export function usbMode({ ids, file }: { readonly ids: readonly string[]; readonly file: UsbModeFile }): Part {
  const known = ids.filter((id) => /^[0-9a-f]{4}:[0-9a-f]{4}$/.test(id) && file.devices[id] !== undefined);
  const asideOnly = known.every((id) => isEmpty(file, id));
  const stores = known.map((id) => {
    const own: UsbModeFile = { messages: file.messages, devices: { [id]: file.devices[id] ?? {} } };
    return `	printf '%s\\n' ${quote(JSON.stringify(own), 'usbMode')} >"$folder/${fileOf(id)}" || return 1\n`;
  });
  return {
    name: asideOnly ? 'usb-mode-aside' : 'usb-mode',
    packages: asideOnly ? [] : ['usb-modeswitch'],
    files: [program(programs.usbMode, '0644', usbModeProgram), program(programs.usbModeService, '0755', usbModeService)],
    variables: lines([
      `usbmode=${quote(programs.usbMode)}`,
      `usbmode_service=${quote(programs.usbModeService)}`,
      `usbmode_link=${quote(programs.usbModeLink)}`,
    ]),
    record: lines(known.map((id) => `\tprintf 'usbmode %s\\n' ${quote(id)}`)),
    store: stores.join(''),
    finish: `	mkdir -p "\${usbmode_link%/*}" && ln -sf "../init.d/\${usbmode_service##*/}" "$usbmode_link"
	(
		# Read by the script that is run here, as at a start.
		# shellcheck disable=SC2034
		ACTION=boot
		# shellcheck source=/dev/null
		. "$usbmode"
	)
`,
  };
}

const isEmpty = ({ devices }: UsbModeFile, id: string) => Object.keys(devices[id] ?? {}).length === 0;
const fileOf = (id: string) => `${id.replace(':', '-')}.usb-mode.json`;

export const usbModeUndo: Undo = {
  variables: lines([`table=${quote(routerPaths.usbModeTable)}`]),
  tidy: `	for file in "$folder"/*.usb-mode.json; do
		[ -f "$file" ] || continue
		id=\${file##*/}
		id=\${id%.usb-mode.json}
		id=\${id%-*}:\${id#*-}
		! grep -qx "usbmode $id" "$folder"/*.added 2>/dev/null || continue
		rm -f "$file"
		! grep -q "\\"modem-bench:$id\\"" "$table" 2>/dev/null || sed -i "s/\\"modem-bench:$id\\"/\\"$id\\"/" "$table"
	done
`,
  retires: { ending: 'usb-mode.json', programs: [programs.usbMode, programs.usbModeService, programs.usbModeLink] },
};
