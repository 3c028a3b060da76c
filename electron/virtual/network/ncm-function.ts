import type { ControlReply, ControlRequest, FunctionPort, UsbFunction } from '../usb-function.ts';
import { linkNotices } from './link-notices.ts';
import { buildNtb16, parseNtb16 } from './ntb.ts';
import { NtbSettings } from './ntb-settings.ts';
import type { TinyNetwork } from './tiny-network.ts';

/** USB CDC NCM 1.0 table 6-2; 43h of CDC ECM 1.2. `NtbSettings` has the rest. */
const SET_ETHERNET_PACKET_FILTER = 0x43;
const GET_NET_ADDRESS = 0x81;
const SET_NET_ADDRESS = 0x82;
const GET_CRC_MODE = 0x89;
const SET_CRC_MODE = 0x8a;

const MAX_DATAGRAM = 1514;

export interface NcmOptions {
  /** The interface that requests go to. */
  readonly interfaceNumber: number;
  /** The interface with the data endpoints; default the same, as Huawei's variant has it. */
  readonly dataInterface?: number;
  /** Interrupt endpoint to tell of the link on, with the direction bit; default none: another function speaks there. */
  readonly interrupt?: number;
  readonly input: number;
  readonly output: number;
  /** Its `hostMac` is what the descriptor gives to the host. */
  readonly network: TinyNetwork;
}

/** The data side of an NCM function: its requests and its transfer blocks. The control channel beside it is a function of its own. */
export class NcmFunction implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];
  readonly #options: NcmOptions;
  #port: FunctionPort | null = null;
  #active = false;
  #sequence = 0;
  readonly #settings = new NtbSettings(MAX_DATAGRAM);

  constructor(options: NcmOptions) {
    this.#options = options;
    this.interfaces = [...new Set([options.interfaceNumber, options.dataInterface ?? options.interfaceNumber])];
    this.outEndpoints = [options.output];
  }

  attach(port: FunctionPort): void {
    this.#port = port;
  }

  detach(): void {
    this.#port = null;
  }

  /** Selecting the setting without data endpoints puts the function back to its start (7.1). */
  alternate(number: number, alternate: number): void {
    const { interfaceNumber, dataInterface = interfaceNumber, interrupt } = this.#options;
    if (number !== dataInterface) return;
    this.#active = alternate === 1;
    if (this.#active) {
      if (interrupt !== undefined) for (const notice of linkNotices(interfaceNumber)) this.#port?.send(interrupt, notice);
      return;
    }
    this.#settings.reset();
    this.#sequence = 0;
  }

  control(asked: ControlRequest): ControlReply {
    const settled = this.#settings.control(asked);
    if (settled !== null) return settled;
    const { requestType, request, value } = asked;
    if (requestType === 0xa1 && request === GET_NET_ADDRESS) return this.#options.network.hostMac;
    if (requestType === 0xa1 && request === GET_CRC_MODE) return Uint8Array.of(0, 0);
    if (requestType !== 0x21) return 'stall';
    if (request === SET_ETHERNET_PACKET_FILTER || request === SET_NET_ADDRESS) return 'ack';
    return request === SET_CRC_MODE && value === 0 ? 'ack' : 'stall';
  }

  out(_endpoint: number, data: Uint8Array): undefined {
    if (!this.#active) return;
    const answers = (parseNtb16(data) ?? []).flatMap((frame) => this.#options.network.ethernet(frame));
    for (const answer of answers) {
      const block = buildNtb16(this.#sequence++, [answer]);
      if (block.length <= this.#settings.inputSize) this.#port?.send(this.#options.input, block);
    }
  }
}
