import type { ModemBody } from './modem.ts';

/** Tries of a fresh SIM: TS 31.102, 11.3 and TS 11.11, 11.3. */
export const FRESH_PIN_TRIES = 3;
export const FRESH_PUK_TRIES = 10;

/** PUK of every practice SIM. */
const PRACTICE_PUK = '12345678';
/** PIN of a practice SIM whose PIN request is off, for whoever wants to turn it on. */
const PRACTICE_PIN = '0000';

export type SimState = 'ready' | 'pin' | 'puk' | 'missing' | 'blocked';

/**
 * The SIM as every port of one dongle sees it. What a card keeps (PIN, counters) is in flash; that the PIN was given is in
 * memory and is lost with the power. Keys are those of the QMI side: flash `pin` (empty or absent: no PIN asked for),
 * `pinTries`, `pukTries`; memory `pinVerified`.
 */
export class Sim {
  readonly #body: ModemBody;

  constructor(body: ModemBody) {
    this.#body = body;
  }

  get state(): SimState {
    if (this.#body.faults.simMissing === true) return 'missing';
    if (this.pukTries <= 0) return 'blocked';
    if (this.pinTries <= 0) return 'puk';
    if (this.pinEnabled && this.#body.memory.get('pinVerified') !== true) return 'pin';
    return 'ready';
  }

  get pinEnabled(): boolean {
    return this.#pin !== '';
  }

  get pinTries(): number {
    return counter(this.#body.flash['pinTries'], FRESH_PIN_TRIES);
  }

  get pukTries(): number {
    return counter(this.#body.flash['pukTries'], FRESH_PUK_TRIES);
  }

  /** Gives the PIN. The counter is written before the comparison, as a card does it, so that no power cut wins a try. */
  verify(pin: string): boolean {
    if (this.state !== 'pin') return false;
    return this.#compare(pin, this.#pin, () => this.#body.memory.set('pinVerified', true));
  }

  /** Unblocks with the PUK and sets a new PIN. */
  unblock(puk: string, newPin: string): boolean {
    if (this.state !== 'puk') return false;
    this.#body.flash['pukTries'] = this.pukTries - 1;
    const right = puk === PRACTICE_PUK;
    if (right) {
      Object.assign(this.#body.flash, { pin: newPin, pinTries: FRESH_PIN_TRIES, pukTries: FRESH_PUK_TRIES });
      this.#body.memory.set('pinVerified', true);
    }
    this.#body.saveFlash();
    return right;
  }

  /** Turns the PIN request on or off; needs the PIN either way. */
  setPinEnabled(enabled: boolean, pin: string): boolean {
    if (this.state !== 'ready') return false;
    if (enabled === this.pinEnabled) return true;
    return this.#compare(pin, this.pinEnabled ? this.#pin : PRACTICE_PIN, () => {
      this.#body.flash['pin'] = enabled ? pin : '';
      this.#body.memory.set('pinVerified', true);
    });
  }

  get #pin(): string {
    const pin = this.#body.flash['pin'];
    return typeof pin === 'string' ? pin : '';
  }

  #compare(given: string, right: string, onRight: () => void): boolean {
    this.#body.flash['pinTries'] = this.pinTries - 1;
    const equal = given === right;
    if (equal) {
      this.#body.flash['pinTries'] = FRESH_PIN_TRIES;
      onRight();
    }
    this.#body.saveFlash();
    return equal;
  }
}

function counter(value: unknown, fresh: number): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : fresh;
}
