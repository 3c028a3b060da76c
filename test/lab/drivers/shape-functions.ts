import type { DeviceShape, ShapeConfiguration, ShapeInterface } from '../../../electron/drivers/shape.ts';
import { CdcControl } from '../../../electron/virtual/cdc-control.ts';
import { Disc } from '../../../electron/virtual/disc.ts';
import { NtbSettings } from '../../../electron/virtual/network/ntb-settings.ts';
import { RndisEngine } from '../../../electron/virtual/network/rndis-engine.ts';
import { ScsiDrive } from '../../../electron/virtual/scsi.ts';
import type { ControlReply, ControlRequest, FunctionPort, UsbFunction } from '../../../electron/virtual/usb-function.ts';

const MAC = Uint8Array.of(2, 0, 0, 0, 0, 0x42);
const RNDIS_TRIPLES = ['2/2/255', '224/1/3', '239/1/1', '239/4/1'];
/** RESPONSE_AVAILABLE as RNDIS has it, and what it answers with nothing to say (Remote NDIS over USB mapping). */
const RNDIS_NOTICE = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);
const MASS_STORAGE = 0x08;
const VENDOR_SPECIFIC = 0xff;
const BULK_ONLY = 0x50;
const MAX_DATAGRAM = 1514;

/** What stands behind one configuration. */
export function shapeFunctions(shape: DeviceShape, { interfaces }: ShapeConfiguration): UsbFunction[] {
  const special = interfaces.filter(({ alternate }) => alternate === 0).flatMap((setting) => speaker(setting, interfaces));
  return [...special, new Answers(shape, interfaces)];
}

function speaker(setting: ShapeInterface, all: readonly ShapeInterface[]): UsbFunction[] {
  const { number, class: c, subclass, protocol } = setting;
  if (RNDIS_TRIPLES.includes(`${c}/${subclass}/${protocol}`)) return [rndisControl(setting, all)];
  const bulk = setting.endpoints.filter(({ type }) => type === 'bulk');
  const input = bulk.find(({ address }) => address & 0x80)?.address;
  const output = bulk.find(({ address }) => !(address & 0x80))?.address;
  // Rows of storage quirks name a device whole, so that a vendor's interface may be storage as well.
  const storage = (c === MASS_STORAGE || c === VENDOR_SPECIFIC) && protocol === BULK_ONLY && subclass >= 1 && subclass <= 6;
  if (!storage || input === undefined || output === undefined) return [];
  const drive = new ScsiDrive('card', { vendor: 'SHAPE', product: 'DRIVE', revision: '1' }, null);
  return [new Disc({ interfaceNumber: number, input, output, drive })];
}

function rndisControl({ number, endpoints }: ShapeInterface, all: readonly ShapeInterface[]): UsbFunction {
  const beside = all.filter((i) => i.number === number).flatMap((i) => i.endpoints);
  const interrupt = [...endpoints, ...beside].find(({ type, address }) => type === 'interrupt' && (address & 0x80) !== 0)?.address ?? 0;
  const engine = new RndisEngine({ hostMac: MAC, vendorDescription: 'shape' });
  return new CdcControl({
    interfaceNumber: number,
    interruptEndpoint: interrupt,
    notification: RNDIS_NOTICE,
    idle: Uint8Array.of(0),
    onMessage: (message, reply) => {
      const answer = engine.answer(message);
      if (answer) reply(answer);
    },
  });
}

/** Kalmia's control messages go over its bulk endpoints, an answer to each (Linux drivers/net/usb/kalmia.c). */
const KALMIA = { vid: 0x04e8, pid: 0x6889, input: 0x81, first: 0x20, answers: [24, 28] } as const;

/** Requests to the device that drivers send at probe time, by bRequest; all are reads of a vendor. */
const VENDOR_READS: ReadonlyMap<number, Uint8Array> = new Map([
  // ipheth: the address (drivers/net/usb/ipheth.c, IPHETH_CMD_GET_MACADDR).
  [0x00, MAC],
  // sierra_net: firmware attributes, among them that it does DHCP (drivers/net/usb/sierra_net.c).
  [0x06, Uint8Array.of(0x08, 0x00)],
  // usb-storage: what Sierra's disc holds, which is no software for Linux (drivers/usb/storage/sierra_ms.c, struct swoc_info).
  [0x0a, new Uint8Array(60)],
  // hso: what each interface is, an application port, and no bugs (drivers/net/usb/hso.c, hso_get_config_data).
  [0x86, Uint8Array.from({ length: 17 }, (_, index) => (index < 16 ? 4 : 0))],
]);

/** CDC PSTN 1.2, table 13. */
const GET_LINE_CODING = 0x21;
const LINE_CODING = Uint8Array.of(0, 0xc2, 1, 0, 0, 0, 8);
const GET_NET_ADDRESS = 0x81;

/** Every interface that has nobody else: takes what is sent to it, and answers what a driver must be told. */
class Answers implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];
  readonly #settings = new NtbSettings(MAX_DATAGRAM);
  readonly #isKalmia: boolean;
  #port: FunctionPort | null = null;

  constructor({ vid, pid }: DeviceShape, interfaces: readonly ShapeInterface[]) {
    this.interfaces = [...new Set(interfaces.map(({ number }) => number))];
    const endpoints = interfaces.flatMap((i) => i.endpoints.map(({ address }) => address));
    this.outEndpoints = [...new Set(endpoints.filter((address) => !(address & 0x80)))];
    this.#isKalmia = vid === KALMIA.vid && pid === KALMIA.pid;
  }

  attach(port: FunctionPort): void {
    this.#port = port;
  }

  detach(): void {
    this.#port = null;
  }

  control(asked: ControlRequest): ControlReply {
    const { requestType, request } = asked;
    const toHost = (requestType & 0x80) !== 0;
    if ((requestType & 0x60) === 0x40) return toHost ? (VENDOR_READS.get(request) ?? 'stall') : 'ack';
    const settled = this.#settings.control(asked);
    if (settled !== null) return settled;
    if (!toHost) return 'ack';
    if (request === GET_LINE_CODING) return LINE_CODING;
    return request === GET_NET_ADDRESS ? MAC : 'stall';
  }

  out(_endpoint: number, data: Uint8Array): undefined {
    if (this.#isKalmia) this.#port?.send(KALMIA.input, new Uint8Array(KALMIA.answers[data[7] === KALMIA.first ? 0 : 1]));
  }
}
