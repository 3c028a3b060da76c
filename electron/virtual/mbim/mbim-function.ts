import { CdcControl } from '../cdc-control.ts';
import { buildNtb16, parseNtb16, signatures } from '../network/ntb.ts';
import { NtbSettings } from '../network/ntb-settings.ts';
import type { TinyNetwork } from '../network/tiny-network.ts';
import type { ControlReply, ControlRequest, FunctionPort, UsbFunction } from '../usb-function.ts';
import type { VirtualMbim } from './virtual-mbim.ts';

/** MBIM 1.0, table 8-1. */
const RESET_FUNCTION = 0x05;
export interface MbimOptions {
  /** Numbers of the control and the data interface. */
  readonly control: number;
  readonly data: number;
  /** Addresses of the endpoints; those in with the direction bit. */
  readonly interrupt: number;
  readonly input: number;
  readonly output: number;
  /** wMaxSegmentSize: bytes of the longest packet. */
  readonly maxSegment: number;
  readonly mbim: VirtualMbim;
  readonly network: TinyNetwork;
}

/**
 * An MBIM function on the bus: control messages as encapsulated commands, IP packets of session 0 in NCM's transfer blocks. Both
 * interfaces are one object, since RESET_FUNCTION and the requests about blocks come to the control interface and mean the data.
 */
export class MbimFunction implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];
  readonly #options: MbimOptions;
  readonly #channel: CdcControl;
  readonly #settings: NtbSettings;
  #port: FunctionPort | null = null;
  #active = false;
  #sequence = 0;

  constructor(options: MbimOptions) {
    const { control, data, interrupt, output, mbim } = options;
    this.#options = options;
    this.#settings = new NtbSettings(options.maxSegment);
    this.interfaces = [control, data];
    this.outEndpoints = [output];
    this.#channel = new CdcControl({
      interfaceNumber: control,
      interruptEndpoint: interrupt,
      onMessage: (message, reply) => {
        for (const answer of mbim.handle(message)) reply(answer);
      },
    });
    mbim.onIndication = (message) => this.#channel.push(message);
  }

  attach(port: FunctionPort): void {
    this.#port = port;
    this.#channel.attach(port);
  }

  detach(): void {
    this.#port = null;
    this.#channel.detach();
  }

  configured(): void {
    this.#reset();
  }

  /** Alternate 1 of the data interface has the endpoints; leaving it ends the session, as RESET_FUNCTION does (8.1). */
  alternate(interfaceNumber: number, alternate: number): void {
    if (interfaceNumber !== this.#options.data) return;
    this.#active = alternate === 1;
    if (!this.#active) this.#reset();
  }

  control(request: ControlRequest): ControlReply {
    if ((request.index & 0xff) !== this.#options.control) return 'stall';
    if (request.requestType === 0x21 && request.request === RESET_FUNCTION) {
      this.#reset();
      return 'ack';
    }
    return this.#settings.control(request) ?? this.#channel.control(request);
  }

  out(_endpoint: number, data: Uint8Array): undefined {
    if (!this.#active) return;
    const { network, input } = this.#options;
    const answers = (parseNtb16(data, signatures.ips0) ?? []).flatMap((packet) => network.ip(packet));
    for (const answer of answers) {
      const block = buildNtb16(this.#sequence++, [answer], signatures.ips0);
      if (block.length <= this.#settings.inputSize) this.#port?.send(input, block);
    }
  }

  #reset(): void {
    this.#options.mbim.reset();
    this.#settings.reset();
    this.#channel.configured();
    this.#sequence = 0;
  }
}
