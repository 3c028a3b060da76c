import type { Verdict } from './judge.ts';
import { reasonOf } from './reasons.ts';

/** A room that lets more than one fault in ten pass is a failure of the run. */
export const LEAST = 0.9;

export interface Row {
  readonly room: string;
  readonly mutants: number;
  readonly killed: number;
  /** Survivors with a reason: they do not count. */
  readonly excused: number;
  /** Killed of those that count, 0 to 1. */
  readonly rate: number;
}

export function rows(verdicts: readonly Verdict[]): Row[] {
  const rooms = [...new Set(verdicts.map(({ mutant }) => mutant.room))].toSorted();
  return rooms.map((room) => {
    const here = verdicts.filter(({ mutant }) => mutant.room === room);
    const killed = here.filter(({ killedBy }) => killedBy !== null).length;
    const excused = here.filter(({ mutant, killedBy }) => killedBy === null && reasonOf(mutant) !== null).length;
    const counted = here.length - excused;
    return { room, mutants: here.length, killed, excused, rate: counted === 0 ? 1 : killed / counted };
  });
}

const percent = (rate: number) => `${Math.floor(rate * 100)} %`;

export function table(all: readonly Row[]): string[] {
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell, at) => (at === 0 ? `${cell}`.padEnd(14) : `${cell}`.padStart(9))).join('');
  const sum = (of: (row: Row) => number) => all.reduce((total, row) => total + of(row), 0);
  const counted = sum(({ mutants, excused }) => mutants - excused);
  return [
    line(['room', 'mutants', 'killed', 'excused', 'rate']),
    ...all.map(({ room, mutants, killed, excused, rate }) => line([room, mutants, killed, excused, percent(rate)])),
    line([
      'all',
      sum((row) => row.mutants),
      sum((row) => row.killed),
      sum((row) => row.excused),
      percent(counted === 0 ? 1 : sum((row) => row.killed) / counted),
    ]),
  ];
}

/** A survivor, as a difference of one line, and why nobody saw it. */
export function told({ mutant, files, asked }: Verdict): string[] {
  const { id, file, line, operator, before, after } = mutant;
  const reason = reasonOf(mutant);
  const why =
    reason ??
    (files === 0
      ? 'no test executes it'
      : asked < files
        ? `${asked} of ${files} test files were asked`
        : `seen by none of ${files} test files`);
  return [`${file}:${line} ${operator} [${id}] ${why}`, `  - ${before}`, `  + ${after}`];
}
