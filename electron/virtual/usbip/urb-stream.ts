import type { Duplex } from 'node:stream';
import type { Clock } from '../../seams/clock.ts';
import { Closing } from '../../seams/closing.ts';
import type { VirtualUsbDevice } from '../usb-device.ts';
import { ENDPOINT_IN, type Transfer, type TransferResult } from '../usb-function.ts';
import { CommandReader, encodeSubmitReply, encodeUnlinkReply, type SubmitCommand, status, UsbipError } from './protocol.ts';

/** Time in which a hub does not yet know that its device is gone. */
const UNNOTICED_MS = 40;

/** Transfers that one host may have under way; a kernel's drivers keep some dozens. */
const MAX_PENDING = 4096;

/**
 * One imported device over a stream socket: the host's URBs become transfers of the virtual device. The end of the socket is the
 * unplug, from either side: whoever owns the stream calls `leave` when the device leaves its bus.
 */
export class UrbStream {
  readonly #socket: Duplex;
  readonly #device: VirtualUsbDevice;
  readonly #reader = new CommandReader();
  readonly #pending = new Map<number, Transfer>();
  readonly #closing = new Closing();
  #left = false;

  /** `first`: bytes that came behind the import request. */
  constructor(socket: Duplex, device: VirtualUsbDevice, first: Uint8Array = new Uint8Array()) {
    this.#socket = socket;
    this.#device = device;
    let failure: Error | null = null;
    socket.on('error', (error) => {
      failure = error;
    });
    socket.on('close', () => this.#end(failure));
    socket.on('end', () => socket.destroy());
    if (first.length > 0) this.#receive(first);
    socket.on('data', (chunk: Uint8Array) => this.#receive(chunk));
  }

  /** Transfers that wait for the device. */
  get pending(): number {
    return this.#pending.size;
  }

  /**
   * The device left. Like a real one it is silent for a moment before the host hears of it: what the host begins in that time
   * fails at once. Without it, vhci_hcd loses a transfer that crosses the end of the stream, and whoever waits for it holds
   * the port's lock until its time limit, five seconds.
   */
  leave(clock: Clock): void {
    this.#left = true;
    clock.setTimeout(() => this.close(), UNNOTICED_MS);
  }

  /** Ends the stream: the host disconnects the port. */
  close(): void {
    this.#socket.destroy();
  }

  /** Called once: with an error if the host broke the protocol or the socket broke, else with `null`. */
  onClose(listener: (error: Error | null) => void): () => void {
    return this.#closing.on(listener);
  }

  #end(error: Error | null): void {
    for (const transfer of this.#pending.values()) this.#device.cancel(transfer);
    this.#pending.clear();
    this.#closing.close(error);
  }

  #receive(chunk: Uint8Array): void {
    try {
      for (const command of this.#reader.push(chunk)) {
        if (command.kind === 'submit') this.#submit(command);
        else this.#unlink(command.sequence, command.victim);
        if (this.#socket.destroyed) return;
      }
    } catch (error) {
      this.#socket.destroy(error instanceof Error ? error : new UsbipError(String(error)));
    }
  }

  #submit(command: SubmitCommand): void {
    const { sequence } = command;
    if (this.#left) {
      this.#socket.write(encodeSubmitReply(sequence, status.unanswered, 0, null));
      return;
    }
    if (this.#pending.has(sequence)) throw new UsbipError(`sequence number ${sequence} is in use`);
    if (this.#pending.size >= MAX_PENDING) throw new UsbipError('too many transfers under way');
    const transfer: Transfer = {
      endpoint: command.endpoint === 0 ? 0 : command.endpoint | (command.toHost ? ENDPOINT_IN : 0),
      setup: command.endpoint === 0 ? command.setup : null,
      data: command.data,
      length: command.toHost ? command.length : 0,
      cancelled: false,
      complete: (result) => {
        if (this.#pending.get(sequence) !== transfer) return;
        this.#pending.delete(sequence);
        if (!this.#socket.destroyed) this.#socket.write(replyTo(command, result));
      },
    };
    this.#pending.set(sequence, transfer);
    this.#device.submit(transfer);
  }

  #unlink(sequence: number, victim: number): void {
    const transfer = this.#pending.get(victim);
    // A victim that had ended is answered with 0: its own reply is already on the wire.
    let state: number = status.ok;
    if (transfer) {
      this.#pending.delete(victim);
      this.#device.cancel(transfer);
      state = status.cancelled;
    }
    this.#socket.write(encodeUnlinkReply(sequence, state));
  }
}

function replyTo(command: SubmitCommand, result: TransferResult): Uint8Array {
  if (result.status === 'stall') return encodeSubmitReply(command.sequence, status.stall, 0, null);
  if (!command.toHost)
    return encodeSubmitReply(command.sequence, status.ok, Math.min(result.actual ?? command.length, command.length), null);
  const data = (result.data ?? new Uint8Array()).subarray(0, command.length);
  const short = command.shortIsError && data.length < command.length;
  return encodeSubmitReply(command.sequence, short ? status.shortRead : status.ok, 0, data);
}
