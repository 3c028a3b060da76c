import type { CheckedFile, Notes } from './finding.ts';
import { finds } from './pattern.ts';

/** `AT+NAME?`, `AT+NAME`, and what is read by its name in quotation marks: nothing that sets. */
const READS = /^AT[+^*%$!#][A-Z][A-Z0-9]*(?:\?|=\?|="[a-z]+")?$/;

/** Readings read: they go out without a plan's consent to a change. What has an answer to be read has a question, and no lock-out of the family is one. */
export function lintReading({ data }: CheckedFile, notes: Notes): void {
  const { reading } = data;
  if (!reading) return;
  const commands: [string, string | undefined][] = [
    ['iccid', reading.iccid],
    ['pinTries', reading.pinTries],
    ...(reading.signal ?? []).map((command, i): [string, string] => [`signal.${i}`, command]),
    ...(reading.cell ?? []).map((command, i): [string, string] => [`cell.${i}`, command]),
    ['radioLock.query', reading.radioLock?.query],
  ];
  const lockouts = data.recipes.flatMap((recipe) => recipe.lockouts);
  for (const [path, command] of commands) {
    if (command === undefined) continue;
    if (!READS.test(command)) notes.error(`reading.${path}`, `${command} may do more than read`);
    const hit = lockouts.find((lockout) => finds(lockout.command, command.toUpperCase(), 'i'));
    if (hit) notes.error(`reading.${path}`, `${command} is a lock-out of the family (${hit.reason})`);
  }
  if ((reading.pinTries === undefined) !== (reading.pinTriesReply === undefined))
    notes.error('reading.pinTriesReply', 'Tries of the PIN need their question and the pattern of its answer');
  if (reading.pinTriesReply?.includes('(?<pin>') === false) notes.error('reading.pinTriesReply', 'No group (?<pin>…) in the reply');
}
