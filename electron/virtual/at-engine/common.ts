import { setFunctionality } from '../call.ts';
import { contextTable } from './contexts.ts';
import type { AtCommand, AtContext, AtTable } from './engine.ts';
import { guardedFunctionality } from './fcc-lock.ts';
import { packUssd, unpackUssd } from './gsm7.ts';
import { cme, error } from './results.ts';
import { setting } from './setting.ts';

/** What every family answers alike: 3GPP TS 27.007, TS 27.005 and V.250. Section numbers are of TS 27.007 unless said otherwise. */

/** AcT of +COPS and +CREG for E-UTRAN, 7.3. */
const LTE = 7;

const hex4 = (n: number) => n.toString(16).toUpperCase().padStart(4, '0');
const hex7 = (n: number) => n.toString(16).toUpperCase().padStart(7, '0');

/** +CREG, +CGREG, +CEREG: 7.2, 10.1.20, 10.1.22. Circuit switched fallback registers on LTE as well, so all three agree. */
function registration(name: string): AtCommand {
  return {
    read: ({ settings, registered, identity }) => {
      const level = settings.levels.get(name) ?? '0';
      const stat = registered ? 1 : 0;
      const place = level === '2' && registered ? `,"${hex4(identity.cell.tac)}","${hex7(identity.cell.ci)}",${LTE}` : '';
      return [`${name}: ${level},${stat}${place}`];
    },
    test: [`${name}: (0-2)`],
    set: ({ settings }, [level = '']) => {
      if (!/^[012]$/.test(level)) return cme(50);
      settings.levels.set(name, level);
      return [];
    },
  };
}

/** TS 27.007 8.69: RSRQ and RSRP in the steps of TS 36.133 9.1.4 and 9.1.7. */
function extendedSignal({ registered, identity: { signal } }: AtContext): string[] {
  if (!registered) return ['+CESQ: 99,99,255,255,255,255'];
  const rsrq = Math.round((signal.rsrq + 19.5) * 2);
  const rsrp = Math.round(signal.rsrp + 140);
  return [`+CESQ: 99,99,255,255,${rsrq},${rsrp}`];
}

/** A string in the character set that the port asked for with +CSCS (5.5): as it is, or hex of UCS2, big-endian. */
function inCharset({ settings }: AtContext, text: string): string {
  if (settings.levels.get('+CSCS') !== 'UCS2') return text;
  return [...text].map((c) => hex4(c.charCodeAt(0))).join('');
}

function operatorRead(context: AtContext): string[] {
  const { settings, registered, identity } = context;
  if (!registered) return ['+COPS: 0'];
  const format = settings.levels.get('+COPS') ?? '0';
  const names: Record<string, string> = { '0': identity.operatorName, '1': identity.operatorShort, '2': `${identity.mcc}${identity.mnc}` };
  const name = names[format] ?? '';
  return [`+COPS: 0,${format},"${format === '2' ? name : inCharset(context, name)}",${LTE}`];
}

function pinState({ sim }: AtContext) {
  switch (sim.state) {
    case 'ready':
      return ['+CPIN: READY'];
    case 'pin':
      return ['+CPIN: SIM PIN'];
    case 'puk':
      return ['+CPIN: SIM PUK'];
    case 'missing':
      return cme(10);
    case 'blocked':
      return cme(13);
  }
}

/** 8.3. A PIN to a SIM that asks for none is refused with 3, as the firmwares do. */
function enterPin({ sim }: AtContext, [code = '', newPin]: readonly string[]) {
  const { state } = sim;
  if (state === 'missing') return cme(10);
  if (state === 'blocked') return cme(13);
  if (state === 'ready') return cme(3);
  if (state === 'puk') {
    if (newPin === undefined) return cme(12);
    if (!/^\d{8}$/.test(code) || !/^\d{4,8}$/.test(newPin)) return cme(50);
    return sim.unblock(code, newPin) ? [] : cme(16);
  }
  if (!/^\d{4,8}$/.test(code)) return cme(50);
  if (sim.verify(code)) return [];
  // The wrong PIN that was the last: the card wants the PUK now (9.2.1).
  return sim.pinTries === 0 ? cme(12) : cme(16);
}

/** 7.4: facility lock. Only "SC", the PIN request of the SIM. */
function facilityLock({ sim }: AtContext, [facility = '', mode = '', password = '']: readonly string[]) {
  if (facility !== 'SC') return cme(4);
  if (mode === '2') return [`+CLCK: ${sim.pinEnabled ? 1 : 0}`];
  if (mode !== '0' && mode !== '1') return cme(50);
  return sim.setPinEnabled(mode === '1', password) ? [] : cme(16);
}

