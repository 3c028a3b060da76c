import { type Db, idNumbers, usbId } from '../../../modem-db/db.ts';
import { type Dial, dialsFor } from '../../../modem-db/dials/index.ts';
import type { Mode } from '../../contract/words.ts';
import type { Sighting } from '../../seams/usb-bus.ts';

/** As many as a plan is still read with. */
const MAX_DIALS = 6;

/**
 * How the network card of a mode may have to be dialled, by the ids that the dongle may show by then: which model it is may be told only
 * there. Empty for modes without a card.
 */
export function dialsOfPlan(sighting: Sighting, ids: readonly string[], mode: Mode, model: string | undefined, db: Db): Dial[] {
  const own = usbId(sighting.vid, sighting.pid);
  const found = [...new Set(ids)].flatMap((id) => {
    const product = id === own ? sighting.product : null;
    const names = db.compositionsOf([id]).flatMap((c) => (c.mode === mode ? [c.name] : []));
    return (names.length === 0 ? [null] : names).flatMap((name) => dialsFor({ ...idNumbers(id), mode, model, product, name }));
  });
  return [...new Set(found)].slice(0, MAX_DIALS);
}
