import type { Capture, CapturedReply } from '../../../electron/contract/capture.ts';
import type { EndpointDescriptor, InterfaceDescriptor, Sighting } from '../../../electron/seams/usb-bus.ts';
import { parseDescriptors } from '../../../electron/usb/descriptors.ts';
import { type ParsedCommand, parseCommandLine, splitParameters } from '../../../electron/virtual/at-engine/command-line.ts';
import { type AtCommand, AtEngine, type AtTable } from '../../../electron/virtual/at-engine/engine.ts';
import { AtPort, MutePort } from '../../../electron/virtual/at-engine/port.ts';
import { type AtReply, cme } from '../../../electron/virtual/at-engine/results.ts';
import { CdcControl } from '../../../electron/virtual/cdc-control.ts';
import type { DeviceSpec, InterfaceSpec } from '../../../electron/virtual/descriptors.ts';
import { Disc } from '../../../electron/virtual/disc.ts';
import { practiceNetwork, type VirtualIdentity } from '../../../electron/virtual/identity.ts';
import type { Composition, ModemBody, ModemModel, PracticeBinding } from '../../../electron/virtual/modem.ts';
import { ScsiDrive } from '../../../electron/virtual/scsi.ts';
import type { UsbFunction } from '../../../electron/virtual/usb-function.ts';

/**
 * A virtual modem made from a capture: the same descriptors byte for byte, and AT ports that answer as the dongle did. What was
 * not asked then is an ERROR now. Its network and its QMI or MBIM channel are not played: a capture holds nothing of them.
 */
export function capturedModel(capture: Capture): ModemModel {
  const device = parse(capture);
  return {
    name: `captured-${capture.vid}-${capture.pid}`,
    title: `${capture.vid}:${capture.pid}, captured ${capture.when.slice(0, 10)}`,
    compositions: [COMPOSITION],
    factory: () => ({}),
    powerUp: () => COMPOSITION,
    compose: (_composition, body) => composed(capture, device, body),
    bindings: (_composition, configuration) => (configuration === undefined || configuration === device.chosen ? bindings(capture) : []),
  };
}

const COMPOSITION = 'captured';

interface CapturedDevice {
  readonly sighting: Pick<Sighting, 'configurations' | 'class' | 'subclass' | 'protocol'>;
  readonly bytes: Uint8Array;
  readonly configurations: readonly Uint8Array[];
  readonly strings: ReadonlyMap<number, string>;
  readonly chosen: number;
}

function parse({ device, configurations, strings, activeConfiguration }: Capture): CapturedDevice {
  const bytes = fromHex(device);
  const each = configurations.map(fromHex);
  const sighting = parseDescriptors(Uint8Array.from(Buffer.concat([bytes, ...each])));
  return {
    sighting,
    bytes,
    configurations: each,
    strings: new Map(strings.map(({ index, text }) => [index, text])),
    chosen: activeConfiguration ?? sighting.configurations[0]?.value ?? 1,
  };
}

const fromHex = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

function composed(capture: Capture, device: CapturedDevice, body: ModemBody): Composition {
  const { sighting, bytes, configurations, strings, chosen } = device;
  const text = (index: number) => strings.get(bytes[index] ?? 0);
  const [manufacturer, product, serial] = [text(14), text(15), text(16)];
  const spec: DeviceSpec = {
    vid: Number.parseInt(capture.vid, 16),
    pid: Number.parseInt(capture.pid, 16),
    bcdDevice: Number.parseInt(capture.bcdDevice, 16),
    bcdUsb: (bytes[2] ?? 0) | ((bytes[3] ?? 0) << 8),
    class: sighting.class,
    subclass: sighting.subclass,
    protocol: sighting.protocol,
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(product === undefined ? {} : { product }),
    ...(serial === undefined ? {} : { serial }),
    ...(capture.bos === null ? {} : { bos: fromHex(capture.bos) }),
    configurations: sighting.configurations.map(({ interfaces }) => interfaces.map(interfaceSpec)),
    captured: { device: bytes, configurations, strings, chosen },
  };
  return {
    spec,
    functions: [],
    configurationFunctions: sighting.configurations.map(({ value, interfaces }) =>
      value === chosen ? functionsOf(capture, interfaces, body) : [],
    ),
  };
}

function interfaceSpec(i: InterfaceDescriptor): InterfaceSpec {
  const { number, alternate, class: cls, subclass, protocol } = i;
  const endpoints = i.endpoints.flatMap(({ address, type, maxPacketSize, interval }) =>
    type === 'bulk' || type === 'interrupt' ? [{ address, type, maxPacketSize, interval }] : [],
  );
  return { number, alternate, class: cls, subclass, protocol, endpoints };
}

