import type { Recognised } from '../../../modem-db/db.ts';
import { channelDecoders, decodeAt } from '../../modem/decode.ts';
import type { Backend } from '../../seams/backend.ts';
import type { Decoded } from '../../seams/decoded.ts';
import type { CardTrial, Host } from '../../seams/host.ts';
import { type Outgoing, recordChannel, recordHandle, recordStream } from '../../seams/recorder.ts';
import type { ControlSetup } from '../../seams/usb-bus.ts';
import { decodeBulkOut, decodeControl } from '../../switching/decode.ts';

/**
 * The one place where a job's backend is made one that writes down: whatever is opened through it tells of everything that goes out,
 * read back from its bytes, before it goes.
 */

/** What goes out, as a journal keeps it; throws where it cannot be written down, and then nothing goes. */
export type SentSink = (sent: Decoded) => void;

/**
 * `control`: the language of the dongle's control channel. `refuseIfLeft` throws once the dongle is not there any more. A handle of libusb
 * ends with the enumeration that it is of; a port of the system is a path, under which another dongle may sit by the time that something
 * is written.
 */
export function recordedBackend(
  backend: Backend,
  control: Recognised['control'],
  sink: SentSink,
  refuseIfLeft: () => void = () => undefined,
): Backend {
  const told = (outgoing: Outgoing) => sink(decodeOutgoing(outgoing, control));
  const written = (outgoing: Outgoing) => {
    refuseIfLeft();
    told(outgoing);
  };
  return {
    origin: backend.origin,
    bus: {
      list: () => backend.bus.list(),
      watch: (listener) => backend.bus.watch(listener),
      open: async (sighting) => recordHandle(await backend.bus.open(sighting), told),
      close: () => backend.bus.close(),
    },
    serial: {
      list: () => backend.serial.list(),
      open: async (path) => recordStream(await backend.serial.open(path), written),
    },
    host: recordedHost(backend.host, written, sink),
  };
}

/** What this computer's other programs are told is written down as well. */
function recordedHost(host: Host, written: (outgoing: Outgoing) => void, sink: SentSink): Host {
  return {
    platform: host.platform,
    seesDrivers: host.seesDrivers,
    usbRuleCommand: host.usbRuleCommand,
    bindings: (portPath) => host.bindings(portPath),
    scsiNames: (portPath) => host.scsiNames(portPath),
    holders: (portPath) => host.holders(portPath),
    usbAccess: (portPath) => host.usbAccess(portPath),
    installUsbRule: (udev) => host.installUsbRule(udev),
    openControlNode: async (path) => recordChannel(await host.openControlNode(path), written),
    inhibit: async (portPath, signal) => {
      sink(plain(hostLines.inhibit));
      return host.inhibit(portPath, signal);
    },
    unmount: async (device) => {
      sink(plain(hostLines.unmount(device), hostLines.unmount('?')));
      return host.unmount(device);
    },
    tryCard: async (trial, signal) => {
      sink(plain(hostLines.tryCard(trial), hostLines.tryCard({ ...trial, net: '?' })));
      return host.tryCard(trial, signal);
    },
  };
}

/** What this computer's other programs are told and its cards do, as plan and journal show it. `?`: what a plan does not know. */
export const hostLines = {
  inhibit: 'ModemManager InhibitDevice on',
  unmount: (device: string) => `unmount ${device}`,
  tryCard: (trial: CardTrial) =>
    `network card ${trial.net} into a namespace of its own: ${trial.net === '?' ? 'address ?' : addressLine(trial)}, ${requestLine(trial)}`,
} as const;

/** Before the card is there nobody knows whether its modem will tell an address or serve one. */
function addressLine({ address, arp }: CardTrial): string {
  const own = address && `address ${address.address}/${address.prefix ?? 32}${address.gateway === null ? '' : ` via ${address.gateway}`}`;
  return `${own ?? 'DHCP'}${arp ? '' : ', ARP off'}`;
}

const requestLine = ({ request }: CardTrial) => (request.kind === 'echo' ? `echo to ${request.to}` : 'page of its gateway');

const SEND_ENCAPSULATED_COMMAND = { requestType: 0x21, request: 0x00 } as const;
/** USB mass storage, bulk-only transport 1.0, 5.1: dCBWSignature. */
const COMMAND_BLOCK = Buffer.from('USBC');

/** One thing that goes out, in the words of whatever language it is in. */
export function decodeOutgoing(outgoing: Outgoing, control: Recognised['control']): Decoded {
  switch (outgoing.kind) {
    case 'write':
      return decodeAt(outgoing.data);
    case 'message':
      return channelDecoders[control](outgoing.data);
    case 'transfer':
      return isCommandBlock(outgoing.data) ? withEndpoint(outgoing.endpoint, decodeBulkOut(outgoing.data)) : decodeAt(outgoing.data);
    case 'control': {
      const { setup, data, length } = outgoing;
      if (setup.requestType === SEND_ENCAPSULATED_COMMAND.requestType && setup.request === SEND_ENCAPSULATED_COMMAND.request)
        return channelDecoders[control](data);
      const text = decodeControl(setup, data);
      return { text, planned: opened(text), data: Buffer.concat([packet(setup, length || data.length), data]) };
    }
    case 'detach':
      return openable(`take the kernel's driver off interface ${outgoing.interface}`);
    case 'attach':
      return openable(`give interface ${outgoing.interface} back to its driver`);
    case 'claim':
    case 'release':
      return openable(`${outgoing.kind} interface ${outgoing.interface}`);
    case 'set-alternate':
      return {
        ...openable(`set interface ${outgoing.interface} alternate ${outgoing.alternate}`),
        data: packet({ requestType: 0x01, request: 11, value: outgoing.alternate, index: outgoing.interface }),
      };
    case 'set-configuration':
      return {
        ...plain(outgoing.value < 0 ? 'unconfigure' : `set configuration ${outgoing.value}`),
        data: packet({ requestType: 0x00, request: 9, value: Math.max(0, outgoing.value), index: 0 }),
      };
    case 'clear-halt':
      return {
        ...plain(`clear halt 0x${outgoing.endpoint.toString(16).padStart(2, '0')}`, 'clear halt ?'),
        data: packet({ requestType: 0x02, request: 1, value: 0, index: outgoing.endpoint }),
      };
    case 'reset':
      return plain('reset the port');
    case 'close':
      return plain(outgoing.keepDetached ? 'let go of it; drivers stay off' : 'let go of it; drivers come back');
  }
}

function withEndpoint(endpoint: number, { text, planned, data }: Decoded): Decoded {
  const at = `out 0x${endpoint.toString(16).padStart(2, '0')} `;
  return { text: `${at}${text}`, planned: `${at}${planned}`, data };
}

const isCommandBlock = (data: Uint8Array) => Buffer.from(data.subarray(0, 4)).equals(COMMAND_BLOCK);

/** USB 2.0, 9.3: the eight bytes of a setup packet, little-endian. */
function packet({ requestType, request, value, index }: ControlSetup, length = 0): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt8(requestType, 0);
  bytes.writeUInt8(request, 1);
  bytes.writeUInt16LE(value, 2);
  bytes.writeUInt16LE(index, 4);
  bytes.writeUInt16LE(length, 6);
  return bytes;
}

/** Which interface a port will have, a plan that is made before the switch does not know. */
const opened = (text: string) => text.replace(/\b(interface|alternate) \d+/g, '$1 ?');
const openable = (text: string): Decoded => plain(text, opened(text));

const plain = (text: string, planned: string = text): Decoded => ({ text, planned, data: new Uint8Array() });
