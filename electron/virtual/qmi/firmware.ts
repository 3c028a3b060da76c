import type { ModemBody } from '../modem.ts';
import { Sim } from '../sim.ts';
import type { QmiIdentity } from './identity.ts';
import { sized16, tlv } from './wire.ts';

/** Service numbers, with the versions that a firmware of the LTE years tells. */
export const CTL = 0x00;
export const WDS = 0x01;
export const DMS = 0x02;
export const NAS = 0x03;
export const UIM = 0x0b;
export const WDA = 0x1a;

export const serviceVersions: ReadonlyMap<number, readonly [major: number, minor: number]> = new Map([
  [CTL, [1, 5]],
  [WDS, [1, 67]],
  [DMS, [1, 14]],
  [NAS, [1, 25]],
  [UIM, [1, 46]],
  [WDA, [1, 16]],
]);

/** QMI result codes that the firmware gives (libqmi's `QmiProtocolError`). */
export const errors = {
  malformedMessage: 1,
  clientIdsExhausted: 5,
  invalidClientId: 7,
  invalidHandle: 9,
  invalidProfile: 10,
  invalidPinId: 11,
  incorrectPin: 12,
  callFailed: 14,
  outOfCall: 15,
  missingArgument: 17,
  noEffect: 26,
  invalidServiceType: 31,
  pinBlocked: 35,
  uimUninitialized: 37,
  invalidArgument: 48,
  noEntry: 50,
  deviceNotReady: 52,
  invalidTransition: 60,
  invalidQmiCommand: 71,
  simFileNotFound: 80,
  accessDenied: 82,
} as const;

/** What a message is answered with: an error, TLVs, or both. */
export interface Answer {
  readonly error?: number;
  readonly tlvs?: readonly Uint8Array[];
}

export interface Asked {
  readonly client: number;
  tlv(type: number): Uint8Array | undefined;
}

export type Handler = (asked: Asked, firmware: Firmware) => Answer;
export type Handlers = ReadonlyMap<number, Handler>;

export const ok = (...tlvs: Uint8Array[]): Answer => ({ tlvs });
export const fail = (error: number, ...tlvs: Uint8Array[]): Answer => ({ error, tlvs });
/** Get Supported Messages: a bit for each message, in as many bytes as the highest needs. */
export function supportedMessages(handlers: Handlers): Answer {
  const numbers = [...handlers.keys()];
  const list = new Uint8Array((Math.max(...numbers) >> 3) + 1);
  for (const number of numbers) list[number >> 3] = (list[number >> 3] ?? 0) | (1 << (number & 7));
  return ok(tlv(0x10, sized16(list)));
}

/** Registrations whose events this firmware never has. */
export const accept: Handler = () => ok();

export type LinkLayer = 'ethernet' | 'raw-ip';

/** libqmi's `QmiDmsOperatingMode`. */
export const modes = { online: 0, lowPower: 1, offline: 3, reset: 4, shuttingDown: 5 } as const;

/** What a client asked to be told of. */
export type Interest = 'serving-system' | 'system-info' | 'card-status' | 'operating-mode';

/** A data connection, bound to the WDS client that started it. */
export interface Connection {
  readonly handle: number;
  readonly apn: string;
}

/** State that the services share. Volatile state which the AT side or the network function sees as well is in the body's memory. */
export class Firmware {
  readonly identity: QmiIdentity;
  readonly body: ModemBody;
  readonly sim: Sim;
  readonly #connections = new Map<number, Connection>();
  readonly interests = new Map<Interest, Set<number>>();
  /** Client ids in use, by service. */
  readonly clients = new Map<number, Set<number>>();
  readonly indicate: (service: number, client: number, message: number, tlvs: readonly Uint8Array[]) => void;
  readonly #rawIpOnly: boolean;
  #handles = 0;

  constructor(identity: QmiIdentity, body: ModemBody, rawIpOnly: boolean, indicate: Firmware['indicate']) {
    this.identity = identity;
    this.body = body;
    this.sim = new Sim(body);
    this.indicate = indicate;
    this.#rawIpOnly = rawIpOnly;
  }

  get operatingMode(): number {
    if (this.body.memory.get('radioOff') !== true) return modes.online;
    const mode = this.body.memory.get('operatingMode');
    return typeof mode === 'number' && mode !== modes.online ? mode : modes.lowPower;
  }

  set operatingMode(mode: number) {
    this.body.memory.set('operatingMode', mode);
    this.body.memory.set('radioOff', mode !== modes.online);
  }

  get registered(): boolean {
    return this.sim.state === 'ready' && this.operatingMode === modes.online;
  }

  get linkLayer(): LinkLayer {
    return this.#rawIpOnly || this.body.memory.get('linkLayer') === 'raw-ip' ? 'raw-ip' : 'ethernet';
  }

  set linkLayer(layer: LinkLayer) {
    this.body.memory.set('linkLayer', layer);
  }

  /** The client's connection; none once another side (AT, the radio) has ended it. */
  connectionOf(client: number): Connection | null {
    return this.body.memory.get('connected') === true ? (this.#connections.get(client) ?? null) : null;
  }

  connect(client: number, apn: string): Connection {
    this.#handles++;
    const connection = { handle: 0x8000_0000 + this.#handles, apn };
    this.#connections.set(client, connection);
    this.body.memory.set('connected', true);
    return connection;
  }

  /** Ends a client's connection; false where it has none. */
  disconnect(client: number): boolean {
    const had = this.connectionOf(client) !== null;
    this.#connections.delete(client);
    if (had) this.body.memory.set('connected', this.#connections.size > 0);
    return had;
  }

  get connectedClients(): readonly number[] {
    return [...this.#connections.keys()];
  }

  setInterest(interest: Interest, client: number, on: boolean): void {
    const clients = this.interests.get(interest) ?? new Set();
    if (on) clients.add(client);
    else clients.delete(client);
    this.interests.set(interest, clients);
  }

  /** Tells the clients of a service that asked for it. */
  tell(interest: Interest, service: number, message: number, tlvs: readonly Uint8Array[]): void {
    for (const client of this.interests.get(interest) ?? []) this.indicate(service, client, message, tlvs);
  }

  allocate(service: number): number | null {
    const clients = this.clients.get(service) ?? new Set();
    this.clients.set(service, clients);
    for (let id = 1; id < 0xff; id++)
      if (!clients.has(id)) {
        clients.add(id);
        return id;
      }
    return null;
  }

  /** False where there is no such client. What it asked for, and its connection, end with it. */
  release(service: number, client: number): boolean {
    if (this.clients.get(service)?.delete(client) !== true) return false;
    for (const [interest, clients] of this.interests) if (serviceOf[interest] === service) clients.delete(client);
    if (service === WDS) this.disconnect(client);
    return true;
  }

  releaseAll(): void {
    for (const [service, clients] of this.clients) for (const client of [...clients]) this.release(service, client);
  }
}

const serviceOf: Readonly<Record<Interest, number>> = {
  'serving-system': NAS,
  'system-info': NAS,
  'card-status': UIM,
  'operating-mode': DMS,
};
