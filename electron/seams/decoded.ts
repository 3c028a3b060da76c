/**
 * Something that goes out to a dongle, read back from its very bytes. A journal keeps `text` and `data`, a plan shows `planned` before
 * there is anything to send, and the two belong together: what went out is an instance of what was shown.
 */
export interface Decoded {
  /** For people: one line, in the words of the specification. Secrets as asterisks. */
  readonly text: string;
  /** The same with a question mark for each field that only an answer of the modem gives: client ids, transactions, handles. */
  readonly planned: string;
  /** As sent; what is secret or personal in it is overwritten, each byte with 0x2a. */
  readonly data: Uint8Array;
}

/** Reads one message of one language. Never throws: what it does not know it shows in hexadecimal. */
export type Decoder = (data: Uint8Array) => Decoded;
