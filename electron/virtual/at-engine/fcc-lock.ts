import { radioLocked } from '../fcc-lock.ts';
import type { AtCommand, AtContext, AtTable } from './engine.ts';
import type { AtReply } from './results.ts';

/** What AT says of the FCC lock. */

/** Values of +CFUN that leave the radio off, or restart (15, Fibocom's): a lock has nothing against them. */
const staysOff = new Set(['0', '4', '15']);

/**
 * +CFUN of a modem that may be locked: full functionality is refused; off, and a restart, are not (ModemManager, "FCC unlock
 * procedure": AT+CFUN=1 is answered with an error).
 */
export function guardedFunctionality(command: AtCommand, refusal: AtReply): AtCommand {
  const { set } = command;
  if (typeof set !== 'function') return command;
  const guard = (context: AtContext, parameters: readonly string[]): AtReply => {
    const [fun = '', reset = '0'] = parameters;
    return radioLocked(context.body) && reset !== '1' && !staysOff.has(fun) ? refusal : set(context, parameters);
  };
  return { ...command, set: guard };
}

/**
 * Fibocom's, as an FM350-GL answers: mode (0 none, 1 one unlocking for all time, 2 one at each power-up), state, and what is in
 * force (mode, 1 unlocked). Locked: 2, 0 and `2,0` of one in public notes on github.com; unlocked: 0, 0 and `0,1` of another there.
 */
export const fibocomFccTable: AtTable = {
  '+GTFCCLOCKMODE': { read: ({ body }) => [`+GTFCCLOCKMODE: ${radioLocked(body) ? 2 : 0}`] },
  '+GTFCCLOCKSTATE': { read: ['+GTFCCLOCKSTATE: 0'] },
  '+GTFCCEFFSTATUS': { read: ({ body }) => [`+GTFCCEFFSTATUS: ${radioLocked(body) ? '2,0' : '0,1'}`] },
};

/**
 * Sierra's: who votes for low power, BIOS for the lock. Replies of one EM7455 before and after its unlocking
 * (forum.sierrawireless.com, 8620); whether AT or a switch turned the radio off is User here.
 */
export const sierraPowerTable: AtTable = {
  '!PCINFO': {
    read: ({ body }) => {
      const off = body.memory.get('radioOff') === true;
      const bios = radioLocked(body);
      const voters = `Temp:0, Volt:0, User:${off && !bios ? 1 : 0}, W_DISABLE:0, IMSWITCH:0, BIOS:${bios ? 1 : 0}`;
      return [`State: ${off ? 'Low Power Mode' : 'Online'}`, `LPM voters - ${voters}`, 'LPM persistence - None'];
    },
  },
};
