/**
 * Faults that change nothing anybody could see, each with its reason. `before` and `after` are the lines as the report prints them; a
 * reason whose line stands nowhere any more is reported.
 */
export interface Harmless {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
}

export const harmless: readonly Harmless[] = [];