/**
 * +CSIM (8.17) for one thing: VERIFY and UNBLOCK without a code, which ask the card for the tries left and cost none. The card
 * answers 63Cx, or 6983 when blocked (TS 102 221, 11.1.9 and 11.1.11).
 */
function verifyStatus({ sim }: AtContext, [length = '', command = '']: readonly string[]) {
  const tries: Record<string, number> = { '0020000100': sim.pinTries, '002C000100': sim.pukTries, '0020008100': 3, '002C008100': 10 };
  const left = tries[command.toUpperCase()];
  if (length !== '10' || left === undefined) return error;
  return [`+CSIM: 4,"${left > 0 ? `63C${left.toString(16).toUpperCase()}` : '6983'}"`];
}

/** 7.1. 0 and 4 turn the radio off; a second parameter 1 restarts. */
function functionality({ body, after }: AtContext, [fun = '', reset = '0']: readonly string[]) {
  if (!/^[0-7]$/.test(fun) || !/^[01]$/.test(reset)) return cme(50);
  if (reset === '1') {
    after(() => body.restart());
    return [];
  }
  setFunctionality(body, fun);
  return [];
}

/** Unguarded: what `guardedFunctionality` of ./fcc-lock.ts is laid around, with the refusal that a make has. */
export const functionalityCommand: AtCommand = {
  read: ({ body }) => [`+CFUN: ${String(body.memory.get('functionality') ?? '1')}`],
  test: ['+CFUN: (0,1,4),(0-1)'],
  set: functionality,
};

/** TS 27.007 8.8: the time of the computer that plays, in quarters of an hour from GMT. */
function clockRead({ body }: AtContext): string[] {
  const [date = '', time = ''] = new Date(body.clock.now()).toISOString().split('T');
  return [`+CCLK: "${date.slice(2).replaceAll('-', '/')},${time.slice(0, 8)}+00"`];
}

/** Time from a USSD request to the network's answer, in ms. */
const USSD_MS = 400;

/**
 * +CUSD, 7.15. `packed`: request and answer are hex of packed septets, as Huawei firmwares have it; otherwise text. Three
 * requests are known to the practice network; others are told so, as networks do.
 */
export function ussd(packed: boolean): AtCommand {
  const answers: Record<string, string> = { '*100#': 'Balance 17.00', '*101#': '5.0 GB left', '*111#': '+15550100017' };
  return {
    read: ['+CUSD: 1'],
    test: ['+CUSD: (0-2)'],
    sim: 'unlocked',
    set: ({ registered, unsolicited }, [mode = '', request, dcs = '15']) => {
      if (!/^[012]$/.test(mode) || !/^\d{1,3}$/.test(dcs)) return cme(50);
      if (request === undefined || mode === '2') return [];
      if (!registered) return cme(30);
      if (request.length > 182 || (packed && !/^([0-9A-Fa-f]{2})+$/.test(request))) return cme(50);
      const asked = packed ? unpackUssd(request) : request;
      const answer = answers[asked] ?? 'Unknown service code';
      unsolicited(`+CUSD: 0,"${packed ? packUssd(answer) : answer}",15`, USSD_MS);
      return [];
    },
  };
}

