import { hangUp, isCallUp, keepCalling, startCall } from '../call.ts';
import { callRefusal, contextTable } from './contexts.ts';
import type { AtContext, AtTable } from './engine.ts';
import { contextsOf } from './pdp-contexts.ts';
import { error } from './results.ts';
import { setting } from './setting.ts';

/**
 * Telit's own commands. #USBCFG and #REBOOT: Sixfab's documentation of ECM on an LE910Cx, Microsoft's Azure Percept notes on a MultiTech modem;
 * #CCID: public drivers on github.com; #PCT: its form is by Telit's other commands, no reply of one was found; +WS46: 3GPP TS 27.007, 5.9.
 */

/** How a family's #USBCFG behaves. */
export interface Usbcfg {
  /** Indexes that it takes, from 0. */
  readonly highest: number;
  /** Restarts by itself once it is set (flexiWAN's agent on Telit cards), or waits for #REBOOT (sixfab on LE910Cx). */
  readonly restarts: 'by-itself' | 'on-reboot';
  /** +WS46 values and the one of a fresh module. */
  readonly ws46: readonly number[];
  readonly fresh: number;
}

/** #PCT: tries left for the code that is asked. */
const tries = ({ sim }: AtContext) => [`#PCT: ${sim.state === 'puk' || sim.state === 'blocked' ? sim.pukTries : sim.pinTries}`];

/** What binds the card of a family to a context. `hasCard`: whether the composition has one; ERROR where it has none (assumed). */
export interface TelitCall {
  /** `ecm`: #ECM, until the next restart. `auto`: #ICMAUTOCONN, kept. */
  readonly by: 'ecm' | 'auto';
  readonly hasCard: boolean;
}

/**
 * #ECM=<cid>,<adapter>[,<user>,<password>,<auth>], #ECM? and #ECMD=0: ModemManager's Telit bearer, Sixfab's documentation, and a README of one
 * on a Raspberry Pi on github.com, whose LE910C4-NF had context 1 up by the attach, gave a lease and answered for itself while `#ECM: 0,0`.
 * #ICMAUTOCONN=<on>,<cid>: QModem, modem_dial.sh; what its read form says, and that it acts at once, is assumed.
 */
export function telitCallTable(call: TelitCall): AtTable {
  const contexts = contextTable({ attached: (_, cid) => cid === '1', calls: false });
  return { ...contexts, ...(call.by === 'ecm' ? ecmCall(call) : autoCall(call)) };
}

const ecmCall = (call: TelitCall): AtTable => ({
  '#ECM': {
    read: (context) => [`#ECM: 0,${call.hasCard && isCallUp(context.body) ? 1 : 0}`],
    test: ['#ECM: (1-16),(0)'],
    set: (context, [cid = '', adapter = '', ...login]) => {
      if (!/^\d{1,2}$/.test(cid) || adapter !== '0' || login.length > 3 || !call.hasCard) return error;
      const refusal = callRefusal(context, cid);
      if (refusal) return refusal;
      startCall(context.body, cid);
      return [];
    },
    sim: 'unlocked',
  },
  '#ECMD': {
    set: ({ body }, [adapter = '', ...more]) => {
      if (adapter !== '0' || more.length > 0) return error;
      hangUp(body);
      return [];
    },
    test: ['#ECMD: (0)'],
  },
});

const autoCall = (call: TelitCall): AtTable => ({
  '#ICMAUTOCONN': {
    read: ({ body }) => {
      const cid = String(body.flash['autoCall'] ?? '');
      return [`#ICMAUTOCONN: ${cid === '' ? '0,1' : `1,${cid}`}`];
    },
    test: ['#ICMAUTOCONN: (0,1),(1-16)'],
    set: (context, [on = '', cid = '1', ...more]) => {
      const { body } = context;
      if (!/^[01]$/.test(on) || contextsOf(body)[cid] === undefined || more.length > 0 || !call.hasCard) return error;
      keepCalling(body, on === '1' ? cid : null);
      body.memory.delete('hungUp');
      return [];
    },
    sim: 'unlocked',
  },
});

export function telitTable({ highest, restarts, ws46, fresh }: Usbcfg): AtTable {
  return {
    I: { execute: ['332'] },
    '#USBCFG': {
      read: ({ body }) => [`#USBCFG: ${String(body.flash['usbcfg'] ?? 0)}`],
      test: [`#USBCFG: (0-${highest})`],
      set: ({ body, after }, [value = '', ...more]) => {
        if (!/^\d{1,2}$/.test(value) || Number(value) > highest || more.length > 0) return error;
        body.flash['usbcfg'] = Number(value);
        body.saveFlash();
        if (restarts === 'by-itself') after(() => body.restart());
        return [];
      },
    },
    '#REBOOT': {
      execute: ({ body, after }) => {
        after(() => body.restart());
        return [];
      },
      test: [],
    },
    '#CCID': { execute: ({ identity }) => [`#CCID: ${identity.iccid}`], test: [], sim: 'present' },
    '#PCT': { execute: tries, test: [], sim: 'present' },
    '#CGMM': { execute: ({ identity }) => [`#CGMM: ${identity.model}`], test: [] },
    '+WS46': setting('+WS46', String(fresh), `(${ws46.join(',')})`, new RegExp(`^(?:${ws46.join('|')})$`)),
  };
}
