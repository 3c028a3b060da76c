import { Draft } from './draft.ts';
import { type DumpForm, MOST_DEVICES } from './dump.ts';
import type { Line } from './lines.ts';

export type { Line } from './lines.ts';

/** Lines kept back until it is clear that they stand within a device. */
const MOST_HELD = 20;

/** The words before the one at hand, nearest first. */
export type Before = readonly [string, string, string, string, string];

/** Reads one form. Fed with every word of the text that no `LineReader` took; takes those that are of its form. */
export interface FormReader {
  /** True where the word is of this form. */
  word(word: string, before: Before): boolean;
  endLine(): void;
}

/** What a reader of lines makes of one: it is understood; it is of this form, and not understood; it is of this form, and about something else; it is of another form. */
export type LineVerdict = 'taken' | 'unclear' | 'foreign' | null;
export const taken: LineVerdict = 'taken';

/** Reads one form whose lines mean something as a whole, and may stand among those of others. */
export interface LineReader {
  line(line: Line): LineVerdict;
  /** The text came to its end. */
  close(): void;
}

/** The devices read so far and the one that is open, for all readers. */
export class Desk {
  readonly drafts: Draft[] = [];
  current: Draft | null = null;
  /** Called before another device opens: what a reader has not handed over belongs to the one that is open still. */
  closing: (() => void) | null = null;
  #held: string[] = [];

  /** A device of a form whose lines stand among those of others: what is open goes on. One too many is read but not kept. */
  add(form: DumpForm): Draft {
    const draft = new Draft(form);
    if (this.drafts.length < MOST_DEVICES) this.drafts.push(draft);
    return draft;
  }

  /** Closes what is open and begins a device. One too many is read but not kept. */
  open(form: DumpForm): Draft {
    this.closing?.();
    const draft = this.add(form);
    this.current = draft;
    this.#held = [];
    return draft;
  }

  /** A line came to its end. A line that nobody understood is a note once the device goes on behind it. */
  endLine(text: string, understood: boolean): void {
    if (!this.current) return;
    if (understood) {
      for (const line of this.#held) this.current.note(line);
      this.#held = [];
    } else if (this.#held.length < MOST_HELD && text.trim() !== '') this.#held.push(text);
  }
}
