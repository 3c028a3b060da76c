import { programs } from '../router-paths.ts';
import hooks from '../scripts/features/reset.sh?raw';
import bootHooks from '../scripts/features/reset_at_boot.sh?raw';
import resetProgram from '../scripts/reset.sh?raw';
import resetService from '../scripts/reset-service.sh?raw';
import { type Feature, program } from './feature.ts';

/**
 * Resets the modem, by its AT command where the bundle has one, else by letting its USB device go and taking it again (`authorized` in
 * sysfs; Linux Documentation/usb/authorization.rst), which cuts no power. `usbReset` false: by its command alone.
 */
export function reset(usbReset: boolean): Feature {
  return {
    name: 'reset',
    told: null,
    hooks,
    parameters: [{ name: 'reset_by', text: usbReset ? 'command usb' : 'command' }],
    programs: [program(programs.reset, '0755', resetProgram)],
  };
}

/** That reset, once at each start of the router. */
export function resetAtBoot(): Feature {
  return {
    name: 'reset_at_boot',
    told: 'reset-at-boot',
    hooks: bootHooks,
    programs: [program(programs.resetService, '0755', resetService)],
  };
}
