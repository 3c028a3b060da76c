import { leftOutMethods } from '../../../modem-db/openwrt/usbmode/index.ts';
import type { StringMatch, SwitchEntry } from '../../../modem-db/schema.ts';
import type { Phrase } from '../../contract/plan.ts';
import { usbId } from './ids.ts';
import type { UsbModeRun } from './program.ts';
import { firstInterface, mbimConfiguration, type RouterDevice } from './router-device.ts';

/**
 * - `switches`: the router does for the dongle what usb_modeswitch does;
 * - `nothing`: nothing of it;
 * - `differs`: something else or less;
 * - `harms`: it takes from the dongle what it had: its configuration, its drivers, or a mode that it had reached.
 */
export type SwitchOutcome = 'switches' | 'nothing' | 'differs' | 'harms';

export interface Judgement {
  readonly outcome: SwitchOutcome;
  /** Key of the texts, with its values. */
  readonly why: Phrase;
}

export interface Case {
  readonly device: RouterDevice;
  readonly run: UsbModeRun;
  /** Commands (`commandsOf`) that usbmode sent, and those that would have been right. */
  readonly sent: readonly string[];
  readonly wanted: readonly string[];
  readonly entry: SwitchEntry | undefined;
}

export function judge(one: Case): Judgement {
  return harmOf(one) ?? compare(one);
}

function harmOf({ device, run, wanted, sent }: Case): Judgement | null {
  const { activeConfiguration } = device;
  if (activeConfiguration !== null && run.kernel.configuration === null)
    return as('harms', 'unconfigured', { configuration: activeConfiguration });
  const lost = lostDrivers(device, run);
  if (lost.length > 0 && (wanted.length === 0 || sent.length === 0)) return as('harms', 'driver-lost', { drivers: lost.join(', ') });
  if (wanted.length > 0 || sent.length === 0) return null;
  if (run.entry?.t_class !== undefined) return as('harms', 'again', { class: hex2(run.entry.t_class) });
  return as('harms', 'leaves-mode', { configuration: run.kernel.configuration ?? 0 });
}

/** Drivers other than the disc's that were taken off while the dongle stays in its configuration. */
function lostDrivers(device: RouterDevice, { kernel }: UsbModeRun): readonly string[] {
  if (kernel.configuration !== device.activeConfiguration) return [];
  const before = [...(device.drivers ?? [])].filter(([at]) => at.startsWith(`${device.activeConfiguration}.`));
  const gone = before.filter(([at, driver]) => driver !== 'usb-storage' && !kernel.bound.has(Number(at.split('.')[1])));
  return [...new Set(gone.map(([, driver]) => driver))];
}

function compare(one: Case): Judgement {
  const { device, run, sent, wanted, entry } = one;
  const id = usbId(device.vid, device.pid);
  if (wanted.length === 0) return entry || run.end === 'carried-out' ? as('nothing', 'not-needed', {}) : nothing(one, id);
  if (equal(sent, wanted)) return as('switches', entry ? 'as-reference' : 'by-table', { id });
  if (sent.length === 0) return nothing(one, id);
  if (entry && run.match !== null && run.match !== stockKey(entry)) return as('differs', 'other-entry', { id });
  if (sent.length < wanted.length && equal(sent, wanted.slice(0, sent.length)))
    return as('differs', 'cut-short', { sent: sent.length, wanted: wanted.length });
  return as('differs', 'other-commands', { id });
}

function nothing({ device, run, entry }: Case, id: string): Judgement {
  const { end } = run;
  if (end === 'unlisted')
    return entry && leftOutMethods.has(entry.method.name)
      ? as('nothing', 'left-out', { id, method: entry.method.name })
      : as('nothing', 'unlisted', { id });
  if (end === 'no-match') return as('nothing', 'no-match', { id });
  if (end === 'class')
    return as('nothing', 'class-reversed', { class: hex2(firstInterface(device)?.class ?? 0), target: hex2(run.entry?.t_class ?? 0) });
  if (run.entry?.mode === 'MBIM') return as('nothing', 'mbim-only', { id });
  return mbimConfiguration(device) === null ? as('nothing', 'held', { id }) : as('nothing', 'no-mbim-choice', { id });
}

function as(outcome: SwitchOutcome, key: string, values: Phrase['values']): Judgement {
  return { outcome, why: { key: `router-switch.${key}`, values } };
}

const equal = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((one, at) => one === b[at]);
const hex2 = (byte: number) => byte.toString(16).padStart(2, '0');

const words: Readonly<Record<StringMatch['key'], string>> = {
  manufacturer: 'uMa',
  product: 'uPr',
  serial: 'uSe',
  'scsi-vendor': 'sVe',
  'scsi-model': 'sMo',
  'scsi-revision': 'sRe',
};

/** The key that OpenWrt's converter makes of an entry's match. */
function stockKey({ when }: SwitchEntry): string {
  return when === undefined ? '*' : when.map(({ key, contains }) => `:${words[key]}=${contains}`).join('');
}
