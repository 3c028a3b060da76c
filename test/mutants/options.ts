import { parseArgs } from 'node:util';

export interface Options {
  readonly seed: number;
  readonly perRoom: number;
  /** Empty: every room. */
  readonly rooms: readonly string[];
  /** Ids of single faults, of those chosen or not; empty: the chosen ones. */
  readonly only: readonly string[];
  /** Asks the tests of the mutants' own rooms alone: sooner, and a survivor may be seen by others. */
  readonly near: boolean;
  /** Beginnings of paths: no other tests are asked; for whoever is sharpening one. Empty: all. */
  readonly tests: readonly string[];
  /** Says what would be done, and does nothing. */
  readonly list: boolean;
}

const SEED = 17;
/** With fewer, one survivor is more than one in ten. */
const PER_ROOM = 10;

/** @throws Error with a line for whoever typed it */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      'per-room': { type: 'string' },
      room: { type: 'string', multiple: true },
      only: { type: 'string', multiple: true },
      near: { type: 'boolean' },
      tests: { type: 'string', multiple: true },
      list: { type: 'boolean' },
    },
    strict: true,
  });
  const whole = (name: string, text: string | undefined, otherwise: number) => {
    if (text === undefined) return otherwise;
    if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} takes a whole number.`);
    return Number(text);
  };
  const words = (given: readonly string[] | undefined) => (given ?? []).flatMap((text) => text.split(','));
  return {
    seed: whole('seed', values.seed, SEED),
    perRoom: whole('per-room', values['per-room'], PER_ROOM),
    rooms: words(values.room),
    only: words(values.only),
    near: values.near ?? false,
    tests: words(values.tests),
    list: values.list ?? false,
  };
}
