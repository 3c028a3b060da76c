import { type Db, usbId } from '../../../modem-db/db.ts';
import { BenchError, unlessRefused } from '../../contract/errors.ts';
import type { Mode } from '../../contract/words.ts';
import type { DeviceShape } from '../../drivers/shape.ts';
import type { Identified } from '../identity/identify.ts';
import { databaseModel } from './database-model.ts';
import type { KnownModel, KnownState } from './known-model.ts';

/** A device in the state that it shows, on the bench or in a text. */
export interface ShownDevice {
  readonly shape: DeviceShape;
  readonly identified: Identified;
  /** `null`: it shows none that a bundle can be for. */
  readonly mode: Mode | null;
  /** What it is called. */
  readonly title: string;
  /** Whether its interfaces are known from descriptors; otherwise they are what the database tells of the id. */
  readonly described: boolean;
}

/**
 * A device as a model: in the mode that it shows it is as it is described, in others as the database knows it. Throws MODEL_UNKNOWN where nobody
 * knows a mode of it.
 */
export function shownModel({ shape, identified, mode, title, described }: ShownDevice, db: Db): KnownModel {
  const id = usbId(shape.vid, shape.pid);
  // What the database knows of the id besides.
  const known = unlessRefused(() => databaseModel(id, db), ['MODEL_UNKNOWN', 'MODEL_AMBIGUOUS']);
  const states = new Map<Mode, KnownState>(known?.states ?? []);
  if (identified.kind === 'modem' && mode !== null && (described || !states.has(mode)))
    states.set(mode, { shape, recognised: identified.recognised, portsInOrder: true, ...(described ? {} : { assumed: true }) });
  if (states.size === 0 && (known?.refused.size ?? 0) === 0) throw new BenchError('MODEL_UNKNOWN', { name: id });
  return {
    ...(known ?? { refused: new Map(), discs: [] }),
    name: id,
    title,
    states,
    ids: [...new Set([id, ...(known?.ids ?? [])])],
  };
}
