import type { ModemBody } from './modem.ts';
import { Sim } from './sim.ts';

/**
 * The data call of a dongle: one for the whole body, so that its AT ports, its QMI or MBIM channel and the network behind its card never
 * contradict each other.
 *
 * Memory, which a restart clears: `connected` (there is a call), `callContext` (the context that it is of; 1 where nobody said), `hungUp`
 * (ended by hand although the flash has it made by itself), `contextsUp` and `contextsOff` (contexts that were activated and ended apart
 * from the call), `calling` (the context of a call that is on its way), `dataChannel` (what Intel's modems tie to a context), `callsRefused`
 * (how often a fault had it refused), `radioOff`, `functionality`, `detached`. Flash: `autoCall`, the context that the modem calls with by
 * itself as soon as it can.
 */

/** In the network: the SIM is open and the radio on. */
export function isRegistered(body: ModemBody): boolean {
  return new Sim(body).state === 'ready' && body.memory.get('radioOff') !== true;
}

/** In the network and attached to its packet service, without which there is no call. */
export function isAttached(body: ModemBody): boolean {
  return isRegistered(body) && body.memory.get('detached') !== true;
}

/** Whether the call is up, made by somebody or by the modem itself. */
export function isCallUp(body: ModemBody): boolean {
  return isAttached(body) && (body.memory.get('connected') === true || isAutomatic(body));
}

/** Context of the call that is up; `null` where none is. */
export function callContext(body: ModemBody): string | null {
  if (!isCallUp(body)) return null;
  const made = body.memory.get('connected') === true ? body.memory.get('callContext') : body.flash['autoCall'];
  return typeof made === 'string' ? made : '1';
}

function isAutomatic(body: ModemBody): boolean {
  return typeof body.flash['autoCall'] === 'string' && body.flash['autoCall'] !== '' && body.memory.get('hungUp') !== true;
}

/** Makes the call with a context. What was tied to the one before is lost. */
export function startCall(body: ModemBody, cid: string): void {
  body.memory.set('connected', true);
  body.memory.set('callContext', cid);
  for (const key of ['hungUp', 'dataChannel', 'calling']) body.memory.delete(key);
}

/** Ends the call by hand: not even a modem that calls by itself has one then, until it is told to or restarts. */
export function hangUp(body: ModemBody): void {
  body.memory.set('connected', false);
  body.memory.set('hungUp', true);
  for (const key of ['callContext', 'dataChannel', 'calling']) body.memory.delete(key);
}

/** The network is lost: the call ends with every context, and what had been told to them. */
export function loseCall(body: ModemBody): void {
  body.memory.set('connected', false);
  for (const key of ['callContext', 'dataChannel', 'calling', 'contextsUp', 'contextsOff', 'hungUp']) body.memory.delete(key);
}

/** The fault `callRefused`: true so many times after each start of the firmware, which is not ready yet. */
export function isCallRefused(body: ModemBody): boolean {
  const before = Number(body.memory.get('callsRefused') ?? 0);
  if (before >= (body.faults.callRefused ?? 0)) return false;
  body.memory.set('callsRefused', before + 1);
  return true;
}

/** From now on the modem calls by itself with this context whenever it can; `null`: no longer. */
export function keepCalling(body: ModemBody, cid: string | null): void {
  body.flash['autoCall'] = cid ?? '';
  body.saveFlash();
}

/** +CFUN without a restart (3GPP TS 27.007, 8.2): 0 and 4 turn the radio off; anything but 1 ends the call. */
export function setFunctionality(body: ModemBody, fun: string): void {
  body.memory.set('radioOff', fun === '0' || fun === '4');
  body.memory.set('functionality', fun);
  if (fun !== '1') loseCall(body);
}

/** +CGATT (10.1.9): in or out of the packet service. */
export function setAttached(body: ModemBody, attached: boolean): void {
  body.memory.set('detached', !attached);
  if (!attached) loseCall(body);
}
