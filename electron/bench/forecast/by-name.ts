import { type Db, idNumbers } from '../../../modem-db/db.ts';
import { findLabel } from '../../../modem-db/labels/label-index.ts';
import type { Phrase } from '../../contract/plan.ts';
import type { DumpDevice } from '../../usb/dumps/index.ts';
import { toldModes } from './told-modes.ts';

/** A device whose text tells no ids, with those of the model that it says it is. */
export interface Named {
  readonly device: DumpDevice;
  readonly assumed: readonly Phrase[];
}

/** Shortest beginning of a firmware's name that is looked up. */
const LEAST_NAME = 4;
const MOST_NAME = 40;

/**
 * An answer, `mmcli` and LuCI's pages name a modem and tell no ids. The database knows which ids are behind a name; where these are several, the
 * mode that the text speaks for decides, and else nobody. Firmware is called after its model by some makers (`EC25EFAR06A06M4G`).
 */
export function withNamedIds(device: DumpDevice, db: Db): Named {
  if (device.complete.ids) return { device, assumed: device.idsOfPort ? [{ key: 'drivers.assumed.ids-of-port', values: {} }] : [] };
  const label = labelOf(device, db);
  if (!label) return { device, assumed: [] };
  const known = db.compositionsOf(label.ids);
  const modes = toldModes(device, db);
  const meant = known.filter(({ mode }) => mode !== null && modes.has(mode));
  const ids = [...new Set((meant.length > 0 ? meant : known).map(({ id }) => id))];
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0)
    return {
      device: { ...device, product: device.product ?? label.label },
      assumed: ids.length > 1 ? [says('name-of-several', label.label, ids)] : [],
    };
  return {
    device: { ...device, ...idNumbers(id), product: label.label, complete: { ...device.complete, ids: true } },
    assumed: [says('name', label.label, [id])],
  };
}

const says = (key: string, name: string, ids: readonly string[]): Phrase => ({
  key: `drivers.assumed.${key}`,
  values: { name, ids: ids.slice(0, 8).join(', ') },
});

function labelOf(
  { manufacturer, model, product, firmware }: DumpDevice,
  db: Db,
): { readonly label: string; readonly ids: readonly string[] } | null {
  for (const name of [model, product]) {
    const words = name === null ? [] : [name, ...name.split(/[\s,/()]+/)];
    for (const word of words.slice(0, 8)) {
      const found = findLabel(manufacturer !== null && !word.includes(' ') ? `${manufacturer} ${word}` : word, db) ?? findLabel(word, db);
      if (found) return found.name;
    }
  }
  const begins = firmware === null ? '' : firmware.slice(0, MOST_NAME);
  for (let length = begins.length; length >= LEAST_NAME; length--) {
    const found = findLabel(begins.slice(0, length), db);
    if (found?.whole) return found.name;
  }
  return null;
}
