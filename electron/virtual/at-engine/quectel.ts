import { isAttached } from '../call.ts';
import { ussd } from './common.ts';
import { contextTable } from './contexts.ts';
import type { AtContext, AtTable } from './engine.ts';
import { asrNetdevTable, UNISOC_IP6, unisocNetdevTable } from './quectel-netdev.ts';
import { cme, error } from './results.ts';

/**
 * Quectel's own commands. Forms: Quectel EC25&EC21 AT Commands Manual V1.3; replies of real EC25s on github.com (ATI, +QPINC?,
 * +QENG="servingcell", +QCSQ) and on the Osmocom wiki (EC25).
 */

/** What +QCFG keeps, by name: values that this firmware takes and what a fresh module has. */
interface Configuration {
  readonly key: string;
  readonly fresh: string;
  readonly valid: RegExp;
  readonly test: string;
}

type Configurations = Readonly<Record<string, Configuration>>;

/**
 * `usbnet`: 0 QMI, 1 ECM, 2 MBIM, 3 RNDIS (an EC25 in a GL-X750 took 3: forum.gl-inet.com, 28294). `servicedomain`: 0 CS only,
 * 1 PS only, 2 both.
 */
const lteConfigurations: Configurations = {
  usbnet: { key: 'usbnet', fresh: '1', valid: /^[0-3]$/, test: '(0-3)' },
  servicedomain: { key: 'servicedomain', fresh: '2', valid: /^[012](,[01])?$/, test: '(0-2),(0,1)' },
  nwscanmode: { key: 'nwscanmode', fresh: '0', valid: /^[0123](,[01])?$/, test: '(0-3),(0,1)' },
  roamservice: { key: 'roamservice', fresh: '2', valid: /^(1|2|255)(,[01])?$/, test: '(1,2,255),(0,1)' },
};

/**
 * Quectel RG520N&RG52xF&RG530F&RM520N&RM530N AT Commands Manual V1.0.0. 5 (NCM) is in that manual and was answered with ERROR by an
 * RM520N-GL in a board's wiki; the radio has +QNWPREFCFG instead of nwscanmode.
 */
const nrConfigurations: Configurations = {
  usbnet: { key: 'usbnet', fresh: '0', valid: /^[0-3]$/, test: '(0-3)' },
  data_interface: { key: 'data_interface', fresh: '0,0', valid: /^[01],[01]$/, test: '(0,1),(0,1)' },
  'pcie/mode': { key: 'pcie/mode', fresh: '0', valid: /^[01]$/, test: '(0,1)' },
};

/**
 * An EC200A on ASR's chip: 1 ECM, 3 RNDIS; `nat` 0 was seen with the modem's own addresses all the same (field notes on github.com; Quectel's
 * EC200A AT manual as a page there tells of it).
 */
const asrConfigurations: Configurations = {
  usbnet: { key: 'usbnet', fresh: '1', valid: /^[13]$/, test: '(1,3)' },
  nat: { key: 'nat', fresh: '0', valid: /^[01]$/, test: '(0,1)' },
};

/**
 * An RM500U on Unisoc's: 5 NCM, as shipped, 1 ECM, 3 RNDIS; `nat` 1 has the host behind the module's own network, 0, which one was read with,
 * gives it the operator's address (logs of quectel-CM in Forlinx' manuals). It has no nwscanmode (obsy/modemband).
 */
const unisocConfigurations: Configurations = {
  usbnet: { key: 'usbnet', fresh: '5', valid: /^[135]$/, test: '(1,3,5)' },
  nat: { key: 'nat', fresh: '0', valid: /^[01]$/, test: '(0,1)' },
};

const configure = (configurations: Configurations) => (context: AtContext, parameters: readonly string[]) =>
  configureOne(configurations, context, parameters);

function configureOne(configurations: Configurations, { body }: AtContext, [name = '', ...values]: readonly string[]) {
  const entry = configurations[name.toLowerCase()];
  if (!entry) return error;
  if (values.length === 0) return [`+QCFG: "${entry.key}",${String(body.flash[entry.key] ?? entry.fresh)}`];
  const value = values.join(',');
  if (!entry.valid.test(value)) return error;
  // The second number of the radio settings says when they take effect; only the first is kept.
  body.flash[entry.key] = entry.key === 'data_interface' ? value : Number(values[0]);
  body.saveFlash();
  return [];
}

