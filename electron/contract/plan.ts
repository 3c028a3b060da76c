import { z } from 'zod';
import { PublicWishes } from './wishes.ts';
import { Hex, HexId, Mode, PortPath, Risk, UsbId } from './words.ts';

/** A sentence as a key into the texts and what fills it in, so that every language and the command line can show it. */
export const Phrase = z.object({
  key: z.string().max(80),
  values: z.record(z.string().max(40), z.union([z.string().max(500), z.number()])).default({}),
});
export type Phrase = z.infer<typeof Phrase>;

const Endpoint = z.number().int().min(0).max(255);
const Milliseconds = z.number().int().min(0);
const Means = z.string().max(300).optional();

/**
 * One thing that a switch does on the bus, as data. `endpoint` is the address with its direction bit; bytes in wire order.
 * - `detach`: takes the kernel's drivers off every interface of the active configuration.
 * - `bulk-out`, `bulk-in`: bulk or interrupt, whatever the endpoint is. What a `bulk-in` brings is not looked at.
 * - `csw`: reads a command status wrapper; where the command announced data, `dataLength` bytes of it may come before.
 * - `control`: with `data` OUT, with `length` IN. `tolerates`: a refusal that is none of our business.
 * - `means`: what the bytes say, read back from them, for people.
 * - `set-configuration`: -1 unconfigures.
 */
export const PlannedTransfer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('detach') }),
  z.object({ kind: z.literal('claim'), interface: z.number().int() }),
  z.object({ kind: z.literal('release'), interface: z.number().int() }),
  z.object({ kind: z.literal('bulk-out'), endpoint: Endpoint, data: Hex, timeoutMs: Milliseconds, means: Means }),
  z.object({ kind: z.literal('bulk-in'), endpoint: Endpoint, length: z.number().int().min(1).max(4096), timeoutMs: Milliseconds }),
  z.object({
    kind: z.literal('csw'),
    endpoint: Endpoint,
    dataLength: z.number().int().min(0).max(65536),
    attempts: z.number().int().min(1).max(5),
    timeoutMs: Milliseconds,
  }),
  z.object({
    kind: z.literal('control'),
    requestType: z.number().int().min(0).max(255),
    request: z.number().int().min(0).max(255),
    value: z.number().int().min(0).max(65535),
    index: z.number().int().min(0).max(65535),
    data: Hex.optional(),
    length: z.number().int().min(0).max(4096),
    tolerates: z.enum(['nothing', 'stall', 'anything']),
    timeoutMs: Milliseconds,
    means: Means,
  }),
  z.object({ kind: z.literal('clear-halt'), endpoint: Endpoint }),
  z.object({ kind: z.literal('set-configuration'), value: z.number().int().min(-1).max(255) }),
  z.object({ kind: z.literal('set-alternate'), interface: z.number().int(), alternate: z.number().int().min(0).max(255) }),
  z.object({ kind: z.literal('wait'), ms: Milliseconds }),
]);
export type PlannedTransfer = z.infer<typeof PlannedTransfer>;

/** Commands and messages that a step may send, in words; some only if an answer asks for them. Secrets as asterisks. */
const Sends = z.array(z.string().max(500)).max(40);

/**
 * What one step does.
 * - `hold`: keeps this computer's other programs off the dongle for the time of the work: waits for usb_modeswitch, inhibits
 *   the dongle in ModemManager, unmounts its disc.
 * - `switch`: transfers after which the dongle leaves, or shows another configuration.
 * - `await-return`: the dongle is away; it is expected back on the same port as one of `ids`.
 * - `at`: one AT command. `expect` is what a good reply matches; `leaves` tells that the dongle re-enumerates because of
 *   it; `optional` that an ERROR is noted and passed over; `needs` what an earlier reply must have said before it is sent
 *   (where that one was answered at all).
 * - `pin`: reads the tries left, then AT+CPIN with the PIN; the PIN itself is in no plan and no journal.
 * - `pin-lock`: reads the tries left, then AT+CLCK with the PIN: the SIM asks for none from then on.
 * - `probe`: checks (identity, SIM, network, drivers, control channel), and a data connection that is closed again.
 */
export const StepAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hold'), sends: Sends }),
  z.object({ kind: z.literal('switch'), method: z.string().max(60), transfers: z.array(PlannedTransfer).max(200) }),
  z.object({ kind: z.literal('await-return'), ids: z.array(UsbId), withinMs: z.number().int() }),
  z.object({
    kind: z.literal('at'),
    command: z.string().max(500),
    /** The recipe that it belongs to: it is sent only to a composition of that recipe. */
    recipe: z.string().max(60).optional(),
    expect: z.string().max(500).optional(),
    needs: z.object({ step: z.string().max(60), matches: z.string().max(500) }).optional(),
    /** It is sent only to a dongle that shows one of these ids. */
    only: z.array(UsbId).max(500).optional(),
    leaves: z.boolean().default(false),
    optional: z.boolean().default(false),
  }),
  z.object({ kind: z.literal('pin'), sends: Sends }),
  z.object({ kind: z.literal('pin-lock'), sends: Sends }),
  z.object({
    kind: z.literal('probe'),
    probe: z.enum(['dongle', 'identity', 'sim', 'network', 'composition', 'drivers', 'control', 'connection']),
    sends: Sends,
  }),
]);
export type StepAction = z.infer<typeof StepAction>;

/**
 * What makes a step needless: an earlier reply (`matches` found in it, or not: `lacks`), or a composition that is in the wished
 * mode already. A step that asks about a reply which nobody asked for is needless as well.
 */
export const SkipIf = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), step: z.string().max(60), matches: z.string().max(500) }),
  z.object({ kind: z.literal('reply-lacks'), step: z.string().max(60), lacks: z.string().max(500) }),
  z.object({ kind: z.literal('mode'), mode: Mode }),
]);
export type SkipIf = z.infer<typeof SkipIf>;

export const Step = z.object({
  id: z.string().max(60),
  title: Phrase,
  /** Why: the fact behind the step and where the fact is from. */
  why: Phrase,
  source: z.string().max(300),
  action: StepAction,
  /** Any of these is enough. */
  skipIf: z.array(SkipIf).max(8).default([]),
  timeoutMs: z.number().int().positive(),
  risk: Risk,
  /** How to get back to before; `null` where there is nothing to undo. */
  wayBack: Phrase.nullable(),
});
export type Step = z.infer<typeof Step>;

/** What was considered and will not be done, whatever is wished. */
export const Refusal = z.object({ what: Phrase, reason: z.string().max(300), source: z.string().max(300) });
export type Refusal = z.infer<typeof Refusal>;

/** From a sighting to a prepared dongle. The id is a digest of the content: what was agreed to is what is carried out. */
export const Plan = z.object({
  id: z.string().max(64),
  portPath: PortPath,
  vid: HexId,
  pid: HexId,
  wishes: PublicWishes,
  steps: z.array(Step).max(60),
  /** What these modems can be told and are not, with the reason, so that a technician sees that it was not forgotten. */
  refused: z.array(Refusal).default([]),
  /** Things to know that are not steps: what the router does not do by itself, an option that a release ignores. */
  notes: z.array(Phrase).default([]),
});
export type Plan = z.infer<typeof Plan>;
