import { usbId } from '../../../modem-db/db.ts';
import type { Capabilities } from '../../contract/capabilities.ts';
import { BenchError, type Failure, toFailure } from '../../contract/errors.ts';
import type { LookView, ModemIdentity, NetworkView } from '../../contract/snapshot.ts';
import type { Mode } from '../../contract/words.ts';
import type { ModemAccess } from '../../modem/access.ts';
import { isLikelyModem, mayHaveAt, qmiCandidates } from '../../modem/candidates.ts';
import { messagesOf } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { networkOf } from '../../modem/network-view.ts';
import type { Decoded } from '../../seams/decoded.ts';
import { poll } from '../../seams/poll.ts';
import { noNetwork } from '../job.ts';
import { recordedBackend } from '../journal/recording.ts';
import { atOpening, controlOpening } from '../steps/ports.ts';
import { isInPlan } from '../steps/step-kind.ts';
import type { FirmwareRecord } from './firmware-record.ts';

/** A modem that is still searching is asked again after so many ms, and let go of in between. */
const AGAIN_DELAYS_MS = [3000, 5000, 10_000, 20_000] as const;

export interface LookFindings {
  readonly identity: ModemIdentity;
  readonly network: Partial<NetworkView>;
}

/** How a look reaches the modem, and who hears of it. */
export interface LookGround {
  readonly access: ModemAccess;
  /** Writes down what goes out. */
  readonly sent: (sent: Decoded) => void;
  readonly found: () => void;
  /** What was asked of this firmware before. */
  readonly firmwares: FirmwareRecord;
}

/**
 * What is read of a modem when it is plugged in, before any plan and only with the technician's consent: who it is, its SIM, its network,
 * its signal. It reads, and changes nothing; what is not among those questions does not go out. A modem that ModemManager has is left alone.
 */
export class Look {
  #ground: LookGround | null = null;
  #stopping = new AbortController();
  #ended: Promise<void> = Promise.resolve();
  #findings: LookFindings = { identity: {}, network: {} };
  #view: LookView = { state: 'none', failure: null };
  #capabilities: Capabilities | null = null;

  get findings(): LookFindings {
    return this.#findings;
  }

  get view(): LookView {
    return this.#view;
  }

  /** What its firmware can be asked; `null`: not known. */
  get capabilities(): Capabilities | null {
    return this.#capabilities;
  }

