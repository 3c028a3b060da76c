import type { Plan } from '../../electron/contract/plan.ts';
import type { Draft } from './draft.ts';

/** Which fields of the form the dongle has a use for. */
export interface Applicable {
  /** Access point, user and password. */
  readonly signIn: boolean;
  /** PIN and radio: what is told to a modem by commands. */
  readonly commands: boolean;
  /** Address of the page where a stick that is a router itself has these settings; `null`: it is none. */
  readonly ownPage: string | null;
}

const all: Applicable = { signIn: true, commands: true, ownPage: null };

/** By the plan, if it is one for the mode of the form. A stick that is a router itself connects by its own settings, unless this computer dials it. */
export function applicableTo(plan: Plan | null, { mode }: Pick<Draft, 'mode'>): Applicable {
  if (plan === null || plan.wishes.mode !== mode) return all;
  const note = (key: string) => plan.notes.find((one) => one.key === `notes.${key}`);
  const address = note('router-in-stick')?.values['address'];
  const isDialled = plan.steps.some(({ action }) => action.kind === 'context' || (action.kind === 'connection' && action.dials.length > 0));
  const isRouter = address !== undefined && !isDialled;
  return { signIn: !isRouter, commands: note('no-at-port') === undefined, ownPage: isRouter ? String(address) : null };
}
