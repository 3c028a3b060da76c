import { callContext, setFunctionality } from '../call.ts';
import type { AtTable } from './engine.ts';
import { cme } from './results.ts';

/**
 * u-blox' own commands. Forms: ModemManager 1.25.95, plugins/ublox and its tests (`+UUSBCONF: 3,"RNDIS",,"0x1146"`,
 * `+UPINCNT: 3,3,10,10`, +UBMCONF and +UIPADDR, and that +CGACT makes the call); u-blox AT Commands Manual UBX-13002752 (+CFUN: 16 is a silent reset, +CCID).
 */

/** USB profiles of the TOBY-L2 by number: class function and product id. */
const profiles: Readonly<Record<string, { readonly name: string; readonly pid: string }>> = {
  '0': { name: '', pid: '0x1141' },
  '2': { name: 'ECM', pid: '0x1143' },
  '3': { name: 'RNDIS', pid: '0x1146' },
};

export const UUSBCONF_FRESH = '3';

export const ubloxTable: AtTable = {
  I: { execute: ({ identity }) => [identity.model] },
  '+CCID': {
    execute: ({ identity }) => [`+CCID: ${identity.iccid}`],
    read: ({ identity }) => [`+CCID: ${identity.iccid}`],
    test: [],
    sim: 'present',
  },
  // PIN, PIN2, PUK, PUK2.
  '+UPINCNT': { execute: ({ sim }) => [`+UPINCNT: ${sim.pinTries},3,${sim.pukTries},10`], test: [], sim: 'present' },
  '+UUSBCONF': {
    read: ({ body }) => {
      const number = String(body.flash['uusbconf'] ?? UUSBCONF_FRESH);
      const profile = profiles[number];
      return [`+UUSBCONF: ${number},"${profile?.name ?? ''}",,"${profile?.pid ?? ''}"`];
    },
    set: ({ body }, [number = '', name, audio = '', ...more]) => {
      const profile = profiles[number];
      if (!profile || more.length > 0 || (name !== undefined && name !== profile.name) || !/^0?$/.test(audio)) return cme(50);
      body.flash['uusbconf'] = number;
      body.saveFlash();
      return [];
    },
  },
  // 1 router, 2 bridge: the host has the operator's address itself, and from AT alone. In force after a restart.
  '+UBMCONF': {
    read: ({ body }) => [`+UBMCONF: ${String(body.flash['ubmconf'] ?? 1)}`],
    test: ['+UBMCONF: (1,2)'],
    set: ({ body }, [mode = '', ...more]) => {
      if (!/^[12]$/.test(mode) || more.length > 0) return cme(50);
      body.flash['ubmconf'] = Number(mode);
      body.saveFlash();
      return [];
    },
  },
  // Context, interface, address and mask of the other end, the same of IPv6. Of a context that is down: an error (assumed).
  '+UIPADDR': {
    set: ({ body, identity: { ip } }, [cid = '', ...more]) => {
      if (callContext(body) !== cid || more.length > 0) return cme(50);
      return [`+UIPADDR: ${cid},"ccinet0","${ip.gateway}","${ip.mask}","",""`];
    },
    sim: 'unlocked',
  },
  '+UAUTHREQ': {
    set: (_context, [cid = '', auth = '', ...more]) => (/^\d{1,2}$/.test(cid) && /^[0-3]$/.test(auth) && more.length <= 2 ? [] : cme(50)),
  },
  '+CFUN': {
    read: ({ body }) => [`+CFUN: ${String(body.memory.get('functionality') ?? '1')},0`],
    test: ['+CFUN: (0,1,4,15,16,19,127),(0,1)'],
    set: ({ body, after }, [fun = '', reset = '0']) => {
      if (!/^(0|1|4|15|16)$/.test(fun) || !/^[01]$/.test(reset)) return cme(50);
      if (fun === '15' || fun === '16' || reset === '1') {
        after(() => body.restart());
        return [];
      }
      setFunctionality(body, fun);
      return [];
    },
  },
};
