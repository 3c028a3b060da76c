import { functionalityCommand } from './common.ts';
import type { AtCommand, AtContext, AtTable } from './engine.ts';
import { guardedFunctionality, sierraPowerTable } from './fcc-lock.ts';
import { cme, error } from './results.ts';

/**
 * Sierra Wireless' own commands. Replies: ATI of an MC7354 and !SELRAT=? of it in public firmware sources on github.com, !USBCOMP? of
 * EM7455 and !UDUSBCOMP? of an MC73xx in johnofleek/mdot2usbc_notes, configmdot2.md; what is locked before !ENTERCND: log in
 * 4IceG/luci-app-modemband, issue 4 (EM7455 after a reset: !USBCOMP? ERROR, !SELRAT? answered).
 */

/** The public word that opens the protected commands (RooterSource, protochnge.sh). */
const WORD = 'A710';

const unlocked = ({ body }: AtContext) => body.memory.get('entercnd') === true;

/** A command that answers ERROR until !ENTERCND was given, as long as the firmware runs. */
function guarded(command: AtCommand): AtCommand {
  const guard =
    (handler: NonNullable<AtCommand['read']>): NonNullable<AtCommand['read']> =>
    (context, parameters) => {
      if (!unlocked(context)) return error;
      return typeof handler === 'function' ? handler(context, parameters) : handler;
    };
  return {
    ...(command.read ? { read: guard(command.read) } : {}),
    ...(command.test ? { test: guard(command.test) } : {}),
    ...(command.set ? { set: guard(command.set) } : {}),
  };
}

/** !SELRAT: index and name. */
const technologies: Readonly<Record<string, string>> = {
  '00': 'Automatic',
  '01': 'UMTS 3G Only',
  '02': 'GSM 2G Only',
  '05': 'GSM and UMTS Only',
  '06': 'LTE Only',
  '07': 'GSM, UMTS, LTE',
};

/** `06`, `6` and `0x06` alike. */
const twoDigits = (value: string) => value.replace(/^0x/i, '').toUpperCase().padStart(2, '0');

function selectRadio({ body }: AtContext, [index = '']: readonly string[]) {
  const value = twoDigits(index);
  if (!(value in technologies)) return cme(50);
  body.flash['selrat'] = value;
  body.saveFlash();
  return [];
}

export const sierraTable: AtTable = {
  ...sierraPowerTable,
  // +CME ERROR: operation not supported, of a locked EM7455 (forum.sierrawireless.com, 8620).
  '+CFUN': guardedFunctionality(functionalityCommand, cme(4)),
  I: {
    execute: ({ identity: i }) => [
      `Manufacturer: ${i.manufacturer}`,
      `Model: ${i.model}`,
      `Revision: ${i.revision}`,
      `IMEI: ${i.imei}`,
      'IMEI SV: 13',
      `FSN: ${i.hardware}`,
      '+GCAP: +CGSM',
    ],
  },
  '!ENTERCND': {
    set: ({ body }, [word = '']) => {
      const right = word === WORD;
      body.memory.set('entercnd', right);
      return right ? [] : error;
    },
  },
  '!RESET': {
    execute: ({ body, after }) => {
      after(() => body.restart());
      return [];
    },
  },
  '!SELRAT': {
    read: ({ body }) => {
      const value = String(body.flash['selrat'] ?? '00');
      return [`!SELRAT: ${value}, ${technologies[value] ?? 'Automatic'}`];
    },
    test: ['!SELRAT: Index, Name', ...Object.entries(technologies).map(([index, name]) => `${index}, ${name}`)],
    set: selectRadio,
  },
  // ModemManager 1.25.95-dev, plugins/sierra: PIN1, PIN2, PUK1, PUK2.
  '+CPINC': { read: ({ sim }) => [`+CPINC: ${sim.pinTries},3,${sim.pukTries},10`], sim: 'present' },
  '!ICCID': { read: ({ identity }) => [`!ICCID: ${identity.iccid}`], sim: 'present' },
};

/** Compositions by index: libqmi 1.38, qmi-enums-dms.h, QmiDmsSwiUsbComposition; the ones of an MC73xx. 13 to 17 are two configurations. */
export const udusbcompNames: Readonly<Record<string, string>> = {
  '6': 'DM   NMEA  AT    QMI',
  '7': 'DM   NMEA  AT    RMNET1 RMNET2 RMNET3',
  '8': 'DM   NMEA  AT    MBIM',
  '9': 'MBIM',
  '10': 'NMEA MBIM',
  '11': 'DM   MBIM',
  '12': 'DM   NMEA  MBIM',
  '13': 'Config1: comp6    Config2: comp8',
  '14': 'Config1: comp6    Config2: comp9',
  '15': 'Config1: comp6    Config2: comp10',
  '16': 'Config1: comp6    Config2: comp11',
  '17': 'Config1: comp6    Config2: comp12',
};

