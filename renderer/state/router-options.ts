import { RouterOptions, type Watchdog } from '../../electron/contract/router-options.ts';
import type { Mode } from '../../electron/contract/words.ts';
import type { Draft } from './draft.ts';
import { isSince } from './routers.ts';

/** Which of the router's options a form has a use for. What the release makes of a value is the bench's to say. */

export type OptionName = keyof RouterOptions;
export type Way = RouterOptions['way'];

export const usual: RouterOptions = RouterOptions.parse({});
export const optionNames = Object.keys(usual).filter((name): name is OptionName => name in RouterOptions.shape);

const waysOf: Record<Mode, readonly Way[]> = {
  qmi: ['mode', 'modemmanager'],
  mbim: ['mode', 'modemmanager'],
  ncm: ['mode', 'dial', 'modemmanager'],
  ecm: ['mode', 'dial'],
  rndis: ['mode', 'dial'],
  ppp: ['mode', 'modemmanager', 'directip'],
};

/** The ways that a mode leaves; one chosen before stays among them, so that a wish never changes unseen. */
export function waysFor(mode: Mode | null, chosen: Way): readonly Way[] {
  const ways = mode === null ? (['mode'] as const) : waysOf[mode];
  return ways.includes(chosen) ? ways : [...ways, chosen];
}

const first = '0';
/** Who takes an option, and from which release on, as OpenWrt's handlers declare them. Options without an entry are for all. */
const takers: Partial<Record<OptionName, Partial<Record<Mode | Way, string>>>> = {
  v6apn: { qmi: '23.05.0' },
  plmn: { qmi: first, modemmanager: '23.05.0' },
  profile: { qmi: first, ncm: first },
  v6profile: { qmi: '23.05.0' },
  fccAuth: { qmi: first },
  delay: { qmi: first, ncm: first, mbim: first, ppp: first, dial: first },
  dialNumber: { ppp: first },
  modeAtConnect: { qmi: first, ncm: first, ppp: first, modemmanager: first },
};

export const isUsual = (options: RouterOptions, name: OptionName) => JSON.stringify(options[name]) === JSON.stringify(usual[name]);

/** Whether an option is shown: where it fits, and where it was set before, so that it can be seen and taken back. */
export function isShown(name: OptionName, draft: Draft): boolean {
  const { mode, router, onRouter } = draft;
  if (!isUsual(onRouter, name)) return true;
  if (name === 'way') return waysFor(mode, onRouter.way).length > 1;
  if (!hasObject(name, draft)) return false;
  const by = takers[name];
  if (by === undefined) return true;
  const who = onRouter.way === 'mode' ? mode : onRouter.way;
  const since = who === null ? undefined : by[who];
  return since !== undefined && isSince(router, since);
}

/** Whether there is anything in the form that an option is about. */
function hasObject(name: OptionName, { pin, password, networkMode, packetDomain, pdpType }: Draft): boolean {
  if (name === 'secrets') return pin !== '' || password !== '';
  if (name === 'modeAtConnect') return networkMode !== 'keep';
  if (name === 'packetDomainAtAttach') return packetDomain !== 'keep';
  if (name === 'clat') return pdpType === 'ipv6';
  return (name !== 'v6apn' && name !== 'v6profile') || pdpType !== 'ipv4';
}

/** How many options are not as they are at first. */
export const countSet = (options: RouterOptions) => optionNames.filter((name) => !isUsual(options, name)).length;

/** A watchdog as it is first switched on: two addresses that answer from anywhere, of two operators. */
export const usualWatchdog: Watchdog = { addresses: ['1.1.1.1', '8.8.8.8'], everySeconds: 60, failures: 5, resetsModem: true };

/** A list as it is typed: blanks, commas, semicolons or line ends between. */
export const listOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean);