function functionsOf(capture: Capture, interfaces: readonly InterfaceDescriptor[], body: ModemBody): UsbFunction[] {
  const identity = identityOf(capture);
  const functions: UsbFunction[] = [];
  const spoken = new Set<number>();
  for (const i of interfaces) {
    if (i.alternate !== 0) continue;
    const replies = capture.at.filter((reply) => reply.interface === i.number);
    const control = tableOf(replies.filter(({ channel }) => channel === 'control'));
    const serial = tableOf(replies.filter(({ channel }) => channel === 'serial'));
    const endpoints = { ...bulkOf(i.endpoints) };
    if (control) functions.push(controlPort(i, control, identity, body));
    if (serial) {
      // CDC ACM has its data in the interface behind its control (CDC 1.2, 5.2.3.2).
      const { input, output } =
        endpoints.input === undefined ? bulkOf(interfaces.find((d) => d.number === i.number + 1)?.endpoints ?? []) : endpoints;
      if (input === undefined || output === undefined) continue;
      functions.push(new AtPort({ interfaceNumber: i.number, input, output, identity, body, tables: [serial] }));
      spoken.add(output);
    } else if (endpoints.input !== undefined && endpoints.output !== undefined && !control) {
      const { input, output } = endpoints;
      if (i.class === 8) functions.push(new Disc({ interfaceNumber: i.number, input, output, drive: drive(capture) }));
      else if (!spoken.has(output)) functions.push(new MutePort({ interfaceNumber: i.number, output }));
    }
  }
  return functions;
}

function bulkOf(endpoints: readonly EndpointDescriptor[]): { input?: number; output?: number } {
  const bulk = endpoints.filter((e) => e.type === 'bulk').map((e) => e.address);
  const input = bulk.find((address) => address & 0x80);
  const output = bulk.find((address) => !(address & 0x80));
  return { ...(input === undefined ? {} : { input }), ...(output === undefined ? {} : { output }) };
}

function controlPort(i: InterfaceDescriptor, table: AtTable, identity: VirtualIdentity, body: ModemBody): UsbFunction {
  const engine = new AtEngine({ identity, body, tables: [table], echo: false, send: (data) => channel.push(data) });
  const channel = new CdcControl({
    interfaceNumber: i.number,
    interruptEndpoint: i.endpoints.find((e) => e.type === 'interrupt')?.address ?? 0,
    stream: true,
    onMessage: (message) => engine.feed(message),
  });
  return channel;
}

/** An empty drive under the names that the dongle's had; the switch message of a disc state does nothing. */
function drive({ scsi }: Capture): ScsiDrive {
  const { vendor, model, revision } = scsi ?? { vendor: 'CAPTURED', model: 'DRIVE', revision: '1' };
  return new ScsiDrive('cd', { vendor, product: model, revision }, null);
}

/** Replies as a table of the AT engine; `null` where there are none. */
function tableOf(replies: readonly CapturedReply[]): AtTable | null {
  if (replies.length === 0) return null;
  const byName = new Map<string, Map<string, AtReply>>();
  for (const { command, lines, final } of replies) {
    const parsed = parseCommandLine(command.slice(2));
    const only = parsed?.[0];
    if (!only || parsed.length !== 1) continue;
    const forms = byName.get(only.name) ?? new Map<string, AtReply>();
    byName.set(only.name, forms);
    forms.set(keyOf(only), final === 'OK' ? lines : failure(final));
  }
  return Object.fromEntries([...byName].map(([name, forms]) => [name, commandOf(forms)]));
}

function commandOf(forms: ReadonlyMap<string, AtReply>): AtCommand {
  const answering = (form: ParsedCommand['form']) => (_context: unknown, parameters: readonly string[]) =>
    forms.get(`${form} ${parameters.join(',')}`) ?? failure('ERROR');
  return { execute: answering('execute'), read: answering('read'), test: answering('test'), set: answering('set') };
}

const keyOf = ({ form, parameters }: ParsedCommand) => `${form} ${(splitParameters(parameters) ?? []).join(',')}`;

function failure(final: string): AtReply {
  const code = /^\+CME ERROR: ?(\d{1,5})$/.exec(final)?.[1];
  return code === undefined ? { kind: 'text', text: final } : cme(Number(code));
}

/** For the engine alone, which wants one: the answers are the capture's. */
function identityOf({ strings }: Capture): VirtualIdentity {
  return {
    ...practiceNetwork,
    manufacturer: strings[0]?.text ?? '',
    model: '',
    revision: '',
    hardware: '',
    imei: '001010000000000',
    imsi: '001010000000000',
    iccid: '8900000000000000000',
    mac: '020000000000',
    ip: { address: '192.0.2.2', mask: '255.255.255.252', gateway: '192.0.2.1', dns: ['192.0.2.1', '192.0.2.1'], mtu: 1500 },
  };
}

/** What the capturing computer's kernel had bound; nothing where it did not tell. */
function bindings({ interfaces }: Capture): PracticeBinding[] {
  return interfaces.map(({ number, driver, node, net }) => ({
    interfaceNumber: number,
    driver,
    ...(node === null ? {} : { node }),
    ...(net === null ? {} : { net }),
  }));
}
