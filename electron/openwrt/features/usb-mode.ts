import type { UsbModeFile } from '../../../modem-db/openwrt/usbmode/index.ts';
import { programs } from '../router-paths.ts';
import hooks from '../scripts/features/usb_mode.sh?raw';
import usbModeProgram from '../scripts/usb-mode.sh?raw';
import usbModeService from '../scripts/usb-mode-service.sh?raw';
import { type Feature, program } from './feature.ts';

/**
 * Entries for OpenWrt's usbmode in place of the stock ones of the same ids. Each id has a file of its own in the folder,
 * `VVVV-PPPP.usb-mode.json`, given to usbmode by `-c`; `/etc/usb-mode.json` is neither a conffile nor kept by an upgrade, so that an
 * entry in it would be lost. The stock entry must not act as well: its key gets `modem-bench:` before it, which no device has
 * (usbmode looks up `%04x:%04x`, main.c), whenever it stands there again, before the stock hotplug script and service look. An id
 * without any entry has its stock one set aside, and nothing is done to it.
 */
export function usbMode({ ids, file }: { readonly ids: readonly string[]; readonly file: UsbModeFile }): Feature {
  const known = ids.filter((id) => /^[0-9a-f]{4}:[0-9a-f]{4}$/.test(id) && file.devices[id] !== undefined);
  const asideOnly = known.every((id) => isEmpty(file, id));
  const own = (id: string): UsbModeFile => ({ messages: file.messages, devices: { [id]: file.devices[id] ?? {} } });
  return {
    name: 'usb_mode',
    told: asideOnly ? 'usb-mode-aside' : 'usb-mode',
    hooks,
    parameters: [{ name: 'usb_mode_lines', lines: known.map((id) => `${id} ${JSON.stringify(own(id))}`), field: 'usbMode' }],
    programs: [program(programs.usbMode, '0644', usbModeProgram), program(programs.usbModeService, '0755', usbModeService)],
    packages: asideOnly ? [] : ['usb-modeswitch'],
  };
}

const isEmpty = ({ devices }: UsbModeFile, id: string) => Object.keys(devices[id] ?? {}).length === 0;
