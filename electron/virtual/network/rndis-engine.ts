import { ETHERNET_HEADER } from './packets.ts';
import { type ControlMessage, completion, MESSAGE, PACKET_HEADER, parseControl, STATUS } from './rndis-wire.ts';

/** Object identifiers that every RNDIS device has to know (Remote NDIS Specification 5.0, and [MS-RNDIS] 2.2.7). */
const OID = {
  supportedList: 0x00010101,
  hardwareStatus: 0x00010102,
  mediaSupported: 0x00010103,
  mediaInUse: 0x00010104,
  maximumFrameSize: 0x00010106,
  linkSpeed: 0x00010107,
  transmitBlockSize: 0x0001010a,
  receiveBlockSize: 0x0001010b,
  vendorId: 0x0001010c,
  vendorDescription: 0x0001010d,
  packetFilter: 0x0001010e,
  maximumTotalSize: 0x00010111,
  mediaConnectStatus: 0x00010114,
  physicalMedium: 0x00010202,
  sent: 0x00020101,
  received: 0x00020102,
  sendErrors: 0x00020103,
  receiveErrors: 0x00020104,
  noBuffer: 0x00020105,
  permanentAddress: 0x01010101,
  currentAddress: 0x01010102,
  multicastList: 0x01010103,
  maximumListSize: 0x01010104,
} as const;

const MTU = 1500;
/** Bytes of a packet message at most: head, frame, and room to align. */
const MAX_TRANSFER = PACKET_HEADER + ETHERNET_HEADER + MTU + 22;
/** In 100 bits a second, as NDIS counts: LTE category 4. */
const LINK_SPEED = 1_500_000;
/** Version of the protocol: 1.0. */
const VERSION = [1, 0] as const;
const CONNECTIONLESS = 1;
const MEDIUM_802_3 = 0;
const LAST_OF_LIST = 1;

export interface RndisEngineOptions {
  /** Six bytes: the address that the host takes for its end. */
  readonly hostMac: Uint8Array;
  readonly vendorDescription: string;
}

/**
 * The control side of an RNDIS device: one message in, its completion out. Data flows from the time that the host has set a
 * packet filter until it takes it away, resets or halts.
 */
export class RndisEngine {
  readonly #options: RndisEngineOptions;
  readonly #objects: ReadonlyMap<number, () => Uint8Array>;
  #initialized = false;
  #filter = 0;
  /** Frames from the host, and to it. */
  readonly count = { fromHost: 0, toHost: 0 };

  constructor(options: RndisEngineOptions) {
    this.#options = options;
    this.#objects = this.#readable();
  }

  get carriesData(): boolean {
    return this.#initialized && this.#filter !== 0;
  }

  /** Back to the time before REMOTE_NDIS_INITIALIZE_MSG. */
  stop(): void {
    this.#initialized = false;
    this.#filter = 0;
    Object.assign(this.count, { fromHost: 0, toHost: 0 });
  }

  /** The answer to a control message; `null` for what wants none or is none. */
  answer(data: Uint8Array): Uint8Array | null {
    const request = parseControl(data);
    if (!request) return null;
    switch (request.type) {
      case MESSAGE.initialize:
        return this.#initialize(request);
      case MESSAGE.halt:
        this.stop();
        return null;
      case MESSAGE.query:
        return this.#query(request);
      case MESSAGE.set:
        return completion(request.type, request.requestId, this.#set(request));
      case MESSAGE.reset:
        // Its completion has no request id: status and `addressing reset`, which tells the host to set its filter again.
        this.#filter = 0;
        return completion(MESSAGE.reset, STATUS.success, 1);
      case MESSAGE.keepalive:
        return completion(request.type, request.requestId, STATUS.success);
      default:
        return null;
    }
  }

  #initialize({ type, requestId, word }: ControlMessage): Uint8Array {
    // Major, minor and the host's own greatest transfer; a version that is not 1 is none that this device speaks.
    const known = word(3) === VERSION[0] && word(5) !== null;
    if (known) this.#initialized = true;
    this.#filter = 0;
    const status = known ? STATUS.success : STATUS.failure;
    return completion(type, requestId, status, [...VERSION, CONNECTIONLESS, MEDIUM_802_3, 1, MAX_TRANSFER, 0, 0, 0]);
  }

  #query({ type, requestId, word }: ControlMessage): Uint8Array {
    const oid = word(3);
    const value = oid === null ? undefined : this.#objects.get(oid)?.();
    if (!value) return completion(type, requestId, oid === null ? STATUS.invalidData : STATUS.notSupported, [0, 0]);
    return completion(type, requestId, STATUS.success, [value.length, 16], value);
  }

  #set({ word, bytes }: ControlMessage): number {
    const [oid, length, offset] = [word(3), word(4), word(5)];
    if (oid === null || length === null || offset === null) return STATUS.invalidData;
    const value = bytes(offset, length);
    if (!value) return STATUS.invalidData;
    if (oid === OID.multicastList) return value.length % 6 === 0 ? STATUS.success : STATUS.invalidData;
    if (oid !== OID.packetFilter) return STATUS.notSupported;
    if (value.length !== 4 || !this.#initialized) return STATUS.invalidData;
    this.#filter = new DataView(value.buffer, value.byteOffset, 4).getUint32(0, true);
    return STATUS.success;
  }

  #readable(): ReadonlyMap<number, () => Uint8Array> {
    const { hostMac, vendorDescription } = this.#options;
    const word = (value: number) => () => words([value]);
    return new Map<number, () => Uint8Array>([
      [OID.supportedList, () => words([...this.#objects.keys()])],
      [OID.hardwareStatus, word(0)],
      [OID.mediaSupported, word(MEDIUM_802_3)],
      [OID.mediaInUse, word(MEDIUM_802_3)],
      [OID.maximumFrameSize, word(MTU)],
      [OID.linkSpeed, word(LINK_SPEED)],
      [OID.transmitBlockSize, word(MTU)],
      [OID.receiveBlockSize, word(MTU)],
      // Three bytes of the address are the maker's, the fourth numbers its cards.
      [OID.vendorId, () => Uint8Array.from([...hostMac.subarray(0, 3), 0])],
      [OID.vendorDescription, () => Uint8Array.from(Buffer.from(`${vendorDescription}\0`, 'latin1'))],
      [OID.packetFilter, () => words([this.#filter])],
      [OID.maximumTotalSize, word(MAX_TRANSFER)],
      // 0: connected. The link is the one between host and stick, which is up however the radio is.
      [OID.mediaConnectStatus, word(0)],
      // 0: unspecified, as a host takes a device that does not know this optional object.
      [OID.physicalMedium, word(0)],
      [OID.sent, () => words([this.count.fromHost])],
      [OID.received, () => words([this.count.toHost])],
      [OID.sendErrors, word(0)],
      [OID.receiveErrors, word(0)],
      [OID.noBuffer, word(0)],
      [OID.permanentAddress, () => hostMac],
      [OID.currentAddress, () => hostMac],
      [OID.multicastList, word(0xe0000000)],
      [OID.maximumListSize, word(LAST_OF_LIST)],
    ]);
  }
}

function words(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [i, value] of values.entries()) view.setUint32(i * 4, value, true);
  return new Uint8Array(view.buffer);
}
