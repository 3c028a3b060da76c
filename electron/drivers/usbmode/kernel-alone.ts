import { storageInit } from '../../../modem-db/openwrt/usbmode/index.ts';
import { interfacesOf, type RouterDevice } from './router-device.ts';

/** What the kernel's usb-storage does to a dongle before it shows its disc, on a router with kmod-usb-storage, whatever else runs. */
export interface KernelSwitch {
  /** Whether that is a switch. The drive's vendor decides for Option; unknown, it is judged not to be Option's. */
  readonly switches: boolean;
  /** What it sends, of `RouterKernel`'s form; what the dongle answers is left out. */
  readonly transfers: readonly string[];
}

const STORAGE = { class: 0x08, protocol: 0x50 } as const;
const INQUIRY = 'out 01 55534243123456782400000080000612000000240000000000000000000000';
const REZERO = 'out 01 55534243785634120100000080000601000000000000000000000000000000';

/**
 * `null`: nothing of its own. By Linux drivers/usb/storage (initializers.c, option_ms.c, sierra_ms.c), where the device has a
 * Bulk-Only interface; the OUT endpoint is written as the device has it.
 */
export function kernelSwitch(device: RouterDevice): KernelSwitch | null {
  const disc = interfacesOf(device, device.activeConfiguration).find((i) => i.class === STORAGE.class && i.protocol === STORAGE.protocol);
  const init = disc && storageInit(device.vid, device.pid, device.bcdDevice);
  if (!disc || !init) return null;
  if (init === 'huawei') return { switches: true, transfers: ['control 0003010000000000'] };
  if (init === 'sierra') return { switches: true, transfers: ['control c00a000000003c00', 'control 400b010000000000'] };
  const output = disc.endpoints.find((e) => e.type === 'bulk' && e.address < 0x80)?.address;
  if (output === undefined) return null;
  const to = (line: string) => line.replace('out 01', `out ${output.toString(16).padStart(2, '0')}`);
  const vendor = device.scsi?.vendor ?? '';
  const isOption = vendor.startsWith('Option') || vendor.startsWith('ZCOPTION');
  return { switches: isOption, transfers: isOption ? [to(INQUIRY), to(REZERO)] : [to(INQUIRY)] };
}
