import type { ControlReply, FunctionPort, UsbFunction } from '../usb-function.ts';
import { parseIpv4 } from './packets.ts';
import type { TinyNetwork } from './tiny-network.ts';

export interface QmiDataOptions {
  readonly interfaces: readonly number[];
  readonly input: number;
  readonly output: number;
  readonly network: TinyNetwork;
  /** Qualcomm's newer firmwares know no Ethernet header any more. */
  readonly rawIpOnly: boolean;
}

/**
 * The data endpoints of a QMI function: Ethernet frames or bare IP packets, one in a transfer. Which of the two it is shows in
 * the data itself (an IP header with a right checksum), so that no order of settings on the control channel can get them apart.
 */
export class QmiDataFunction implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];
  readonly #options: QmiDataOptions;
  #port: FunctionPort | null = null;

  constructor(options: QmiDataOptions) {
    this.#options = options;
    this.interfaces = options.interfaces;
    this.outEndpoints = [options.output];
  }

  attach(port: FunctionPort): void {
    this.#port = port;
  }

  detach(): void {
    this.#port = null;
  }

  control(): ControlReply {
    return 'stall';
  }

  out(_endpoint: number, data: Uint8Array): undefined {
    const { network, rawIpOnly, input } = this.#options;
    const answers = parseIpv4(data) ? network.ip(data) : rawIpOnly ? [] : network.ethernet(data);
    for (const answer of answers) this.#port?.send(input, answer);
  }
}