/**
 * What MDM9x15 modems have: compositions by index, in force after !RESET. 7 (three networks) and what holds it are left out of this
 * firmware. Index and names of the list are published; no source was found for its columns.
 */
export const udusbcompTable: AtTable = {
  '!UDUSBCOMP': guarded({
    read: ({ body }) => [`!UDUSBCOMP: ${String(body.flash['udusbcomp'] ?? 6)}`],
    test: Object.entries(udusbcompNames).map(
      ([index, name]) => `${index.padEnd(2)} - ${name.padEnd(38)} ${index === '7' ? 'NOT SUPPORTED' : 'SUPPORTED'}`,
    ),
    set: ({ body }, [index = '', ...more]) => {
      if (!(index in udusbcompNames) || index === '7' || more.length > 0) return error;
      body.flash['udusbcomp'] = Number(index);
      body.saveFlash();
      return [];
    },
  }),
};

/** Interfaces by bit: help text of !USBCOMP=? (Osmocom wiki, Sierra Wireless Modems), the ones that an EM74xx still takes. */
export const usbcompBits = { diag: 0x1, nmea: 0x4, modem: 0x8, rmnet0: 0x100, rmnet1: 0x400, mbim: 0x1000 } as const;
const knownBits = Object.values(usbcompBits).reduce((all, bit) => all | bit, 0);

/** The mask that the flash holds. */
export function usbcompMask(flash: Readonly<Record<string, unknown>>): number {
  return typeof flash['usbcomp'] === 'number' ? flash['usbcomp'] : 0x50d;
}

/** Some combinations are not taken (Osmocom wiki, same page); which ones is not published: here, both control channels at once. */
function validMask(text: string): number | null {
  if (!/^(0x)?[0-9a-f]{1,8}$/i.test(text)) return null;
  const mask = Number.parseInt(text, 16);
  const both = (mask & usbcompBits.mbim) !== 0 && (mask & (usbcompBits.rmnet0 | usbcompBits.rmnet1)) !== 0;
  return mask === 0 || (mask & ~knownBits) !== 0 || both ? null : mask;
}

/**
 * MDM9x30 and later: a mask of interfaces, in force after !RESET. `types`: config types that the firmware takes, by number, the first
 * the one it is made for: `1 (Generic)` of an EM74xx, 3 of an EM75xx (danielewood/sierra-wireless-modems, README).
 */
export function usbcompTable(types: Readonly<Record<number, string>>): AtTable {
  const read = ({ body }: AtContext) => {
    const mask = usbcompMask(body.flash);
    const type = Number(body.flash['usbcomptype'] ?? Object.keys(types)[0]);
    const names = Object.entries(usbcompBits).flatMap(([name, bit]) => ((mask & bit) === 0 ? [] : [name]));
    return [
      'Config Index: 1',
      `Config Type:  ${type} (${types[type] ?? ''})`,
      `Interface bitmask: ${mask.toString(16).toUpperCase().padStart(8, '0')} (${names.join(',')})`,
    ];
  };
  return {
    '!USBCOMP': guarded({
      read,
      test: [
        '!USBCOMP: ',
        'AT!USBCOMP=<Config Index>,<Config Type>,<Interface bitmask>',
        '  <Config Index>      - configuration index to which the composition applies, should be 1',
        `  <Config Type>       - ${Object.entries(types)
          .map(([type, name]) => `${type}:${name}`)
          .join(', ')}`,
        '  <Interface bitmask> - DIAG     - 0x00000001,',
        ...Object.entries(usbcompBits)
          .slice(1)
          .map(([name, bit]) => `                        ${name.toUpperCase().padEnd(8)} - 0x${bit.toString(16).padStart(8, '0')},`),
      ],
      set: ({ body }, [index = '', type = '', bits = '', ...more]) => {
        const mask = validMask(bits);
        if (index !== '1' || types[Number(type)] === undefined || mask === null || more.length > 0) return error;
        body.flash['usbcomp'] = mask;
        body.flash['usbcomptype'] = Number(type);
        body.saveFlash();
        return [];
      },
    }),
    '!USBPID': guarded({
      read: ({ body }) => ['!USBPID:', `APP : ${String(body.flash['apppid'])}`, `BOOT: ${String(body.flash['bootpid'])}`],
      set: ({ body }, [app = '', boot = '', ...more]) => {
        if (!/^[0-9a-f]{4}$/i.test(app) || !/^[0-9a-f]{4}$/i.test(boot) || more.length > 0) return error;
        body.flash['apppid'] = app.toUpperCase();
        body.flash['bootpid'] = boot.toUpperCase();
        body.saveFlash();
        return [];
      },
    }),
    '!USBVID': guarded({ read: ['!USBVID: 1199'] }),
  };
}
