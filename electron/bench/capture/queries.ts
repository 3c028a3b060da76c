import type { Db } from '../../../modem-db/db.ts';
import { iccidCommand, identityCommands, registrationCommands, simCommands, triesCommands } from '../../modem/commands.ts';

/**
 * What a capture may ask. A question reads; it sets nothing, dials nothing, searches nothing, and costs no try of a PIN. The guard
 * stands by itself: it does not trust the list, nor the database that the rest of the list is from.
 */

/** Of 3GPP TS 27.007 and V.250 unless said otherwise; every one is a read, a test or an execute that only tells. */
const general: readonly string[] = [
  'AT',
  'ATI',
  ...Object.values(identityCommands),
  'AT+GMI',
  'AT+GMM',
  'AT+GMR',
  'AT+GSN',
  'AT+GCAP',
  'AT+CFUN?',
  'AT+CFUN=?',
  ...Object.values(simCommands),
  // ICCID has no command in 27.007; these are the two that most firmwares have.
  'AT+CCID',
  'AT+ICCID',
  'AT+CNUM',
  ...registrationCommands,
  'AT+COPS?',
  'AT+CSQ',
  'AT+CESQ',
  'AT+CGATT?',
  'AT+CGDCONT?',
  'AT+CGDCONT=?',
  'AT+CGACT?',
  'AT+CSCS?',
  'AT+WS46?',
  'AT+WS46=?',
  // Long, and on some firmware slow.
  'AT+CLAC',
];

/** Executes that only tell. V.250 6.1; 27.007 5.1 to 5.6, 7.1, 8.5, 8.69; the vendors' as the database names their sources. */
const tellingExecutes = new Set([
  ...['AT', 'ATI', 'AT+GMI', 'AT+GMM', 'AT+GMR', 'AT+GSN', 'AT+GCAP', 'AT+CGMI', 'AT+CGMM', 'AT+CGMR', 'AT+CGSN'],
  ...['AT+CIMI', 'AT+CCID', 'AT+ICCID', 'AT+CICCID', 'AT+QCCID', 'AT#CCID', 'AT+CNUM', 'AT+CSQ', 'AT+CESQ', 'AT+CLAC'],
  ...['AT#PCT', 'AT+SPIC', 'AT+UPINCNT'],
]);

/** Settings that Quectel reads by their name alone, letter for letter: another name in the same command restores or resets. */
const readByName = new Set(['AT+QCFG="USBNET"', 'AT+QCFG="SERVICEDOMAIN"', 'AT+QCFG="NWSCANMODE"', 'AT+QNWPREFCFG="MODE_PREF"']);

/** `AT+NAME?`, `AT+NAME=?`: one command, nothing behind it. */
const reading = /^AT([+^*%$!#][A-Z][A-Z0-9]{0,30})=?\?$/;

/**
 * Names that are not asked even so. +COPS=? takes the radio away for minutes and tells where the modem is; of the others some
 * firmware takes any form for the deed, or answers with a secret (passwords, keys, messages, the telephone book).
 */
const untouchable =
  /^[+^*%$!#](EGMR|EMGR|SIMEI|SPIMEI|LCTSN|PHYNUM|IMEI|CIMEI|NV[A-Z]*|QNV[A-Z]*|QCMDN|INFORRS|DATALOCK|CARDLOCK|CLCK|CPWD|CPIN2|CRSM|CSIM|CGLA|CCHO|CGAUTH|AUTHDATA|QICSGP|CPB[A-Z]|CMG[A-Z]|CRESET|RESET|BOOT[A-Z]*|RESTORE|FACTORY|REBOOT|GODLOAD|FASTBOOT|DOWNLOAD|QDOWNLOAD|QFASTBOOT|QPOWD|CPOF|POWEROFF|SHDN|RFRESET|RMARESET|ENTERCND|OPENLOCK|USBMODEM)$/;

/** True where a command reads and does nothing else. Whoever is not sure refuses. */
export function isSafeQuery(command: string): boolean {
  const upper = command.toUpperCase();
  if (tellingExecutes.has(upper) || readByName.has(upper)) return true;
  const name = reading.exec(upper)?.[1];
  if (name === undefined || untouchable.test(name)) return false;
  return upper !== 'AT+COPS=?';
}

/** The questions for what shows this `vid:pid`: the general ones, and what the database knows to read of its vendor. Each once, in order. */
export function safeQueries(db: Db, vid: number, id: string): string[] {
  const vendor = db.vendorOf(vid);
  const recipes = [...(vendor?.recipes ?? []), ...db.recipesFor(id)];
  const settings = [...(vendor?.settings ?? []), ...db.settingsFor(id)];
  const asked = [
    ...general,
    iccidCommand(vendor),
    ...triesCommands(vendor),
    ...recipes.flatMap(({ query, test }) => (test === undefined ? [query] : [query, test])),
    ...settings.map(({ query }) => query),
  ];
  return [...new Set(asked)].filter(isSafeQuery);
}
