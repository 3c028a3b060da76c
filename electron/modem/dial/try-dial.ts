import type { Dial, DialCall, DialRead, DialWay } from '../../../modem-db/dials/index.ts';
import type { Reply } from '../../at/lines.ts';
import { type AddressAnswer, type ToldAddress, toldAddress } from '../../at/replies/address.ts';
import type { AtSession } from '../../at/session.ts';
import { BenchError } from '../../contract/errors.ts';
import type { Clock } from '../../seams/clock.ts';
import { poll } from '../../seams/poll.ts';
import type { ConnectionWish } from '../form.ts';
import { commandsOf, type DialCommand, LINE_MS, PROOF_MS, questionOf } from './commands.ts';
import {
  contextCommand,
  contextQuery,
  contextSetUps,
  contextStands,
  inUseQuery,
  isAnotherInUse,
  standsAs,
  undefineCommand,
} from './contexts.ts';

export type { ToldAddress } from '../../at/replies/address.ts';

/** A data call, made and ended: it proves that this SIM, this APN and this modem make a connection, and reads what the router will need. */

const LOOK_EVERY_MS = 1000;
/** On the way out of a step that was stopped. */
const STOP_TIMEOUT_MS = 3000;
/** Some say OK to the end of a call that takes a while. */
const ENDING_MS = 6000;

/** What a try came to. */
export interface Dialled {
  /** The one of those that were given that is this modem's. */
  readonly dial: Dial;
  readonly told: ToldAddress;
  /** Whether the call is the wished one: made here, or found standing with the wished access point in its context. */
  readonly isWished: boolean;
  /** Whether the modem says that the call is up, and not only its context. */
  readonly isProven: boolean;
}

export interface TryOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Done while the call stands; a card that has to be bound to it is, for that alone. */
  readonly whileUp?: ((dialled: Dialled) => Promise<void>) | undefined;
  /** Told before a context is changed: the command that sets it as it was. */
  readonly former?: ((command: string) => void) | undefined;
}

interface Talk extends TryOptions {
  readonly session: AtSession;
  readonly wish: ConnectionWish;
}

/**
 * Makes the call as its family has it, reads the address, and ends it; +CGDCONT is set again as it was. A modem that dials by itself is only
 * asked, and so is one whose call stands already, unless its family ends such a one first. `dials`: those that may be its own, the
 * likeliest first: the modem's answer decides between families that cannot be told apart otherwise; `null`: none of them is. Throws
 * AT_ERROR where the modem or its network says no, or the call does not come up within its time, and what `whileUp` throws.
 */
export async function tryDial(
  session: AtSession,
  dials: readonly Dial[],
  wish: ConnectionWish,
  options: TryOptions,
): Promise<Dialled | null> {
  const talk: Talk = { ...options, session, wish };
  const chosen = await choose(talk, dials);
  if (chosen === null) return null;
  const { dial, call, way } = chosen;
  if (call === null) return whileStanding(talk, await ofItself(talk, dial));
  const standing = call.standing;
  if (standing !== 'ignored' && (await isUp(talk, call, way))) {
    if (standing === 'ended') await stop(talk, call, way);
    // A call that cannot be ended is left as it is, too.
    if (standing === 'asked' || !(await isDown(talk, call, way))) return whileStanding(talk, await asItStands(talk, dial, call, way));
  }
  return make(talk, dial, call, way);
}

async function whileStanding(talk: Talk, dialled: Dialled): Promise<Dialled> {
  await talk.whileUp?.(dialled);
  return dialled;
}

async function ofItself(talk: Talk, dial: Dial): Promise<Dialled> {
  const { proof, reads = [] } = dial.itself ?? {};
  const dials = proof === undefined || proves(await ask(talk, proof.query), proof.up);
  const isWished = await isOfWish(talk, contextSetUps(dial, talk.wish));
  const told = await read(talk, reads, (query) => query);
  return { dial, told, isWished, isProven: dials && isTold(told) };
}

async function asItStands(talk: Talk, dial: Dial, call: DialCall, way: DialWay): Promise<Dialled> {
  const wanted = contextCommand(call, talk.wish);
  const isWished = await isOfWish(talk, wanted === null ? [] : [{ cid: call.cid, command: wanted }]);
  const told = await readCall(talk, call);
  return { dial, told, isWished, isProven: isProvenBy(way, call, told) };
}

/**
 * Whether a call that was not made here is of the wished access point: it stands in the contexts, and none of them has another in use, as
 * one that was written since has. A login nobody can see.
 */
async function isOfWish(talk: Talk, contexts: readonly { readonly cid: number; readonly command: string }[]): Promise<boolean> {
  const { apn, username } = talk.wish;
  if (username !== '') return false;
  if (apn === '') return true;
  if (contexts.length === 0) return false;
  const known = await ask(talk, contextQuery);
  for (const { cid, command } of contexts) {
    if (!standsAs(contextStands(known, cid), command)) return false;
    if (isAnotherInUse(await ask(talk, inUseQuery(cid)), cid, apn)) return false;
  }
  return true;
}

const isProvenBy = ({ proof }: DialWay, { address }: DialCall, told: ToldAddress) =>
  proof.contextOnly !== true && (address.reads.length === 0 || isTold(told));

