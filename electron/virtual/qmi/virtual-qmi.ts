import { CdcControl } from '../cdc-control.ts';
import type { ModemBody } from '../modem.ts';
import { ctlHandlers } from './ctl.ts';
import { dmsHandlers } from './dms.ts';
import { type Answer, CTL, DMS, errors, Firmware, fail, type Handlers, NAS, supportedMessages, UIM, WDA, WDS } from './firmware.ts';
import { mangle } from './garbage.ts';
import type { QmiIdentity } from './identity.ts';
import { nasHandlers } from './nas.ts';
import { uimHandlers } from './uim.ts';
import { wdaHandlers } from './wda.ts';
import { wdsHandlers } from './wds.ts';
import { readRequest, writeIndication, writeResponse } from './wire.ts';

const handlers: ReadonlyMap<number, Handlers> = new Map([
  [CTL, ctlHandlers],
  [WDS, wdsHandlers],
  [DMS, dmsHandlers],
  [NAS, nasHandlers],
  [UIM, uimHandlers],
  [WDA, wdaHandlers],
]);

export interface VirtualQmiOptions {
  /** Firmwares since about 2015 know no Ethernet (802.3) on the network function any more. Default: both, Ethernet at power-up. */
  readonly rawIpOnly?: boolean;
  /** Sees each request and the error it was answered with (0: none). */
  readonly onRequest?: (service: number, message: number, error: number) => void;
}

/**
 * The QMI firmware of a virtual modem. One object per enumeration (make it in `ModemModel.compose`).
 *
 * Shared with the other sides through the body: flash `pin`, `pinTries`, `pukTries` and memory `pinVerified` (by `Sim`); memory
 * `connected` (boolean), `radioOff` (boolean), `linkLayer` (`'ethernet'`, `'raw-ip'`); flash `qmiApn`, `qmiModePreference`.
 * Faults: `simMissing`, `fccLocked`, `qmiSilent`, `qmiGarbage`.
 */
export class VirtualQmi {
  readonly identity: QmiIdentity;
  readonly #body: ModemBody;
  readonly #firmware: Firmware;
  readonly #options: VirtualQmiOptions;
  /** Indications of the request in work: they go out after its answer. */
  #held: Uint8Array[] | null = null;
  /** Takes each indication, one QMUX frame at a time. */
  onIndication: ((frame: Uint8Array) => void) | null = null;

  constructor(identity: QmiIdentity, body: ModemBody, options: VirtualQmiOptions = {}) {
    this.identity = identity;
    this.#body = body;
    this.#options = options;
    this.#firmware = new Firmware(identity, body, options.rawIpOnly ?? false, (service, client, message, tlvs) => {
      const frame = writeIndication(service, client, message, tlvs);
      if (this.#held) this.#held.push(frame);
      else this.#emit(frame);
    });
  }

  /**
   * One QMUX frame in, the frames that answer it out: the response, then the indications that it set off. What is no QMUX frame is
   * dropped, as firmwares do.
   */
  handle(frame: Uint8Array): Uint8Array[] {
    if (this.#body.faults.qmiSilent) return [];
    const request = readRequest(frame);
    if (!request) return [];
    this.#held = [];
    const { error = 0, tlvs = [] } = this.#answer(request);
    const answers = [writeResponse(request, error, tlvs), ...this.#held];
    this.#held = null;
    this.#options.onRequest?.(request.service, request.message, error);
    return this.#body.faults.qmiGarbage ? answers.map(mangle) : answers;
  }

  #answer(request: NonNullable<ReturnType<typeof readRequest>>): Answer {
    const { service, client, tlvs } = request;
    const known = handlers.get(service);
    if (!known) return fail(errors.invalidServiceType);
    if (service !== CTL && this.#firmware.clients.get(service)?.has(client) !== true) return fail(errors.invalidClientId);
    if (tlvs === 'malformed') return fail(errors.malformedMessage);
    // Get Supported Messages is in every service.
    if (request.message === 0x001e && service !== CTL) return supportedMessages(known);
    const handler = known.get(request.message);
    if (!handler) return fail(errors.invalidQmiCommand);
    return handler({ client, tlv: (type) => tlvs.get(type) }, this.#firmware);
  }

  #emit(frame: Uint8Array): void {
    if (!this.#body.faults.qmiSilent) this.onIndication?.(this.#body.faults.qmiGarbage ? mangle(frame) : frame);
  }
}

/** Joins QMI firmware with the control channel of an interface. `interruptEndpoint`: address with the direction bit. */
export function qmiControl(qmi: VirtualQmi, options: { interfaceNumber: number; interruptEndpoint: number }): CdcControl {
  const channel: CdcControl = new CdcControl({
    ...options,
    onMessage: (frame, reply) => {
      for (const answer of qmi.handle(frame)) reply(answer);
    },
  });
  qmi.onIndication = (frame) => channel.push(frame);
  return channel;
}
