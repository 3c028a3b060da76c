/** The two shapes in which modems talk: a stream of bytes (AT) and whole messages (QMI, MBIM, AT over the control channel). */

export interface ByteStream {
  /** What it runs over, for people: `/dev/ttyUSB1`, `COM5`, `1-1 interface 1`. */
  readonly name: string;
  write(data: Uint8Array): Promise<void>;
  onData(listener: (data: Uint8Array) => void): () => void;
  /** Called once: with an error after an unplug, with `null` after `close`. A listener that comes too late is called at once. */
  onClose(listener: (error: Error | null) => void): () => void;
  close(): Promise<void>;
}

/** A channel that keeps message borders: CDC encapsulated commands, `/dev/cdc-wdmN`. */
export interface MessageChannel {
  readonly name: string;
  send(message: Uint8Array): Promise<void>;
  onMessage(listener: (message: Uint8Array) => void): () => void;
  onClose(listener: (error: Error | null) => void): () => void;
  close(): Promise<void>;
}
