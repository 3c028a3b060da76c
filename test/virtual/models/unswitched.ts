import type { InterfaceSpec } from '../../../electron/virtual/descriptors.ts';
import { type CommandHook, Disc } from '../../../electron/virtual/disc.ts';
import { isoImage } from '../../../electron/virtual/iso9660.ts';
import { bulk, interrupt } from '../../../electron/virtual/models/parts.ts';
import type { Composition, ModemBody, ModemModel } from '../../../electron/virtual/modem.ts';
import { ScsiDrive } from '../../../electron/virtual/scsi.ts';
import type { ControlReply, ControlRequest, FunctionPort, UsbFunction } from '../../../electron/virtual/usb-function.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';

/**
 * The dongle of any switch entry, made from the entry: in the wrong state, with whatever that entry's method needs (strings, drive,
 * endpoints, configurations), and gone to its target once the method's last word was said. A generic one: it answers every command
 * at once with "passed", whether it announced data or not, as the devices of the public recordings of usb_modeswitch do.
 */
export interface UnswitchedOptions {
  /** What makes it leave; `null` keeps it on the bus, for recordings. Hex of the last message, or `request` of the last control request. */
  readonly leavesOn: LeavesOn | null;
}

export type LeavesOn = { readonly message: string } | { readonly request: number } | { readonly write: string };

const OUTPUT = 0x01;
const INPUT = 0x81;

const image = isoImage('UNSWITCHED', [
  { name: 'README.TXT', content: Buffer.from('This disc belongs to a virtual dongle.\r\n', 'latin1') },
]);

/** Compositions: `wrong`, and `right`, which it comes back as; a Sony is `asked` in between. */
export function unswitched(entry: SwitchEntry, { leavesOn }: UnswitchedOptions): ModemModel {
  return {
    name: `unswitched-${entry.id}`,
    title: entry.name,
    compositions: entry.method.name === 'SonyMode' ? ['wrong', 'asked', 'right'] : ['wrong', 'right'],
    factory: () => ({}),
    powerUp: () => 'wrong',
    compose: (composition, body) =>
      composition === 'right'
        ? rightState(entry)
        : wrongState(entry, leavesOn, body, composition === 'asked' ? [commInterface()] : [firstInterface(entry)]),
    bindings: () => [],
  };
}

function wrongState(entry: SwitchEntry, leavesOn: LeavesOn | null, body: ModemBody, wrong: InterfaceSpec[]): Composition {
  const { vid, pid } = ids(entry.id);
  // As many as it takes to have the one that is chosen; that one shows what the entry is for.
  const count = Math.max(1, entry.configuration ?? 1);
  const configurations = Array.from({ length: count }, (_, i) => (i > 0 && i + 1 === entry.configuration ? [vendorInterface()] : wrong));
  if (entry.configuration === 1) configurations.push(wrong);
  const spec = {
    vid,
    pid,
    bcdDevice: 0x0001,
    manufacturer: said(entry, 'manufacturer') ?? 'Virtual',
    product: said(entry, 'product') ?? 'Unswitched dongle',
    ...(said(entry, 'serial') === null ? {} : { serial: said(entry, 'serial') ?? '' }),
    configurations,
  };
  return {
    spec,
    functions: [isDisc(entry) ? disc(entry, leavesOn, body) : new Listener(entry, leavesOn, body), new Requests(entry, leavesOn, body)],
  };
}

/** What it becomes: one vendor interface of the first listed id, or of the class that the entry names. */
function rightState({ target, id }: SwitchEntry): Composition {
  const own = ids(id);
  const pid = target.pids?.[0];
  const spec = {
    vid: Number.parseInt(target.vid ?? id.slice(0, 4), 16),
    pid: pid === undefined ? own.pid : Number.parseInt(pid, 16),
    bcdDevice: 0x0001,
    manufacturer: 'Virtual',
    product: 'Switched dongle',
    configurations: [[{ ...vendorInterface(), class: target.class === undefined ? 0xff : Number.parseInt(target.class, 16) }]],
  };
  return { spec, functions: [] };
}

function ids(id: string): { vid: number; pid: number } {
  const [vid = '', pid = ''] = id.split(':');
  return { vid: Number.parseInt(vid, 16), pid: Number.parseInt(pid, 16) };
}

/** A string that holds what the entry asks for. `_` stands for a blank as well. */
function said({ when }: SwitchEntry, key: NonNullable<SwitchEntry['when']>[number]['key']): string | null {
  return when?.find((match) => match.key === key)?.contains.replaceAll('_', ' ') ?? null;
}

/** Only messages that are no command blocks, and interrupt endpoints, need another interface than a disc. */
function isDisc({ method }: SwitchEntry): boolean {
  if (method.name === 'MobileActionMode') return false;
  return method.name !== 'MessageContent' || method.messages.every((message) => message.startsWith('55534243'));
}

function endpoints(entry: SwitchEntry): { output: number; input: number } {
  const given = [entry.messageEndpoint, entry.responseEndpoint];
  return {
    output: given.find((e) => e !== undefined && e > 0 && e < 0x80) ?? OUTPUT,
    input: given.find((e) => e !== undefined && e >= 0x80) ?? INPUT,
  };
}

