import { Closing } from '../seams/closing.ts';
import type { MessageChannel } from '../seams/streams.ts';
import { activeInterfaces, UsbError, type UsbHandle } from '../seams/usb-bus.ts';
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
export function openEncapsulatedChannel(handle: UsbHandle, interfaceNumber: number): Promise<MessageChannel> {
  return ownHandle(handle, () => open(handle, interfaceNumber));
}

async function open(handle: UsbHandle, interfaceNumber: number): Promise<MessageChannel> {
  const notify = activeInterfaces(handle.sighting)
    .filter((i) => i.number === interfaceNumber)
    .flatMap((i) => i.endpoints)
    .find((e) => e.type === 'interrupt' && e.address & 0x80);
  if (!notify) throw new UsbError('unsupported', `interface ${interfaceNumber} has no interrupt endpoint`);
  await takeInterface(handle, interfaceNumber);
  // As qmi_wwan does for newer firmware (its QMI_WWAN_QUIRK_DTR).
  await raiseLines(handle, interfaceNumber, DTR);
  return new EncapsulatedChannel(handle, interfaceNumber, notify.address);
}

class EncapsulatedChannel implements MessageChannel {
  readonly name: string;
  readonly #handle: UsbHandle;
  readonly #interface: number;
  readonly #notify: number;
  readonly #listeners = new Set<(message: Uint8Array) => void>();
  readonly #closing = new Closing();

  constructor(handle: UsbHandle, interfaceNumber: number, notify: number) {
    this.name = `${handle.sighting.portPath} control interface ${interfaceNumber}`;
    this.#handle = handle;
    this.#interface = interfaceNumber;
    this.#notify = notify;
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
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
        try {
          const notice = await this.#handle.transferIn(this.#notify, 64, 0);
          if (notice.length >= 8 && notice[1] === RESPONSE_AVAILABLE) await this.#fetch();
        } catch (error) {
          if (!(error instanceof UsbError) || error.kind !== 'timeout') throw error;
        }
      }
    } catch (error) {
      this.#closing.close(error instanceof Error ? error : new Error(String(error)));
    } finally {
      await this.#handle.close().catch(() => undefined);
    }
  }

  async #fetch(): Promise<void> {
    const message = await this.#handle.controlIn(
      { requestType: 0xa1, request: GET_ENCAPSULATED_RESPONSE, value: 0, index: this.#interface },
      MAX_MESSAGE,
      TIMEOUT_MS,
    );
    if (message.length > 0) for (const listener of [...this.#listeners]) listener(message);
  }
}
