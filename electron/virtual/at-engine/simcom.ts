import { type ContextForms, contextTable } from './contexts.ts';
import type { AtCommand, AtContext, AtTable } from './engine.ts';
import { flashContexts } from './pdp-contexts.ts';
import { cme, error } from './results.ts';

/**
 * SIMCom's own commands. Forms: SIM7500_SIM7600 Series AT Command Manual V1.12 (+CUSBPIDSWITCH); RooterSource and QModem (+CNMP); replies of a
 * SIM7600G-H, a SIM8230G and of A76xx modules in public logs and drivers on github.com (ATI, +CUSBCFG?, $MYCONFIG?, +SPIC, +CICCID).
 */

/** Time that a module takes from its OK to the restart of +CUSBPIDSWITCH, in ms. */
const SWITCH_MS = 500;

/** +CNMP: what `values` allows, kept in the flash, in force at once. */
function networkMode(values: readonly number[]): AtCommand {
  return {
    read: ({ body }) => [`+CNMP: ${String(body.flash['cnmp'] ?? 2)}`],
    test: [`+CNMP: (${values.join(',')})`],
    set: ({ body }, [value = '']) => {
      if (!/^\d{1,3}$/.test(value) || !values.includes(Number(value))) return error;
      body.flash['cnmp'] = Number(value);
      body.saveFlash();
      return [];
    },
  };
}

const restarts: AtCommand = {
  execute: ({ body, after }) => {
    after(() => body.restart());
    return [];
  },
  test: [],
};

/** +SPIC: tries of PIN1, PUK1, PIN2, PUK2. */
const tries = ({ sim }: AtContext) => [`+SPIC: ${sim.pinTries},${sim.pukTries},3,10`];

/** Commands of all of them. `manufacturer` is said as ATI says it. */
export const simcomTable: AtTable = {
  I: {
    execute: ({ identity: i }) => [
      `Manufacturer: ${i.manufacturer}`,
      `Model: ${i.model}`,
      `Revision: ${i.revision}`,
      `IMEI: ${i.imei}`,
      '+GCAP: +CGSM',
    ],
  },
  '+CGMR': { execute: ({ identity }) => [`+CGMR: ${identity.hardware}`], test: [] },
  '+CICCID': { execute: ({ identity }) => [`+ICCID: ${identity.iccid}`], test: [], sim: 'present' },
  '+SPIC': { execute: tries, read: tries, test: [], sim: 'present' },
  '+CRESET': restarts,
};

/** PIDs that +CUSBPIDSWITCH of the manual takes. 9001 is the default. */
const switchablePids =
  '9000,9001,9002,9003,9004,9005,9006,9007,9011,9016,9018,9019,901A,901B,9020,9021,9022,9023,9024,9025,9026,9027,9028,9029,902A,902B'.split(
    ',',
  );

/** PIDs with a card, and the contexts that are up then: its call is made with 6 (stratux on github.com sets the APN of both). */
const CARD_PIDS = ['9011', '9018', '9019'];
function sim7600Attached({ body }: AtContext, cid: string): boolean {
  return (cid === '1' || cid === '6') && CARD_PIDS.includes(String(body.flash['usbpid'] ?? '9001'));
}

/** Contexts of a fresh one: that 6 is there is assumed. */
export const SIM7600_CONTEXTS = flashContexts({ '1': { type: 'IP', apn: '' }, '6': { type: 'IP', apn: '' } });

/** SIM7500 and SIM7600: a PID stands for a composition; another one than that in use resets the module by itself. 9007 and 902B (a disc, a sound card) this practice module has not. */
export const sim7600Table: AtTable = {
  ...contextTable({ attached: sim7600Attached, quotes: false }),
  '+CUSBPIDSWITCH': {
    read: ({ body }) => [`+CUSBPIDSWITCH: ${String(body.flash['usbpid'] ?? '9001')}`],
    test: [`+CUSBPIDSWITCH: (${switchablePids.join(',')}),(0-1),(0-1)`],
    set: ({ body, after }, [pid = '', one = '', two = '', ...more]) => {
      const wanted = pid.toUpperCase();
      const valid = switchablePids.includes(wanted) && wanted !== '9007' && wanted !== '902B';
      if (!valid || !/^[01]$/.test(one) || !/^[01]$/.test(two) || more.length > 0) return error;
      if (wanted === body.flash['usbpid']) return [];
      body.flash['usbpid'] = wanted;
      body.saveFlash();
      after(() => body.restart({ afterMs: SWITCH_MS }));
      return [];
    },
  },
  '+CNMP': networkMode([2, 9, 10, 13, 14, 19, 22, 38, 39, 48, 51, 54, 59, 60, 63, 67]),
};

