import { accept, errors, type Firmware, fail, type Handler, type Handlers, NAS, ok } from './firmware.ts';
import { activeLteBands, GSM_UMTS_LTE, LTE, lteBands, otherBands } from './radio.ts';
import { bytesOf, numberOf, sized8, tlv, u8, u16, u32, u64 } from './wire.ts';

const cellOf = ({ identity }: Firmware) => identity.cell ?? { tac: 0x1a2b, ci: 0x01a2d01, band: 3, earfcn: 1300 };

const plmnOf = ({ identity }: Firmware) => bytesOf(u16(Number(identity.mcc)), u16(Number(identity.mnc)));

/** Whether the operator code has three digits: decides how 01 and 001 are told apart. */
const threeDigits = ({ identity }: Firmware) => (identity.mnc.length === 3 ? 1 : 0);

const signed8 = (n: number) => u8(Math.round(n) & 0xff);
const signed16 = (n: number) => u16(Math.round(n) & 0xffff);

/** Registered (1) or not (0: radio off or no SIM; 2 would be searching), CS and PS attach, 3GPP, radio interfaces. */
function servingSystem(f: Firmware): Uint8Array[] {
  if (!f.registered) return [tlv(0x01, u8(0, 2, 2, 0, 1, 0))];
  return [
    tlv(0x01, u8(1, 1, 1, 2, 1, LTE)),
    // Roaming sign off; LTE data.
    tlv(0x10, u8(1)),
    tlv(0x11, u8(1, 0x0b)),
    tlv(0x12, plmnOf(f), sized8(f.identity.operatorName)),
  ];
}

/** Service status of GSM, WCDMA and LTE: nothing, nothing, and available or not; then where in LTE. */
function systemInfo(f: Firmware): Uint8Array[] {
  const none = [tlv(0x12, u8(0, 0, 0)), tlv(0x13, u8(0, 0, 0))];
  if (!f.registered) return [...none, tlv(0x14, u8(0, 0, 0))];
  const cell = cellOf(f);
  const mnc = f.identity.mnc.length === 3 ? f.identity.mnc : bytesOf(f.identity.mnc, u8(0xff));
  return [
    ...none,
    tlv(0x14, u8(2, 2, 1)),
    // Each with its validity first: domain CS+PS, capability CS+PS, not roaming, not forbidden, no LAC, cell, no rejection, network, TAC.
    tlv(0x19, u8(1, 3, 1, 3, 1, 0, 1, 0, 0, 0xff, 0xff, 1), u32(cell.ci), u8(0, 0, 0, 1), f.identity.mcc, mnc, u8(1), u16(cell.tac)),
  ];
}

/** Tells whoever asked that registration changed. */
export function announceNetwork(f: Firmware): void {
  f.tell('serving-system', NAS, 0x0024, servingSystem(f));
  // In the indication the PLMN-not-changed sign follows; it is left out, as older firmwares do.
  f.tell('system-info', NAS, 0x004e, systemInfo(f));
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

/** NAS: signal, registration, preferences. The network is one LTE cell. */
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
  // Get Signal Strength: strength; RSSI list (sign left out); RSRQ; SNR in tenths; RSRP
  [
    0x0020,
    (_, f) => {
      const { rssi, rsrq, rsrp, snr } = f.identity.signal;
      return ok(
        tlv(0x01, signed8(rssi), u8(LTE)),
        tlv(0x11, u16(1), u8(Math.round(-rssi), LTE)),
        tlv(0x16, signed8(rsrq), u8(LTE)),
        tlv(0x17, signed16(snr * 10)),
        tlv(0x18, signed16(rsrp)),
      );
    },
  ],
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
  // Get RF Band Information: band and channel; channel in 32 bits; bandwidth 20 MHz
  [
    0x0031,
    (_, f) => {
      if (!f.registered) return ok(tlv(0x01, u8(0)));
      const cell = cellOf(f);
      const band = u16(activeLteBands[cell.band] ?? 0);
      return ok(
        tlv(0x01, u8(1, LTE), band, u16(cell.earfcn)),
        tlv(0x11, u8(1, LTE), band, u32(cell.earfcn)),
        tlv(0x12, u8(1, LTE), u32(5)),
      );
    },
  ],
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
  // Get Signal Info: LTE
  [
    0x004f,
    (_, f) => {
      if (!f.registered) return ok();
      const { rssi, rsrq, rsrp, snr } = f.identity.signal;
      return ok(tlv(0x14, signed8(rssi), signed8(rsrq), signed16(rsrp), signed16(snr * 10)));
    },
  ],
  // Config Signal Info
  [0x0050, accept],
]);
