import type { ControlReply, ControlRequest } from '../usb-function.ts';

/** USB CDC NCM 1.0, table 6-2. */
const GET_NTB_PARAMETERS = 0x80;
const GET_NTB_FORMAT = 0x83;
const SET_NTB_FORMAT = 0x84;
const GET_NTB_INPUT_SIZE = 0x85;
const SET_NTB_INPUT_SIZE = 0x86;
const GET_MAX_DATAGRAM_SIZE = 0x87;
const SET_MAX_DATAGRAM_SIZE = 0x88;

/** Bytes of a block in each direction: what an E3372s says (`setting rx_max = 16384`, kernel log on morfikov's blog). */
const MAX_NTB = 16384;
/** Least that the specification lets a host ask for (6.2.7). */
const MIN_NTB = 2048;

/** What a host settles about transfer blocks, the same in NCM and MBIM (MBIM 1.0, table 8-1): 16-bit blocks without CRC. */
export class NtbSettings {
  readonly #freshDatagram: number;
  #maxDatagram: number;
  #inputSize = MAX_NTB;

  /** `maxDatagram`: bytes of the longest frame or packet. */
  constructor(maxDatagram: number) {
    this.#freshDatagram = maxDatagram;
    this.#maxDatagram = maxDatagram;
  }

  /** Bytes of the longest block that the host takes. */
  get inputSize(): number {
    return this.#inputSize;
  }

  reset(): void {
    this.#inputSize = MAX_NTB;
    this.#maxDatagram = this.#freshDatagram;
  }

  /** `null` for a request that is not about blocks. */
  control({ requestType, request, value, data }: ControlRequest): ControlReply | null {
    if (requestType === 0xa1) return this.#get(request);
    if (requestType !== 0x21) return null;
    switch (request) {
      case SET_NTB_FORMAT:
        // Not 32 bits.
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
        this.#maxDatagram = Math.min(this.#freshDatagram, (data[0] ?? 0) | ((data[1] ?? 0) << 8));
        return 'ack';
      }
      default:
        return null;
    }
  }

  #get(request: number): ControlReply | null {
    switch (request) {
      case GET_NTB_PARAMETERS:
        return ntbParameters();
      case GET_NTB_FORMAT:
        return Uint8Array.of(0, 0);
      case GET_NTB_INPUT_SIZE:
        return little32(this.#inputSize);
      case GET_MAX_DATAGRAM_SIZE:
        return Uint8Array.of(this.#maxDatagram & 0xff, this.#maxDatagram >> 8);
      default:
        return null;
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
