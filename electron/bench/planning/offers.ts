import { type Db, usbId } from '../../../modem-db/db.ts';
import type { Recipe } from '../../../modem-db/schema.ts';
import { compositionsAfter, targetIds, waysOf } from '../../../modem-db/switch-ways.ts';
import type { Phrase } from '../../contract/plan.ts';
import { type Mode, modes } from '../../contract/words.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { mbimConfiguration } from '../../switching/plan-switch.ts';
import { type Identified, otherConfigurations } from '../identity/identify.ts';

/** A mode that a dongle has, or is known to have and is not to be put into. */
export interface Offer {
  readonly mode: Mode;
  readonly possible: boolean;
  readonly reason: Phrase;
}

/** The modes that can be offered for a sighting, with the reason for each. `model`: AT+CGMM, where it was asked. A pure function. */
export function offersFor(identified: Identified, sighting: Sighting, db: Db, model?: string): Offer[] {
  const offers = new Map<Mode, Offer>();
  const offer = (mode: Mode, key: string, values: Phrase['values'] = {}, possible = true) => {
    if (!offers.has(mode)) offers.set(mode, { mode, possible, reason: { key: `offers.${key}`, values } });
  };
  if (identified.kind === 'unknown' || identified.kind === 'no-modem') return [];
  if (identified.kind === 'disc') {
    const ids = targetIds(identified.entry);
    for (const { mode } of compositionsAfter(identified.entry, db)) if (mode !== null) offer(mode, 'after-switch');
    if (mbimConfiguration(sighting) !== null) offer('mbim', 'by-configuration');
    offerRecipes([...new Set(ids.flatMap((id) => db.recipesFor(id)))], offer);
    for (const { entry, other } of waysOf(identified.entry))
      for (const { mode } of compositionsAfter(entry, db))
        if (mode !== null && other !== null) offer(mode, 'after-other-switch', { other });
    // Nobody wrote down what this one becomes: the technician may know, and the plan ends where it is wrong.
    if (offers.size === 0) for (const mode of modes) offer(mode, 'after-switch-unknown');
    return inOrder(offers);
  }
  const { mode } = identified.recognised;
  if (mode !== null) offer(mode, 'already');
  for (const other of otherConfigurations(sighting, db).values()) offer(other, 'by-configuration');
  offerRecipes(db.recipesFor(usbId(sighting.vid, sighting.pid), mode, model), offer);
  return inOrder(offers);
}

/** The mode that it is in first, those of another switch than the usual one last; of the rest, those before that serve a router better. */
function inOrder(offers: ReadonlyMap<Mode, Offer>): Offer[] {
  const rank = ({ reason }: Offer) => (reason.key === 'offers.already' ? 0 : reason.key === 'offers.after-other-switch' ? 2 : 1);
  return [...offers.values()].sort((a, b) => rank(a) - rank(b) || modes.indexOf(a.mode) - modes.indexOf(b.mode));
}

function offerRecipes(
  recipes: readonly Recipe[],
  offer: (mode: Mode, key: string, values?: Phrase['values'], possible?: boolean) => void,
): void {
  for (const mode of modes) if (recipes.some((r) => r.modes[mode])) offer(mode, 'by-command');
  for (const { refused } of recipes) for (const { mode, reason } of refused ?? []) offer(mode, 'refused', { reason }, false);
}
