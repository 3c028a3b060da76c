import { hangUp, isAttached, isCallRefused, isCallUp, startCall } from '../call.ts';
import { ussd } from './common.ts';
import { contextTable } from './contexts.ts';
import type { AtContext, AtTable } from './engine.ts';
import { cme, error } from './results.ts';

/**
 * Huawei's own commands. Forms: ModemManager 1.20, plugins/huawei/mm-modem-helpers-huawei.c and its tests (^SYSINFOEX,
 * ^NDISSTATQRY, ^DHCP, ^GETPORTMODE, ^HCSQ); replies of an E3372 on github.com (ATI, ^VERSION?, ^FHVER, ^CARDLOCK?) and of an
 * E3372s-153 on morfikov's blog (^SETPORT).
 */

/** Time from ^NDISDUP to its result, in ms. */
const DIAL_MS = 300;

/** Codes of ^SETPORT=?: E3372s-153, morfikov's blog. */
export const portNames: Readonly<Record<string, string>> = {
  '3': '3G DIAG',
  '10': '4G MODEM',
  '1': '3G MODEM',
  '12': '4G PCUI',
  '13': '4G DIAG',
  '5': '3G GPS',
  '14': '4G GPS',
  A: 'BLUE TOOTH',
  '16': 'NCM',
  A1: 'CDROM',
  A2: 'SD',
};

/** ^SETPORT="<codes before the switch, or FF>;<codes after it>"; each code at most once in a list. */
function setPorts({ body }: AtContext, [...codes]: readonly string[]) {
  const value = codes.join(',').toUpperCase();
  const [initial, switched, ...more] = value.split(';');
  if (initial === undefined || switched === undefined || more.length > 0) return error;
  const before = initial === 'FF' ? [] : initial.split(',');
  const after = switched.split(',');
  const unique = (list: readonly string[]) => new Set(list).size === list.length;
  if (!unique(before) || !unique(after) || ![...before, ...after].every((code) => code in portNames)) return error;
  body.flash['setport'] = value;
  body.saveFlash();
  return [];
}

/** ^SYSINFOEX: service, domain, roaming, SIM state, reserved, mode, its name, submode, its name. 6 and 101 are LTE; 255 is no SIM. */
function systemInformation({ sim, registered }: AtContext): string[] {
  if (registered) return ['^SYSINFOEX:2,3,0,1,,6,"LTE",101,"LTE"'];
  return [`^SYSINFOEX:0,0,0,${sim.state === 'missing' ? 255 : 1},,0,"NO SERVICE",0,"NO SERVICE"`];
}

/** ^HCSQ: steps of 1 dB from -120 (RSSI) and -140 (RSRP), of 0.2 dB from -20 (SINR), of 0.5 dB from -19.5 (RSRQ). */
function signal({ registered, identity }: AtContext): string[] {
  if (!registered) return ['^HCSQ:"NOSERVICE"'];
  const { rssi, rsrp, snr, rsrq } = identity.signal;
  const steps = [rssi + 121, rsrp + 141, (snr + 20) * 5, (rsrq + 19.5) * 2 + 1];
  return [`^HCSQ:"LTE",${steps.map(Math.round).join(',')}`];
}

/** ^CPIN?: state, tries left for what is asked, PUK, PIN, PUK2, PIN2. */
function pinTries({ sim }: AtContext) {
  const { state, pinTries: pin, pukTries: puk } = sim;
  if (state === 'missing') return cme(10);
  const words: Record<string, string> = { ready: 'READY', pin: 'SIM PIN', puk: 'SIM PUK', blocked: 'SIM PUK' };
  const asked = state === 'pin' ? pin : state === 'ready' ? '' : puk;
  return [`^CPIN: ${words[state] ?? ''},${asked},${puk},${pin},10,3`];
}

/** An address as ^DHCP? gives it: hex, the last octet first. */
export function dhcpHex(dotted: string): string {
  return dotted
    .split('.')
    .reverse()
    .map((octet) => Number(octet).toString(16).toUpperCase().padStart(2, '0'))
    .join('');
}

function dhcp(context: AtContext) {
  if (!isCallUp(context.body)) return error;
  const ip = context.identity.ip;
  const fields = [ip.address, ip.mask, ip.gateway, ip.gateway, ip.dns[0], ip.dns[1]].map(dhcpHex);
  return [`^DHCP: ${fields.join(',')}, 150000000, 50000000`];
}

/** ^NDISSTATQRY: the state of one kind of address (ModemManager 1.20, tests of plugins/huawei). */
const linkState = ({ body }: AtContext) => [`^NDISSTATQRY: ${isCallUp(body) ? 1 : 0},,,"IPV4"`];

/**
 * ^NDISDUP=<cid>,<connect>[,<apn>[,<user>[,<password>[,<auth>]]]]. It answers at once; ^NDISSTAT tells when the link is there, as long as
 * ^CURC has such lines on.
 */
