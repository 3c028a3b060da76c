import { BenchError } from '../../contract/errors.ts';
import { programs } from '../router-paths.ts';
import configurationProgram from '../scripts/configuration.sh?raw';
import configurationService from '../scripts/configuration-service.sh?raw';
import { quote } from '../uci.ts';
import { lines, type Part, program, type Undo } from './part.ts';

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
export function configuration({ vid, pid, value }: WantedConfiguration): Part {
  const id = `${vid}:${pid}`;
  if (!/^[0-9a-f]{4}:[0-9a-f]{4}$/.test(id) || !Number.isInteger(value) || value < 1 || value > 255)
    throw new BenchError('WISH_INVALID', { field: 'configuration', value: `${id.slice(0, 40).replace(/[^ -~]/g, '?')} ${value}` });
  return {
    name: 'configuration',
    files: [
      program(programs.configuration, '0644', configurationProgram),
      program(programs.configurationService, '0755', configurationService),
    ],
    variables: lines([
      `configuration=${quote(programs.configuration)}`,
      `configuration_service=${quote(programs.configurationService)}`,
      `configuration_link=${quote(programs.configurationLink)}`,
    ]),
    store: `	printf '%s %s %s\\n' ${vid} ${pid} ${value} >"$folder/$iface.configuration" || return 1\n`,
    finish: `	mkdir -p "\${configuration_link%/*}" && ln -sf "../init.d/\${configuration_service##*/}" "$configuration_link"
	(
		# Read by the script that is run here, as at a start.
		# shellcheck disable=SC2034
		ACTION=boot
		# shellcheck source=/dev/null
		. "$configuration"
	)
`,
  };
}

export const configurationUndo: Undo = {
  retires: { ending: 'configuration', programs: [programs.configuration, programs.configurationService, programs.configurationLink] },
};
