/**
 * The whole of `npm test` has to end within the patience of whoever waits for it, and most of its time goes into starting the router's programs.
 * There, of rows that start the same programs once more in another setting, some are run; `node test/run.mjs fast` runs every one.
 */
export const isShort = process.env['MODEM_BENCH_TESTS'] === 'short';

/** `count` of the rows, spread evenly from the first to the last; all of them where the time is theirs. */
export function someOf<T>(rows: readonly T[], count: number): readonly T[] {
  return isShort ? spread(rows, count) : rows;
}

/** From the first row to the last, evenly. `count` at least 2. */
export function spread<T>(rows: readonly T[], count: number): readonly T[] {
  if (rows.length <= count) return rows;
  const chosen = Array.from({ length: count }, (_, i) => Math.round((i * (rows.length - 1)) / (count - 1)));
  return rows.filter((_, i) => chosen.includes(i));
}

/** How often a property is tried: `some` in the whole run, else `all`. */
export const times = (all: number, some: number) => (isShort ? some : all);
