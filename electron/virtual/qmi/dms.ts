import { radioLocked } from '../fcc-lock.ts';
import { pinState } from './card.ts';
import { type Answer, accept, DMS, errors, type Firmware, fail, type Handler, type Handlers, modes, ok } from './firmware.ts';
import { protectPin, unblockPin, verifyPin } from './pin.ts';
import { lteBands, otherBands } from './radio.ts';
import { announceNetwork } from './system.ts';
import { endConnections } from './wds.ts';
import { tlv, u8, u16, u32, u64 } from './wire.ts';

const text =
  (read: (firmware: Firmware) => string): Handler =>
  (_, firmware) =>
    ok(tlv(0x01, read(firmware)));

/** What is on the SIM: an error of its own while the SIM does not let it be read. */
const fromSim =
  (read: (firmware: Firmware) => string, lockedToo: boolean): Handler =>
  (_, firmware) => {
    const { state } = firmware.sim;
    if (state === 'missing') return fail(errors.uimUninitialized);
    if (state !== 'ready' && !lockedToo) return fail(errors.deviceNotReady);
    return ok(tlv(0x01, read(firmware)));
  };

function setOperatingMode(mode: number | undefined, firmware: Firmware): Answer {
  if (mode === undefined) return fail(errors.missingArgument);
  if (mode === modes.reset) firmware.body.restart({ afterMs: 200 });
  else if (mode === modes.online || mode === modes.lowPower || mode === modes.offline) {
    // A firmware that was taken offline only comes back by a reset.
    if (firmware.operatingMode === modes.offline && mode === modes.online) return fail(errors.invalidTransition);
    // What an EM7455 of Lenovo's answers until its FCC authentication (ModemManager, dms_set_operating_mode_ready).
    if (mode === modes.online && radioLocked(firmware.body)) return fail(errors.invalidTransition);
    const before = firmware.registered;
    firmware.operatingMode = mode;
    firmware.tell('operating-mode', DMS, 0x0001, [tlv(0x14, u8(mode))]);
    if (!firmware.registered) endConnections(firmware);
    if (firmware.registered !== before) announceNetwork(firmware);
  } else return fail(errors.invalidArgument);
  return ok();
}

/** DMS: who the device is, its operating mode, and the SIM by the legacy way. */
export const dmsHandlers: Handlers = new Map<number, Handler>([
  [0x0000, accept],
  // Set Event Report
  [
    0x0001,
    (asked, firmware) => {
      const mode = asked.tlv(0x14);
      if (mode) firmware.setInterest('operating-mode', asked.client, mode[0] === 1);
      return ok();
    },
  ],
  // Get Capabilities: rates in bit/s, CS and PS at once, with SIM, GSM UMTS LTE
  [0x0020, () => ok(tlv(0x01, u32(50_000_000), u32(150_000_000), u8(3, 2), u8(3, 4, 5, 8)))],
  [0x0021, text((f) => f.identity.manufacturer)],
  [0x0022, text((f) => f.identity.model)],
  [0x0023, text((f) => f.identity.revision)],
  // Get MSISDN
  [0x0024, fromSim((f) => f.identity.msisdn, false)],
  // Get IDs: no ESN, no MEID, software version 01
  [0x0025, (_, f) => ok(tlv(0x10, '0'), tlv(0x11, f.identity.imei), tlv(0x12, '0'), tlv(0x13, '01'))],
  // Get Power State: external power, 100 %
  [0x0026, () => ok(tlv(0x01, u8(1, 100)))],
  [0x0027, (asked, f) => protectPin(f, asked.tlv(0x01))],
  [0x0028, (asked, f) => verifyPin(f, asked.tlv(0x01))],
  [0x0029, (asked, f) => unblockPin(f, asked.tlv(0x01))],
  // UIM Get PIN Status
  [
    0x002b,
    (_, f) =>
      f.sim.state === 'missing'
        ? fail(errors.uimUninitialized)
        : ok(tlv(0x11, u8(pinState(f), Math.max(0, f.sim.pinTries), Math.max(0, f.sim.pukTries))), tlv(0x12, u8(1, 3, 10))),
  ],
  // Get Hardware Revision
  [0x002c, text((f) => f.identity.hardware ?? '10000')],
  // Get Operating Mode: and that no hardware switch holds it down
  [0x002d, (_, f) => ok(tlv(0x01, u8(f.operatingMode)), tlv(0x11, u8(0)))],
  [0x002e, (asked, f) => setOperatingMode(asked.tlv(0x01)?.[0], f)],
  // Get Time: units of 1.25 ms since 6 January 1980, 48 bits; then where from (0: the device's own clock)
  [
    0x002f,
    (_, f) => {
      const since1980 = f.body.clock.now() - Date.UTC(1980, 0, 6);
      return ok(tlv(0x01, u64(BigInt(Math.floor(since1980 / 1.25))).subarray(0, 6), u16(0)));
    },
  ],
  [0x003c, fromSim((f) => f.identity.iccid, true)],
  // UIM Get CK Status: no facility is locked
  [0x0040, (_, f) => (f.sim.state === 'missing' ? fail(errors.uimUninitialized) : ok(tlv(0x01, u8(0, 10, 10))))],
  [0x0043, fromSim((f) => f.identity.imsi, false)],
  // UIM Get State: ready, locked, not there
  [0x0044, (_, f) => ok(tlv(0x01, u8(f.sim.state === 'ready' ? 0 : f.sim.state === 'missing' ? 2 : 1)))],
  // Get Band Capabilities
  [0x0045, () => ok(tlv(0x01, u64(otherBands)), tlv(0x10, u64(lteBands)))],
  // Get Software Version
  [0x0051, text((f) => f.identity.revision)],
]);
