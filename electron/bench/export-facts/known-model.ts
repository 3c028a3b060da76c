import { type Recognised, usbId } from '../../../modem-db/db.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import { BenchError, type DetailOf } from '../../contract/errors.ts';
import type { Mode } from '../../contract/words.ts';
import type { DeviceShape } from '../../drivers/shape.ts';
import type { MbimWish, RouterDevice } from '../../drivers/usbmode.ts';

/** A composition that a model is known to show, as a router will see it. */
export interface KnownState {
  readonly shape: DeviceShape;
  readonly recognised: Recognised;
  /** Whether it is known which of the serial ports is which: their numbers on the router follow the interfaces' order. */
  readonly portsInOrder: boolean;
  /** Its shape is what the database tells: there may be more interfaces. */
  readonly assumed?: boolean;
}

/** A disc state of a model (or another wrong one), and how it is left. */
export interface KnownDisc extends MbimWish {
  readonly device: RouterDevice;
  readonly entry: SwitchEntry;
}

/** A dongle that nobody has plugged in: what is known of it beforehand. */
export interface KnownModel {
  /** As it was asked for. */
  readonly name: string;
  /** What the label says. */
  readonly title: string;
  /** The best of each mode that it can be brought into. */
  readonly states: ReadonlyMap<Mode, KnownState>;
  /** Modes that it has and is not put into, with the reason. */
  readonly refused: ReadonlyMap<Mode, string>;
  readonly discs: readonly KnownDisc[];
  /** True: the states have every interface, as descriptors told them. */
  readonly whole?: true;
  /** Ids, as `12d1:1506`, that it is known to show, be there a mode for them or not. */
  readonly ids?: readonly string[];
  /** Ids that dongles with the same label may show in place of those of the states. */
  readonly otherIds?: readonly string[];
  /** Modes that several ids of this name have, with the detail of MODEL_AMBIGUOUS: which of them yours is, only you can tell. */
  readonly unclear?: ReadonlyMap<Mode, DetailOf<'MODEL_AMBIGUOUS'>>;
}

/** `vid:pid` of every state, in the order of the modes; where it has none, what is known of its ids. */
export function idsOf({ states, ids = [] }: KnownModel): string[] {
  const shown = new Set([...states.values()].map(({ shape }) => usbId(shape.vid, shape.pid)));
  return shown.size > 0 ? [...shown] : [...ids];
}

/** The composition for a mode. Throws MODEL_AMBIGUOUS, and STEP_REFUSED_LOCKOUT and MODE_NOT_OFFERED, as a plan for the dongle does. */
export function stateFor(model: KnownModel, mode: Mode): KnownState {
  const state = model.states.get(mode);
  if (state) return state;
  const unclear = model.unclear?.get(mode);
  if (unclear) throw new BenchError('MODEL_AMBIGUOUS', unclear);
  const reason = model.refused.get(mode);
  if (reason !== undefined) throw new BenchError('STEP_REFUSED_LOCKOUT', { command: mode, reason });
  throw new BenchError('MODE_NOT_OFFERED', { mode });
}
