import { usbId } from '../../../modem-db/db.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { hostDial } from './host-dial.ts';
import type { KnownModel } from './known-model.ts';

const cards = ['rndis', 'ecm'] as const;

/**
 * The wishes with the mode that is meant. OpenWrt's protocol ncm dials cards of any kind, not those of CDC NCM alone (comgt, ncm.json: zte, mtk1):
 * who asks for NCM of a modem that has none, and whose RNDIS or ECM card has to be dialled, has it from there.
 */
export function withModeMeant(model: KnownModel, wishes: Wishes): Wishes {
  if (wishes.mode !== 'ncm' || model.states.has('ncm') || model.refused.has('ncm') || model.unclear?.has('ncm') === true) return wishes;
  const mode = cards.find((one) => {
    const state = model.states.get(one);
    if (!state) return false;
    const { vid, pid } = state.shape;
    return hostDial({ vid, pid, mode: one, name: state.recognised.name || model.title }) !== null;
  });
  return mode === undefined ? wishes : { ...wishes, mode };
}

/** What is said of it on the page: the id shows no NCM. */
export function modeMeantWarning(model: KnownModel, mode: Wishes['mode']) {
  const shape = model.states.get(mode)?.shape;
  const id = shape ? usbId(shape.vid, shape.pid) : '';
  return { key: 'bundle.warnings.called-ncm', values: { id, mode: mode.toUpperCase() } };
}
