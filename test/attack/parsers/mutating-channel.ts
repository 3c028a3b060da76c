import { Closing } from '../../../electron/seams/closing.ts';
import type { MessageChannel } from '../../../electron/seams/streams.ts';

/** A control channel to a virtual modem whose answers are changed on their way, where `change` is set. */
export class MutatingChannel implements MessageChannel {
  readonly name = 'a channel';
  /** What the modem said, for the collection. */
  readonly heard: Uint8Array[] = [];
  change: ((answer: Uint8Array) => Uint8Array) | null = null;
  readonly #answer: (message: Uint8Array) => readonly Uint8Array[];
  readonly #listeners = new Set<(message: Uint8Array) => void>();
  readonly #closing = new Closing();

  constructor(answer: (message: Uint8Array) => readonly Uint8Array[]) {
    this.#answer = answer;
  }

  async send(message: Uint8Array): Promise<void> {
    for (const answer of this.#answer(message)) {
      this.heard.push(answer);
      const said = this.change ? this.change(answer) : answer;
      queueMicrotask(() => {
        for (const listener of [...this.#listeners]) listener(said);
      });
    }
  }

  onMessage(listener: (message: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onClose(listener: (error: Error | null) => void): () => void {
    return this.#closing.on(listener);
  }

  async close(): Promise<void> {
    this.#closing.close(null);
  }
}
