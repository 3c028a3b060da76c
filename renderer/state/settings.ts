import type { SettingChoice } from '../../electron/contract/snapshot.ts';
import type { Draft } from './draft.ts';

/** A setting of modems that the form can wish for: its values in the order in which they are shown. */
export interface Setting<Value extends string> {
  readonly id: SettingChoice['id'];
  readonly values: readonly Value[];
}

export const networkMode: Setting<Draft['networkMode']> = { id: 'network-mode', values: ['keep', 'auto', 'nr', 'lte', 'umts', 'gsm'] };
export const packetDomain: Setting<Draft['packetDomain']> = { id: 'packet-domain', values: ['keep', 'combined', 'packet'] };

/**
 * What can be chosen of a setting for a dongle: `keep` and what the dongle has. Nothing where it has none. A value chosen before
 * that it no longer has stays among them, so that a wish never changes unseen.
 */
export function choicesOf<Value extends string>(setting: Setting<Value>, offered: readonly SettingChoice[], chosen: Value): Value[] {
  const had = offered.find((choice) => choice.id === setting.id)?.values ?? [];
  const found = setting.values.filter((value) => value === 'keep' || value === chosen || had.includes(value));
  return found.length > 1 ? found : [];
}
