import { Closing } from '../../electron/seams/closing.ts';
import type { MessageChannel } from '../../electron/seams/streams.ts';
import { type Command, type HostMessage, readCommand, readMessage, writeDone, writeReply } from '../../electron/virtual/mbim/wire.ts';

/** What came, one message each; commands of one fragment with what is in them. */
export type Sent = HostMessage & { readonly command?: Command };

/** A modem that a test writes by hand: it sees each message and sends what it likes. OPEN and CLOSE are answered well unless told. */
export class ScriptedChannel implements MessageChannel {
  readonly name = 'test channel';
  readonly sent: Sent[] = [];
  readonly bytes: Uint8Array[] = [];
  readonly closing = new Closing();
  readonly #listeners = new Set<(message: Uint8Array) => void>();
  /** What a message is answered with; `null`: nothing; `undefined`: as above. */
  script: (sent: Sent) => readonly Uint8Array[] | null | undefined = () => undefined;

  async send(bytes: Uint8Array): Promise<void> {
    const message = readMessage(bytes);
    if (!message) throw new Error('the client sent nonsense');
    const command = message.type === 'command' ? readCommand(message.payload) : null;
    const sent: Sent = command ? { ...message, command } : message;
    this.sent.push(sent);
    this.bytes.push(bytes);
    const told = this.script(sent);
    const usual = message.type === 'open' || message.type === 'close' ? [writeDone(message.type, message.transaction, 0)] : [];
    for (const answer of told === undefined ? usual : (told ?? [])) queueMicrotask(() => this.receive(answer));
  }

  /** Answers a command. */
  reply(to: Sent, status: number, info: Uint8Array = new Uint8Array(), most = 4096): Uint8Array[] {
    if (!to.command) throw new Error('no command');
    return writeReply(to.command, to.transaction, status, info, most);
  }

  receive(bytes: Uint8Array): void {
    for (const listener of [...this.#listeners]) listener(bytes);
  }

  onMessage(listener: (message: Uint8Array) => void): () => void {
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
