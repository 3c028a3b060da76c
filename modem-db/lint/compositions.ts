import type { Composition, InterfacePattern } from '../schema.ts';
import type { CheckedFile, Notes } from './finding.ts';

/** What earlier compositions have taken, of all files: a look-up goes through them in the order of the files' names. */
export interface Taken {
  /** Interfaces of an id, and where they stand. */
  readonly interfaces: Map<string, string>;
  /** Ids with a composition that fits whatever there is, and where it stands. */
  readonly whole: Map<string, string>;
}

/** Compositions must be reachable by a look-up, and agree with themselves. */
export function lintCompositions(file: CheckedFile, taken: Taken, notes: Notes): void {
  for (const [i, composition] of file.data.compositions.entries()) {
    const at = `compositions.${i}`;
    const { id, models, interfaces } = composition;
    const key = JSON.stringify([id, models ?? '', interfaces]);
    const twin = taken.interfaces.get(key);
    const before = taken.whole.get(id);
    if (twin !== undefined) notes.error(at, `${id}: the same interfaces as ${twin}`);
    else if (before !== undefined && models === undefined) notes.error(at, `${id}: never reached, since ${before} fits whatever there is`);
    if (twin === undefined) taken.interfaces.set(key, `${file.name}, ${at}`);
    if (before === undefined && models === undefined && interfaces.every(decidesNothing)) taken.whole.set(id, `${file.name}, ${at}`);
    lintControl(composition, at, notes);
  }
}

/** As `db.ts` has it: such a pattern says what an interface is for, and is not looked for. */
function decidesNothing(pattern: InterfacePattern): boolean {
  return pattern.optional === true || pattern.role === 'disc' || pattern.role === 'card';
}

function lintControl(composition: Composition, at: string, notes: Notes): void {
  const { mode, control, interfaces, router } = composition;
  if ((mode === 'qmi' || mode === 'mbim') && control !== mode)
    notes.error(at, `${composition.id}: mode ${mode} is controlled by ${mode}, not ${control}`);
  if (control !== 'none' && !interfaces.some((p) => p.role === 'control' && p.optional !== true)) {
    notes.error(at, `${composition.id}: a control channel, and no interface for it`);
  }
  if (router !== undefined && mode !== 'ecm' && mode !== 'ncm' && mode !== 'rndis') {
    notes.error(at, `${composition.id}: a router in a stick is reached over a network interface`);
  }
}