/** PIDs that +CUSBCFG=? was seen to list: a SIM8262E-M2 (devhide.com, 75840041). */
const configurablePids = ['9001', '9003', '9011', '901E'];

/** SIM82xx and SIM83xx: the PID is written down, a restart makes it so. `USBADB` first: reply of a SIM8230G. */
export const sim8200Table: AtTable = {
  // As a network card, 9011, it calls by itself with context 1 (QModem).
  ...contextTable({ attached: ({ body }, cid) => cid === '1' && body.flash['usbpid'] === '9011' }),
  '+CUSBCFG': {
    read: ({ body }) => [`USBADB: ${String(body.flash['usbadb'] ?? 0)}`, `USBID: 0X1E0E,0X${String(body.flash['usbpid'] ?? '9001')}`],
    test: [`+CUSBCFG: USBID,1E0E,(${configurablePids.join(',')})`, '+CUSBCFG: USBADB,(0,1)'],
    set: ({ body }, [what = '', first = '', second = '', ...more]) => {
      const pid = second.toUpperCase();
      const usbid = what.toUpperCase() === 'USBID' && first.toUpperCase() === '1E0E' && configurablePids.includes(pid) && more.length === 0;
      const adb = what.toUpperCase() === 'USBADB' && /^[01]$/.test(first) && second === '';
      if (!usbid && !adb) return error;
      if (usbid) body.flash['usbpid'] = pid;
      else body.flash['usbadb'] = Number(first);
      body.saveFlash();
      return [];
    },
  },
  '+CPCIEMODE': { read: ['+CPCIEMODE: RC'], test: ['+CPCIEMODE: (EP,RC)'] },
  '+CNMP': networkMode([2, 14, 38, 54, 55, 71, 109]),
};

const usbNetMode = ({ body }: AtContext) => [`$MYCONFIG: "usbnetmode",${String(body.flash['usbnetmode'] ?? 0)},0`];

/** Contexts of a fresh A76xx: its own, that of voice and that of emergency calls (+CGACT? of an A7672S, log on github.com). */
export const A7670_CONTEXTS = flashContexts({
  '1': { type: 'IP', apn: '' },
  '8': { type: 'IPV4V6', apn: 'ims' },
  '9': { type: 'IPV4V6', apn: 'sos' },
});

const LINK_LOCAL = '254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1';

/**
 * Contexts 1 and 8 come with the attach; addresses are without quotes, and +CGDCONT? has them too (there). Voice has one of the same network
 * and a link-local one.
 */
const a7670Contexts: ContextForms = {
  attached: (_, cid) => cid === '1' || cid === '8',
  calls: false,
  quotes: false,
  definedAddress: true,
  addresses: ({ identity: { ip } }, cid) => (cid === '8' ? `${ip.address.replace(/\d+$/, '69')},${LINK_LOCAL}` : ip.address),
};

/**
 * A76xx: 0 RNDIS, 1 ECM, 2 chosen by the host's system. The name alone with its value: notes on a SIM7672 on github.com say that a second
 * number is refused. A restart makes it so. +DIALMODE: 0 the module calls by itself, 1 it does not, the other way round than one would think;
 * in force after a restart (the A7672S again).
 */
export const a7670Table: AtTable = {
  ...contextTable(a7670Contexts),
  $MYCONFIG: {
    read: usbNetMode,
    set: (context, [name = '', mode, ...more]) => {
      const { body } = context;
      // The name alone asks (log of an A7672S on github.com).
      if (name.toLowerCase() === 'usbnetmode' && mode === undefined) return usbNetMode(context);
      if (name.toLowerCase() !== 'usbnetmode' || !/^[012]$/.test(mode ?? '') || more.length > 0) return cme(50);
      body.flash['usbnetmode'] = Number(mode);
      body.saveFlash();
      return [];
    },
  },
  '+DIALMODE': {
    read: ({ body }) => [`+DIALMODE: ${String(body.flash['dialmode'] ?? 0)}`],
    test: ['+DIALMODE: (0-1)'],
    set: ({ body }, [mode = '']) => {
      if (!/^[01]$/.test(mode)) return error;
      body.flash['dialmode'] = Number(mode);
      body.saveFlash();
      return [];
    },
  },
  '+CNMP': networkMode([2, 13, 38]),
};
