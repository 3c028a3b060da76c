/** The end of a stream: happens once, and whoever asks later is told at once. */
export class Closing {
  #end: { readonly error: Error | null } | null = null;
  readonly #listeners = new Set<(error: Error | null) => void>();

  get closed(): boolean {
    return this.#end !== null;
  }

  on(listener: (error: Error | null) => void): () => void {
    if (this.#end) {
      listener(this.#end.error);
      return () => undefined;
    }
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(error: Error | null): void {
    if (this.#end) return;
    this.#end = { error };
    for (const listener of [...this.#listeners]) listener(error);
    this.#listeners.clear();
  }
}
