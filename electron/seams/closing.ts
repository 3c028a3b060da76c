import { Emitter } from '../lib/emitter.ts';

/** The end of a stream: happens once, and whoever asks later is told at once. */
export class Closing {
  #end: { readonly error: Error | null } | null = null;
  readonly #listeners = new Emitter<Error | null>();

  get closed(): boolean {
    return this.#end !== null;
  }

  on(listener: (error: Error | null) => void): () => void {
    if (this.#end) {
      listener(this.#end.error);
      return () => undefined;
    }
    return this.#listeners.subscribe(listener);
  }

  close(error: Error | null): void {
    if (this.#end) return;
    this.#end = { error };
    this.#listeners.emit(error);
    this.#listeners.clear();
  }
}
