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

/**
 * One message that a step may send, decoded from its bytes. A question mark stands for what only an answer of the modem gives.
 * - `times`: `until` where it is sent again until it is answered as it should be, or the step's time is over.
 * - `when`: `usb` where it goes out only if this computer has no driver for the port, which is then spoken to straight over USB;
 *   `otherwise` where it is asked in another language only if the one before had no answer; `instead` where it is sent in the place of
 *   another, as the modem's answers say which is its own.
 */
export const PlannedMessage = z.object({
  text: z.string().max(1200),
  times: z.enum(['once', 'until']).default('once'),
  when: z.enum(['always', 'usb', 'otherwise', 'instead']).default('always'),
});
export type PlannedMessage = z.infer<typeof PlannedMessage>;

/** What one step does, by kind; `bench/steps/` has a module for each. */
export const stepActions = {
  /** Keeps this computer's other programs off the dongle for the time of the work: waits for usb_modeswitch, inhibits it in ModemManager, unmounts its disc. */
  hold: z.object({ kind: z.literal('hold') }),
  /** Transfers after which the dongle leaves, or shows another configuration. `from`: the `vid:pid` that they are for; `null`: whatever it shows. */
  switch: z.object({
    kind: z.literal('switch'),
    method: z.string().max(60),
    transfers: z.array(PlannedTransfer).max(200),
    from: UsbId.nullable(),
  }),
  /** The dongle is away; it is expected back on the same port as one of `ids`. */
  'await-return': z.object({ kind: z.literal('await-return'), ids: z.array(UsbId), withinMs: z.number().int() }),
  /**
   * One AT command. `answerMs`: how long its answer may take. `recipe`: it is sent only to a composition of that recipe. `expect`: what a
   * good reply matches. `needs`: the steps that asked what the firmware lists and what is set now; both must be in the list before it is
   * sent (where the list was answered at all, or the recipe insists on it). `only`: it is sent only to a dongle that shows one of these ids. `leaves`: the dongle re-enumerates because of it. `optional`: an ERROR is noted and
   * passed over.
   */
  at: z.object({
    kind: z.literal('at'),
    command: z.string().max(500),
    answerMs: Milliseconds,
    recipe: z.string().max(60).optional(),
    expect: z.string().max(500).optional(),
    needs: z.object({ list: z.string().max(60), present: z.string().max(60) }).optional(),
    only: z.array(UsbId).max(500).optional(),
    leaves: z.boolean().default(false),
    optional: z.boolean().default(false),
  }),
  /** That it is still the dongle of this job, by its IMEI. */
  dongle: z.object({ kind: z.literal('dongle') }),
  /** Reads the tries left, then AT+CPIN with the PIN; the PIN itself is in no plan and no journal. */
  pin: z.object({ kind: z.literal('pin') }),
  /** Reads the tries left, then AT+CLCK with the PIN: the SIM asks for none from then on. */
  'pin-lock': z.object({ kind: z.literal('pin-lock') }),
  /** A PDP context of a modem that dials by itself: `command` sets it, where something else stands there. */
  context: z.object({ kind: z.literal('context'), cid: z.number().int().min(0).max(16), command: z.string().max(300) }),
  composition: z.object({ kind: z.literal('composition') }),
  identity: z.object({ kind: z.literal('identity') }),
  sim: z.object({ kind: z.literal('sim') }),
  network: z.object({ kind: z.literal('network') }),
  drivers: z.object({ kind: z.literal('drivers') }),
  control: z.object({ kind: z.literal('control') }),
  /** A data connection, which is closed again; on a network card by the first of `dials` that is of the modem that is there then. */
  connection: z.object({ kind: z.literal('connection'), dials: z.array(z.string().max(60)).max(20).default([]) }),
  /** The network card on this computer, in a network of its own: an address, and one request; where the host dials, while a call by the first of `dials` that fits stands. `page`: the stick's own page is asked for. */
  card: z.object({ kind: z.literal('card'), dials: z.array(z.string().max(60)).max(20).default([]), page: z.boolean() }),
} as const;

export const StepAction = z.discriminatedUnion('kind', [
  stepActions.hold,
  stepActions.switch,
  stepActions['await-return'],
  stepActions.at,
  stepActions.dongle,
  stepActions.pin,
  stepActions['pin-lock'],
  stepActions.context,
  stepActions.composition,
  stepActions.identity,
  stepActions.sim,
  stepActions.network,
  stepActions.drivers,
  stepActions.control,
  stepActions.connection,
  stepActions.card,
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
  /** All that it may send, in the order in which it is first sent; nothing else goes out. */
  sends: z.array(PlannedMessage).max(500).default([]),
  /** Any of these is enough. */
  skipIf: z.array(SkipIf).max(8).default([]),
  /** After so many ms it is given up, whatever it is doing. */
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

/** The messages of a plan that go out only in one of these cases, each once, in the order in which they may. */
export function sentOnly(only: Exclude<PlannedMessage['when'], 'always'>, { steps }: Pick<Plan, 'steps'>): string[] {
  return [...new Set(steps.flatMap(({ sends }) => sends.flatMap(({ text, when }) => (when === only ? [text] : []))))];
}
