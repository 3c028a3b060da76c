import type { VendorFile } from '../../modem-db/schema.ts';

/** The house's own AT commands, in one place: a plan shows them, the steps send them. 3GPP TS 27.007 unless said otherwise. */

export { wakeCommands } from '../at/session.ts';

export const masked = '****';

export const identityCommands = { manufacturer: 'AT+CGMI', model: 'AT+CGMM', revision: 'AT+CGMR', imei: 'AT+CGSN' } as const;
export const simCommands = { state: 'AT+CPIN?', imsi: 'AT+CIMI' } as const;
/** Whether the SIM asks for its PIN at all (7.4). */
export const lockQuery = 'AT+CLCK="SC",2';
/** Takes the lock off (7.4). */
export const unlockCommand = `AT+CLCK="SC",0,"${masked}"`;
export const pinCommand = `AT+CPIN="${masked}"`;
/** LTE first, then 5G on its own core, packet, circuit: on 5G a modem registers nowhere else, and a data dongle may have no circuit domain at all. */
export const registrationCommands = ['AT+CEREG?', 'AT+C5GREG?', 'AT+CGREG?', 'AT+CREG?'] as const;
/** All commands that the firmware has (V.250; 27.007, 8.37): long, and on some firmware slow. */
export const listCommand = 'AT+CLAC';
/** Format 0: the operator's name in letters, where the modem was last asked for numbers. */
export const networkCommands = { format: 'AT+COPS=3,0', operator: 'AT+COPS?', signal: 'AT+CSQ', cellSignal: 'AT+CESQ' } as const;
/** Whether the transmitter is on (8.2). */
export const radioQuery = 'AT+CFUN?';
/** Puts the transmitter on (8.2). */
export const radioOn = 'AT+CFUN=1';
/** Full functionality behind a reset of the whole modem (8.2). */
export const restartCommand = 'AT+CFUN=1,1';

type Vendor = VendorFile | undefined;

export const iccidCommand = (vendor: Vendor) => vendor?.reading?.iccid ?? 'AT+CCID';
/** What tells more of the signal than the standard's commands, and the standard's where that tells nothing. */
export const signalCommands = (vendor: Vendor) => [...(vendor?.reading?.signal ?? []), networkCommands.cellSignal, networkCommands.signal];
export const cellCommands = (vendor: Vendor) => vendor?.reading?.cell ?? [];
export const radioCommands = (vendor: Vendor) => [radioQuery, ...(vendor?.reading?.radioLock ? [vendor.reading.radioLock.query] : [])];
/** The vendor's own word for the tries left, else the standard's (8.65). `reply`: its pattern, group `pin`. */
export function triesReading(vendor: Vendor): { readonly command: string; readonly reply: string } {
  const { pinTries: command, pinTriesReply: reply } = vendor?.reading ?? {};
  return command === undefined || reply === undefined ? standardTries : { command, reply };
}
export const standardTries = { command: 'AT+CPINR="SIM PIN"', reply: '^\\+CPINR: ?"?SIM PIN"?, ?(?<pin>\\d{1,2})(?:,|$)' } as const;
export const triesCommands = (vendor: Vendor) => [triesReading(vendor).command];
