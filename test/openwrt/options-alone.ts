import { forRouter } from '../../electron/openwrt/features/feature.ts';
import setup from '../../electron/openwrt/scripts/setup.sh?raw';

/** A shell's stand-in for what stages one option of a setup script: it writes `network.NAME.OPTION=VALUE` and a NUL byte. */
export const optionRecorder = `ours() { printf '%s\\0' "$2"; }`;

/**
 * A bundle's parameters, and of the setup that they call the functions which put the interface's options, and nothing else; to be read by a
 * shell that knows `optionRecorder`. Throws where one of the two has another form: then nothing would be looked at.
 */
export function optionsAlone(parameters: string): string {
  const call = parameters.indexOf(`\nprogram='`);
  const [head, functions] = forRouter(setup).split('\nmeanwhile=\n');
  const body = functions?.slice(functions.indexOf('\n# Runs the hook'), functions.indexOf('\nset_up ||'));
  if (call < 0 || !head || !body?.includes('\nwished() {')) throw new Error('parameters or setup are not what they used to be');
  return `${parameters.slice(0, call)}\nname=$iface\n${body}\ndevice=\ndisabled=1\nwished put\n`;
}
