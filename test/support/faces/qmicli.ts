import { type Face, figure } from './face.ts';
import { technologyOf } from './technology.ts';

/** Questions whose answers `readQmicli` takes, one run of qmicli each. */
export const qmicliQuestions = [
  '--dms-get-manufacturer',
  '--dms-get-model',
  '--dms-get-revision',
  '--dms-get-ids',
  '--dms-uim-get-iccid',
  '--dms-uim-get-imsi',
  '--uim-get-card-status',
  '--nas-get-serving-system',
  '--nas-get-signal-info',
] as const;

const simStates: Readonly<Record<string, Face['sim']>> = {
  ready: 'ready',
  'pin1-or-upin-pin-required': 'pin',
  'puk1-or-upin-puk-required': 'puk',
  'pin1-blocked': 'failed',
};
const registrations: Readonly<Record<string, Face['registration']>> = {
  registered: 'home',
  'not-registered': 'none',
  'not-registered-searching': 'searching',
  'registration-denied': 'denied',
};

/** Outputs of those questions in a row; forms: libqmi, src/qmicli. */
export function readQmicli(text: string): Face {
  const field = (name: string) => new RegExp(`^\\s*${name}:\\s*'(.*)'$`, 'm').exec(text)?.[1] ?? null;
  const application = field('Application state');
  const state = field('Registration state');
  const registration = state === null ? null : (registrations[state] ?? 'unknown');
  const signal = /^LTE:\n(?:\t.*\n?)*/m.exec(text)?.[0] ?? '';
  const measure = (name: string) => figure(new RegExp(`${name}: '(.*?)'`).exec(signal)?.[1]);
  const interfaces = /Radio interfaces: '\d+'\n((?:\t\t\[\d+\]: '.*'\n)*)/.exec(text)?.[1] ?? '';
  return {
    manufacturer: field('Manufacturer'),
    model: field('Model'),
    revision: field('Revision'),
    imei: field('IMEI'),
    iccid: field('ICCID'),
    imsi: field('IMSI'),
    sim: field('Card state') === 'absent' ? 'missing' : application === null ? null : (simStates[application] ?? 'unknown'),
    pinTries: figure(field('PIN1 retries') ?? undefined),
    registration: registration === 'home' && field('Roaming status') === 'on' ? 'roaming' : registration,
    operator: field('Description'),
    technology: technologyOf([...interfaces.matchAll(/'(.*)'/g)].map(([, word = '']) => word)),
    rssi: measure('RSSI'),
    rsrp: measure('RSRP'),
    rsrq: measure('RSRQ'),
    snr: measure('SNR'),
  };
}
