import type { AtTable } from './engine.ts';
import { error } from './results.ts';

/**
 * Foxconn's own commands. Forms: QModem f5035b7, vendor/foxconn.sh and cmds/foxconn.sh (`^USBSWITCH: 9025` or `90D5`, in capitals
 * whatever was sent; `^PCIEMODE?`; that and how `=?` lists them is assumed); ATI and +CGMM of a T99W175: 4IceG/luci-app-3ginfo-lite, issue 92.
 */

/** Product ids that USBSWITCH takes. */
const SWITCHES = /^(90D5|9025)$/;

const identityLines: AtTable = {
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
  '+CCID': { execute: ({ identity }) => [`+CCID: ${identity.iccid}`], test: [], sim: 'present' },
};

/** T99W175 and its kin on Qualcomm's SDX55: one composition of two, by product id. */
export const foxconnTable: AtTable = {
  ...identityLines,
  '^USBSWITCH': {
    read: ({ body }) => [`^USBSWITCH: ${String(body.flash['usbswitch'] ?? '90D5')}`],
    test: ['^USBSWITCH: (9025,90D5)'],
    set: ({ body }, [pid = '', ...more]) => {
      const wanted = pid.toUpperCase();
      if (more.length > 0 || !SWITCHES.test(wanted)) return error;
      body.flash['usbswitch'] = wanted;
      body.saveFlash();
      return [];
    },
  },
  // 0 is USB. The set form exists on the real one; a virtual dongle in a USB port that obeyed it would be gone for good, and so is this one.
  '^PCIEMODE': {
    read: ({ body }) => [`^PCIEMODE: ${String(body.flash['pciemode'] ?? 0)}`],
    set: ({ body }, [mode = '']) => {
      if (!/^[01]$/.test(mode)) return error;
      body.flash['pciemode'] = Number(mode);
      body.saveFlash();
      return [];
    },
  },
  '^SLMODE': { read: ({ body }) => [`^SLMODE: ${String(body.flash['slmode'] ?? '1,0')}`] },
};

/** DW5821e (T77W968): no command for its composition, which is a choice among its USB configurations. */
export const dw5821eTable: AtTable = identityLines;
