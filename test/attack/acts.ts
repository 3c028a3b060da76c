import type { Plan } from '../../electron/contract/plan.ts';
import type { Told } from './specimen.ts';

/** What counts as doing something to a dongle, told apart from asking it. */

/** INQUIRY, SPC-3 6.4: asks a drive who it is, and is asked before any job. */
const INQUIRY = '12';

/** Commands that give a PIN: 3GPP TS 27.007, 8.3 and 7.4. */
export const givesPin = (line: string) => /^AT\+(CPIN=|CLCK="SC",[01],)/i.test(line);

/** Commands of a plan that stay in the dongle or make it leave. */
export function actsOf(plan: Plan): string[] {
  return plan.steps.flatMap(({ action, risk }) => (action.kind === 'at' && (action.leaves || risk !== 'none') ? [action.command] : []));
}

/** Messages to a drive that are in a plan, in hex. */
export function messagesOf(plan: Plan): string[] {
  return plan.steps.flatMap(({ action }) =>
    action.kind === 'switch' ? action.transfers.flatMap((t) => (t.kind === 'bulk-out' ? [t.data] : [])) : [],
  );
}

/** Whether this changes something: a message to the drive, a vendor's request, a PIN, or one of these commands. */
export function acts({ kind, what }: Told, commands: ReadonlySet<string>): boolean {
  if (kind === 'storage') return what.slice(30, 32) !== INQUIRY;
  if (kind === 'control') return (Number.parseInt(what.slice(0, 2), 16) & 0x60) === 0x40;
  return givesPin(what) || commands.has(what);
}
