/**
 * What a virtual USB device is made of. A transfer comes from whoever is the host: the practice bus in this process or a
 * real Linux kernel over USB/IP. The device never knows which.
 */

export const ENDPOINT_IN = 0x80;

/** How a transfer ended. `data` for IN; `actual` bytes for OUT. */
export type TransferResult = { readonly status: 'ok'; readonly data?: Uint8Array; readonly actual?: number } | { readonly status: 'stall' };

/** One transfer as the host asked for it. `complete` is called once at most, never after `cancelled` was set. */
export interface Transfer {
  /** Endpoint address with direction bit; 0 for the control endpoint in both directions. */
  readonly endpoint: number;
  /** The eight setup bytes; control transfers only. */
  readonly setup: Uint8Array | null;
  /** OUT data; empty for IN. */
  readonly data: Uint8Array;
  /** Most bytes that the host takes, for IN. */
  readonly length: number;
  cancelled: boolean;
  complete(result: TransferResult): void;
}

/** A class or vendor request to an interface (or, for vendor requests, to the device). */
export interface ControlRequest {
  readonly requestType: number;
  readonly request: number;
  readonly value: number;
  readonly index: number;
  readonly length: number;
  readonly data: Uint8Array;
}

/** Bytes answer an IN request, `'ack'` takes an OUT request, `'stall'` refuses, `'ignore'` never answers (a hung firmware). */
export type ControlReply = Uint8Array | 'ack' | 'stall' | 'ignore';

/** The wire as a function sees it. */
export interface FunctionPort {
  /** Queues bytes for an IN endpoint: one call is one message; the host sees it in its own buffer sizes. */
  send(endpoint: number, data: Uint8Array): void;
  /** Refuses the next IN transfer of an endpoint. */
  stall(endpoint: number): void;
  /** The dongle drops off the bus. */
  leave(): void;
}

/** One function of a device: the disc, a serial port, a control channel, a network. Holds interfaces and endpoints of its own. */
export interface UsbFunction {
  /** Interfaces whose requests come here. */
  readonly interfaces: readonly number[];
  /** OUT endpoints whose data comes here. */
  readonly outEndpoints: readonly number[];
  /** Called when the device is put on a bus. */
  attach(port: FunctionPort): void;
  control?(request: ControlRequest): ControlReply;
  /** Data on an OUT endpoint. `'stall'` refuses it, `'ignore'` leaves the transfer hanging. */
  out?(endpoint: number, data: Uint8Array): 'stall' | 'ignore' | undefined;
  /** SET_INTERFACE. */
  alternate?(interfaceNumber: number, alternate: number): void;
  /** CLEAR_FEATURE(ENDPOINT_HALT). */
  haltCleared?(endpoint: number): void;
  /** SET_FEATURE to the device: remote wakeup, and what some firmware takes it for. */
  feature?(selector: number): void;
  /** SET_CONFIGURATION. */
  configured?(value: number): void;
  detach?(): void;
}
