import { Closing } from '../../electron/seams/closing.ts';
import type { ByteStream } from '../../electron/seams/streams.ts';

/** A port that answers as `answer` says; `null`: never. */
export class ScriptedPort implements ByteStream {
  readonly name = '/dev/ttyTEST';
  readonly written: string[] = [];
  readonly closing = new Closing();
  readonly #listeners = new Set<(data: Uint8Array) => void>();
  readonly #answer: (line: string) => string | null;

  constructor(answer: (line: string) => string | null) {
    this.#answer = answer;
  }

  say(text: string): void {
    for (const listener of this.#listeners) listener(Buffer.from(text, 'latin1'));
  }

  async write(data: Uint8Array): Promise<void> {
    const line = Buffer.from(data).toString('latin1');
    this.written.push(line);
    const reply = this.#answer(line.replace(/\r$/, ''));
    if (reply !== null) queueMicrotask(() => this.say(reply));
  }

  onData(listener: (data: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onClose(listener: (error: Error | null) => void): () => void {
    return this.closing.on(listener);
  }

  async close(): Promise<void> {
    this.closing.close(null);
  }
}
