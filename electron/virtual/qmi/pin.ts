import { cardStatus } from './card.ts';
import { type Answer, errors, type Firmware, fail, ok, UIM } from './firmware.ts';
import { announceNetwork } from './system.ts';
import { tlv, u8 } from './wire.ts';

/** PIN1 as DMS and UIM both handle it; they differ only in how they wrap it. */

const tries = ({ sim }: Firmware) => tlv(0x10, u8(Math.max(0, sim.pinTries), Math.max(0, sim.pukTries)));

interface PinRequest {
  readonly id: number;
  readonly codes: readonly string[];
}

/** Reads `id, [flag,] length, digits, [length, digits]`; `null` where it is cut off. */
function readPin(value: Uint8Array | undefined, codes: number, flags = 0): (PinRequest & { readonly flag: boolean }) | null {
  const id = value?.[0];
  if (value === undefined || id === undefined) return null;
  const found: string[] = [];
  let at = 1 + flags;
  for (let i = 0; i < codes; i++) {
    const length = value[at];
    if (length === undefined || at + 1 + length > value.length) return null;
    found.push(Buffer.from(value.subarray(at + 1, at + 1 + length)).toString('latin1'));
    at += 1 + length;
  }
  return { id, codes: found, flag: flags > 0 && value[1] === 1 };
}

/** Does one PIN operation, and tells everybody whom it changes the world for. */
function attempt(firmware: Firmware, request: PinRequest | null, run: (codes: readonly string[]) => boolean): Answer {
  if (!request) return fail(errors.malformedMessage);
  if (request.id !== 1) return fail(errors.invalidPinId);
  const { sim } = firmware;
  if (sim.state === 'missing') return fail(errors.uimUninitialized);
  const before = sim.state;
  const right = run(request.codes);
  if (sim.state !== before) {
    firmware.tell('card-status', UIM, 0x0032, [cardStatus(firmware)]);
    announceNetwork(firmware);
  }
  if (right) return ok(tries(firmware));
  return fail(sim.state === 'puk' || sim.state === 'blocked' ? errors.pinBlocked : errors.incorrectPin, tries(firmware));
}

export function verifyPin(firmware: Firmware, value: Uint8Array | undefined): Answer {
  // A PIN that is not asked for.
  if (firmware.sim.state === 'ready') return fail(errors.noEffect, tries(firmware));
  return attempt(firmware, readPin(value, 1), ([pin = '']) => firmware.sim.verify(pin));
}

export function unblockPin(firmware: Firmware, value: Uint8Array | undefined): Answer {
  if (firmware.sim.state === 'ready') return fail(errors.noEffect, tries(firmware));
  return attempt(firmware, readPin(value, 2), ([puk = '', pin = '']) => firmware.sim.unblock(puk, pin));
}

export function protectPin(firmware: Firmware, value: Uint8Array | undefined): Answer {
  const request = readPin(value, 1, 1);
  if (request && firmware.sim.state === 'ready' && request.flag === firmware.sim.pinEnabled) return fail(errors.noEffect, tries(firmware));
  return attempt(firmware, request, ([pin = '']) => firmware.sim.setPinEnabled(request?.flag === true, pin));
}