  /** One look an enumeration: once begun, nothing more happens until it is forgotten. */
  begin(ground: LookGround): void {
    if (this.#ground !== null || !canBeAsked(ground.access)) return;
    this.#ground = ground;
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    this.#view = { state: 'reading', failure: null };
    // Of the enumeration before, something may still be held.
    this.#ended = this.#ended.then(() => this.#run(ground, signal));
  }

  /** Resolves when it has let go of the modem. What was found stays. */
  stop(): Promise<void> {
    this.#stopping.abort(new BenchError('CANCELLED'));
    return this.#ended;
  }

  /** What is plugged in now is another, or nothing. */
  forget(): void {
    void this.stop();
    this.#ground = null;
    this.#findings = { identity: {}, network: {} };
    this.#view = { state: 'none', failure: null };
    this.#capabilities = null;
  }

  async #run(ground: LookGround, signal: AbortSignal): Promise<void> {
    const { access } = ground;
    const end = (state: LookView['state'], failure: Failure | null = null) => {
      if (this.#ground !== ground) return;
      this.#view = { state, failure };
      ground.found();
    };
    try {
      const holders = await access.backend.host.holders(access.sighting.portPath);
      if (holders.some(({ kind }) => kind === 'modem-manager')) return end('left-alone');
      await this.#read(ground, signal);
      end('read');
      // Nobody waits for this: whoever plans now breaks it off.
      await this.#probe(ground, signal).catch(() => undefined);
    } catch (error) {
      if (signal.aborted) end(this.#findings.identity.model === undefined ? 'none' : 'read');
      else end('failed', toFailure(error));
    }
  }

  async #read(ground: LookGround, signal: AbortSignal): Promise<void> {
    const access = readOnly(ground);
    const language = languageOf(access);
    const add = (found: Partial<LookFindings>) => this.#add(ground, found);
    const isOpen = await withModem(access, signal, async (modem) => {
      add({ identity: await modem.identity() });
      // Of what nobody listed, AT may be known by now, and not yet whether it speaks QMI too: the better way online.
      if (access.recognised.mode === null && language === 'qmi') await modem.qmi().catch(() => undefined);
      const { face, status } = await modem.sim();
      add({ network: { sim: status.state, pinTriesLeft: status.triesLeft, radio: await modem.radio() } });
      if (status.state === 'ready') add({ identity: await face.numbers(signal) });
      add({ network: await networkOf(modem, await modem.registration()) });
      return status.state === 'ready';
    });
    if (!isOpen) return;
    let isFirst = true;
    const again = async () => {
      // What was read above is the first look.
      if (!isFirst) add({ network: await withModem(access, signal, async (modem) => networkOf(modem, await modem.registration())) });
      isFirst = false;
    };
    const every = (looks: number) => AGAIN_DELAYS_MS[looks - 1] ?? null;
    await poll(access.clock, { every, signal }, again, () => this.#isSettled());
  }

  /** It has a network, or will get none by itself. */
  #isSettled(): boolean {
    const { registration, radio } = this.#findings.network;
    return registration === 'home' || registration === 'roaming' || registration === 'denied' || radio === 'off' || radio === 'locked';
  }

  /** Once for each firmware: it takes some modems seconds. */
  async #probe(ground: LookGround, signal: AbortSignal): Promise<void> {
    const { access, firmwares } = ground;
    const { model, revision } = this.#findings.identity;
    if (model === undefined || revision === undefined) return;
    const key = `${usbId(access.sighting.vid, access.sighting.pid)} ${model} ${revision}`;
    const kept = firmwares.get(key);
    const known = kept ?? (await withModem(readOnly(ground), signal, (modem) => modem.capabilities()));
    if (this.#ground === ground) this.#capabilities = known;
    if (kept === null) await firmwares.keep(key, known);
  }

  #add(ground: LookGround, { identity = {}, network = {} }: Partial<LookFindings>): void {
    if (this.#ground !== ground) return;
    this.#findings = { identity: { ...this.#findings.identity, ...identity }, network: { ...this.#findings.network, ...network } };
    ground.found();
  }
}

/** The modem through a backend that lets nothing pass but what a look asks. */
function readOnly({ access, sent }: LookGround): ModemAccess {
  const listed = lookMessages(access);
  const pass = (outgoing: Decoded) => {
    if (!isInPlan(listed, outgoing)) throw new BenchError('NOT_IN_PLAN', { step: 'look', message: outgoing.planned.slice(0, 200) });
    sent(outgoing);
  };
  return { ...access, backend: recordedBackend(access.backend, languageOf(access), pass), isHeld: false };
}

/** Whether there is anything of it that could be asked, unasked: of what may be no modem at all a plan may, which a technician agrees to. */
function canBeAsked(access: ModemAccess): boolean {
  return isLikelyModem(access) && (languageOf(access) !== 'none' || mayHaveAt(access));
}

/** What its control channel speaks, or that of one that nobody listed may. */
function languageOf(access: ModemAccess): 'qmi' | 'mbim' | 'none' {
  const { control } = access.recognised;
  if (control === 'qmi' || control === 'mbim') return control;
  return qmiCandidates(access).length > 0 ? 'qmi' : 'none';
}

/** All that a look may send. */
function lookMessages(access: ModemAccess) {
  const language = languageOf(access);
  const mode: Mode = language === 'none' ? 'ppp' : language;
  const questions = (['identity', 'sim', 'network', 'capabilities'] as const).flatMap((question) =>
    messagesOf(question, mode, [access.vendor]),
  );
  return [...atOpening, ...controlOpening, ...questions];
}

/** What is known of the network: as the job saw it, and before it did as the look saw it. */
export function networkKnown(looked: Partial<NetworkView>, byJob: NetworkView | undefined): NetworkView {
  const before = { ...noNetwork, ...looked };
  return byJob === undefined || byJob === noNetwork ? before : { ...before, ...byJob };
}
