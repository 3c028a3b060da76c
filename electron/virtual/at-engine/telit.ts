import { setting } from './common.ts';
import type { AtContext, AtTable } from './engine.ts';
import { error } from './results.ts';

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