/** +QENG="servingcell" on LTE: state, RAT, duplex, MCC, MNC, cell (hex), PCI, EARFCN, band, bandwidths, TAC (hex), RSRP, RSRQ, RSSI, SINR, Srxlev. */
function servingCell({ registered, identity: i, body }: AtContext): string[] {
  if (!registered) return ['+QENG: "servingcell","SEARCH"'];
  const state = body.memory.get('connected') === true ? 'CONNECT' : 'NOCONN';
  const { ci, pci, earfcn, band, tac } = i.cell;
  const { rsrp, rsrq, rssi, snr } = i.signal;
  const cell = `${ci.toString(16).toUpperCase()},${pci},${earfcn},${band},5,5,${tac.toString(16).toUpperCase()}`;
  return [`+QENG: "servingcell","${state}","LTE","FDD",${i.mcc},${i.mnc},${cell},${rsrp},${rsrq},${rssi},${Math.round(snr)},38`];
}

/** +QCSQ: RSSI, RSRP in dBm, SINR in steps of 0.2 dB from -20, RSRQ in dB. */
function signal({ registered, identity }: AtContext): string[] {
  if (!registered) return ['+QCSQ: "NOSERVICE"'];
  const { rssi, rsrp, snr, rsrq } = identity.signal;
  return [`+QCSQ: "LTE",${rssi},${rsrp},${Math.round((snr + 20) * 5)},${rsrq}`];
}

const pinCounters = ({ sim }: AtContext) => [`+QPINC: "SC",${sim.pinTries},${sim.pukTries}`, '+QPINC: "P2",3,10'];

/** +QINISTAT bits: 1 CPIN ready, 2 SMS, 4 phone book. */
const initialised = ({ sim }: AtContext) => [`+QINISTAT: ${sim.state === 'ready' ? 7 : 0}`];

const configurationCommand = (configurations: Configurations): AtTable => ({
  '+QCFG': { set: configure(configurations), test: Object.values(configurations).map((c) => `+QCFG: "${c.key}",${c.test}`) },
});

const common: AtTable = {
  I: { execute: ({ identity: i }) => [i.manufacturer, i.model, `Revision: ${i.revision}`] },
  '+CUSD': ussd(false),
  '+QGMR': { execute: ({ identity }) => [`${identity.revision}_01.001.01.001`], test: [] },
  '+QCCID': {
    execute: ({ identity }) => [`+QCCID: ${identity.iccid}`],
    read: ({ identity }) => [`+QCCID: ${identity.iccid}`],
    test: [],
    sim: 'present',
  },
  '+CCID': { execute: ({ identity }) => [`+CCID: ${identity.iccid}`], test: [], sim: 'present' },
  '+ICCID': { execute: ({ identity }) => [`+ICCID: ${identity.iccid}`], test: [], sim: 'present' },
  '+QPINC': {
    read: pinCounters,
    set: (context, [facility = '']) => {
      const line = pinCounters(context).find((l) => l.includes(`"${facility}"`));
      return line === undefined ? cme(50) : [line];
    },
    test: ['+QPINC: ("SC","P2")'],
    sim: 'present',
  },
  '+QENG': { set: (context, [cell = '']) => (cell === 'servingcell' ? servingCell(context) : error), test: ['+QENG: ("servingcell")'] },
  '+QCSQ': { execute: signal, test: ['+QCSQ: ("NOSERVICE","GSM","WCDMA","TDSCDMA","LTE")'] },
  '+QNWINFO': {
    execute: ({ registered, identity: i }) => [
      registered ? `+QNWINFO: "FDD LTE","${i.mcc}${i.mnc}","LTE BAND ${i.cell.band}",${i.cell.earfcn}` : '+QNWINFO: No Service',
    ],
    test: [],
  },
  '+QSPN': {
    execute: ({ registered, identity: i }) =>
      registered ? [`+QSPN: "${i.operatorName}","${i.operatorShort}","${i.operatorName}",0,"${i.mcc}${i.mnc}"`] : error,
    sim: 'unlocked',
  },
  '+QINISTAT': { execute: initialised, read: initialised, test: ['+QINISTAT: (0-7)'] },
  '+QSIMSTAT': { read: ({ sim }) => [`+QSIMSTAT: 0,${sim.state === 'missing' ? 0 : 1}`], test: ['+QSIMSTAT: (0,1)'], set: () => [] },
  '+QURCCFG': { set: () => ['+QURCCFG: "urcport","usbat"'], test: ['+QURCCFG: "urcport",("usbat","usbmodem","uart1")'] },
};

