/** Random numbers from a text, the same each time: Marsaglia's xorshift128 behind an FNV-1a hash. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    let hash = 0x811c9dc5;
    const step = (byte: number) => {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
      return hash;
    };
    for (const character of seed) step(character.codePointAt(0) ?? 0);
    this.#a = step(1) | 1;
    this.#b = step(2);
    this.#c = step(3);
    this.#d = step(4);
    for (let i = 0; i < 16; i++) this.#next();
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
    const t = this.#a ^ (this.#a << 11);
    this.#a = this.#b;
    this.#b = this.#c;
    this.#c = this.#d;
    this.#d = (this.#d ^ (this.#d >>> 19) ^ t ^ (t >>> 8)) >>> 0;
    return this.#d;
  }
}
