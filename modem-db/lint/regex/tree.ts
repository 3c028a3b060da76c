import { ALL_CHARS, type Chars, NO_CHARS } from './chars.ts';

/** One part of a regular expression. Parts name each other by their place in the list of all, in which the inner come before the outer. */
export type Part = {
  /** Whether it can match without taking a character. */
  readonly nullable: boolean;
  /** What it can begin with. */
  readonly first: Chars;
} & (
  | { readonly kind: 'chars' | 'start' | 'nothing' | 'again' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly number[] }
  | { readonly kind: 'repeat'; readonly part: number; readonly min: number; readonly max: number }
  /** Looks ahead or back, and takes nothing; its parts stand in the order in which they are tried. */
  | { readonly kind: 'look'; readonly part: number }
);

/** The parts of one expression while it is read. */
export class Tree {
  readonly #parts: Part[] = [];

  /** All parts, each behind those that it is made of. */
  get parts(): readonly Part[] {
    return this.#parts;
  }

  chars(set: Chars): number {
    return this.#add({ kind: 'chars', nullable: false, first: set });
  }

  /** `start`: `^`. `nothing`: other assertions, and an empty group. `again`: what a group matched before, which may be anything. */
  takesNothing(kind: 'start' | 'nothing' | 'again'): number {
    return this.#add({ kind, nullable: true, first: kind === 'again' ? ALL_CHARS : NO_CHARS });
  }

  sequence(parts: readonly number[]): number {
    const [only] = parts;
    if (only === undefined) return this.takesNothing('nothing');
    if (parts.length === 1) return only;
    let first = NO_CHARS;
    let nullable = true;
    for (const part of parts.map((at) => this.#parts[at])) {
      if (!part || !nullable) break;
      first |= part.first;
      nullable = part.nullable;
    }
    return this.#add({ kind: 'sequence', parts, nullable, first });
  }

  choice(parts: readonly number[]): number {
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only;
    let first = NO_CHARS;
    let nullable = false;
    for (const at of parts) {
      first |= this.#parts[at]?.first ?? NO_CHARS;
      nullable ||= this.#parts[at]?.nullable ?? true;
    }
    return this.#add({ kind: 'choice', parts, nullable, first });
  }

  repeat(part: number, min: number, max: number): number {
    const body = this.#parts[part];
    return this.#add({ kind: 'repeat', part, min, max, nullable: min === 0 || (body?.nullable ?? true), first: body?.first ?? NO_CHARS });
  }

  look(part: number): number {
    return this.#add({ kind: 'look', part, nullable: true, first: NO_CHARS });
  }

  #add(part: Part): number {
    this.#parts.push(part);
    return this.#parts.length - 1;
  }
}