function firstInterface(entry: SwitchEntry): InterfaceSpec {
  const { output, input } = endpoints(entry);
  const number = entry.interface ?? 0;
  if (entry.method.name === 'MobileActionMode')
    return { number, class: 3, subclass: 0, protocol: 0, endpoints: [interrupt(0x81, 8, 5), interrupt(0x02, 8, 5)] };
  const storage = { class: 8, subclass: 6, protocol: 0x50 };
  const kind = isDisc(entry) ? storage : { class: 7, subclass: 1, protocol: 2 };
  return { number, ...kind, endpoints: [bulk(input), bulk(output)] };
}

/** The class in which a Sony comes back from its first request: usb_modeswitch looks for nothing else. */
function commInterface(): InterfaceSpec {
  return { number: 0, class: 2, subclass: 2, protocol: 1, endpoints: [interrupt(0x82, 16, 5), bulk(INPUT), bulk(OUTPUT)] };
}

function vendorInterface(): InterfaceSpec {
  return { number: 0, class: 0xff, subclass: 0xff, protocol: 0xff, endpoints: [bulk(INPUT), bulk(OUTPUT)] };
}

/** A host that repeats itself while the dongle is on its way out must not send it twice. */
function leave(body: ModemBody): void {
  if (body.memory.get('switching') === true) return;
  body.memory.set('switching', true);
  body.reenumerate('right');
}

function disc(entry: SwitchEntry, leavesOn: LeavesOn | null, body: ModemBody): UsbFunction {
  const { method } = entry;
  const last = leavesOn !== null && 'message' in leavesOn ? leavesOn.message.slice(30) : null;
  const vendor = said(entry, 'scsi-vendor') ?? 'VIRTUAL';
  const product = said(entry, 'scsi-model') ?? 'UNSWITCHED';
  const revision = said(entry, 'scsi-revision') ?? '1.00';
  const drive = new ScsiDrive('cd', { vendor, product, revision }, image);
  const answersAll: CommandHook = (block) => {
    const hex = Buffer.from(block).toString('hex');
    // What the kernel and our own look at the drive ask is answered as a drive does.
    const asked = hex.startsWith('12') && method.name !== 'MessageContent';
    if (asked) return null;
    return { kind: 'answer', status: 0, after: () => (hex === last ? leave(body) : undefined) };
  };
  const { output, input } = endpoints(entry);
  return new Disc({ interfaceNumber: entry.interface ?? 0, input, output, drive, onCommand: answersAll });
}

/** Takes whatever it is told; has eight zero bytes for whoever reads. */
class Listener implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];
  readonly #input: number;
  readonly #leavesOn: LeavesOn | null;
  readonly #body: ModemBody;
  readonly #answers: boolean;
  #port: FunctionPort | null = null;

  constructor(entry: SwitchEntry, leavesOn: LeavesOn | null, body: ModemBody) {
    const mobileAction = entry.method.name === 'MobileActionMode';
    const { output, input } = endpoints(entry);
    this.interfaces = [entry.interface ?? 0];
    this.outEndpoints = [mobileAction ? 0x02 : output];
    this.#input = mobileAction ? 0x81 : input;
    this.#answers = mobileAction;
    this.#leavesOn = leavesOn;
    this.#body = body;
  }

  attach(port: FunctionPort): void {
    this.#port = port;
    this.#fill();
  }

  control(request: ControlRequest): ControlReply {
    return request.requestType === 0x21 ? 'ack' : 'stall';
  }

  out(_endpoint: number, data: Uint8Array): undefined {
    const hex = Buffer.from(data).toString('hex');
    const { message, write } = { message: null, write: null, ...this.#leavesOn };
    if (hex === message || hex === write) leave(this.#body);
  }

  configured(): void {
    this.#fill();
  }

  /** More than any method reads. */
  #fill(): void {
    if (this.#answers) for (let i = 0; i < 200; i++) this.#port?.send(this.#input, new Uint8Array(8));
  }
}

/** Vendor and class requests to the device: all are taken, and what is read is zeros. */
class Requests implements UsbFunction {
  readonly #isSony: boolean;
  readonly interfaces: readonly number[] = [0];
  readonly outEndpoints: readonly number[] = [];
  readonly #leavesOn: LeavesOn | null;
  readonly #body: ModemBody;

  constructor(entry: SwitchEntry, leavesOn: LeavesOn | null, body: ModemBody) {
    this.#isSony = entry.method.name === 'SonyMode';
    this.#leavesOn = leavesOn;
    this.#body = body;
  }

  attach(): void {}

  control({ requestType, request, length }: ControlRequest): ControlReply {
    this.#heard(request);
    return requestType & 0x80 ? new Uint8Array(length) : 'ack';
  }

  feature(): void {
    this.#heard(SET_FEATURE);
  }

  #heard(request: number): void {
    // It leaves on the first request and comes back as it was; what counts is the second.
    if (this.#isSony && request === SONY_REQUEST && this.#body.memory.get('asked') !== true) {
      this.#body.memory.set('asked', true);
      this.#body.reenumerate('asked');
      return;
    }
    if (this.#leavesOn !== null && 'request' in this.#leavesOn && this.#leavesOn.request === request) leave(this.#body);
  }
}

const SET_FEATURE = 3;
const SONY_REQUEST = 0x11;
