import { createHash } from 'node:crypto';
import type { Mutant } from './sites.ts';

export interface Wanted {
  readonly perRoom: number;
  readonly seed: number;
  /** Asked of those alone that would be taken, since it costs time. */
  readonly isProgram: (mutant: Mutant) => boolean;
}

/** A number of the seed and the place: who is chosen stays chosen while other code moves. */
const rank = (seed: number, { id }: Mutant) => createHash('sha256').update(`${seed} ${id}`).digest('hex');

function grouped<T>(all: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}

/** So many of one room, the operators by turns, and no line twice. */
function ofRoom(mutants: readonly Mutant[], { perRoom, seed, isProgram }: Wanted): Mutant[] {
  const ranked = mutants.map((mutant) => ({ mutant, rank: rank(seed, mutant) })).toSorted((a, b) => (a.rank < b.rank ? -1 : 1));
  const queues = [...grouped(ranked, ({ mutant }) => mutant.operator).values()];
  const chosen: Mutant[] = [];
  const lines = new Set<string>();
  for (let turn = 0; chosen.length < perRoom && queues.some((queue) => queue.length > 0); turn++) {
    const queue = queues[turn % queues.length] ?? [];
    const next = queue.shift();
    if (next === undefined) continue;
    const line = `${next.mutant.file}:${next.mutant.line}`;
    if (!lines.has(line) && isProgram(next.mutant)) chosen.push(next.mutant);
    lines.add(line);
  }
  return chosen;
}

/** The same number of every room, by the seed. */
export function choose(mutants: readonly Mutant[], wanted: Wanted): Mutant[] {
  return [...grouped(mutants, ({ room }) => room)].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, ofIt]) => ofRoom(ofIt, wanted));
}
