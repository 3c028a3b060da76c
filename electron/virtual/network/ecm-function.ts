import type { ControlReply, ControlRequest, FunctionPort, UsbFunction } from '../usb-function.ts';
import type { TinyNetwork } from './tiny-network.ts';

/** CDC ECM 1.2 table 6. */
const SET_ETHERNET_MULTICAST_FILTERS = 0x40;
const SET_ETHERNET_PACKET_FILTER = 0x43;
/** CDC 1.2 table 20 and ECM 1.2 table 11: notifications. */
const NETWORK_CONNECTION = 0x00;
const CONNECTION_SPEED_CHANGE = 0x2a;
/** Bits a second, both ways: LTE category 4. */
const DOWN = 150_000_000;
const UP = 50_000_000;

export interface EcmOptions {
  readonly controlInterface: number;
  readonly dataInterface: number;
  readonly interrupt: number;
  readonly input: number;
  readonly output: number;
  readonly network: TinyNetwork;
}

/** An Ethernet control model function: one frame is one transfer. */
export class EcmFunction implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];
  readonly #options: EcmOptions;
  #port: FunctionPort | null = null;
  #active = false;

  constructor(options: EcmOptions) {
    this.#options = options;
    this.interfaces = [options.controlInterface, options.dataInterface];
    this.outEndpoints = [options.output];
  }

  attach(port: FunctionPort): void {
    this.#port = port;
  }

  detach(): void {
    this.#port = null;
  }

  alternate(interfaceNumber: number, alternate: number): void {
    if (interfaceNumber !== this.#options.dataInterface) return;
    this.#active = alternate === 1;
    if (!this.#active) return;
    const { controlInterface: number, interrupt } = this.#options;
    this.#port?.send(interrupt, Uint8Array.of(0xa1, NETWORK_CONNECTION, 1, 0, number, 0, 0, 0));
    const speeds = [DOWN, UP].flatMap((rate) => [rate & 0xff, (rate >> 8) & 0xff, (rate >> 16) & 0xff, rate >>> 24]);
    this.#port?.send(interrupt, Uint8Array.of(0xa1, CONNECTION_SPEED_CHANGE, 0, 0, number, 0, 8, 0, ...speeds));
  }

  control({ requestType, request }: ControlRequest): ControlReply {
    const known = [SET_ETHERNET_MULTICAST_FILTERS, SET_ETHERNET_PACKET_FILTER].includes(request);
    return requestType === 0x21 && known ? 'ack' : 'stall';
  }

  out(_endpoint: number, data: Uint8Array): undefined {
    if (!this.#active) return;
    for (const answer of this.#options.network.ethernet(data)) this.#port?.send(this.#options.input, answer);
  }
}
