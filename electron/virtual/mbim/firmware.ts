import type { VirtualIdentity } from '../identity.ts';
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

/** One command; what it has no `query` or no `set` for is refused. */
export interface Handler {
  readonly query?: (firmware: MbimFirmware, asked: HostInfo) => Answer;
  readonly set?: (firmware: MbimFirmware, asked: HostInfo) => Answer;
}
/** By command number. */
export type Handlers = ReadonlyMap<number, Handler>;

/** Basic Connect (10.3). */
export const BASIC_CONNECT = 'a289cc33bcbb8b4fb6b0133ec2aae6df';

/** State that the commands share. What the AT side or the network function sees as well is in the body's memory. */
export class MbimFirmware {
  readonly identity: VirtualIdentity;
  readonly body: ModemBody;
  readonly sim: Sim;
  /** Tells the host something unasked: a command's number and its information. */
  readonly indicate: (id: number, info: Uint8Array) => void;
  /** Session 0 of this function, whether or not it is the one that is up. */
  #activated = false;

  constructor(identity: VirtualIdentity, body: ModemBody, indicate: MbimFirmware['indicate']) {
    this.identity = identity;
    this.body = body;
    this.sim = new Sim(body);
    this.indicate = indicate;
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
