import type { ControlReply, ControlRequest, FunctionPort, UsbFunction } from '../usb-function.ts';
import { buildNtb16, parseNtb16 } from './ntb.ts';
import type { TinyNetwork } from './tiny-network.ts';

/** USB CDC NCM 1.0 table 6-2; 43h of CDC ECM 1.2. */
const SET_ETHERNET_PACKET_FILTER = 0x43;
const GET_NTB_PARAMETERS = 0x80;
const GET_NET_ADDRESS = 0x81;
const SET_NET_ADDRESS = 0x82;
const GET_NTB_FORMAT = 0x83;
const SET_NTB_FORMAT = 0x84;
const GET_NTB_INPUT_SIZE = 0x85;
const SET_NTB_INPUT_SIZE = 0x86;
const GET_MAX_DATAGRAM_SIZE = 0x87;
const SET_MAX_DATAGRAM_SIZE = 0x88;
const GET_CRC_MODE = 0x89;
const SET_CRC_MODE = 0x8a;

/** Bytes of a block in each direction: what an E3372s says (`setting rx_max = 16384`, kernel log on morfikov's blog). */
const MAX_NTB = 16384;
/** Least that the specification lets a host ask for (6.2.7). */
const MIN_NTB = 2048;
const MAX_DATAGRAM = 1514;

export interface NcmOptions {
  readonly interfaceNumber: number;
  readonly input: number;
  readonly output: number;
  readonly network: TinyNetwork;
  /** Hardware address that the descriptor gives to the host, as bytes. */
  readonly hostMac: Uint8Array;
}

/** The data side of an NCM function: its requests and its transfer blocks. The control channel beside it is a function of its own. */
export class NcmFunction implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];
  readonly #options: NcmOptions;
  #port: FunctionPort | null = null;
  #active = false;
  #sequence = 0;
  #inputSize = MAX_NTB;
  #maxDatagram = MAX_DATAGRAM;

  constructor(options: NcmOptions) {
    this.#options = options;
    this.interfaces = [options.interfaceNumber];
    this.outEndpoints = [options.output];
  }

  attach(port: FunctionPort): void {
    this.#port = port;
  }

  detach(): void {
    this.#port = null;
  }

  /** Selecting the setting without data endpoints puts the function back to its start (7.1). */
  alternate(_interfaceNumber: number, alternate: number): void {
    this.#active = alternate === 1;
    if (this.#active) return;
    this.#inputSize = MAX_NTB;
    this.#maxDatagram = MAX_DATAGRAM;
    this.#sequence = 0;
  }

  control({ requestType, request, value, data }: ControlRequest): ControlReply {
    if (requestType === 0xa1) return this.#get(request);
    if (requestType !== 0x21) return 'stall';
    switch (request) {
      case SET_ETHERNET_PACKET_FILTER:
      case SET_NET_ADDRESS:
        return 'ack';
      case SET_NTB_FORMAT:
      case SET_CRC_MODE:
        // Neither 32 bits nor CRC.
        return value === 0 ? 'ack' : 'stall';
      case SET_NTB_INPUT_SIZE: {
        if (data.length !== 4 && data.length !== 8) return 'stall';
        const size = new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(0, true);
        if (size < MIN_NTB || size > MAX_NTB) return 'stall';
        this.#inputSize = size;
        return 'ack';
      }
      case SET_MAX_DATAGRAM_SIZE: {
        if (data.length !== 2) return 'stall';
        this.#maxDatagram = Math.min(MAX_DATAGRAM, (data[0] ?? 0) | ((data[1] ?? 0) << 8));
        return 'ack';
      }
      default:
        return 'stall';
    }
  }

  out(_endpoint: number, data: Uint8Array): undefined {
    if (!this.#active) return;
    const answers = (parseNtb16(data) ?? []).flatMap((frame) => this.#options.network.ethernet(frame));
    for (const answer of answers) {
      const block = buildNtb16(this.#sequence++, [answer]);
      if (block.length <= this.#inputSize) this.#port?.send(this.#options.input, block);
    }
  }

  #get(request: number): ControlReply {
    switch (request) {
      case GET_NTB_PARAMETERS:
        return ntbParameters();
      case GET_NET_ADDRESS:
        return this.#options.hostMac;
      case GET_NTB_FORMAT:
      case GET_CRC_MODE:
        return Uint8Array.of(0, 0);
      case GET_NTB_INPUT_SIZE:
        return little32(this.#inputSize);
      case GET_MAX_DATAGRAM_SIZE:
        return Uint8Array.of(this.#maxDatagram & 0xff, this.#maxDatagram >> 8);
      default:
        return 'stall';
    }
  }
}

/** Table 6-3: 28 bytes; 16-bit blocks only, datagrams at multiples of four both ways, any number of them to the device. */
function ntbParameters(): Uint8Array {
  const view = new DataView(new ArrayBuffer(28));
  view.setUint16(0, 28, true);
  view.setUint16(2, 1, true);
  view.setUint32(4, MAX_NTB, true);
  view.setUint16(8, 4, true);
  view.setUint16(12, 4, true);
  view.setUint32(16, MAX_NTB, true);
  view.setUint16(20, 4, true);
  view.setUint16(24, 4, true);
  return new Uint8Array(view.buffer);
}

function little32(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value, true);
  return new Uint8Array(view.buffer);
}
