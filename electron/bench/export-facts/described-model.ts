import { type Db, usbId } from '../../../modem-db/db.ts';
import type { Mode } from '../../contract/words.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { identify } from '../identity/identify.ts';
import { offersFor } from '../planning/offers.ts';
import type { KnownDisc, KnownModel, KnownState } from './known-model.ts';

/** A model whose every composition is there with its descriptors. */
export interface DescribedModel {
  readonly name: string;
  readonly title: string;
  /** The first is what it shows when it is plugged in; one of several configurations stands once for each. */
  readonly sightings: readonly Sighting[];
}

/** What the bench would make of such a dongle: the modes that it would offer, each with the composition that the model has for it. */
export function describedModel({ name, title, sightings }: DescribedModel, db: Db): KnownModel {
  const known = sightings.map((sighting) => ({ sighting, identified: identify(sighting, db) }));
  const discs = known.flatMap(({ sighting, identified }): KnownDisc[] =>
    identified.kind === 'disc' ? [{ device: sighting, entry: identified.entry }] : [],
  );
  const modems = known.flatMap(({ sighting, identified }) => (identified.kind === 'modem' ? [{ sighting, identified }] : []));
  const states = new Map<Mode, KnownState>();
  const refused = new Map<Mode, string>();
  // What it is when it has left its disc; a composition that no command and no configuration leads to from there is not for a bench.
  const home = modems[0];
  for (const { mode, possible, reason } of home ? offersFor(home.identified, home.sighting, db) : []) {
    const found = modems.find(({ identified }) => identified.recognised.mode === mode);
    if (!possible) refused.set(mode, String(reason.values['reason'] ?? ''));
    else if (found) states.set(mode, { shape: found.sighting, recognised: found.identified.recognised, portsInOrder: true });
  }
  return { name, title, states, refused, discs: unique(discs), whole: true };
}

/** One for each id: of a dongle that shows several discs, the first is what it is plugged in as. */
function unique(discs: readonly KnownDisc[]): KnownDisc[] {
  const first = new Map<string, KnownDisc>();
  for (const disc of discs) {
    const id = usbId(disc.device.vid, disc.device.pid);
    if (!first.has(id)) first.set(id, disc);
  }
  return [...first.values()];
}
