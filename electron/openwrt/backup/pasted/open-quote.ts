/** Whether a quote is still open at the end of lines, as libuci reads them (uci file.c): in double quotes and outside a backslash escapes. */
export class OpenQuote {
  #mark: string | null = null;

  get isOpen(): boolean {
    return this.#mark !== null;
  }

  /** Goes on with further text. `comments`: outside of quotes a `#` ends it. */
  feed(text: string, comments: boolean): void {
    for (let at = 0; at < text.length; at++) {
      const c = text[at];
      if (c === '\\' && this.#mark !== "'") at++;
      else if (this.#mark !== null) {
        if (c === this.#mark) this.#mark = null;
      } else if (c === "'" || c === '"') this.#mark = c;
      else if (c === '#' && comments) return;
    }
  }
}
