import { Emitter } from '../lib/emitter.ts';
import { type Clock, systemClock } from '../seams/clock.ts';
import { Closing } from '../seams/closing.ts';
import type { MessageChannel } from '../seams/streams.ts';
import { activeInterfaces, UsbError, type UsbHandle } from '../seams/usb-bus.ts';
import { EmptyReads } from './empty-reads.ts';
import { DTR, ownHandle, raiseLines, takeInterface } from './taking.ts';

/** CDC 1.2 table 19. */
const SEND_ENCAPSULATED_COMMAND = 0x00;
const GET_ENCAPSULATED_RESPONSE = 0x01;
/** CDC 1.2 table 20: notification header is 8 bytes, bNotificationCode the second. */
const RESPONSE_AVAILABLE = 0x01;

/** What Linux' cdc-wdm reads at most for QMI and Huawei NCM (wMaxCommand of qmi_wwan). */
const MAX_MESSAGE = 4096;
const TIMEOUT_MS = 5000;

/**
 * A control channel (QMI, or AT on Huawei NCM) over libusb: commands by control transfer, an interrupt endpoint that says when
 * an answer waits. The handle is the channel's from now on: it is closed with it, and where this throws. Throws UsbError
 * `unsupported` where the interface has no interrupt endpoint, `busy` where it is held.
 */
export function openEncapsulatedChannel(handle: UsbHandle, interfaceNumber: number, clock: Clock = systemClock): Promise<MessageChannel> {
  return ownHandle(handle, () => open(handle, interfaceNumber, clock));
}

async function open(handle: UsbHandle, interfaceNumber: number, clock: Clock): Promise<MessageChannel> {
  const notify = activeInterfaces(handle.sighting)
    .filter((i) => i.number === interfaceNumber)
    .flatMap((i) => i.endpoints)
    .find((e) => e.type === 'interrupt' && e.address & 0x80);
  if (!notify) throw new UsbError('unsupported', `interface ${interfaceNumber} has no interrupt endpoint`);
  await takeInterface(handle, interfaceNumber);
  // As qmi_wwan does for newer firmware (its QMI_WWAN_QUIRK_DTR).
  await raiseLines(handle, interfaceNumber, DTR);
  return new EncapsulatedChannel(handle, interfaceNumber, notify.address, clock);
}

class EncapsulatedChannel implements MessageChannel {
  readonly name: string;
  readonly #handle: UsbHandle;
  readonly #interface: number;
  readonly #notify: number;
  readonly #listeners = new Emitter<Uint8Array>();
  readonly #closing = new Closing();
  readonly #empty: EmptyReads;

  constructor(handle: UsbHandle, interfaceNumber: number, notify: number, clock: Clock) {
    this.name = `${handle.sighting.portPath} control interface ${interfaceNumber}`;
    this.#handle = handle;
    this.#interface = interfaceNumber;
    this.#notify = notify;
    this.#empty = new EmptyReads(clock, this.#closing);
    void this.#read();
  }

  async send(message: Uint8Array): Promise<void> {
    await this.#handle.controlOut(
      { requestType: 0x21, request: SEND_ENCAPSULATED_COMMAND, value: 0, index: this.#interface },
      message,
      TIMEOUT_MS,
    );
  }

  onMessage(listener: (message: Uint8Array) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  onClose(listener: (error: Error | null) => void): () => void {
    return this.#closing.on(listener);
  }

  async close(): Promise<void> {
    this.#closing.close(null);
    await this.#handle.close();
  }

  async #read(): Promise<void> {
    try {
      while (!this.#closing.closed) {
        const message = await this.#next();
        if (message === null) {
          await this.#empty.another();
          continue;
        }
        this.#empty.end();
        this.#listeners.emit(message);
      }
    } catch (error) {
      this.#closing.close(error instanceof Error ? error : new Error(String(error)));
    } finally {
      await this.#handle.close().catch(() => undefined);
    }
  }

  /** Waits for one notification and fetches what it announces; `null` where that is nothing. */
  async #next(): Promise<Uint8Array | null> {
    try {
      const notice = await this.#handle.transferIn(this.#notify, 64, 0);
      return notice.length >= 8 && notice[1] === RESPONSE_AVAILABLE ? await this.#fetch() : null;
    } catch (error) {
      if (error instanceof UsbError && error.kind === 'timeout') return null;
      throw error;
    }
  }

  /** One message; `null` where none waits, which a firmware that announces an answer twice says by a refusal. As cdc-wdm has it, that is an empty read. */
  async #fetch(): Promise<Uint8Array | null> {
    try {
      const message = await this.#handle.controlIn(
        { requestType: 0xa1, request: GET_ENCAPSULATED_RESPONSE, value: 0, index: this.#interface },
        MAX_MESSAGE,
        TIMEOUT_MS,
      );
      return message.length > 0 ? message : null;
    } catch (error) {
      if (error instanceof UsbError && error.kind === 'stall') return null;
      throw error;
    }
  }
}
