/** Random numbers from a text, the same each time: Marsaglia's xorshift128 behind an FNV-1a hash. */
export class Random {
  readonly #state = { a: 0, b: 0, c: 0, d: 0 };

  constructor(seed: string) {
    let hash = 0x811c9dc5;
    const step = (byte: number) => {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
      return hash;
    };
    for (const character of seed) step(character.codePointAt(0) ?? 0);
    Object.assign(this.#state, { a: step(1) | 1, b: step(2), c: step(3), d: step(4) });
    for (let i = 0; i < 16; i++) this.#next();
  }

  /** Another source of the same numbers. */
  copy(): Random {
    const copy = new Random('');
    Object.assign(copy.#state, this.#state);
    return copy;
  }

  /** From 0 to `below` - 1. */
  below(below: number): number {
    return Math.floor((this.#next() / 2 ** 32) * below);
  }

  /** Both ends included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** Throws where there is nothing to pick from. */
  pick<T>(from: readonly T[]): T {
    const index = this.below(from.length);
    const found = from.slice(index, index + 1);
    for (const one of found) return one;
    throw new RangeError('nothing to pick from');
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  /** A copy in another order. */
  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((value) => [this.#next(), value] as const)
      .sort(([a], [b]) => a - b)
      .map(([, value]) => value);
  }

  #next(): number {
    const s = this.#state;
    const t = s.a ^ (s.a << 11);
    s.a = s.b;
    s.b = s.c;
    s.c = s.d;
    s.d = (s.d ^ (s.d >>> 19) ^ t ^ (t >>> 8)) >>> 0;
    return s.d;
  }
}
