import { numberShown, SECRET, textShown } from '../lib/shown.ts';
import { foreignMessages, serviceName } from './catalogue.ts';
import { ctlMessages } from './ctl.ts';
import { dmsMessages } from './dms.ts';
import { nasMessages } from './nas.ts';
import type { QmiMessage } from './services.ts';
import type { Fields } from './tlv.ts';
import { uimMessages } from './uim.ts';
import { linkLayers, wdaMessages } from './wda.ts';
import { wdsMessages } from './wds.ts';

/** How one TLV of a request is shown. */
export interface RequestField {
  /**
   * By name and value. Reads all of it but for a secret; throws QMI_GARBLED where it is not laid out as it should be. `open` shows
   * a value that only an answer of the modem gave.
   */
  readonly show: (fields: Fields, open: (shown: string) => string) => string;
  /** Of a secret: how many bytes in front are none. It is overwritten from there on before `show` sees it. */
  readonly secretFrom?: number;
}

type FieldsByType = readonly (readonly [type: number, field: RequestField])[];

const serviceShown = (number: number): string => `service ${serviceName(number) ?? numberShown(number, 2)}`;
const text = (name: string): RequestField => ({ show: (f) => `${name} ${textShown(new TextDecoder().decode(f.rest()))}` });
const secret = (name: string, secretFrom = 0): RequestField => ({ show: () => `${name} ${SECRET}`, secretFrom });
const listed = (name: string, number: number, names: readonly (string | undefined)[]) =>
  `${name} ${names[number] ?? numberShown(number, 2)}`;

/** libqmi's `QmiWdsAuthentication`, which is a mask. */
const authNames = ['none', 'PAP', 'CHAP', 'PAP or CHAP'] as const;

/** Bits of `QmiWdsRequestedSettings`, libqmi's qmi-flags64-wds.h. */
const settings: readonly (readonly [bit: number, name: string])[] = [
  [3, 'APN'],
  [4, 'DNS'],
  [8, 'address'],
  [9, 'gateway'],
  [13, 'MTU'],
];

/** Bits of `QmiNasSignalStrengthRequest`, libqmi's qmi-enums-nas.h. */
const measures: readonly (readonly [bit: number, name: string])[] = [
  [0, 'RSSI'],
  [1, 'Ec/Io'],
  [2, 'IO'],
  [3, 'SINR'],
  [4, 'error rate'],
  [5, 'RSRQ'],
  [6, 'LTE SNR'],
  [7, 'LTE RSRP'],
];

/** What a mask asks for by name; bits that nobody here knows as a number of `width` hex digits. */
function askedFor(mask: number, bits: readonly (readonly [bit: number, name: string])[], width: number): string {
  const names = bits.filter(([bit]) => (mask >>> bit) & 1).map(([, name]) => name);
  const rest = bits.reduce((left, [bit]) => left & ~(1 << bit), mask) >>> 0;
  return `asks for ${[...names, ...(rest === 0 ? [] : [numberShown(rest, width)])].join(' and ')}`;
}

/** An id, then its length and the digits, which are the secret. */
const pin: RequestField = { show: (f) => `PIN${f.u8()} ${SECRET}`, secretFrom: 2 };

/** An id, whether it shall be asked for, then its length and the digits, which are the secret. */
const pinProtection: RequestField = {
  show: (f) => {
    const name = `PIN${f.u8()}`;
    return `${listed(`${name} request`, f.u8(), ['off', 'on'])}, ${name} ${SECRET}`;
  },
  secretFrom: 3,
};

