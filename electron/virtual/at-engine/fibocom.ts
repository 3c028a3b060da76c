import { setFunctionality } from '../call.ts';
import type { AtContext, AtTable } from './engine.ts';
import { guardedFunctionality } from './fcc-lock.ts';
import { cme, error } from './results.ts';

/**
 * Fibocom's own commands. Forms and replies: fm160d (OpenWrt package on github.com) with those of a real FM160-CN; a mock of an
 * FM170-EAU there; Linux commits on FM350-GL, FM650 and L610; QModem, vendor/fibocom.sh; xmm7360-usb-modeswitch and a public log
 * of an L850-GL for Intel's.
 */

/** One platform's +GTUSBMODE. */
export interface UsbModes {
  /** What =? answers; `null`: this firmware has no =?. */
  readonly list: string | null;
  readonly values: readonly number[];
  readonly fresh: number;
  /** True: it leaves as soon as the number is set; else at the next restart. */
  readonly atOnce?: boolean;
}

/** Number of +GTUSBMODE that is set. */
export const modeOf = ({ body }: AtContext, fresh: number): number => Number(body.flash['gtusbmode'] ?? fresh);

function usbMode({ list, values, fresh, atOnce }: UsbModes): AtTable {
  return {
    '+GTUSBMODE': {
      read: (context) => [`+GTUSBMODE: ${modeOf(context, fresh)}`],
      ...(list === null ? {} : { test: [`+GTUSBMODE: ${list}`] }),
      set: (context, [value = '', ...more]) => {
        if (more.length > 0 || !/^\d{1,2}$/.test(value) || !values.includes(Number(value))) return cme(50);
        const changed = Number(value) !== modeOf(context, fresh);
        context.body.flash['gtusbmode'] = Number(value);
        context.body.saveFlash();
        if (atOnce === true && changed) context.after(() => context.body.restart());
        return [];
      },
    },
  };
}

/** +CFUN: 15 restarts (Fibocom AT manuals; an OpenWrt dial script sends it after +GTUSBMODE); the rest is as in TS 27.007. */
const functionality: AtTable = {
  '+CFUN': guardedFunctionality(
    {
      read: ({ body }) => [`+CFUN: ${String(body.memory.get('functionality') ?? '1')}`],
      test: ['+CFUN: (0,1,4,15),(0,1)'],
      set: ({ body, after }, [fun = '', reset = '0']) => {
        if (!/^(0|1|4|15)$/.test(fun) || !/^[01]$/.test(reset)) return cme(50);
        if (fun === '15' || reset === '1') {
          after(() => body.restart());
          return [];
        }
        setFunctionality(body, fun);
        return [];
      },
    },
    error,
  ),
};

const card: AtTable = {
  '+CCID': {
    execute: ({ identity }) => [`+CCID: ${identity.iccid}`],
    read: ({ identity }) => [`+CCID: ${identity.iccid}`],
    sim: 'present',
  },
  '+ICCID': { execute: ({ identity }) => [`+ICCID: ${identity.iccid}`], test: [], sim: 'present' },
};

/** A radio preference whose first number is the technology; what follows it (bands) stays as it is. */
function preference(name: string, key: string, fresh: string, list: string, valid: RegExp): AtTable {
  return {
    [name]: {
      read: ({ body }) => [`${name}: ${String(body.flash[key] ?? fresh)}`],
      test: [`${name}: ${list}`],
      set: ({ body }, [technology = '', ...more]) => {
        if (!valid.test(technology) || more.length > 2) return cme(50);
        const [, ...rest] = String(body.flash[key] ?? fresh).split(',');
        body.flash[key] = [technology, ...rest].join(',');
        body.saveFlash();
        return [];
      },
    },
  };
}

/** +CGMM: "FM170-EAU" and the like: the quotes are the firmware's. */
const quoted: AtTable = {
  I: {
    execute: ({ identity: i }) => [`Manufacturer: ${i.manufacturer}`, `Model: ${i.model}`, `Revision: ${i.revision}`, `IMEI: ${i.imei}`],
  },
  '+CGMI': { execute: ({ identity }) => [`+CGMI: "${identity.manufacturer}"`], test: [] },
  '+CGMM': { execute: ({ identity }) => [`+CGMM: "${identity.model}"`], test: [] },
  '+CGMR': { execute: ({ identity }) => [`+CGMR: "${identity.revision}"`], test: [] },
};

/** Modules on Qualcomm, Unisoc and MediaTek chips. `gtact`, `gtrat`: fresh values where the platform has the command. */
export function fibocomTable(modes: UsbModes, { gtact, gtrat }: { gtact?: string; gtrat?: string } = {}): AtTable {
  return {
    ...functionality,
    ...card,
    ...quoted,
    ...usbMode(modes),
    ...(gtact === undefined
      ? {}
      : preference('+GTACT', 'gtact', gtact, '(1,2,4,10,14,16,17,20),(2,3,6),(2,3,6)', /^(1|2|4|10|14|16|17|20)$/)),
    ...(gtrat === undefined ? {} : preference('+GTRAT', 'gtrat', gtrat, '(2,3,10)', /^(2|3|10)$/)),
  };
}

/**
 * Intel's XMM 7360: names itself and its card in quotes, the model twice (`+CGMM: "L850 LTE Module","L850"`, which ModemManager
 * 1.24 shows as it is), and has +XPINCNT for the tries: PIN, PIN2, PUK, PUK2 (ofono 2, drivers/atmodem/sim.c).
 */
export function xmmTable(modes: UsbModes, shortName: string): AtTable {
  return {
    ...functionality,
    ...card,
    ...usbMode(modes),
    I: { execute: ({ identity }) => [identity.revision] },
    '+CGMI': { execute: ({ identity }) => [`+CGMI: "${identity.manufacturer}"`], test: [] },
    '+CGMM': { execute: ({ identity }) => [`+CGMM: "${identity.model}","${shortName}"`], test: [] },
    '+CGMR': { execute: ({ identity }) => [`+CGMR: "${identity.revision}"`], test: [] },
    '+CGSN': { execute: ({ identity }) => [`+CGSN: "${identity.imei}"`], test: [] },
    '+XPINCNT': { execute: ({ sim }) => [`+XPINCNT: ${sim.pinTries}, 3, ${sim.pukTries}, 10`], sim: 'present' },
  };
}
