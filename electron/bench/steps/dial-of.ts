import { type Dial, dialsFor } from '../../../modem-db/dials/index.ts';
import type { StepContext } from './step-context.ts';

/** Of the dials that a plan shows, those that may be of the modem that is there now, the likeliest first. */
export function dialsOf(run: StepContext, planned: readonly string[]): Dial[] {
  const { vid, pid, product } = run.access.sighting;
  const { name } = run.access.recognised;
  const known = dialsFor({ vid, pid, mode: run.wishes.mode, model: run.model(), product, name });
  return known.filter(({ id }) => planned.includes(id));
}

/** Whether the bench may make the call: one that is kept in the flash it leaves alone, and one that waits for a DHCP client has none here. */
export function canBeTried([first]: readonly Dial[]): boolean {
  return first !== undefined && first.call?.writesFlash !== true && first.call?.duringDhcp !== true;
}

const MAX_SOURCE = 300;

/** Where the way to dial is known from. */
export const dialSources = (dials: readonly Dial[]) =>
  [...new Set(dials.flatMap(({ sources }) => sources.slice(0, 2)))].join('; ').slice(0, MAX_SOURCE);
