import { Closing } from '../../electron/seams/closing.ts';
import type { MessageChannel } from '../../electron/seams/streams.ts';
import type { Faults, ModemBody } from '../../electron/virtual/modem.ts';
import type { QmiIdentity } from '../../electron/virtual/qmi/identity.ts';
import type { VirtualQmi } from '../../electron/virtual/qmi/virtual-qmi.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** The virtual firmware without a dongle around it, also for what runs outside of the fast suite. */

export const identity: QmiIdentity = {
  manufacturer: 'Test Works',
  model: 'T1',
  revision: '1.2.3',
  imei: '490154203237518',
  imsi: '001010123456789',
  iccid: '8901010000000000017',
  msisdn: '+15550100017',
  operatorName: 'Test Net',
  mcc: '001',
  mnc: '01',
  signal: { rssi: -63, rsrq: -9, rsrp: -92, snr: 12.6 },
};

/** A body without a dongle around it; `restarts` counts what the firmware asked for. */
export function bodyWith(faults: Faults = {}, flash: ModemBody['flash'] = {}): ModemBody & { restarts: number; saves: number } {
  return {
    clock: new ManualClock(),
    flash,
    faults,
    memory: new Map(),
    restarts: 0,
    saves: 0,
    reenumerate: () => undefined,
    restart() {
      this.restarts++;
    },
    saveFlash() {
      this.saves++;
    },
  };
}

/** The firmware as a channel without USB in between. */
export class FirmwareChannel implements MessageChannel {
  readonly name = 'virtual QMI';
  readonly #qmi: VirtualQmi;
  readonly #closing = new Closing();
  readonly #listeners = new Set<(message: Uint8Array) => void>();

  constructor(qmi: VirtualQmi) {
    this.#qmi = qmi;
    qmi.onIndication = (frame) => this.#receive(frame);
  }

  async send(message: Uint8Array): Promise<void> {
    const answers = this.#qmi.handle(message);
    queueMicrotask(() => {
      for (const answer of answers) this.#receive(answer);
    });
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

  #receive(message: Uint8Array): void {
    for (const listener of [...this.#listeners]) listener(message);
  }
}
