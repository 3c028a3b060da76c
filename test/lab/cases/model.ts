import { systemClock } from '../../../electron/seams/clock.ts';
import type { DeviceSpec } from '../../../electron/virtual/descriptors.ts';
import { type ModemModel, type PracticeBinding, VirtualModem } from '../../../electron/virtual/modem.ts';
import { findLabModel } from '../models/index.ts';

/** What a case has to know of a model, from the model itself. */

export function model(name: string): ModemModel {
  const found = findLabModel(name);
  if (!found) throw new Error(`no model ${name}`);
  return found;
}

function spec(name: string, composition: string): DeviceSpec {
  return model(name).compose(composition, new VirtualModem(model(name), { clock: systemClock }).body).spec;
}

/** `12d1:1446` of a model's composition, as sysfs and lsusb write it. */
export function usbId(name: string, composition: string): string {
  const { vid, pid } = spec(name, composition);
  return [vid, pid].map((id) => id.toString(16).padStart(4, '0')).join(':');
}

/** The product's string. */
export function product(name: string, composition: string): string {
  return spec(name, composition).product ?? '';
}

/** One interface as `bindings` of guest/lib.sh prints it. */
export interface SeenBinding {
  readonly interfaceNumber: number;
  readonly driver: string | null;
  readonly nodes: readonly string[];
}

export function parseBindings(text: string): SeenBinding[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([number]) => /^\d+$/.test(number ?? ''))
    .map(([number, driver, ...nodes]) => ({
      interfaceNumber: Number(number),
      driver: driver === undefined || driver === '-' ? null : driver,
      nodes,
    }));
}

/** Names that a node or net device may have: the kernel's, and what udev makes of it. */
const NAMES: Readonly<Record<NonNullable<PracticeBinding['node'] | PracticeBinding['net']>, string>> = {
  ttyUSB: 'ttyUSB[0-9]',
  ttyACM: 'ttyACM[0-9]',
  'cdc-wdm': 'cdc-wdm[0-9]',
  sr: 'sr[0-9]',
  wwan: 'ww',
  usb: '(usb|en)',
  eth: '(eth|en)',
};

/** An extended regular expression for each line that `bindings` is to print. */
export function expectedLines(name: string, composition: string): string[] {
  return [...model(name).bindings(composition)]
    .sort((a, b) => a.interfaceNumber - b.interfaceNumber)
    .map(({ interfaceNumber, driver, node, net }) =>
      [`^${interfaceNumber} ${driver ?? '-'}`, node && NAMES[node], net && NAMES[net]].filter(Boolean).join('.* '),
    );
}
