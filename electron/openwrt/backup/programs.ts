import type { RouterInterface, RouterProgram } from '../../contract/router-backup.ts';
import type { UciConfig } from '../uci.ts';
import { get, named, ofType, shown } from './config.ts';

/** A program that dials modems by a configuration of its own. */
interface Dialler {
  readonly name: Exclude<RouterProgram['name'], 'modemmanager'>;
  /** Section type, and the option that is `1` where it dials. */
  readonly type: string;
  readonly option: string;
  /** Section and option that switch all of it off with `0`. */
  readonly main: readonly [section: string, option: string];
  readonly packages: readonly string[];
}

/**
 * FUjr/QModem: etc/init.d/qmodem_network; modem_scand.c writes a `modem-device` for each modem that it finds, called by its slot
 * (`1-1.4` as `1_1_4`), with `enable_dial` 1, and leaves the latter alone when the modem comes again. Siriling/5G-Modem-Support:
 * luci-app-modem, root/etc/init.d/modem and luasrc/model/cbi/modem/dial_config.lua.
 */
export const diallers: readonly Dialler[] = [
  {
    name: 'qmodem',
    type: 'modem-device',
    option: 'enable_dial',
    main: ['main', 'enable_dial'],
    packages: ['qmodem', 'luci-app-qmodem', 'luci-app-qmodem-next'],
  },
  { name: 'luci-app-modem', type: 'dial-config', option: 'enable', main: ['global', 'enable_dial'], packages: ['luci-app-modem'] },
];

/** What of a backup tells which programs take modems by themselves. */
export interface ProgramFiles {
  /** Their configurations, `/etc/config/qmodem` and `/etc/config/modem`. */
  readonly qmodem: UciConfig | null;
  readonly modem: UciConfig | null;
  /** Installed; `null`: not known. */
  readonly packages: readonly string[] | null;
  /** Services that are not started at boot, as far as the backup names them. */
  readonly disabledServices: ReadonlySet<string>;
  readonly interfaces: readonly RouterInterface[];
  /** An interface is kept by QModem. */
  readonly kept: boolean;
}

/** The programs that are at work on the router and take a modem by themselves. */
export function programsOf(files: ProgramFiles): RouterProgram[] {
  const manager =
    !files.disabledServices.has('modemmanager') &&
    (files.packages?.includes('modemmanager') || files.interfaces.some(({ proto }) => proto === 'modemmanager'));
  return [
    ...(manager ? [{ name: 'modemmanager' as const, sections: [] }] : []),
    ...diallers.flatMap((dialler) => dials(dialler, files) ?? []),
  ];
}

/** Its dialling sections; where it has none of them at all it is at work all the same, for the next modem that it finds. */
function dials({ name, type, option, main, packages }: Dialler, files: ProgramFiles): RouterProgram | null {
  const config = name === 'qmodem' ? files.qmodem : files.modem;
  const service = name === 'qmodem' ? 'qmodem_network' : 'modem';
  if (files.disabledServices.has(service)) return null;
  const all = ofType(config, type).filter((section) => section.name !== null);
  const installed = files.packages?.some((each) => packages.includes(each)) ?? false;
  const switches = config ? named(config, main[0]) : undefined;
  const seen = all.length > 0 || switches !== undefined || installed || (name === 'qmodem' && files.kept);
  if (!seen || get(switches, main[1]) === '0') return null;
  const on = all.filter((section) => get(section, option) === '1');
  if (on.length === 0 && all.length > 0) return null;
  const sections = on.slice(0, 50).map((section) => shown(section.name ?? ''));
  return { name, sections: sections.map((each) => ({ name: each, port: name === 'qmodem' ? each : null })) };
}
