import { programs } from '../router-paths.ts';
import directIpProgram from '../scripts/directip.sh?raw';
import { type Part, program, type Undo } from './part.ts';

/**
 * Tells netifd that DirectIP's port is there. Without the port the handler makes its interface unavailable (OpenWrt comgt, directip.sh,
 * NO_DEVICE), and the stock hotplug script that would make it available again knows the protocols 3g and ncm alone (comgt, 3g.usb).
 */
export function directIp(): Part {
  return {
    name: 'directip',
    files: [program(programs.directIp, '0644', directIpProgram)],
    store: '\t: >"$folder/$iface.directip" || return 1\n',
  };
}

export const directIpUndo: Undo = { retires: { ending: 'directip', programs: [programs.directIp] } };