async function make(talk: Talk, dial: Dial, call: DialCall, way: DialWay): Promise<Dialled> {
  const { clock, signal, whileUp, wish } = talk;
  let restore: string | null = null;
  try {
    const wanted = contextCommand(call, wish);
    const stands = wanted === null ? null : contextStands(await ask(talk, contextQuery), call.cid);
    if (wanted !== null && stands !== null && stands.kind !== 'untold' && !standsAs(stands, wanted)) {
      const former = stands.kind === 'stands' ? stands.command : undefineCommand(call.cid);
      restore = former;
      talk.former?.(former);
      await talk.session.command(wanted, { signal });
    }
    // What nobody can set back is not written, and the call is of whatever stands there.
    const isWished = stands?.kind !== 'untold';
    const commands = commandsOf([...way.before, ...way.start], call, wish);
    const binding = commands.findIndex(({ line }) => line.ends === 'data');
    for (const one of binding < 0 ? commands : commands.slice(0, binding)) await send(talk, one);
    const looking = { every: LOOK_EVERY_MS, within: way.proof.withinMs ?? PROOF_MS, signal };
    if (
      !(await poll(
        clock,
        looking,
        () => isUp(talk, call, way),
        (up) => up,
      ))
    )
      throw notUp(commandsOf(way.start, call, wish));
    const told = await readCall(talk, call);
    const dialled = { dial, told, isWished, isProven: isProvenBy(way, call, told) };
    if (whileUp) {
      // Behind it the port takes no commands, so that nothing is asked any more.
      for (const one of binding < 0 ? [] : commands.slice(binding)) await send(talk, one);
      await whileUp(dialled);
    }
    return dialled;
  } finally {
    // Ended or not: what was started here must not stay connected.
    await stop(talk, call, way);
    if (call.standing === 'ended' && !signal.aborted) await isDown(talk, call, way).catch(() => false);
    if (restore !== null) await quietly(talk, restore);
  }
}

interface Chosen {
  readonly dial: Dial;
  readonly call: DialCall;
  readonly way: DialWay;
}

/** The first dial of which a way is this firmware's. */
async function choose(
  talk: Talk,
  dials: readonly Dial[],
): Promise<Chosen | { readonly dial: Dial; readonly call: null; readonly way: null } | null> {
  for (const dial of dials) {
    const { call } = dial;
    if (!call) return { dial, call: null, way: null };
    const { test, ways } = call;
    const answer = test === undefined ? '' : textOf(await ask(talk, questionOf(test, call)));
    const way = ways.find(({ when }) => when === undefined || new RegExp(when, 'm').test(answer));
    if (way) return { dial, call, way };
  }
  return null;
}

const textOf = ({ lines, final }: Reply) => [...lines, final.kind === 'ok' ? 'OK' : final.text].join('\n');
const proves = ({ lines }: Reply, up: string) => lines.some((line) => new RegExp(up).test(line));
const isTold = ({ ipv4, ipv6 }: ToldAddress) => ipv4 !== null || ipv6 !== null;

/** A question that has no answer is as one that is refused: what is not told is not known. */
function ask({ session, signal }: Talk, question: string): Promise<Reply> {
  return session.command(question, { allowError: true, signal }).catch((error: unknown) => unanswered(error, signal));
}

/** Throws what is no mere silence. */
function unanswered(error: unknown, signal: AbortSignal): Reply {
  signal.throwIfAborted();
  if (!(error instanceof BenchError) || (error.code !== 'AT_SILENT' && error.code !== 'AT_GARBLED')) throw error;
  return { lines: [], final: { kind: 'error', text: 'no answer', number: null } };
}

async function isUp(talk: Talk, call: DialCall, { proof }: DialWay): Promise<boolean> {
  return proves(await ask(talk, questionOf(proof.query, call)), proof.up);
}

/** Whether a call that was told to end is down, within some seconds. */
async function isDown(talk: Talk, call: DialCall, way: DialWay): Promise<boolean> {
  const looking = { every: LOOK_EVERY_MS, within: ENDING_MS, signal: talk.signal };
  return !(await poll(
    talk.clock,
    looking,
    () => isUp(talk, call, way),
    (up) => !up,
  ));
}

async function stop(talk: Talk, call: DialCall, way: DialWay): Promise<void> {
  for (const { command, shown, line } of commandsOf(way.stop, call, talk.wish)) await quietly(talk, command, shown, line.withinMs);
}

/** One command, again where its family says so. One without an answer is as one that is refused. */
async function send({ session, clock, signal }: Talk, { command, shown, line }: DialCommand): Promise<void> {
  const { withinMs = LINE_MS, optional = false, again, ends } = line;
  const once = () =>
    session.command(command, { shown, timeoutMs: withinMs, allowError: true, signal }).catch((error: unknown) => unanswered(error, signal));
  const isLater = ({ final }: Reply) => again !== undefined && final.kind === 'error' && new RegExp(again).test(final.text);
  const { final } = await poll(clock, { every: LOOK_EVERY_MS, within: withinMs, signal }, once, (reply) => !isLater(reply));
  if (optional) return;
  const isRight = final.kind === 'ok' || (ends !== undefined && final.kind === 'connect');
  if (!isRight) throw new BenchError('AT_ERROR', { command: shown, reply: final.text });
}

function notUp(start: readonly DialCommand[]): BenchError {
  return new BenchError('AT_ERROR', { command: start.at(-1)?.shown ?? '', reply: 'no connection' });
}

const readCall = (talk: Talk, call: DialCall) => read(talk, call.address.reads, (query) => questionOf(query, call));

async function read(talk: Talk, reads: readonly DialRead[], asked: (query: string) => string): Promise<ToldAddress> {
  const answers: AddressAnswer[] = [];
  for (const { query, replies: patterns } of reads) answers.push({ reply: await ask(talk, asked(query)), patterns });
  return toldAddress(answers);
}

/** On the way out, also of a step that was stopped: then no answer that is still due is waited for. */
async function quietly({ session, signal }: Talk, command: string, shown = command, withinMs = LINE_MS): Promise<void> {
  const options = signal.aborted ? { timeoutMs: STOP_TIMEOUT_MS, atOnce: true } : { timeoutMs: withinMs };
  await session.command(command, { ...options, shown, allowError: true }).catch(() => undefined);
}
