import type { Clock } from '../../electron/seams/clock.ts';
import type { InterfaceSpec } from '../../electron/virtual/descriptors.ts';
import { type Faults, type ModemModel, VirtualModem } from '../../electron/virtual/modem.ts';
import { type ControlReply, ENDPOINT_IN, type FunctionPort, type Transfer, type UsbFunction } from '../../electron/virtual/usb-function.ts';

/** What a virtual modem was told: an AT command line, a storage command in hex, or a request to its control endpoint in hex. */
export interface Told {
  readonly kind: 'at' | 'storage' | 'control';
  readonly what: string;
  readonly at: number;
}

/** What stands between a modem and its host: it may answer in the modem's place, and change what the modem says. */
export interface Between {
  /** An AT line from the host. A text is sent in the modem's place, which then hears nothing of it (an empty one: silence); `null`: the modem hears it. */
  hears?(line: string): string | null;
  /** Bytes to the host. */
  says?(data: Uint8Array): Uint8Array;
}

export interface SpecimenOptions {
  readonly clock: Clock;
  readonly faults?: Faults;
  /** In place of the model's own, of the same length. */
  readonly imei?: string;
  /** Of the USB device; `null`: none. Left out: the model's own. */
  readonly serial?: string | null;
  readonly between?: Between;
}

/** A virtual modem, one of its kind, that remembers everything it was told. */
export class Specimen {
  readonly modem: VirtualModem;
  readonly told: Told[] = [];
  /** Called at each thing that it is told. */
  onTold: (told: Told) => void = () => undefined;
  /** Called at each transfer of the host's, before it is carried out; `taken` keeps it from the modem. */
  onTransfer: (transfer: Transfer) => 'taken' | undefined = () => undefined;
  readonly #clock: Clock;
  readonly #lines = new Map<number, string>();

  constructor(model: ModemModel, options: SpecimenOptions) {
    this.#clock = options.clock;
    this.modem = new VirtualModem(altered(model, options), { clock: options.clock, ...(options.faults ? { faults: options.faults } : {}) });
    this.modem.on(({ kind, device }) => {
      if (kind !== 'attached') return;
      this.#lines.clear();
      device.tap = (transfer) => {
        const taken = this.onTransfer(transfer);
        this.#listen(transfer);
        return taken;
      };
    });
  }

  /** Every AT line that it heard. */
  get commands(): string[] {
    return this.told.flatMap(({ kind, what }) => (kind === 'at' ? [what] : []));
  }

  #listen({ endpoint, setup, data }: Transfer): void {
    if (setup) {
      // Standard requests are every host's own business.
      if (((setup[0] ?? 0) & 0x60) === 0) return;
      if (setup[1] === 0 && setup[0] === 0x21) this.#text(0x100, data);
      this.#note('control', Buffer.concat([setup, data]).toString('hex'));
    } else if (!(endpoint & 0x80)) {
      const bytes = Buffer.from(data);
      if (bytes.length === 31 && bytes.toString('latin1', 0, 4) === 'USBC') this.#note('storage', bytes.toString('hex'));
      else this.#text(endpoint, data);
    }
  }

  #text(endpoint: number, data: Uint8Array): void {
    const parts = ((this.#lines.get(endpoint) ?? '') + Buffer.from(data).toString('latin1')).split('\r');
    this.#lines.set(endpoint, parts.pop() ?? '');
    for (const part of parts) if (/^AT/i.test(part.trim())) this.#note('at', part.trim());
  }

  #note(kind: Told['kind'], what: string): void {
    const told = { kind, what, at: this.#clock.now() };
    this.told.push(told);
    this.onTold(told);
  }
}

/** The model with another IMEI and serial number, and with somebody in between. */
function altered(model: ModemModel, { imei, serial, between = {} }: SpecimenOptions): ModemModel {
  const swap = imei === undefined ? (data: Uint8Array) => data : imeiSwap(imei);
  const says = (data: Uint8Array) => between.says?.(swap(data)) ?? swap(data);
  return {
    ...model,
    compose: (composition, body) => {
      const made = model.compose(composition, body);
      const { serial: _own, ...spec } = made.spec;
      const inputs = inputsOf(made.spec.configurations.flat());
      const wrap = (f: UsbFunction) => wrapped(f, inputs, says, between);
      return {
        ...made,
        spec: serial === undefined ? made.spec : serial === null ? spec : { ...spec, serial },
        functions: made.functions.map(wrap),
        ...(made.configurationFunctions ? { configurationFunctions: made.configurationFunctions.map((list) => list.map(wrap)) } : {}),
      };
    },
  };
}

/** The IN endpoint that belongs to each OUT endpoint. */
function inputsOf(interfaces: readonly InterfaceSpec[]): ReadonlyMap<number, number> {
  const bulk = (i: InterfaceSpec, direction: number) =>
    i.endpoints.find((e) => e.type === 'bulk' && (e.address & ENDPOINT_IN) === direction)?.address;
  return new Map(
    interfaces.flatMap((i) => {
      const [input, output] = [bulk(i, ENDPOINT_IN), bulk(i, 0)];
      return input === undefined || output === undefined ? [] : [[output, input] as const];
    }),
  );
}

function wrapped(
  f: UsbFunction,
  inputs: ReadonlyMap<number, number>,
  says: (data: Uint8Array) => Uint8Array,
  between: Between,
): UsbFunction {
  let port: FunctionPort | null = null;
  return {
    interfaces: f.interfaces,
    outEndpoints: f.outEndpoints,
    attach: (given) => {
      port = given;
      f.attach({ send: (endpoint, data) => given.send(endpoint, says(data)), stall: (e) => given.stall(e), leave: () => given.leave() });
    },
    control: (request): ControlReply => {
      const reply = f.control?.(request) ?? 'stall';
      return reply instanceof Uint8Array ? says(reply) : reply;
    },
    out: (endpoint, data) => {
      const text = Buffer.from(data).toString('latin1');
      const input = inputs.get(endpoint);
      // Whole lines only: what else goes over a bulk endpoint is none of a liar's business.
      const answer = input !== undefined && /^AT[^\r]*\r$/i.test(text) ? (between.hears?.(text.trim()) ?? null) : null;
      if (answer === null || input === undefined) return f.out?.(endpoint, data);
      if (answer !== '') port?.send(input, Buffer.from(answer, 'latin1'));
      return undefined;
    },
    alternate: (number, setting) => f.alternate?.(number, setting),
    haltCleared: (endpoint) => f.haltCleared?.(endpoint),
    feature: (selector) => f.feature?.(selector),
    configured: (value) => f.configured?.(value),
    detach: () => f.detach?.(),
  };
}

/** Any run of fifteen digits that begins as the practice IMEIs do, as ASCII and as UTF-16, becomes this one. */
function imeiSwap(imei: string): (data: Uint8Array) => Uint8Array {
  const ascii = /(?<!\d)(?:86[0-9]|35[0-9]|01[4-9])[0-9]{12}(?!\d)/g;
  const wide = /(?<![0-9]\0)(?:8\0[6]\0[0-9]\0|3\0[5]\0[0-9]\0|0\0[1]\0[4-9]\0)(?:[0-9]\0){12}(?![0-9]\0)/g;
  const wideImei = [...imei].map((digit) => `${digit}\0`).join('');
  return (data) => {
    const text = Buffer.from(data).toString('latin1');
    const swapped = text.replace(ascii, imei).replace(wide, wideImei);
    return swapped === text ? data : Uint8Array.from(Buffer.from(swapped, 'latin1'));
  };
}
