import type { ControlReply, ControlRequest, FunctionPort, UsbFunction } from '../usb-function.ts';
import { linkNotices } from './link-notices.ts';
import type { TinyNetwork } from './tiny-network.ts';

/** CDC ECM 1.2 table 6. */
const SET_ETHERNET_MULTICAST_FILTERS = 0x40;
const SET_ETHERNET_PACKET_FILTER = 0x43;

export interface EcmOptions {
  readonly controlInterface: number;
  readonly dataInterface: number;
  readonly interrupt: number;
  readonly input: number;
  readonly output: number;
  /** False where the data interface has its endpoints in its only setting, as Huawei's router sticks do; default true. */
  readonly alternates?: boolean;
  readonly network: TinyNetwork;
}

/** An Ethernet control model function: one frame is one transfer. */
export class EcmFunction implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];
  readonly #options: EcmOptions;
  #port: FunctionPort | null = null;
  #active: boolean;

  constructor(options: EcmOptions) {
    this.#options = options;
    this.interfaces = [options.controlInterface, options.dataInterface];
    this.outEndpoints = [options.output];
    this.#active = options.alternates === false;
  }

  attach(port: FunctionPort): void {
    this.#port = port;
  }

  detach(): void {
    this.#port = null;
  }

  alternate(interfaceNumber: number, alternate: number): void {
    if (interfaceNumber !== this.#options.dataInterface) return;
    this.#active = this.#options.alternates === false || alternate === 1;
    if (this.#active) this.#notify();
  }

  configured(): void {
    this.#active = this.#options.alternates === false;
    if (this.#active) this.#notify();
  }

  #notify(): void {
    const { controlInterface, interrupt } = this.#options;
    for (const notice of linkNotices(controlInterface)) this.#port?.send(interrupt, notice);
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
