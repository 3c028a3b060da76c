import { decodeFrames, encodeFrame, type MessageKind, type QmiFrame } from '../../electron/qmi/qmux.ts';
import type { Tlv } from '../../electron/qmi/tlv.ts';
import { Closing } from '../../electron/seams/closing.ts';
import type { MessageChannel } from '../../electron/seams/streams.ts';

export const SUCCESS: Tlv = [0x02, Uint8Array.of(0, 0, 0, 0)];
export const failure = (error: number): Tlv => [0x02, Uint8Array.of(1, 0, error & 0xff, error >> 8)];

/** A modem that a test writes by hand: it sees each request and sends what it likes. */
export class ScriptedChannel implements MessageChannel {
  readonly name = 'test channel';
  readonly sent: QmiFrame[] = [];
  readonly closing = new Closing();
  readonly #listeners = new Set<(message: Uint8Array) => void>();
  /** What a request is answered with; `null`: nothing. CTL is answered well where the script says nothing. */
  script: (frame: QmiFrame) => readonly Tlv[] | null = () => null;

  async send(message: Uint8Array): Promise<void> {
    const [frame] = decodeFrames(message).frames;
    if (!frame) throw new Error('the client sent nonsense');
    this.sent.push(frame);
    const tlvs = this.script(frame) ?? (frame.service === 0 ? ctl(frame) : null);
    if (tlvs) queueMicrotask(() => this.answer(frame, tlvs));
  }

  answer(to: QmiFrame, tlvs: readonly Tlv[], change: Partial<Omit<QmiFrame, 'body'>> & { kind?: MessageKind } = {}): void {
    const { body: _, ...head } = to;
    this.receive(encodeFrame({ ...head, from: 'modem', kind: 'response', tlvs, ...change }));
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

/** Sync, versions (WDS, DMS, NAS, UIM, WDA), client id 5 for everybody. */
function ctl(frame: QmiFrame): readonly Tlv[] {
  const service = frame.body[3] ?? 0;
  if (frame.message === 0x21) return [SUCCESS, [0x01, Uint8Array.from([5, ...[1, 2, 3, 11, 26].flatMap((s) => [s, 1, 0, 10, 0])])]];
  if (frame.message === 0x22) return [SUCCESS, [0x01, Uint8Array.of(service, 5)]];
  if (frame.message === 0x23) return [SUCCESS, [0x01, Uint8Array.of(service, 5)]];
  return [SUCCESS];
}
