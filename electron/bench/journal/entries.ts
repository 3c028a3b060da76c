import { z } from 'zod';
import { Failure } from '../../contract/errors.ts';
import { Plan } from '../../contract/plan.ts';
import { Check, NetworkView } from '../../contract/snapshot.ts';
import { Hex, PortPath } from '../../contract/words.ts';
import { DongleMark } from './dongle-mark.ts';
import { SightingRecord } from './sighting-record.ts';

/**
 * The lines of a journal. They say what was done, and from what; nothing that stands in one is ever sent: where a job is gone on with,
 * its plan is made anew from the sighting and the wishes.
 */

const StepId = z.string().max(60);
const Base = z.object({ v: z.literal(2), at: z.iso.datetime() });

const ScsiRecord = z.object({ vendor: z.string().max(64), model: z.string().max(64), revision: z.string().max(64) });

/** Whether the SIM took the PIN that was given: `untried`, because it was open already. `none`: none was given, or none is asked for. */
export const PinState = z.enum(['none', 'taken', 'untried']);
export type PinState = z.infer<typeof PinState>;

/** What became known on the way, without the numbers of modem and SIM; but for the end of the IMEI, by which exported files are called. */
export const JobResult = z.object({
  identity: z.object({
    manufacturer: z.string().max(200).optional(),
    model: z.string().max(200).optional(),
    revision: z.string().max(200).optional(),
  }),
  network: NetworkView,
  checks: z.array(Check).max(40),
  hasUimState: z.boolean().nullable(),
  pin: PinState,
  imeiEnd: z
    .string()
    .regex(/^\d{4}$/)
    .nullable()
    .default(null),
});
export type JobResult = z.infer<typeof JobResult>;

export const JournalEntry = z.discriminatedUnion('kind', [
  /** The head. `boot`: of the computer's run. `scsi` and `model`: what was known of the dongle beside its descriptors. */
  Base.extend({
    kind: z.literal('job'),
    job: z.string().max(100),
    portPath: PortPath,
    origin: z.enum(['usb', 'practice']),
    boot: z.string().max(80),
    sighting: SightingRecord,
    scsi: ScsiRecord.nullable(),
    model: z.string().max(200).nullable(),
    plan: Plan,
  }),
  /** The enumeration that the job is at work on from here, and who it is. */
  Base.extend({ kind: z.literal('dongle'), mark: DongleMark }),
  /** Gone on with after a crash. */
  Base.extend({ kind: z.literal('resumed') }),
  /** The app was closed in the middle of the work, which is no crash. */
  Base.extend({ kind: z.literal('closed') }),
  /** It came back in another mode than was wished for, and the job goes on in that one. `sighting` and `model`: what the rest of the plan is made from. */
  Base.extend({ kind: z.literal('other-mode'), sighting: SightingRecord, model: z.string().max(200).nullable(), plan: Plan }),
  Base.extend({ kind: z.literal('start'), step: StepId }),
  /**
   * What goes out, before it goes out. `what`: decoded from its bytes. `as`: the same as a plan shows it, where it holds what only an answer
   * gave. `data`: the bytes in hex, what is secret in them overwritten; empty where nothing goes to the dongle itself.
   */
  Base.extend({
    kind: z.literal('send'),
    step: StepId,
    what: z.string().max(1200),
    as: z.string().max(1200).optional(),
    data: Hex.max(8192),
  }),
  Base.extend({ kind: z.literal('reply'), step: StepId, what: z.string().max(2000) }),
  Base.extend({ kind: z.literal('done'), step: StepId, skipped: z.boolean() }),
  Base.extend({ kind: z.literal('failed'), step: StepId.nullable(), failure: Failure }),
  Base.extend({ kind: z.literal('result'), result: JobResult }),
  /** The job needs nothing more. */
  Base.extend({ kind: z.literal('end'), state: z.enum(['done', 'failed', 'superseded', 'given-up', 'another-dongle']) }),
  /** The technician has seen how it ended, and does not want to see it again. */
  Base.extend({ kind: z.literal('dismissed') }),
]);
export type JournalEntry = z.infer<typeof JournalEntry>;

/** An entry without its version and time, which the journal adds. */
export type NewEntry<T = JournalEntry> = T extends JournalEntry ? Omit<T, 'v' | 'at'> : never;
