import { CdcControl } from '../cdc-control.ts';
import type { ControlReply, FunctionPort, UsbFunction } from '../usb-function.ts';
import { RndisEngine } from './rndis-engine.ts';
import { buildPacket, parsePackets } from './rndis-wire.ts';
import type { TinyNetwork } from './tiny-network.ts';

export interface RndisOptions {
  readonly controlInterface: number;
  readonly dataInterface: number;
  /** Addresses of the endpoints, those to the host with the direction bit. */
  readonly interrupt: number;
  readonly input: number;
  readonly output: number;
  readonly network: TinyNetwork;
  readonly vendorDescription: string;
}

/** RESPONSE_AVAILABLE as RNDIS has it: not a CDC notification but two 32-bit words, 1 and 0 (Remote NDIS over USB mapping). */
const RESPONSE_AVAILABLE = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);

/** An RNDIS device: its control channel, whose messages are encapsulated commands, and its data endpoints. */
export function rndisFunctions(options: RndisOptions): UsbFunction[] {
  const engine = new RndisEngine({ hostMac: options.network.hostMac, vendorDescription: options.vendorDescription });
  const control = new CdcControl({
    interfaceNumber: options.controlInterface,
    interruptEndpoint: options.interrupt,
    notification: RESPONSE_AVAILABLE,
    // A device that has nothing to say answers one byte 0 rather than to refuse (same place).
    idle: Uint8Array.of(0),
    onMessage: (message, reply) => {
      const answer = engine.answer(message);
      if (answer) reply(answer);
    },
  });
  return [control, new RndisData(options, engine)];
}

/** The data endpoints: Ethernet frames, each in a packet message. */
class RndisData implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];
  readonly #options: RndisOptions;
  readonly #engine: RndisEngine;
  #port: FunctionPort | null = null;

  constructor(options: RndisOptions, engine: RndisEngine) {
    this.#options = options;
    this.#engine = engine;
    this.interfaces = [options.dataInterface];
    this.outEndpoints = [options.output];
  }

  attach(port: FunctionPort): void {
    this.#port = port;
  }

  detach(): void {
    this.#port = null;
    this.#engine.stop();
  }

  configured(): void {
    this.#engine.stop();
  }

  control(): ControlReply {
    return 'stall';
  }

  out(_endpoint: number, data: Uint8Array): undefined {
    for (const frame of parsePackets(data)) {
      // A host may send a packet before it has set a filter; it is lost then.
      if (!this.#engine.carriesData) return;
      this.#engine.count.fromHost++;
      for (const answer of this.#options.network.ethernet(frame)) {
        this.#engine.count.toHost++;
        this.#port?.send(this.#options.input, buildPacket(answer));
      }
    }
  }
}
