import type { Sighting, UsbBus, UsbChange, UsbHandle } from '../../electron/seams/usb-bus.ts';
import { UsbError } from '../../electron/seams/usb-bus.ts';

/** A bus on which a test says what comes and goes. Devices take everything; `onMessage` hears each bulk message. */
export class FakeBus implements UsbBus {
  readonly #present = new Map<string, Sighting>();
  readonly #listeners = new Set<(change: UsbChange) => void>();
  #enumerations = 0;
  onMessage: (portPath: string) => void = () => undefined;

  async list(): Promise<readonly Sighting[]> {
    return [...this.#present.values()];
  }

  watch(listener: (change: UsbChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async open(sighting: Sighting): Promise<UsbHandle> {
    if (this.#present.get(sighting.portPath)?.enumeration !== sighting.enumeration) throw new UsbError('gone', 'gone');
    return this.#handle(sighting);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  attach(portPath: string, device: Sighting): void {
    const enumeration = ++this.#enumerations;
    const sighting = { ...device, portPath, enumeration, address: enumeration % 127 };
    this.#present.set(portPath, sighting);
    this.#emit({ kind: 'attached', sighting });
  }

  detach(portPath: string): void {
    const sighting = this.#present.get(portPath);
    if (!sighting) return;
    this.#present.delete(portPath);
    this.#emit({ kind: 'detached', sighting });
  }

  shown(portPath: string): Sighting | undefined {
    return this.#present.get(portPath);
  }

  #emit(change: UsbChange): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  #handle(sighting: Sighting): UsbHandle {
    const here = async () => {
      if (this.#present.get(sighting.portPath)?.enumeration !== sighting.enumeration) throw new UsbError('gone', 'gone');
    };
    return {
      sighting,
      claim: here,
      release: here,
      kernelDriverActive: async () => false,
      detachKernelDriver: here,
      attachKernelDriver: here,
      setAlternate: here,
      setConfiguration: here,
      controlOut: async (_setup, data) => {
        await here();
        return data.length;
      },
      controlIn: async (_setup, length) => {
        await here();
        return new Uint8Array(length);
      },
      transferOut: async (_endpoint, data) => {
        await here();
        this.onMessage(sighting.portPath);
        return data.length;
      },
      transferIn: async () => {
        await here();
        return new Uint8Array();
      },
      clearHalt: here,
      reset: here,
      close: async () => undefined,
    };
  }
}
