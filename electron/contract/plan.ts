import { z } from 'zod';
import { PublicWishes } from './wishes.ts';
import { Hex, HexId, Mode, PortPath, Risk, UsbId } from './words.ts';

/** A sentence as a key into the texts and what fills it in, so that every language and the command line can show it. */
export const Phrase = z.object({
  key: z.string().max(80),
  values: z.record(z.string().max(40), z.union([z.string().max(500), z.number()])).default({}),
});
export type Phrase = z.infer<typeof Phrase>;

/** One USB transfer of a switch, as data. `endpoint` is the address with its direction bit; bytes in wire order. */
export const PlannedTransfer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bulk-out'), endpoint: z.number().int(), data: Hex, timeoutMs: z.number().int() }),
  z.object({ kind: z.literal('csw'), endpoint: z.number().int(), length: z.literal(13), timeoutMs: z.number().int() }),
  z.object({ kind: z.literal('clear-halt'), endpoint: z.number().int() }),
  z.object({ kind: z.literal('wait'), ms: z.number().int() }),
]);
export type PlannedTransfer = z.infer<typeof PlannedTransfer>;

/** Commands and messages that a step may send, in words; some only if an answer asks for them. Secrets as asterisks. */
const Sends = z.array(z.string().max(500)).max(40);

/**
 * What one step does.
 * - `switch`: transfers to the storage interface, after which the dongle leaves.
 * - `await-return`: the dongle is away; it is expected back on the same port as one of `ids`.
 * - `at`: one AT command. `expect` is what a good reply matches; `leaves` tells that the dongle re-enumerates because of
 *   it; `optional` that an ERROR is noted and passed over.
 * - `pin`: reads the tries left, then AT+CPIN with the PIN; the PIN itself is in no plan and no journal.
 * - `probe`: checks (identity, SIM, network, drivers, control channel), and a data connection that is closed again.
 */
export const StepAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('switch'), method: z.string(), interface: z.number().int(), transfers: z.array(PlannedTransfer) }),
  z.object({ kind: z.literal('await-return'), ids: z.array(UsbId), withinMs: z.number().int() }),
  z.object({
    kind: z.literal('at'),
    command: z.string().max(500),
    /** The recipe that it belongs to: it is sent only to a composition of that recipe. */
    recipe: z.string().max(60).optional(),
    expect: z.string().max(500).optional(),
    leaves: z.boolean().default(false),
    optional: z.boolean().default(false),
  }),
  z.object({ kind: z.literal('pin'), sends: Sends }),
  z.object({
    kind: z.literal('probe'),
    probe: z.enum(['identity', 'sim', 'network', 'composition', 'drivers', 'control', 'connection']),
    sends: Sends,
  }),
]);
export type StepAction = z.infer<typeof StepAction>;

/** What makes a step needless: an earlier reply, or a composition that is in the wished mode already. */
export const SkipIf = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), step: z.string(), matches: z.string().max(500) }),
  z.object({ kind: z.literal('mode'), mode: Mode }),
]);
export type SkipIf = z.infer<typeof SkipIf>;

export const Step = z.object({
  id: z.string().max(40),
  title: Phrase,
  /** Why: the fact behind the step and where the fact is from. */
  why: Phrase,
  source: z.string().max(300),
  action: StepAction,
  skipIf: SkipIf.optional(),
  timeoutMs: z.number().int().positive(),
  risk: Risk,
  /** How to get back to before; `null` where there is nothing to undo. */
  wayBack: Phrase.nullable(),
});
export type Step = z.infer<typeof Step>;

export const Refusal = z.object({ step: Step, code: z.string(), reason: Phrase });

/** From a sighting to a prepared dongle. The id is a digest of the content: what was agreed to is what is carried out. */
export const Plan = z.object({
  id: z.string().max(64),
  portPath: PortPath,
  vid: HexId,
  pid: HexId,
  wishes: PublicWishes,
  steps: z.array(Step).max(60),
  /** Steps that were considered and are refused, with the reason, so that a technician sees that they were not forgotten. */
  refused: z.array(Refusal).default([]),
  /** Things to know that are not steps: what the router does not do by itself, an option that a release ignores. */
  notes: z.array(Phrase).default([]),
});
export type Plan = z.infer<typeof Plan>;
