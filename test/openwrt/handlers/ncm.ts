import type { Release } from '../../../modem-db/openwrt/index.ts';
import { type PassedOptions, shellText } from './netifd.ts';

/** What an entry of comgt's ncm.json makes its commands of; each empty or as in the interface's section. */
interface Values {
  readonly profile: string;
  readonly pdpType: string;
  readonly apn: string;
  readonly username: string;
  readonly password: string;
  readonly auth: string;
}

interface Entry {
  readonly initialize: (values: Values) => readonly string[];
  readonly configure: (values: Values) => readonly string[];
  /** What `mode` sends, by its words; others send nothing. */
  readonly modes: Readonly<Record<string, string>>;
  readonly connect: (values: Values) => string;
  readonly finalize: (values: Values) => readonly string[];
}

/** `,"value"` where there is one. */
const quoted = (value: string) => (value === '' ? '' : `,"${value}"`);
const huaweiMode = (order: string) => `AT^SYSCFGEX="${order}",3fffffff,2,4,7fffffffffffffff,,`;

/** The makers whose recorded runs were compared; ncm.json has others. The same from v21.02.0 to v25.12.5. */
const entries: Readonly<Record<string, Entry>> = {
  huawei: {
    initialize: ({ profile, pdpType, apn }) => [
      ...['AT', 'ATZ', 'ATQ0', 'ATV1', 'ATE1', 'ATS0=0'],
      `AT+CGDCONT=${profile},"${pdpType}"${quoted(apn)}`,
    ],
    configure: () => [],
    modes: {
      preferlte: huaweiMode('030201'),
      preferumts: huaweiMode('0201'),
      lte: huaweiMode('03'),
      umts: huaweiMode('02'),
      gsm: huaweiMode('01'),
      auto: huaweiMode('00'),
    },
    connect: ({ profile, apn, username, password, auth }) =>
      `AT^NDISDUP=${profile},1${quoted(apn)}${quoted(username)}${quoted(password)}${auth === '' ? '' : `,${auth}`}`,
    finalize: () => [],
  },
  mtk1: {
    initialize: () => ['AT+CFUN=1'],
    configure: ({ profile, pdpType, apn }) => [`AT+CGDCONT=${profile},"${pdpType}","${apn}",0,0`],
    modes: {},
    connect: ({ profile }) => `AT+CGACT=1,${profile}`,
    finalize: ({ profile }) => [`AT+CGDATA="M-MBIM",${profile},1`],
  },
};

/**
 * The AT commands that ncm.sh sends to a modem of that maker, in their order; `['PIN', …]` stands for its PIN script. `maker` is the first
 * word of AT+CGMI in lower case. `null`: the release has no entry (UNSUPPORTED_MODEM), or this model has none. Nothing is escaped: a quote in a
 * value ends the AT string (OpenWrt v21.02.0 to v25.12.5, comgt, ncm.sh and ncm.json).
 */
export function ncmCalls(passed: PassedOptions, release: Release, maker: string): string[][] | null {
  const entry = release.ncmManufacturers.includes(maker) ? entries[maker] : undefined;
  if (!entry) return null;
  const text = (name: string) => shellText(passed, name);
  const wanted = text('pdptype').toUpperCase();
  const values: Values = {
    profile: text('profile') || '1',
    pdpType: wanted === 'IPV6' || wanted === 'IPV4V6' ? wanted : 'IP',
    apn: text('apn'),
    username: text('username'),
    password: text('password'),
    auth: text('auth'),
  };
  const mode = entry.modes[text('mode')];
  const pin = text('pincode');
  return [
    ...entry.initialize(values).map((command) => [command]),
    ...(pin === '' ? [] : [['PIN', pin]]),
    ...entry.configure(values).map((command) => [command]),
    ...(mode === undefined ? [] : [[mode]]),
    [entry.connect(values)],
    ...entry.finalize(values).map((command) => [command]),
  ];
}
