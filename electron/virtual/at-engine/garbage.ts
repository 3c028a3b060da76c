/** Noise as a port with a wrong line coding or a dying firmware gives it; the same noise every time, so that a failure can be repeated. */
export class GarbageSource {
  #state = 0x2545f491;

  /** 24 to 55 bytes, none of them printable ASCII: no line of it can ever be taken for an answer. */
  next(): Uint8Array {
    const length = 24 + (this.#step() & 31);
    const noise = new Uint8Array(length);
    for (let i = 0; i < length; i++) noise[i] = 0x80 | (this.#step() & 0x7f);
    // Line ends, so that a reader sees lines and finds them senseless.
    noise[7] = 13;
    noise[length - 1] = 10;
    return noise;
  }

  /** Marsaglia's xorshift32. */
  #step(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state;
  }
}
