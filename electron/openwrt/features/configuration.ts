import { BenchError } from '../../contract/errors.ts';
import { programs } from '../router-paths.ts';
import configurationProgram from '../scripts/configuration.sh?raw';
import configurationService from '../scripts/configuration-service.sh?raw';
import hooks from '../scripts/features/configuration.sh?raw';
import { type Feature, program } from './feature.ts';

/** A mode that is one of several USB configurations of a dongle. */
export interface WantedConfiguration {
  /** Four lower-case hex digits each. */
  readonly vid: string;
  readonly pid: string;
  /** bConfigurationValue, 1 to 255. */
  readonly value: number;
}

/**
 * Puts the dongle into its configuration whenever it appears, since no dongle keeps one over a replug and the kernel chooses by itself
 * (Linux drivers/usb/core/generic.c). Written to `bConfigurationValue` in sysfs, which lets go of the bound drivers first (Linux
 * drivers/usb/core/message.c, usb_set_configuration); usbmode asks by usbfs, which refuses as long as one is bound. The value that is in
 * force is never written: the kernel would take every driver away and bind it anew.
 * Throws WISH_INVALID for ids or a value that are none.
 */
export function configuration({ vid, pid, value }: WantedConfiguration): Feature {
  const id = `${vid}:${pid}`;
  if (!/^[0-9a-f]{4}:[0-9a-f]{4}$/.test(id) || !Number.isInteger(value) || value < 1 || value > 255)
    throw new BenchError('WISH_INVALID', { field: 'configuration', value: `${id.slice(0, 40).replace(/[^ -~]/g, '?')} ${value}` });
  return {
    name: 'configuration',
    told: 'configuration',
    hooks,
    parameters: [{ name: 'configuration', text: `${vid} ${pid} ${value}` }],
    programs: [
      program(programs.configuration, '0644', configurationProgram),
      program(programs.configurationService, '0755', configurationService),
    ],
  };
}
