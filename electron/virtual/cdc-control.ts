import type { ControlReply, ControlRequest, FunctionPort, UsbFunction } from './usb-function.ts';

/** CDC 1.2 table 19. */
const SEND_ENCAPSULATED_COMMAND = 0x00;
const GET_ENCAPSULATED_RESPONSE = 0x01;
const SET_CONTROL_LINE_STATE = 0x22;
/** CDC 1.2 table 20. */
const RESPONSE_AVAILABLE = 0x01;

const CLASS_OUT = 0x21;
const CLASS_IN = 0xa1;

/** Answers that wait for a host which does not read; the oldest go first, as in a firmware with a ring buffer. */
const MAX_WAITING = 64;

export interface CdcControlOptions {
  readonly interfaceNumber: number;
  /** Address of the interrupt endpoint, with the direction bit: 0x83. */
  readonly interruptEndpoint: number;
  /** One encapsulated command. `reply` may be called any number of times, also later; each call is one message to the host. */
  onMessage(message: Uint8Array, reply: (message: Uint8Array) => void): void;
  /** True where the channel carries a byte stream (AT): what does not fit into one read stays for the next. Default false: cut off. */
  readonly stream?: boolean;
  /** What announces a message on the interrupt endpoint; default CDC's RESPONSE_AVAILABLE of this interface. */
  readonly notification?: Uint8Array;
  /** What a read gets while nothing waits; default nothing. */
  readonly idle?: Uint8Array;
  /** SET_CONTROL_LINE_STATE: bit 0 DTR, bit 1 RTS. */
  onLineState?(bits: number): void;
}

/**
 * A control channel of CDC encapsulated commands (CDC 1.2 section 6.2), as Linux' cdc-wdm talks it: each message to the host
 * is announced by one RESPONSE_AVAILABLE and taken by one GET_ENCAPSULATED_RESPONSE; a read with nothing waiting gets nothing.
 */
export class CdcControl implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[] = [];
  readonly #options: CdcControlOptions;
  #waiting: Uint8Array[] = [];
  #port: FunctionPort | null = null;

  constructor(options: CdcControlOptions) {
    this.#options = options;
    this.interfaces = [options.interfaceNumber];
  }

  attach(port: FunctionPort): void {
    this.#port = port;
  }

  detach(): void {
    this.#port = null;
    this.#waiting = [];
  }

  configured(): void {
    this.#waiting = [];
  }

  control(request: ControlRequest): ControlReply {
    if (request.requestType === CLASS_OUT && request.request === SEND_ENCAPSULATED_COMMAND) {
      const message = Uint8Array.from(request.data);
      // After this transfer is over: a host must not be told of an answer while it still sends the question.
      queueMicrotask(() => {
        if (this.#port) this.#options.onMessage(message, (answer) => this.push(answer));
      });
      return 'ack';
    }
    if (request.requestType === CLASS_IN && request.request === GET_ENCAPSULATED_RESPONSE) return this.#read(request.length);
    if (request.requestType === CLASS_OUT && request.request === SET_CONTROL_LINE_STATE) {
      this.#options.onLineState?.(request.value);
      return 'ack';
    }
    return 'stall';
  }

  /** Sends a message that nobody asked for (an indication, an unsolicited result code). */
  push(message: Uint8Array): void {
    if (!this.#port || message.length === 0) return;
    this.#waiting.push(message);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    this.#notify();
  }

  #read(length: number): Uint8Array {
    const head = this.#waiting.shift();
    if (!head) return this.#options.idle ?? new Uint8Array();
    if (this.#options.stream && head.length > length) {
      this.#waiting.unshift(head.subarray(length));
      this.#notify();
    }
    return head.subarray(0, length);
  }

  #notify(): void {
    const { interfaceNumber, interruptEndpoint, notification } = this.#options;
    this.#port?.send(interruptEndpoint, notification ?? Uint8Array.from([CLASS_IN, RESPONSE_AVAILABLE, 0, 0, interfaceNumber, 0, 0, 0]));
  }
}
