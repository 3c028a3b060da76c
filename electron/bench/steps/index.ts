import { at } from './at.ts';
import { awaitReturn } from './await-return.ts';
import { card } from './card.ts';
import { composition } from './composition.ts';
import { connection } from './connection.ts';
import { context } from './context.ts';
import { control } from './control.ts';
import { dongle } from './dongle.ts';
import { drivers } from './drivers.ts';
import { hold } from './hold.ts';
import { identity } from './identity.ts';
import { network } from './network.ts';
import { pin } from './pin.ts';
import { pinLock } from './pin-lock.ts';
import { sim } from './sim.ts';
import type { ActionOf, Kind, StepKind } from './step-kind.ts';
import { switchKind } from './switch.ts';

/** All kinds of steps. Whoever wants to know something about one asks here. */
export const stepKinds = {
  hold,
  switch: switchKind,
  'await-return': awaitReturn,
  at,
  dongle,
  composition,
  identity,
  sim,
  pin,
  'pin-lock': pinLock,
  context,
  network,
  drivers,
  control,
  connection,
  card,
} as const satisfies { readonly [K in Kind]: StepKind<K> };

/** The kind of an action, with the action that belongs to it. */
export function kindOf<K extends Kind>(action: ActionOf<K>): StepKind<K> {
  // The table has for each kind its own; the compiler does not follow an index that is a union.
  const kinds: { readonly [P in Kind]: StepKind<P> } = stepKinds;
  return kinds[action.kind as K];
}