function dial({ body, settings, unsolicited }: AtContext, [cid = '', connected = '', apn = '']: readonly string[]) {
  if (!/^([1-9]|1[01])$/.test(cid) || !/^[01]$/.test(connected) || apn.length > 99) return error;
  if (connected === '1' && (!isAttached(body) || isCallRefused(body))) return error;
  if (connected === '1') startCall(body, cid);
  else hangUp(body);
  if (settings.levels.get('^CURC') !== '0') unsolicited(`^NDISSTAT:${connected},,,"IPV4"`, DIAL_MS);
  return [];
}

/** ^AUTHDATA=<cid>,<auth>,,<user>,<password>: sources differ in which of the two comes first; the practice network asks for neither. */
function login(_context: AtContext, [cid = '', auth = '', ...more]: readonly string[]) {
  return /^\d{1,2}$/.test(cid) && /^[0-3]$/.test(auth) && more.length <= 3 ? [] : error;
}

const SYSCFGEX = '"00",3FFFFFFF,1,2,7FFFFFFFFFFFFFFF';

/**
 * ^SYSCFGEX="<acquisition order>",<band>,<roam>,<domain>,<LTE band>,,: order of 01 GSM, 02 WCDMA, 03 LTE, or 00 automatic. Order 99, bands
 * 40000000, roam 2 and domain 4 leave as it is (ME909s AT Command Interface Specification; HiSilicon's modem source).
 */
function setSystem({ body }: AtContext, [order = '', band = '', roam = '', domain = '', lteBand = '']: readonly string[]) {
  const valid =
    /^(00|(0[123]){1,3}|99)$/.test(order) &&
    /^[0-9A-F]{1,16}$/i.test(band) &&
    /^[0-3]$/.test(roam) &&
    /^[0-4]$/.test(domain) &&
    /^[0-9A-F]{1,16}$/i.test(lteBand);
  if (!valid) return error;
  const before = String(body.flash['syscfgex'] ?? SYSCFGEX).split(',');
  const now = [
    unless('99', order) && `"${order}"`,
    unless(SAME_BAND, band),
    unless('2', roam),
    unless('4', domain),
    unless(SAME_BAND, lteBand),
  ];
  body.flash['syscfgex'] = now.map((value, i) => value ?? before[i] ?? '').join(',');
  body.saveFlash();
  return [];
}

const SAME_BAND = '40000000';
const unless = (same: string, value: string) => (value === same ? null : value);

const SYSCFG = '2,0,3FFFFFFF,1,2';

/**
 * ^SYSCFG=<mode>,<order>,<band>,<roam>,<domain>: mode 2 automatic, 13 GSM, 14 WCDMA. 16, 3, 40000000, 2 and 4 leave as it is
 * (HiSilicon's modem source as Huawei publishes it).
 */
function setOldSystem({ body }: AtContext, [mode = '', order = '', band = '', roam = '', domain = '', ...more]: readonly string[]) {
  const valid = /^(2|13|14|16)$/.test(mode) && /^[0-3]$/.test(order) && /^[0-9A-F]{1,8}$/i.test(band) && /^[0-2]$/.test(roam);
  if (!valid || !/^[0-4]$/.test(domain) || more.length > 0) return error;
  const before = String(body.flash['syscfg'] ?? SYSCFG).split(',');
  const now = [unless('16', mode), unless('3', order), unless(SAME_BAND, band), unless('2', roam), unless('4', domain)];
  body.flash['syscfg'] = now.map((value, i) => value ?? before[i] ?? '').join(',');
  body.saveFlash();
  return [];
}

