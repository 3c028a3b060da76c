import { hangUp, isCallUp, startCall } from '../call.ts';
import { callRefusal, contextTable } from './contexts.ts';
import type { AtContext, AtTable } from './engine.ts';
import { type AtReply, cme, connect, error } from './results.ts';

/**
 * Commands of ZTE and of Gosuncn (ZTEWelink). +ZCDRUN: session on an MF823 in ArchWiki, command line tools for ZTE sticks on github.com (4, 8,
 * 9, E, F with their answers); +ZSNT: ROOter and udiald; +ZPINPUK: ModemManager 1.20, plugins/zte; +ICCID, +ZGETICCID: notes on an MF656 and an
 * ME3630 daemon on github.com; +ZSWITCH, +ZECMCALL: that daemon, lib4g on github.com and QModem, vendor/gosuncn.sh. Assumed: that the context
 * of the attach is up before +ZECMCALL.
 */

const restart = ({ body, after }: AtContext): AtReply => {
  after(() => body.restart());
  return [];
};

/** +ZSNT=<mode>,<network selection>,<order>: 0 all, 1 GSM, 2 WCDMA, 6 LTE. */
function setNetwork({ body }: AtContext, [mode = '', selection = '', order = '', ...more]: readonly string[]): AtReply {
  if (!/^[0126]$/.test(mode) || !/^[01]$/.test(selection) || !/^[0126]$/.test(order) || more.length > 0) return error;
  body.flash['zsnt'] = `${mode},${selection},${order}`;
  body.saveFlash();
  return [];
}

export const zteTable: AtTable = {
  I: {
    execute: ({ identity: i }) => [
      `Manufacturer: ${i.manufacturer}`,
      `Model: ${i.model}`,
      `Revision: ${i.revision}`,
      `IMEI: ${i.imei}`,
      '+GCAP: +CGSM',
    ],
  },
  '+ICCID': { execute: ({ identity }) => [`ICCID: ${identity.iccid}`], test: [], sim: 'present' },
  // The tries are asked with the test form.
  '+ZPINPUK': { test: ({ sim }) => (sim.state === 'missing' ? cme(10) : [`+ZPINPUK: ${sim.pinTries},${sim.pukTries}`]) },
  '+ZSNT': { read: ({ body }) => [`+ZSNT: ${String(body.flash['zsnt'] ?? '0,0,0')}`], set: setNetwork },
  '+ZRST': { execute: restart },
};

/** What +ZCDRUN did, as the firmware says it. */
const done = (what: string) => [`${what} result(0:FAIL 1:SUCCESS):1`];

/**
 * +ZCDRUN: 8 and 9 keep the disc from coming first or bring it back, F and E leave and enter what ZTE calls download mode: ports alone.
 * Both are flags in the flash that count from the next start on.
 */
function zcdrun({ body }: AtContext, [letter = '', ...more]: readonly string[]): AtReply {
  if (more.length > 0) return error;
  const keep = (flag: 'autorun' | 'download', on: boolean, what: string) => {
    body.flash[flag] = on ? 1 : 0;
    body.saveFlash();
    return done(what);
  };
  switch (letter) {
    case '4':
      return [`Inquiry autorun open state result(0:NO 1:YES):${body.flash['autorun'] === 1 ? 1 : 0}`];
    case '8':
      return keep('autorun', false, 'Close autorun state');
    case '9':
      return keep('autorun', true, 'Open autorun state');
    case 'E':
      return keep('download', true, 'Enter download mode');
    case 'F':
      return keep('download', false, 'exit download mode');
    default:
      return error;
  }
}

/** Sticks with a web interface. +ZCDRUN has no read form on them. */
export const zteStickTable: AtTable = { '+ZCDRUN': { set: zcdrun } };

/**
 * +ZSWITCH=<letter>, capitals and small ones apart; in force after a restart. `letters` are those whose composition was published; a real
 * module has more. `lists`: it answers `=?` with them, which is assumed.
 */
export function zswitchTable(letters: readonly string[], { lists = false } = {}): AtTable {
  return {
    '+ZSWITCH': {
      read: ({ body }) => [`+ZSWITCH: ${String(body.flash['zswitch'] ?? '')}`],
      ...(lists ? { test: [`+ZSWITCH: (${letters.join(',')})`] } : {}),
      set: ({ body }, [letter = '', ...more]) => {
        if (!letters.includes(letter) || more.length > 0) return error;
        body.flash['zswitch'] = letter;
        body.saveFlash();
        return [];
      },
    },
    '+ZGETICCID': { execute: ({ identity }) => [`+ZGETICCID: ${identity.iccid}`], sim: 'present' },
    ...contextTable({ attached: (_, cid) => cid === '1', calls: false }),
    // In ECM and RNDIS nothing flows until this was sent. Ends with CONNECT (a daemon's source and a board's note on github.com).
    '+ZECMCALL': {
      read: ({ body, identity: { ip } }) => (isCallUp(body) ? [`+ZECMCALL: IPV4, ${ip.address}, ${ip.gateway}, ${ip.dns.join(', ')}`] : []),
      set: (context, [on = '', ...more]) => {
        const { body } = context;
        if (!/^[01]$/.test(on) || more.length > 0) return error;
        if (on === '0') {
          if (!isCallUp(body)) return error;
          hangUp(body);
          return [];
        }
        const refusal = callRefusal(context, '1');
        if (refusal) return refusal;
        startCall(body, '1');
        return connect;
      },
      sim: 'unlocked',
    },
  };
}
