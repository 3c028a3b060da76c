import { z } from 'zod';

/** Exit codes of the command line. `usable`: the dongle was prepared, and not everything that its mode needs was seen. */
export const exitCodes = { done: 0, bug: 1, usage: 2, noSuchDongle: 3, refused: 4, dongleFailed: 5, hostLacks: 6, usable: 7 } as const;

/** Whose fault an error is, as far as a script needs to know. */
export type ExitClass = Exclude<keyof typeof exitCodes, 'done' | 'usable'>;

/** Kinds of the values that a cause or a remedy is filled in with. */
export const text = z.string();
export const number = z.number();
export const textOrNumber = z.union([text, number]);

type Field = typeof text | typeof number | typeof textOrNumber;

export interface ErrorEntry {
  readonly exit: ExitClass;
  /**
   * What an error of this code tells. What its texts are filled in with is always there; a field that not every place that throws it
   * knows is optional, and no text needs it.
   */
  readonly detail: Readonly<Record<string, Field | z.ZodOptional<Field>>>;
}

export type ErrorEntries = Readonly<Record<string, ErrorEntry>>;
