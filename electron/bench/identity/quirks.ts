import { type Quirk, type QuirkSubject, quirksFor } from '../../../modem-db/quirks/index.ts';
import { mostQuirks, type QuirkView } from '../../contract/quirks.ts';

/** The quirks of a modem, those that something is done about first, as they are shown. */
export function quirkViews(subject: QuirkSubject): QuirkView[] {
  return quirksFor(subject).slice(0, mostQuirks).map(viewOf);
}

function viewOf({ id, kind, effect, remedy, proof, sources, use }: Quirk): QuirkView {
  return { id, kind, effect, remedy, proof, sources: [...sources], use: use?.kind ?? null };
}
