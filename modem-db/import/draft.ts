import type { StringMatch } from '../schema.ts';
import type { KeyKind } from './keys.ts';

/** What is wrong with a text, or worth knowing about what was made of it. `line` counts from 1; 0 is the file's name or the text as a whole. */
export interface ImportProblem {
  readonly line: number;
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** One setting that has an effect. `value` is text for ids (four lower-case hex digits) and messages (lower-case hex), else a number. */
export interface Param {
  readonly line: number;
  readonly kind: KeyKind;
  readonly value: string | number;
}

/**
 * What one form of text says about one dongle, in the words of usb_modeswitch's configuration files: all forms lead here, and one
 * place makes entries of it.
 */
export interface Draft {
  /** Where it begins. */
  readonly line: number;
  /** `12d1:1446`, as far as the text tells. */
  readonly id: string | undefined;
  readonly when: readonly StringMatch[];
  readonly name: string | undefined;
  readonly params: ReadonlyMap<string, Param>;
}

/** What the reader of one form found. */
export interface Reading {
  readonly drafts: readonly Draft[];
  /** What keeps an entry from being made. */
  readonly problems: readonly ImportProblem[];
  /** What was assumed, left out or passed over. */
  readonly warnings: readonly ImportProblem[];
}
