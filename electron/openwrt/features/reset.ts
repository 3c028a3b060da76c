import { programs } from '../router-paths.ts';
import resetProgram from '../scripts/reset.sh?raw';
import resetService from '../scripts/reset-service.sh?raw';
import { quote } from '../uci.ts';
import { lines, type Part, program, type Undo } from './part.ts';

/**
 * Resets the modem, by its AT command where the bundle has one, else by letting its USB device go and taking it again (`authorized` in
 * sysfs; Linux Documentation/usb/authorization.rst). Used once at the router's start, where that is wished, and by the watchdog.
 */
export function reset({ vid, pid, atBoot }: { readonly vid: string; readonly pid: string; readonly atBoot: boolean }): Part {
  return {
    name: atBoot ? 'reset-at-boot' : null,
    files: [program(programs.reset, '0755', resetProgram), ...(atBoot ? [program(programs.resetService, '0755', resetService)] : [])],
    variables: atBoot ? lines([`reset_service=${quote(programs.resetService)}`, `reset_link=${quote(programs.resetLink)}`]) : '',
    store: `	printf 'usb %s %s\\n' ${vid} ${pid} >"$folder/$iface.reset" || return 1
${atBoot ? '\t: >"$folder/$iface.reset-at-boot" || return 1\n' : ''}`,
    finish: atBoot ? linkService : '',
  };
}

const linkService = `	mkdir -p "\${reset_link%/*}" && ln -sf "../init.d/\${reset_service##*/}" "$reset_link"
`;

export const resetUndo: Undo = { retires: { ending: 'reset', programs: [programs.reset] } };
export const resetAtBootUndo: Undo = { retires: { ending: 'reset-at-boot', programs: [programs.resetService, programs.resetLink] } };
