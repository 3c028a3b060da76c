import type { AtTable } from './engine.ts';
import { error } from './results.ts';

/**
 * MeiG's own commands. +SER and the tags of +CGMI and +CGMR: QModem, vendor/meig.sh; +SER of ASR modules, persistent and followed by a
 * restart of the module's own: README of trackIT-Systems/modemmanager-meig-asr on github.com.
 */
export interface Ser {
  /** Numbers whose composition was published; a real module has more. */
  readonly numbers: readonly number[];
  readonly restarts: 'by-itself' | 'later';
}

/** Time that an ASR module takes from its OK to its restart, in ms. */
const SWITCH_MS = 500;

export function meigTable({ numbers, restarts }: Ser): AtTable {
  return {
    '+CGMI': { execute: ({ identity }) => [`+CGMI: ${identity.manufacturer}`], test: [] },
    '+CGMR': { execute: ({ identity }) => [`+CGMR: ${identity.revision}`], test: [] },
    '+ICCID': { execute: ({ identity }) => [`+ICCID: ${identity.iccid}`], test: [], sim: 'present' },
    '+SER': {
      read: ({ body }) => [`+SER: ${String(body.flash['ser'] ?? '')}`],
      set: ({ body, after }, [number = '', keep = '', ...more]) => {
        if (!/^\d{1,2}$/.test(number) || !numbers.includes(Number(number)) || keep !== '1' || more.length > 0) return error;
        body.flash['ser'] = Number(number);
        body.saveFlash();
        if (restarts === 'by-itself') after(() => body.restart({ afterMs: SWITCH_MS }));
        return [];
      },
    },
  };
}
