import { radioLocked } from '../fcc-lock.ts';
import type { VirtualIdentity } from '../identity.ts';
import type { MbimAbilities } from '../mbim-abilities.ts';
import type { ModemBody } from '../modem.ts';
import { Sim } from '../sim.ts';
import type { HostInfo } from './wire.ts';

/** Status codes that the firmware gives (MBIM 1.0, table 9-15). */
export const status = {
  success: 0,
  failure: 2,
  simNotInserted: 3,
  badSim: 4,
  pinRequired: 5,
  pinDisabled: 6,
  notRegistered: 7,
  noDeviceSupport: 9,
  packetServiceDetached: 12,
  maxActivatedContexts: 13,
  contextNotActivated: 16,
  invalidAccessString: 18,
  radioPowerOff: 20,
  invalidParameters: 21,
  operationNotAllowed: 28,
  contextNotSupported: 38,
} as const;

/** What a command is answered with. */
export interface Answer {
  readonly status: number;
  readonly info: Uint8Array;
}

export const ok = (info: Uint8Array = new Uint8Array()): Answer => ({ status: status.success, info });
export const fail = (code: number, info: Uint8Array = new Uint8Array()): Answer => ({ status: code, info });

/** One command; what it has no `query` or no `set` for is refused. `null`: nothing comes back. */
export interface Handler {
  readonly query?: (firmware: MbimFirmware, asked: HostInfo) => Answer | null;
  readonly set?: (firmware: MbimFirmware, asked: HostInfo) => Answer | null;
}
/** By command number. */
export type Handlers = ReadonlyMap<number, Handler>;
/** By service, a UUID of 32 hex digits. */
export type Services = ReadonlyMap<string, Handlers>;

/** Basic Connect (10.3). */
export const BASIC_CONNECT = 'a289cc33bcbb8b4fb6b0133ec2aae6df';

/** State that the commands share. What the AT side or the network function sees as well is in the body's memory. */
export class MbimFirmware {
  readonly identity: VirtualIdentity;
  readonly body: ModemBody;
  readonly sim: Sim;
  readonly abilities: MbimAbilities;
  /** Services besides Basic Connect. */
  services: Services = new Map();
  /** Whether the host has asked for MBIMEx 2.0 since it opened. */
  extended = false;
  /** Services whose indications the host has asked for, besides Basic Connect, which always tells. */
  subscribed: ReadonlySet<string> = new Set();
  readonly #indicate: (service: string, id: number, info: Uint8Array) => void;
  /** Session 0 of this function, whether or not it is the one that is up. */
  #activated = false;

  constructor(
    identity: VirtualIdentity,
    body: ModemBody,
    abilities: MbimAbilities,
    indicate: (service: string, id: number, info: Uint8Array) => void,
  ) {
    this.identity = identity;
    this.body = body;
    this.sim = new Sim(body);
    this.abilities = abilities;
    this.#indicate = indicate;
    if (this.fccLocked) this.radioOn = false;
  }

  /** Tells the host something unasked: a command's number and its information. */
  indicate(id: number, info: Uint8Array, service = BASIC_CONNECT): void {
    if (service === BASIC_CONNECT || this.subscribed.has(service)) this.#indicate(service, id, info);
  }

  /** What a host has agreed on ends with its conversation, and so does its session. */
  forget(): void {
    this.extended = false;
    this.subscribed = new Set();
    this.deactivate();
  }

  get fccLocked(): boolean {
    if (radioLocked(this.body)) return true;
    return this.abilities.quectelRadio === 'locked' && this.body.memory.get('fccUnlocked') !== true;
  }

  get radioOn(): boolean {
    return this.body.memory.get('radioOff') !== true;
  }

  set radioOn(on: boolean) {
    this.body.memory.set('radioOff', !on);
    if (!on) this.deactivate();
  }

  get registered(): boolean {
    return this.sim.state === 'ready' && this.radioOn;
  }

  get attached(): boolean {
    return this.registered && this.body.memory.get('detached') !== true;
  }

  set attached(on: boolean) {
    this.body.memory.set('detached', !on);
    if (!on) this.deactivate();
  }

  /** Whether session 0 is up; not any more once another side (AT, the radio) has ended it. */
  get activated(): boolean {
    return this.#activated && this.body.memory.get('connected') === true;
  }

  activate(): void {
    this.#activated = true;
    this.body.memory.set('connected', true);
  }

  deactivate(): void {
    if (this.activated) this.body.memory.set('connected', false);
    this.#activated = false;
  }

  /** Why the network cannot be had with the SIM as it is; `null` where it can. */
  get simRefusal(): number | null {
    const refusals = {
      ready: null,
      missing: status.simNotInserted,
      pin: status.pinRequired,
      puk: status.pinRequired,
      blocked: status.badSim,
    } as const;
    return refusals[this.sim.state];
  }
}
