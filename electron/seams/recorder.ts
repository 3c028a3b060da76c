import type { ByteStream, MessageChannel } from './streams.ts';
import type { ControlSetup, UsbHandle } from './usb-bus.ts';

/**
 * What goes out to a dongle, caught where it leaves: one wrapper for each thing that can speak. Whoever holds a wrapped one cannot
 * send past it, and need not think of it.
 */

export type Outgoing =
  /** Bytes to a serial port of the system, or a message to a control node of it. */
  | { readonly kind: 'write' | 'message'; readonly to: string; readonly data: Uint8Array }
  /** A bulk or interrupt OUT transfer. */
  | { readonly kind: 'transfer'; readonly endpoint: number; readonly data: Uint8Array }
  /** A control transfer; `length`: of what is asked for, where it is one IN. */
  | { readonly kind: 'control'; readonly setup: ControlSetup; readonly data: Uint8Array; readonly length: number }
  | { readonly kind: 'detach' | 'attach' | 'claim' | 'release'; readonly interface: number }
  | { readonly kind: 'set-alternate'; readonly interface: number; readonly alternate: number }
  | { readonly kind: 'set-configuration'; readonly value: number }
  | { readonly kind: 'clear-halt'; readonly endpoint: number }
  | { readonly kind: 'reset' }
  /** The device is let go of: with the kernel's drivers given back, or left off. */
  | { readonly kind: 'close'; readonly keepDetached: boolean };

/** Is told of each before it goes. Where it throws, nothing goes. */
export type OutgoingSink = (outgoing: Outgoing) => void;

export function recordStream(stream: ByteStream, sink: OutgoingSink): ByteStream {
  const { name } = stream;
  return {
    name,
    write: async (data) => {
      sink({ kind: 'write', to: name, data });
      await stream.write(data);
    },
    onData: (listener) => stream.onData(listener),
    onClose: (listener) => stream.onClose(listener),
    close: () => stream.close(),
  };
}

export function recordChannel(channel: MessageChannel, sink: OutgoingSink): MessageChannel {
  const { name } = channel;
  return {
    name,
    send: async (data) => {
      sink({ kind: 'message', to: name, data });
      await channel.send(data);
    },
    onMessage: (listener) => channel.onMessage(listener),
    onClose: (listener) => channel.onClose(listener),
    close: () => channel.close(),
  };
}

/** Fetching what the device announced (CDC 1.2, 6.2.2) is reading, as an IN transfer is. */
const isFetching = ({ requestType, request }: ControlSetup) => requestType === 0xa1 && request === 0x01;

export function recordHandle(handle: UsbHandle, sink: OutgoingSink): UsbHandle {
  /** Told to the sink, then done. */
  const after = async <T>(outgoing: Outgoing, act: () => Promise<T>): Promise<T> => {
    sink(outgoing);
    return act();
  };
  let open = true;
  return {
    sighting: handle.sighting,
    kernelDriverActive: (number) => handle.kernelDriverActive(number),
    transferIn: (endpoint, length, timeoutMs) => handle.transferIn(endpoint, length, timeoutMs),
    claim: (number) => after({ kind: 'claim', interface: number }, () => handle.claim(number)),
    release: (number) => after({ kind: 'release', interface: number }, () => handle.release(number)),
    detachKernelDriver: (number) => after({ kind: 'detach', interface: number }, () => handle.detachKernelDriver(number)),
    attachKernelDriver: (number) => after({ kind: 'attach', interface: number }, () => handle.attachKernelDriver(number)),
    setAlternate: (number, alternate) =>
      after({ kind: 'set-alternate', interface: number, alternate }, () => handle.setAlternate(number, alternate)),
    setConfiguration: (value) => after({ kind: 'set-configuration', value }, () => handle.setConfiguration(value)),
    controlOut: (setup, data, timeoutMs) =>
      after({ kind: 'control', setup, data, length: 0 }, () => handle.controlOut(setup, data, timeoutMs)),
    controlIn: (setup, length, timeoutMs) =>
      isFetching(setup)
        ? handle.controlIn(setup, length, timeoutMs)
        : after({ kind: 'control', setup, data: new Uint8Array(), length }, () => handle.controlIn(setup, length, timeoutMs)),
    transferOut: (endpoint, data, timeoutMs) =>
      after({ kind: 'transfer', endpoint, data }, () => handle.transferOut(endpoint, data, timeoutMs)),
    clearHalt: (endpoint) => after({ kind: 'clear-halt', endpoint }, () => handle.clearHalt(endpoint)),
    reset: () => after({ kind: 'reset' }, () => handle.reset()),
    close: async (options = {}) => {
      const { keepDetached = false } = options;
      // Giving a device back must never be held up: it is told where it can be.
      if (open) {
        open = false;
        try {
          sink({ kind: 'close', keepDetached });
        } catch {
          // The job is over, and its journal closed.
        }
      }
      await handle.close(options);
    },
  };
}
