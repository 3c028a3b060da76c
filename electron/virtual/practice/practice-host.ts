import { Emitter } from '../../lib/emitter.ts';
import { Closing } from '../../seams/closing.ts';
import type { CardResult, Holder, HoldRelease, Host, InterfaceBinding, ScsiNames, UsbAccess } from '../../seams/host.ts';
import { SerialError } from '../../seams/serial-ports.ts';
import type { MessageChannel } from '../../seams/streams.ts';
import { TransferOwner } from './device-wire.ts';
import type { PracticeHolders } from './practice-holders.ts';
import type { NodeTarget, PracticeKernel } from './practice-kernel.ts';
import { serialError } from './practice-serial.ts';

const PREFIX = '/dev/cdc-wdm';
const SEND_ENCAPSULATED_COMMAND = 0;
const GET_ENCAPSULATED_RESPONSE = 1;
const RESPONSE_AVAILABLE = 1;
/** What cdc-wdm reads at once for QMI and Huawei NCM. */
const MAX_MESSAGE = 4096;
const CONTROL_MS = 5000;

/** What the practice kernel did with a dongle; with `seesDrivers` false it plays a system that does not tell. */
export class PracticeHost implements Host {
  readonly platform: string;
  readonly seesDrivers: boolean;
  readonly usbRuleCommand = null;
  readonly #kernel: PracticeKernel;
  readonly #holders: PracticeHolders;
  readonly #open = new Map<string, PracticeControlNode>();

  constructor(kernel: PracticeKernel, holders: PracticeHolders, seesDrivers: boolean) {
    this.#kernel = kernel;
    this.#holders = holders;
    this.seesDrivers = seesDrivers;
    this.platform = seesDrivers ? 'linux' : 'darwin';
    kernel.onNodeGone((node) => this.#open.get(node)?.end(new SerialError('gone', `${node} went away`)));
  }

  async bindings(portPath: string): Promise<readonly InterfaceBinding[]> {
    return this.#kernel.bindings(portPath);
  }

  async holders(portPath: string): Promise<readonly Holder[]> {
    return this.seesDrivers ? this.#holders.holders(portPath) : [];
  }

  async inhibit(portPath: string, signal?: AbortSignal): Promise<HoldRelease> {
    signal?.throwIfAborted();
    return this.#holders.inhibit(portPath);
  }

  async unmount(device: string): Promise<void> {
    this.#holders.unmount(device);
  }

  async usbAccess(portPath: string): Promise<UsbAccess> {
    return this.seesDrivers ? this.#holders.access(portPath) : 'unknown';
  }

  async installUsbRule(): Promise<'installed' | 'dismissed'> {
    return this.#holders.installRule();
  }

  /** The practice kernel's storage driver asks nothing. */
  async scsiNames(): Promise<ScsiNames | null> {
    return null;
  }

  /** This computer never sees the card of a practice dongle. */
  async tryCard(): Promise<CardResult> {
    return { kind: 'impossible', why: 'practice', missing: '' };
  }

  async openControlNode(path: string): Promise<MessageChannel> {
    const target = this.#kernel.nodes(PREFIX).get(path);
    if (!target) throw new SerialError('gone', `${path}: no such file or directory`);
    if (this.#open.has(path)) throw new SerialError('busy', `${path} is in use`);
    const node = new PracticeControlNode(path, target);
    this.#open.set(path, node);
    node.onClose(() => this.#open.delete(path));
    return node;
  }
}

/** `/dev/cdc-wdmN` as the kernel's driver serves it: encapsulated commands, told of answers by the interrupt endpoint. */
class PracticeControlNode implements MessageChannel {
  readonly name: string;
  readonly #target: NodeTarget;
  readonly #notify: number;
  readonly #owner = new TransferOwner();
  readonly #closing = new Closing();
  readonly #listeners = new Emitter<Uint8Array>();

  constructor(name: string, target: NodeTarget) {
    this.name = name;
    this.#target = target;
    this.#notify =
      target.sighting.configurations
        .flatMap((c) => c.interfaces)
        .filter((i) => i.number === target.interfaceNumber)
        .flatMap((i) => i.endpoints)
        .find((e) => e.type === 'interrupt')?.address ?? 0;
    void this.#read();
  }

  async send(message: Uint8Array): Promise<void> {
    const setup = { requestType: 0x21, request: SEND_ENCAPSULATED_COMMAND, value: 0, index: this.#target.interfaceNumber };
    try {
      await this.#target.wire.control(setup, message, CONTROL_MS, this.#owner);
    } catch (error) {
      throw serialError(error, this.name);
    }
  }

  onMessage(listener: (message: Uint8Array) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  onClose(listener: (error: Error | null) => void): () => void {
    return this.#closing.on(listener);
  }

  async close(): Promise<void> {
    this.end(null);
  }

  end(error: SerialError | null): void {
    this.#closing.close(error);
    this.#owner.close();
  }

  async #read(): Promise<void> {
    const { wire, interfaceNumber } = this.#target;
    const setup = { requestType: 0xa1, request: GET_ENCAPSULATED_RESPONSE, value: 0, index: interfaceNumber };
    while (!this.#closing.closed) {
      try {
        const notice = await wire.in(this.#notify, 64, 0, this.#owner);
        if (notice[1] !== RESPONSE_AVAILABLE) continue;
        const { data } = await wire.control(setup, MAX_MESSAGE, CONTROL_MS, this.#owner);
        if (data && data.length > 0) this.#listeners.emit(Uint8Array.from(data));
      } catch (error) {
        this.end(serialError(error, this.name));
      }
    }
  }
}
