import { BenchError } from '../../../electron/contract/errors.ts';
import type { Random } from '../random.ts';

/** One parser: valid inputs, and how a mutation of them is fed to it. */
export interface Prey {
  readonly name: string;
  /** How many of the hundred thousand mutations it gets; 1 unless each of them is work. */
  readonly share?: number;
  /** Feeds one mutation. Throws what the parser throws. */
  feed(random: Random): void | Promise<void>;
  /** Whether the parser may throw this; BenchError alone unless told. */
  readonly may?: (error: unknown) => boolean;
}

/** A refusal in plain words, which its caller makes a code of; never a mistake of the language's own. */
export const plainError = (error: unknown): boolean =>
  error instanceof BenchError || (error instanceof Error && Object.getPrototypeOf(error) === Error.prototype);

export const onlyBenchError = (error: unknown): boolean => error instanceof BenchError;