/** In ECM and RNDIS, of which the flash tells, Qualcomm's modules call by themselves with context 1 once they are in the network. */
const callsByItself = ({ body }: AtContext, cid: string) => cid === '1' && ['1', '3'].includes(String(body.flash['usbnet']));

/** LTE modules: EC2x, EG9x, EP06. */
export const quectelTable: AtTable = {
  ...common,
  ...contextTable({ attached: callsByItself }),
  ...configurationCommand(lteConfigurations),
};

/** Cat 4 and Cat 1 modules on ASR's chips: EC200A, EC200N. The context of the attach is up whether the card is bound to it or not. */
export const quectelAsrTable: AtTable = {
  ...common,
  ...contextTable({ attached: (_, cid) => cid === '1', calls: false }),
  ...configurationCommand(asrConfigurations),
  ...asrNetdevTable,
};

/** What +QNWPREFCFG keeps: technologies in the order of the manual, or AUTO. */
const PREFERENCES: Readonly<Record<string, { readonly fresh: string; readonly valid: RegExp; readonly test: string }>> = {
  mode_pref: { fresh: 'AUTO', valid: /^(AUTO|(WCDMA|LTE|NR5G)(:(WCDMA|LTE|NR5G)){0,2})$/, test: 'RAT1:...:RATN' },
  nr5g_disable_mode: { fresh: '0', valid: /^[012]$/, test: '(0-2)' },
};

/** +QNWPREFCFG: RG50xQ&RM5xxQ AT Commands Manual; reply `+QNWPREFCFG: "mode_pref",AUTO` of an RM520N-GL on github.com. */
function preference({ body }: AtContext, [name = '', ...values]: readonly string[]) {
  const entry = PREFERENCES[name.toLowerCase()];
  if (!entry || values.length > 1) return error;
  const key = `qnwprefcfg ${name.toLowerCase()}`;
  const [value] = values;
  if (value === undefined) return [`+QNWPREFCFG: "${name.toLowerCase()}",${String(body.flash[key] ?? entry.fresh)}`];
  if (!entry.valid.test(value.toUpperCase())) return error;
  body.flash[key] = value.toUpperCase();
  body.saveFlash();
  return [];
}

const preferences: AtTable = {
  '+QNWPREFCFG': {
    set: preference,
    test: Object.entries(PREFERENCES).map(([name, { test }]) => `+QNWPREFCFG: "${name}",${test}`),
  },
};

/** The call that a module made by itself: up or not, always mux 1, addresses of zeros while down (Quectel's manual; a user's log on github.com). */
function ownCall(context: AtContext): string[] {
  const isUp = isAttached(context.body) && callsByItself(context, '1');
  const address = isUp ? context.identity.ip.address : '0.0.0.0';
  return [`+QMAP: "WWAN",${isUp ? 1 : 0},1,"IPV4","${address}"`, '+QMAP: "WWAN",0,1,"IPV6","0:0:0:0:0:0:0:0"'];
}

/** 5G modules on Qualcomm chips: RG50x, RM50x, RG52x, RM52x. */
export const quectelNrTable: AtTable = {
  ...common,
  ...contextTable({ attached: callsByItself }),
  ...configurationCommand(nrConfigurations),
  ...preferences,
  '+QMAP': { set: (context, [what = '', ...more]) => (what.toUpperCase() === 'WWAN' && more.length === 0 ? ownCall(context) : error) },
};

/** 5G modules on Unisoc chips: RM500U, RG500U. Contexts 1 and 11, which is that of voice, come with the attach (QModem's test data). */
export const quectelUnisocTable: AtTable = {
  ...common,
  ...contextTable({ attached: (_, cid) => cid === '1' || cid === '11', calls: false, ip6: UNISOC_IP6 }),
  ...configurationCommand(unisocConfigurations),
  ...preferences,
  ...unisocNetdevTable,
};
