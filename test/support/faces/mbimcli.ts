import { type Face, figure } from './face.ts';
import { technologyOf } from './technology.ts';

/** Questions whose answers `readMbimcli` takes, one run of mbimcli each. */
export const mbimcliQuestions = [
  '--query-device-caps',
  '--query-subscriber-ready-status',
  '--query-pin-state',
  '--query-registration-state',
  '--query-signal-state',
] as const;

const simStates: Readonly<Record<string, Face['sim']>> = {
  initialized: 'ready',
  'sim-not-inserted': 'missing',
  'bad-sim': 'failed',
  failure: 'failed',
};
const registrations: Readonly<Record<string, Face['registration']>> = {
  home: 'home',
  roaming: 'roaming',
  partner: 'roaming',
  searching: 'searching',
  denied: 'denied',
  deregistered: 'none',
};

/** Outputs of those questions in a row; forms: libmbim, src/mbimcli. The maker's and the model's name are not in MBIM 1.0. */
export function readMbimcli(text: string): Face {
  const field = (name: string) => known(new RegExp(`^\\s*${name}:\\s*'(.*)'$`, 'm').exec(text)?.[1]);
  const ready = field('Ready state');
  const pinType = field('PIN type');
  const locked = ready === 'device-locked';
  const state = field('Register state');
  const rssi = figure(field('RSSI \\[0-31,99\\]') ?? undefined);
  const classes = field('Available data classes') ?? '';
  return {
    manufacturer: null,
    model: null,
    revision: field('Firmware info'),
    imei: field('Device ID'),
    iccid: field('SIM ICCID'),
    imsi: field('Subscriber ID'),
    sim: locked ? (pinType === 'puk1' ? 'puk' : 'pin') : ready === null ? null : (simStates[ready] ?? 'unknown'),
    pinTries: pinType === 'pin1' ? figure(field('Remaining attempts') ?? undefined) : null,
    registration: state === null ? null : (registrations[state] ?? 'unknown'),
    operator: field('Provider name'),
    technology: technologyOf(classes.split(', ')),
    // 10.5.11: 0 is -113 dBm, 31 is -51; 99 is not known.
    rssi: rssi === null || rssi > 31 ? null : rssi * 2 - 113,
    rsrp: figure(field('RSRP') ?? undefined),
    rsrq: null,
    snr: figure(field('SNR') ?? undefined),
  };
}

const known = (word: string | undefined) => (word === undefined || word === '' || word === 'unknown' ? null : word);