const session: RequestField = {
  show: (f) => {
    const type = f.u8();
    const application = f.bytes8();
    const aid = Array.from(application, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return `${type === 0 ? 'primary session' : `session ${type}`}${aid === '' ? '' : ` of application ${aid}`}`;
  },
};

const fileId = (id: number) => id.toString(16).toUpperCase().padStart(4, '0');

const file: RequestField = {
  show: (f) => {
    const id = f.u16();
    const path = Array.from({ length: f.u8() / 2 }, () => f.u16());
    return `file ${[...path, id].map(fileId).join('/')}`;
  },
};

const section: RequestField = {
  show: (f) => {
    const [offset, length] = [f.u16(), f.u16()];
    return `${length === 0 ? 'all' : `${length} bytes`} from ${offset}`;
  },
};

const endpoint: RequestField = {
  show: (f) => {
    const type = f.u32();
    return `${type === 2 ? 'USB' : `endpoint type ${type}`} interface ${f.u32()}`;
  },
};

const aggregation = (direction: string): RequestField => ({
  show: (f) => `${direction} aggregation ${f.u32() || 'none'}`,
});

const infos: readonly (readonly [message: QmiMessage, fields: FieldsByType])[] = [
  [ctlMessages.allocate, [[0x01, { show: (f) => serviceShown(f.u8()) }]]],
  [ctlMessages.release, [[0x01, { show: (f, open) => `${serviceShown(f.u8())}, client ${open(String(f.u8()))}` }]]],
  [
    wdsMessages.start,
    [
      [0x14, text('apn')],
      [0x16, { show: (f) => listed('authentication', f.u8(), authNames) }],
      [0x17, text('user')],
      [0x18, secret('password')],
      [0x19, { show: (f) => ipFamily(f.u8()) }],
    ],
  ],
  [wdsMessages.stop, [[0x01, { show: (f, open) => `handle ${open(numberShown(f.u32(), 8))}` }]]],
  [wdsMessages.settings, [[0x10, { show: (f) => askedFor(f.u32(), settings, 8) }]]],
  [foreignMessages.wds.createProfile, [[0x1c, secret('password')]]],
  [foreignMessages.wds.modifyProfile, [[0x1c, secret('password')]]],
  [dmsMessages.verifyPin, [[0x01, pin]]],
  [dmsMessages.setPinProtection, [[0x01, pinProtection]]],
  [nasMessages.signalStrength, [[0x10, { show: (f) => askedFor(f.u16(), measures, 4) }]]],
  [foreignMessages.dms.unblockPin, [[0x01, secret('PUK and PIN', 1)]]],
  [foreignMessages.dms.changePin, [[0x01, secret('PIN', 1)]]],
  [foreignMessages.dms.setUserLockState, [[0x01, secret('code', 1)]]],
  [foreignMessages.dms.setUserLockCode, [[0x01, secret('code')]]],
  [foreignMessages.dms.setCkProtection, [[0x01, secret('key', 2)]]],
  [foreignMessages.dms.unblockCk, [[0x01, secret('key', 1)]]],
  [
    uimMessages.verifyPin,
    [
      [0x01, session],
      [0x02, pin],
    ],
  ],
  [
    uimMessages.readTransparent,
    [
      [0x01, session],
      [0x02, file],
      [0x03, section],
    ],
  ],
  [
    uimMessages.setPinProtection,
    [
      [0x01, session],
      [0x02, pinProtection],
    ],
  ],
  [
    foreignMessages.uim.unblockPin,
    [
      [0x01, session],
      [0x02, secret('PUK and PIN', 1)],
    ],
  ],
  [
    foreignMessages.uim.changePin,
    [
      [0x01, session],
      [0x02, secret('PIN', 1)],
    ],
  ],
  [foreignMessages.uim.depersonalization, [[0x01, secret('key', 2)]]],
  [wdaMessages.get, [[0x10, endpoint]]],
  [
    wdaMessages.set,
    [
      [0x10, { show: (f) => listed('QoS header', f.u8(), ['no', 'yes']) }],
      [0x11, { show: (f) => listed('link layer', f.u32(), linkLayers) }],
      [0x12, aggregation('uplink')],
      [0x13, aggregation('downlink')],
      [0x17, endpoint],
    ],
  ],
];

function ipFamily(number: number): string {
  return number === 4 || number === 6 ? `IPv${number}` : `IP family ${number}`;
}

const byMessage = new Map(infos.map(([message, fields]) => [message, new Map(fields)]));

/** How a TLV of a message is shown; `null` for one that nobody here knows. */
export const requestField = (message: QmiMessage | null, type: number): RequestField | null =>
  (message && byMessage.get(message)?.get(type)) ?? null;
