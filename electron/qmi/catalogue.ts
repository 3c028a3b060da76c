import { ctlMessages } from './ctl.ts';
import { dmsMessages } from './dms.ts';
import { nasMessages } from './nas.ts';
import { messagesOf, type QmiMessage, services } from './services.ts';
import { supportedMessages } from './supported.ts';
import { uimMessages } from './uim.ts';
import { wdaMessages } from './wda.ts';
import { wdsMessages } from './wds.ts';

/** Messages that nobody here sends and that carry a secret; libqmi's data/qmi-service-{dms,uim,wds}.json. */
export const foreignMessages = {
  dms: messagesOf('DMS', {
    unblockPin: [0x0029, 'UIM Unblock PIN'],
    changePin: [0x002a, 'UIM Change PIN'],
    setUserLockState: [0x0035, 'Set User Lock State'],
    setUserLockCode: [0x0036, 'Set User Lock Code'],
    setCkProtection: [0x0041, 'UIM Set CK Protection'],
    unblockCk: [0x0042, 'UIM Unblock CK'],
  }),
  uim: messagesOf('UIM', {
    unblockPin: [0x0027, 'Unblock PIN'],
    changePin: [0x0028, 'Change PIN'],
    depersonalization: [0x0029, 'Depersonalization'],
  }),
  wds: messagesOf('WDS', { createProfile: [0x0027, 'Create Profile'], modifyProfile: [0x0028, 'Modify Profile'] }),
} as const;

const tables: readonly Readonly<Record<string, QmiMessage>>[] = [
  ctlMessages,
  wdsMessages,
  dmsMessages,
  nasMessages,
  uimMessages,
  wdaMessages,
  supportedMessages,
  ...Object.values(foreignMessages),
];

const byNumber = new Map(tables.flatMap((table) => Object.values(table)).map((m) => [keyOf(services[m.service], m.id), m]));
const serviceNames = new Map<number, string>(Object.entries(services).map(([name, number]) => [number, name]));

/** The message of these numbers, by the specification's name; `null` for one that nobody here knows. */
export const messageBy = (service: number, id: number): QmiMessage | null => byNumber.get(keyOf(service, id)) ?? null;

/** `DMS`; `null` for a number that nobody here knows. */
export const serviceName = (service: number): string | null => serviceNames.get(service) ?? null;

function keyOf(service: number, id: number): number {
  return (service << 16) | id;
}