export const commonTable: AtTable = {
  '+CGMI': { execute: ({ identity }) => [identity.manufacturer], test: [] },
  '+GMI': { execute: ({ identity }) => [identity.manufacturer], test: [] },
  '+CGMM': { execute: ({ identity }) => [identity.model], test: [] },
  '+GMM': { execute: ({ identity }) => [identity.model], test: [] },
  '+CGMR': { execute: ({ identity }) => [identity.revision], test: [] },
  '+GMR': { execute: ({ identity }) => [identity.revision], test: [] },
  '+CGSN': { execute: ({ identity }) => [identity.imei], test: [] },
  '+GSN': { execute: ({ identity }) => [identity.imei], test: [] },
  '+GCAP': { execute: ['+GCAP: +CGSM,+DS,+ES'], test: [] },
  '+CIMI': { execute: ({ identity }) => [identity.imsi], test: [], sim: 'unlocked' },
  '+CPIN': { read: pinState, set: enterPin, test: [] },
  '+CLCK': { set: facilityLock, test: ['+CLCK: ("SC")'], sim: 'unlocked' },
  '+CSQ': {
    // 8.5: 0 to 31 stand for -113 to -51 dBm; the bit error rate is not known on LTE.
    execute: ({ registered, identity }) => [`+CSQ: ${registered ? Math.round((identity.signal.rssi + 113) / 2) : 99},99`],
    test: ['+CSQ: (0-31,99),(0-7,99)'],
  },
  '+CESQ': { execute: extendedSignal, test: ['+CESQ: (0-63,99),(0-7,99),(0-96,255),(0-49,255),(0-34,255),(0-97,255)'] },
  '+COPS': {
    read: operatorRead,
    sim: 'unlocked',
    test: (context) => {
      const { operatorName, operatorShort, mcc, mnc } = context.identity;
      const names = [operatorName, operatorShort].map((name) => `"${inCharset(context, name)}"`).join(',');
      return [`+COPS: (2,${names},"${mcc}${mnc}",${LTE}),,(0-4),(0-2)`];
    },
    set: ({ settings }, [mode = '', format = '']) => {
      if (mode === '3' && /^[012]$/.test(format)) settings.levels.set('+COPS', format);
      else if (mode !== '0') return cme(mode === '1' || mode === '2' ? 3 : 50);
      return [];
    },
  },
  '+CREG': registration('+CREG'),
  '+CGREG': registration('+CGREG'),
  '+CEREG': registration('+CEREG'),
  '+CFUN': guardedFunctionality(functionalityCommand, error),
  ...contextTable(),
  // The number stays as it is under any +CSCS: ModemManager 1.20 reads it so.
  '+CNUM': { execute: ({ identity }) => (identity.msisdn === '' ? [] : [`+CNUM: ,"${identity.msisdn}",145`]), test: [], sim: 'unlocked' },
  '+CSIM': { set: verifyStatus, test: [], sim: 'present' },
  '+CCLK': { read: clockRead, test: [] },
  // TS 27.007 5.9: 28 is E-UTRAN only, 31 GERAN, UTRAN and E-UTRAN.
  '+WS46': setting('+WS46', '31', '(12,22,25,28,29,30,31)', /^(12|22|25|28|29|30|31)$/),
  '+CSCS': setting('+CSCS', 'IRA', '("GSM","IRA","UCS2")', /^(GSM|IRA|UCS2)$/, '"'),
  // TS 27.005 3.2: message format, storage, service centre, indications.
  '+CMGF': setting('+CMGF', '0', '(0-1)', /^[01]$/),
  '+CNMI': setting('+CNMI', '0,0,0,0,0', '(0-2),(0-3),(0,2),(0-2),(0-1)', /^\d(,\d?){0,4}$/),
  '+CPMS': {
    read: ['+CPMS: "SM",0,25,"SM",0,25,"SM",0,25'],
    test: ['+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")'],
    set: (_context, stores) => (stores.every((s) => s === '' || s === 'SM' || s === 'ME') ? ['+CPMS: 0,25,0,25,0,25'] : cme(50)),
    sim: 'unlocked',
  },
  '+CSMS': { read: ['+CSMS: 0,1,1,1'], test: ['+CSMS: (0,1)'], set: () => ['+CSMS: 1,1,1'] },
  '+CMGL': { set: () => [], execute: [], test: ['+CMGL: (0-4)'], sim: 'unlocked' },
  '+CSCA': { read: ['+CSCA: "+15550100000",145'], test: [], sim: 'unlocked' },
  '+CMER': setting('+CMER', '0,0,0,0,0', '(0-3),(0),(0),(0-1),(0)', /^\d(,\d?){0,4}$/),
  '+CIND': { test: ['+CIND: ("battchg",(0-5)),("signal",(0-5)),("service",(0,1)),("call",(0,1)),("roam",(0,1))'] },
  '+IFC': setting('+IFC', '2,2', '(0-2),(0-2)', /^[0-3](,[0-3])?$/),
  '+IPR': setting('+IPR', '115200', '(),(9600,115200)', /^\d{1,7}$/),
  '+CRC': setting('+CRC', '0', '(0-1)', /^[01]$/),
  '+CTZR': setting('+CTZR', '0', '(0-2)', /^[0-2]$/),
  '+CTZU': setting('+CTZU', '0', '(0,1)', /^[01]$/),
  D: {
    // Data calls need a PPP peer, which a virtual modem has not: the call fails as one without a carrier does.
    execute: () => ({ kind: 'no-carrier' }),
    sim: 'unlocked',
  },
  '+CGDATA': { set: () => error },
};
