import { cellLocation, rfBands } from './cell.ts';
import { type Asked, accept, errors, type Firmware, fail, type Handler, type Handlers, ok } from './firmware.ts';
import { GSM_UMTS_LTE, LTE, lteBands, otherBands } from './radio.ts';
import { operatorNames, plmnOf, servingSystem, systemInfo, threeDigits } from './system.ts';
import { bytesOf, numberOf, sized8, tlv, u8, u16, u32, u64 } from './wire.ts';

const signed8 = (n: number) => u8(Math.round(n) & 0xff);
const signed16 = (n: number) => u16(Math.round(n) & 0xffff);

/** Get Signal Info: LTE, and 5G with its RSRQ apart. */
function signalInfo(f: Firmware): Uint8Array[] {
  const { signal, nr } = f.identity;
  if (!f.registered) return [];
  const { rssi, rsrq, rsrp, snr } = signal;
  return [
    ...(nr?.standalone === true ? [] : [tlv(0x14, signed8(rssi), signed8(rsrq), signed16(rsrp), signed16(snr * 10))]),
    ...(nr ? [tlv(0x17, signed16(nr.signal.rsrp), signed16(nr.signal.snr * 10)), tlv(0x18, signed16(nr.signal.rsrq))] : []),
  ];
}

/** Get Signal Strength: the strength; and what the mask asks for: RSSI list (sign left out), RSRQ, SNR in tenths, RSRP. */
function signalStrength(asked: Asked, f: Firmware): Uint8Array[] {
  const { rssi, rsrq, rsrp, snr } = f.identity.signal;
  const mask = numberOf(asked.tlv(0x10));
  const wanted = (bit: number, field: Uint8Array) => ((mask >> bit) & 1 ? [field] : []);
  return [
    tlv(0x01, signed8(rssi), u8(LTE)),
    ...wanted(0, tlv(0x11, u16(1), u8(Math.round(-rssi), LTE))),
    ...wanted(5, tlv(0x16, signed8(rsrq), u8(LTE))),
    ...wanted(6, tlv(0x17, signed16(snr * 10))),
    ...wanted(7, tlv(0x18, signed16(rsrp))),
  ];
}

const locked = (f: Firmware) => f.sim.state !== 'ready';

/** libqmi's `QmiNasRatModePreference`, kept over restarts as a modem does. */
function modePreference(f: Firmware): number {
  const kept = f.body.flash['qmiModePreference'];
  return typeof kept === 'number' ? kept : GSM_UMTS_LTE;
}

const setSystemSelection: Handler = (asked, f) => {
  const mode = asked.tlv(0x11);
  if (mode) {
    const wanted = numberOf(mode);
    if ((wanted & GSM_UMTS_LTE) === 0) return fail(errors.invalidArgument);
    f.body.flash['qmiModePreference'] = wanted & GSM_UMTS_LTE;
    f.body.saveFlash();
  }
  return ok();
};

/** NAS: signal, registration, preferences. The network is one LTE cell, and for a modem that has 5G one of it. */
export const nasHandlers: Handlers = new Map<number, Handler>([
  [0x0000, accept],
  // Set Event Report
  [0x0002, accept],
  // Register Indications
  [
    0x0003,
    (asked, f) => {
      const serving = asked.tlv(0x13);
      const system = asked.tlv(0x18);
      if (serving) f.setInterest('serving-system', asked.client, serving[0] === 1);
      if (system) f.setInterest('system-info', asked.client, system[0] === 1);
      return ok();
    },
  ],
  [0x0020, (asked, f) => ok(...signalStrength(asked, f))],
  // Initiate Network Register; Attach Detach
  [0x0022, (_, f) => (f.registered ? ok() : fail(errors.deviceNotReady))],
  [0x0023, accept],
  [0x0024, (_, f) => ok(...servingSystem(f))],
  // Get Home Network: 3GPP, number of digits
  [
    0x0025,
    (_, f) =>
      locked(f) ? fail(errors.deviceNotReady) : ok(tlv(0x01, plmnOf(f), sized8(f.identity.operatorName)), tlv(0x12, u8(1, threeDigits(f)))),
  ],
  // Get Preferred Networks: an empty list
  [0x0026, (_, f) => (locked(f) ? fail(errors.deviceNotReady) : ok(tlv(0x10, u16(0))))],
  [0x0031, (_, f) => ok(...rfBands(f))],
  [0x0033, setSystemSelection],
  // Get System Selection Preference: no emergency mode; modes; bands; any roaming; LTE bands; automatic; CS and PS; order LTE UMTS GSM
  [
    0x0034,
    (_, f) =>
      ok(
        tlv(0x10, u8(0)),
        tlv(0x11, u16(modePreference(f))),
        tlv(0x12, u64(otherBands)),
        tlv(0x14, u16(0xff)),
        tlv(0x15, u64(lteBands)),
        tlv(0x16, u8(0)),
        tlv(0x18, u32(2)),
        tlv(0x1c, u8(3, LTE, 5, 4)),
      ),
  ],
  // Get Operator Name
  [0x0039, (_, f) => (locked(f) ? fail(errors.deviceNotReady) : ok(...operatorNames(f)))],
  [0x0043, (_, f) => ok(...cellLocation(f))],
  // Get PLMN Name: of its own network only; each name with its encoding (1: 7-bit ASCII), initials of the country not added, no spare bits
  [
    0x0044,
    (asked, f) => {
      const { mcc, mnc, operatorName } = f.identity;
      const plmn = asked.tlv(0x01);
      if (numberOf(plmn, 0, 2) !== Number(mcc) || numberOf(plmn, 2, 2) !== Number(mnc)) return fail(errors.noEntry);
      const name = bytesOf(u8(1, 0, 0), sized8(operatorName));
      return ok(tlv(0x10, u8(1), sized8(operatorName), name, name));
    },
  ],
  [0x004d, (_, f) => ok(...systemInfo(f))],
  [0x004f, (_, f) => ok(...signalInfo(f))],
  // Config Signal Info
  [0x0050, accept],
]);
