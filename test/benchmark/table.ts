import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { root } from '../../electron/setup.mjs';

/** The one table of a benchmark run. Files run in processes of their own, so the rows meet on disk. */

const file = join(root, '.cache', 'test', 'benchmark.json');

const Row = z.object({
  name: z.string(),
  unit: z.string(),
  ours: z.number(),
  /** The same measure of what ours is held against, in the same run; `null` where there is no such thing. */
  beside: z.number().nullable(),
});
export type Row = z.infer<typeof Row>;

/** Forgets the rows of the run before. */
export function clearTable(): void {
  rmSync(file, { force: true });
}

export function addRows(...rows: readonly Row[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify([...readRows(), ...rows], null, 2)}\n`);
}

export function printTable(): void {
  const number = (value: number | null, unit: string) => (value === null ? '-' : `${value.toFixed(1)} ${unit}`);
  const lines = readRows().map(({ name, unit, ours, beside }) => [
    name,
    number(ours, unit),
    number(beside, unit),
    beside === null || beside === 0 ? '-' : (ours / beside).toFixed(2),
  ]);
  if (lines.length === 0) return;
  const table = [['name', 'ours', 'beside', 'ratio'], ...lines];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const pad = (text: string, column: number) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0));
  console.log(`\n${table.map((line) => line.map(pad).join('  ')).join('\n')}\n`);
}

/** The middle one; of an even number, the mean of the middle two. Throws a RangeError where there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new RangeError('no values');
  return (low + high) / 2;
}

function readRows(): Row[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return z.array(Row).parse(JSON.parse(text));
}
