import type { VirtualIdentity } from '../identity.ts';
import type { MbimAbilities } from '../mbim-abilities.ts';
import type { ModemBody } from '../modem.ts';
import { basicConnectHandlers } from './device.ts';
import { type Answer, BASIC_CONNECT, fail, MbimFirmware, status } from './firmware.ts';
import { mangle } from './garbage.ts';
import { type FrameFirmware, servicesOf } from './services.ts';
import {
  type Command,
  type CommandFragment,
  HostInfo,
  type HostMessage,
  readCommand,
  readMessage,
  writeDone,
  writeFunctionError,
  writeReply,
} from './wire.ts';

/** MBIM_PROTOCOL_ERROR codes, table 9-10. */
const protocol = { fragmentOutOfSequence: 2, lengthMismatch: 3, notOpened: 5, unknown: 6, maxTransfer: 8 } as const;

/** Least that a host may ask for, in bytes (table 6-3). */
const LEAST_CONTROL_MESSAGE = 64;
/** A command in pieces: more bytes than that no command has. */
const MAX_COMMAND = 0x1_0000;

export interface VirtualMbimOptions {
  /** Sees each command and the status it was answered with. */
  readonly onCommand?: (id: number, set: boolean, status: number) => void;
  /** wMaxControlMessage: answers are cut into fragments of that many bytes. */
  readonly maxControlMessage: number;
  /** Default: MBIM 1.0 and nothing else. */
  readonly abilities?: MbimAbilities;
  /** QMI firmware of the same modem, for whoever has that ability. */
  readonly qmi?: FrameFirmware;
}

interface Collecting {
  readonly transaction: number;
  readonly total: number;
  readonly parts: Uint8Array[];
}

/**
 * The MBIM firmware of a virtual modem: Basic Connect of MBIM 1.0, one session, and what its abilities add. One object per enumeration.
 *
 * Shared with the other sides through the body: flash `pin`, `pinTries`, `pukTries` and memory `pinVerified` (by `Sim`); memory
 * `connected`, `radioOff`, `detached`, `fccUnlocked` (booleans). Faults: `simMissing`, `fccLocked`, `mbimSilent`, `mbimGarbage`.
 */
export class VirtualMbim {
  readonly maxControlMessage: number;
  readonly #body: ModemBody;
  readonly #firmware: MbimFirmware;
  readonly #onCommand: VirtualMbimOptions['onCommand'];
  /** Bytes of a message to this host; `null` while it has not opened. */
  #transfer: number | null = null;
  #collecting: Collecting | null = null;
  /** Indications of the command in work: they go out after its answer. */
  #held: Uint8Array[] | null = null;
  /** Takes each message that nobody asked for. */
  onIndication: ((message: Uint8Array) => void) | null = null;

  constructor(identity: VirtualIdentity, body: ModemBody, options: VirtualMbimOptions) {
    this.#body = body;
    this.#onCommand = options.onCommand;
    this.maxControlMessage = options.maxControlMessage;
    this.#firmware = new MbimFirmware(identity, body, options.abilities ?? {}, (...told) => this.#indicate(...told));
    this.#firmware.services = servicesOf(this.#firmware, options.qmi);
  }

  /** RESET_FUNCTION, or a SET_INTERFACE that has the same effect (MBIM 1.0, 8.1): closed, and no session. */
  reset(): void {
    this.#transfer = null;
    this.#collecting = null;
    this.#firmware.forget();
  }

  /** One message of the host in, those that answer it out, then what it set off. */
  handle(bytes: Uint8Array): Uint8Array[] {
    if (this.#body.faults.mbimSilent) return [];
    const message = readMessage(bytes);
    if (!message) return [];
    const answers =
      bytes.length > this.maxControlMessage ? [writeFunctionError(message.transaction, protocol.maxTransfer)] : this.#answer(message);
    return this.#body.faults.mbimGarbage ? answers.map(mangle) : answers;
  }

  #answer(message: HostMessage): Uint8Array[] {
    const { transaction } = message;
    if (message.type === 'hostError') return [];
    if (message.type === 'wrong-length') return [writeFunctionError(transaction, protocol.lengthMismatch)];
    if (message.type === 'open') {
      this.reset();
      this.#transfer = Math.max(LEAST_CONTROL_MESSAGE, Math.min(message.maxControlTransfer, this.maxControlMessage));
      return [writeDone('open', transaction, status.success)];
    }
    if (this.#transfer === null) return [writeFunctionError(transaction, protocol.notOpened)];
    if (message.type === 'close') {
      this.reset();
      return [writeDone('close', transaction, status.success)];
    }
    if (!('payload' in message)) return [writeFunctionError(transaction, protocol.unknown)];
    const whole = this.#collect(message);
    if (whole === 'out-of-sequence') return [writeFunctionError(transaction, protocol.fragmentOutOfSequence)];
    return whole ? this.#command(transaction, whole, this.#transfer) : [];
  }

  /** Fragments of one command come in a row; one that does not fit ends what was under way (9.1). */
  #collect({ transaction, total, current, payload }: CommandFragment): Uint8Array | 'out-of-sequence' | null {
    if (current === 0) this.#collecting = { transaction, total, parts: [] };
    const collecting = this.#collecting;
    const fits = collecting?.transaction === transaction && collecting.total === total && collecting.parts.length === current;
    if (!collecting || !fits || current >= total) {
      this.#collecting = null;
      return 'out-of-sequence';
    }
    collecting.parts.push(payload);
    if (collecting.parts.reduce((sum, part) => sum + part.length, 0) > MAX_COMMAND) {
      this.#collecting = null;
      return 'out-of-sequence';
    }
    if (current + 1 < total) return null;
    this.#collecting = null;
    return Buffer.concat(collecting.parts);
  }

  #command(transaction: number, whole: Uint8Array, most: number): Uint8Array[] {
    const command = readCommand(whole);
    if (!command) return [writeFunctionError(transaction, protocol.lengthMismatch)];
    this.#held = [];
    const answer = this.#run(command);
    if (answer) this.#onCommand?.(command.id, command.set, answer.status);
    const reply = answer ? writeReply(command, transaction, answer.status, answer.info, most) : [];
    const answers = [...reply, ...this.#held];
    this.#held = null;
    return answers;
  }

  #run({ service, id, set, info }: Command): Answer | null {
    const handler = (service === BASIC_CONNECT ? basicConnectHandlers : this.#firmware.services.get(service))?.get(id);
    const run = set ? handler?.set : handler?.query;
    return run ? run(this.#firmware, new HostInfo(info)) : fail(status.noDeviceSupport);
  }

  #indicate(service: string, id: number, info: Uint8Array): void {
    if (this.#transfer === null) return;
    const messages = writeReply({ service, id }, 0, null, info, this.#transfer);
    if (this.#held) this.#held.push(...messages);
    else if (!this.#body.faults.mbimSilent) for (const m of messages) this.onIndication?.(this.#body.faults.mbimGarbage ? mangle(m) : m);
  }
}
