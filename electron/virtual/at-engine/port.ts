import type { ControlReply, ControlRequest, FunctionPort, UsbFunction } from '../usb-function.ts';
import { AtEngine, type AtEngineOptions } from './engine.ts';

/** CDC PSTN 1.2 table 13, what the serial drivers send. */
const SET_LINE_CODING = 0x20;
const GET_LINE_CODING = 0x21;
const SET_CONTROL_LINE_STATE = 0x22;
const SEND_BREAK = 0x23;

/** 115200 baud, 1 stop bit, no parity, 8 bits: dwDTERate little-endian, bCharFormat, bParityType, bDataBits. */
const LINE_CODING = Uint8Array.from([0x00, 0xc2, 0x01, 0x00, 0, 0, 8]);

export interface AtPortOptions extends Omit<AtEngineOptions, 'send'> {
  readonly interfaceNumber: number;
  /** Address of the bulk IN endpoint, with the direction bit. */
  readonly input: number;
  /** Address of the bulk OUT endpoint. */
  readonly output: number;
}

/** A serial interface that speaks AT: a pair of bulk endpoints and the class requests of a serial line. */
export class AtPort implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];
  readonly #options: AtPortOptions;
  #engine: AtEngine | null = null;
  #lineCoding: Uint8Array = LINE_CODING;

  constructor(options: AtPortOptions) {
    this.#options = options;
    this.interfaces = [options.interfaceNumber];
    this.outEndpoints = [options.output];
  }

  attach(port: FunctionPort): void {
    this.#engine = new AtEngine({ ...this.#options, send: (data) => port.send(this.#options.input, data) });
  }

  detach(): void {
    this.#engine?.close();
    this.#engine = null;
  }

  control(request: ControlRequest): ControlReply {
    if ((request.requestType & 0x60) !== 0x20) return 'stall';
    switch (request.request) {
      case SET_LINE_CODING:
        if (request.data.length !== LINE_CODING.length) return 'stall';
        this.#lineCoding = Uint8Array.from(request.data);
        return 'ack';
      case GET_LINE_CODING:
        return this.#lineCoding;
      case SET_CONTROL_LINE_STATE:
      case SEND_BREAK:
        return 'ack';
      default:
        return 'stall';
    }
  }

  out(_endpoint: number, data: Uint8Array): undefined {
    this.#engine?.feed(data);
  }
}

/** A serial interface that takes bytes and has nothing to say: the diagnostic and position ports of a modem. */
export class MutePort implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];

  constructor(options: { interfaceNumber: number; output: number }) {
    this.interfaces = [options.interfaceNumber];
    this.outEndpoints = [options.output];
  }

  attach(): void {}

  control(request: ControlRequest): ControlReply {
    return (request.requestType & 0x60) === 0x20 && [SET_LINE_CODING, SET_CONTROL_LINE_STATE].includes(request.request) ? 'ack' : 'stall';
  }

  out(): undefined {}
}