/** Commands of all Huawei sticks. */
export const huaweiTable: AtTable = {
  I: {
    execute: ({ identity: i }) => [
      `Manufacturer: ${i.manufacturer}`,
      `Model: ${i.model}`,
      `Revision: ${i.revision}`,
      `IMEI: ${i.imei}`,
      '+GCAP: +CGSM,+DS,+ES',
    ],
  },
  '+CUSD': ussd(true),
  '^ICCID': {
    read: ({ identity }) => [`^ICCID: ${identity.iccid}`],
    execute: ({ identity }) => [`^ICCID: ${identity.iccid}`],
    sim: 'present',
  },
  '^CPIN': { read: pinTries, test: [] },
  '^SYSINFOEX': { execute: systemInformation, test: [] },
  '^HCSQ': { read: signal, set: () => [], test: ['^HCSQ:(0-1),(0-255)'] },
  '^SYSCFGEX': {
    read: ({ body }) => [`^SYSCFGEX:${String(body.flash['syscfgex'] ?? SYSCFGEX)}`],
    test: [
      '^SYSCFGEX: ("00","01","02","03","99"),((2000004e80380,"GSM850/GSM900/GSM1800/GSM1900/WCDMA850/WCDMA900/WCDMA1900/WCDMA2100"),(3fffffff,"All Bands")),(0-3),(0-4),((800c5,"LTE2100/LTE1800/LTE2600/LTE900/LTE800"),(7fffffffffffffff,"All bands"))',
    ],
    set: setSystem,
  },
  // The contexts are told apart from the call; 0 is that of the attach (mrhaav/openwrt-packages, atc-hua-e3372h_320).
  ...contextTable({ lowest: 0, calls: false }),
  '^AUTHDATA': { set: login },
  '^NDISDUP': { set: dial, test: ['^NDISDUP: (1-11),(0-1)'], sim: 'unlocked' },
  '^CURC': {
    read: ({ settings }) => [`^CURC: ${settings.levels.get('^CURC') ?? '1'}`],
    test: ['^CURC: (0-1)'],
    set: ({ settings }, [mode = '']) => {
      if (!/^[01]$/.test(mode)) return error;
      settings.levels.set('^CURC', mode);
      return [];
    },
  },
  '^CARDLOCK': { read: ['^CARDLOCK: 2,10,0'], test: [] },
  '^CARDMODE': { execute: ['^CARDMODE:2'], test: [], sim: 'present' },
  '^HWVER': { execute: ({ identity }) => [`^HWVER:"${identity.hardware}"`], test: [] },
  '^FHVER': { execute: ({ identity: i }) => [`^FHVER:"${i.model} ${i.revision},${i.hardware}"`] },
  '^VERSION': {
    read: ({ identity: i }) =>
      ['BDT:Aug 30 2013, 10:02:17', `EXTS:${i.revision}`, 'INTS:', 'EXTD:', 'INTD:', `EXTH:${i.hardware}`, 'INTH:']
        .concat([`EXTU:${i.model}`, 'INTU:', 'CFG:1004', 'PRL:', 'OEM:', 'INI:'])
        .map((field) => `^VERSION:${field}`),
  },
  '^RESET': {
    execute: ({ body, after }) => {
      after(() => body.restart());
      return [];
    },
  },
  '^RFSWITCH': { read: ({ body }) => [`^RFSWITCH:${body.memory.get('radioOff') === true ? 0 : 1},1`], set: () => [] },
  '^DSFLOWQRY': { execute: [`^DSFLOWQRY:${Array(6).fill('00000000').join(',')}`] },
  '^SPN': { set: () => ['^SPN:0,0,"Practice"'], sim: 'unlocked' },
};

/** Commands of sticks on Huawei's own Balong chips: NCM, ports that can be chosen. */
export const balongTable: AtTable = {
  '^SETPORT': {
    read: ({ body }) => [`^SETPORT:${String(body.flash['setport'] ?? '')}`],
    test: Object.entries(portNames).map(([code, name]) => `^SETPORT:${code}: ${name}`),
    set: setPorts,
  },
  '^GETPORTMODE': {
    execute: ({ body }) => {
      const names: Record<string, string> = {
        '10': 'MDM',
        '1': 'MDM',
        '12': 'PCUI',
        '16': 'NCM',
        A1: 'CDROM',
        A2: 'SD',
        '3': 'DIAG',
        '13': 'DIAG',
      };
      const codes = String(body.flash['setport'] ?? '').split(';')[1] ?? '';
      const ports = codes.split(',').map((code, number) => `${names[code] ?? 'UNKNOWN'}:${number}`);
      return [`^GETPORTMODE: TYPE: WCDMA: huawei,${ports.join(',')}`];
    },
  },
  '^NDISSTATQRY': {
    read: linkState,
    execute: linkState,
    test: [],
    sim: 'unlocked',
  },
  '^DHCP': { read: dhcp, test: [], sim: 'unlocked' },
  '^DHCPV6': { read: () => error },
};

/** The same of firmware that tells both kinds of address in one line (there). */
const bothStates = ({ body }: AtContext) => [`^NDISSTATQRY: ${isCallUp(body) ? 1 : 0},,,"IPV4",0,,,"IPV6"`];
export const bothKindsTable: AtTable = { '^NDISSTATQRY': { read: bothStates, execute: bothStates, test: [], sim: 'unlocked' } };

/** Commands of sticks on Qualcomm chips: QMI, ports chosen by a number. */
export const huaweiQualcommTable: AtTable = {
  '^SYSCFG': {
    read: ({ body }) => [`^SYSCFG:${String(body.flash['syscfg'] ?? SYSCFG)}`],
    test: ['^SYSCFG:(2,13,14,16),(0-3),((400000,"WCDMA2100"),(3FFFFFFF,"ALL BANDS")),(0-2),(0-4)'],
    set: setOldSystem,
  },
  '^U2DIAG': {
    read: ({ body }) => [`^U2DIAG: ${String(body.flash['u2diag'] ?? 276)}`],
    set: ({ body }, [value = '']) => {
      // What an E173 has of the table of values: wiki.bernardino.org, HUAWEI AT Commands.
      if (!/^(0|1|255|256|257|268|276)$/.test(value)) return error;
      body.flash['u2diag'] = Number(value);
      body.saveFlash();
      return [];
    },
  },
  '^GETPORTMODE': { execute: ['^GETPORTMODE: TYPE: WCDMA: Qualcomm,MDM:0,NDIS:1'] },
};
