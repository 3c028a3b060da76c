import { radioLocked } from '../fcc-lock.ts';
import { fail, type Handler, type Handlers, type MbimFirmware, ok, status } from './firmware.ts';
import { structure, text, u32, u64 } from './wire.ts';

const RADIO_STATE = 3;
const REGISTER_STATE = 9;
const PACKET_SERVICE = 10;

/** MBIM_DATA_CLASS: LTE; all up to it. */
const LTE = 0x20;
const ALL_CLASSES = 0x3f;
/** Bits 1: attaches by itself. */
const AUTOMATIC_ATTACH = 2;
/** What an LTE category 4 module is sold with, bit/s. */
const UPLINK = 50_000_000;
const DOWNLINK = 150_000_000;

/** 10.5.9: no error; home (3) or deregistered (1); automatic; LTE; GSM; provider; no roaming text. MBIMEx 2.0 adds the preferred classes: all. */
function registerState({ registered, identity, extended }: MbimFirmware): Uint8Array {
  return structure(
    u32(0, registered ? 3 : 1, 1, registered ? LTE : 0, registered ? 1 : 0),
    text(registered ? identity.mcc + identity.mnc : ''),
    text(registered ? identity.operatorName : ''),
    text(''),
    u32(AUTOMATIC_ATTACH, ...(extended ? [ALL_CLASSES] : [])),
  );
}

/** 10.5.10: no error; attached (2) or detached (4); class; rates. MBIMEx 2.0 adds the frequency range, which is of 5G: none. */
function packetService({ attached, extended }: MbimFirmware): Uint8Array {
  const head = u32(0, attached ? 2 : 4, attached ? LTE : 0);
  return structure(head, u64(attached ? UPLINK : 0, attached ? DOWNLINK : 0), ...(extended ? [u32(0)] : []));
}

/** Tells the host that registration changed. */
export function announceNetwork(firmware: MbimFirmware): void {
  firmware.indicate(REGISTER_STATE, registerState(firmware));
  firmware.indicate(PACKET_SERVICE, packetService(firmware));
}

const radioState = ({ radioOn }: MbimFirmware) => structure(u32(1, radioOn ? 1 : 0));

const setRadio: Handler['set'] = (firmware, asked) => {
  const wanted = asked.u32(0);
  if (wanted !== 0 && wanted !== 1) return fail(status.invalidParameters);
  // SDX55 (ModemManager, radio_state_set_up_ready).
  if (wanted === 1 && radioLocked(firmware.body)) return fail(status.operationNotAllowed);
  const before = firmware.radioOn;
  // A host that switches a locked one on is told that it is still off (ModemManager, "Cannot power-up").
  firmware.radioOn = wanted === 1 && !firmware.fccLocked;
  if (before !== firmware.radioOn) announceNetwork(firmware);
  return ok(radioState(firmware));
};

const attach: Handler['set'] = (firmware, asked) => {
  const action = asked.u32(0);
  if (action !== 0 && action !== 1) return fail(status.invalidParameters);
  if (firmware.simRefusal !== null) return fail(firmware.simRefusal);
  if (!firmware.radioOn) return fail(status.radioPowerOff);
  firmware.attached = action === 0;
  return ok(packetService(firmware));
};

/** Where the thresholds that a host sets are kept. */
const THRESHOLDS = 'mbimSignalThresholds';
const FRESH = [5, 0xffff_ffff, 0xffff_ffff];

/** 10.5.11: RSSI in steps of TS 27.007, 8.5; the error rate is not known on LTE (99); interval in s, thresholds. */
function signalState({ registered, identity, body, extended }: MbimFirmware): Uint8Array {
  const kept = body.memory.get(THRESHOLDS);
  const thresholds = Array.isArray(kept) ? kept.map(Number) : FRESH;
  const { rssi, rsrp, snr } = identity.signal;
  const cells = registered ? cellSignals(rsrp, snr) : new Uint8Array();
  return structure(u32(registered ? Math.round((rssi + 113) / 2) : 99, 99, ...thresholds), ...(extended ? [{ ref: cells }] : []));
}

/**
 * MBIMEx 2.0, MBIM_RSRP_SNR: how many, then of each RSRP (1 is from -156 dBm, in dB), SNR (1 is from -23 dB, in half dB), thresholds
 * (the default ones), class.
 */
const cellSignals = (rsrp: number, snr: number) => u32(1, Math.floor(rsrp + 157), Math.floor(2 * (snr + 23.5)), 0, 0, LTE);

const setSignal: Handler['set'] = (firmware, asked) => {
  const numbers = [asked.u32(0), asked.u32(4), asked.u32(8)];
  if (numbers.includes(null)) return fail(status.invalidParameters);
  firmware.body.memory.set(THRESHOLDS, numbers);
  return ok(signalState(firmware));
};

const setRegister: Handler['set'] = (firmware, asked) => {
  const action = asked.u32(8);
  if (action === null) return fail(status.invalidParameters);
  if (firmware.simRefusal !== null) return fail(firmware.simRefusal);
  // There is one network; automatic or by hand, it is that one.
  const { mcc, mnc } = firmware.identity;
  if (action === 1 && asked.text(0) !== mcc + mnc) return fail(status.notRegistered, registerState(firmware));
  return ok(registerState(firmware));
};

/** Radio, registration, signal. The network is one LTE cell. */
export const networkHandlers: Handlers = new Map<number, Handler>([
  [RADIO_STATE, { query: (firmware) => ok(radioState(firmware)), set: setRadio }],
  [REGISTER_STATE, { query: (firmware) => ok(registerState(firmware)), set: setRegister }],
  [PACKET_SERVICE, { query: (firmware) => ok(packetService(firmware)), set: attach }],
  [11, { query: (firmware) => ok(signalState(firmware)), set: setSignal }],
]);
