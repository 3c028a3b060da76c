import type { MbimFragment } from './messages.ts';

/** Information of Basic Connect fits into a few hundred bytes; a list of operators into some thousand. */
const MAX_BYTES = 0x1_0000;
const MAX_FRAGMENTS = 256;
/** Answers that may be under way in pieces at once; a function sends the pieces of one message in a row. */
const MAX_OPEN = 8;

interface Collected {
  readonly total: number;
  readonly parts: Uint8Array[];
  bytes: number;
}

/** Makes whole messages of fragments (MBIM 1.0, 9.1). What is out of order, too long or too much is dropped, and said. */
export class Reassembly {
  readonly #open = new Map<string, Collected>();

  /** The whole payload once its last fragment came; `null` until then; a text where this fragment makes no sense. */
  add({ type, transaction, total, current, payload }: MbimFragment): Uint8Array | string | null {
    const key = `${type}/${transaction}`;
    if (total === 0 || total > MAX_FRAGMENTS || current >= total) return this.#drop(key, 'impossible fragment numbers');
    if (current === 0) {
      this.#open.delete(key);
      if (total === 1) return payload.length > MAX_BYTES ? 'too long a message' : payload;
      // The oldest goes: its function has forgotten it.
      const oldest = this.#open.size >= MAX_OPEN ? this.#open.keys().next().value : undefined;
      if (oldest !== undefined) this.#open.delete(oldest);
      this.#open.set(key, { total, parts: [], bytes: 0 });
    }
    const collected = this.#open.get(key);
    if (!collected || collected.total !== total || collected.parts.length !== current) return this.#drop(key, 'fragment out of order');
    collected.bytes += payload.length;
    if (collected.bytes > MAX_BYTES) return this.#drop(key, 'too long a message');
    collected.parts.push(payload);
    if (current + 1 < total) return null;
    this.#open.delete(key);
    const whole = new Uint8Array(collected.bytes);
    let at = 0;
    for (const part of collected.parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  #drop(key: string, why: string): string {
    this.#open.delete(key);
    return why;
  }
}
