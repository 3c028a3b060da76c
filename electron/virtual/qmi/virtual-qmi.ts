import { CdcControl } from '../cdc-control.ts';
import type { ModemBody } from '../modem.ts';
import type { QmiIdentity } from './identity.ts';

/**
 * The QMI firmware of a virtual modem. One object per enumeration (make it in `ModemModel.compose`).
 *
 * Shared with the AT side through the body: flash `pin` (string, empty: none), `pinTries` (3 fresh), `pukTries` (10 fresh); memory
 * `pinVerified` (boolean), `connected` (boolean), `radioOff` (boolean); `faults.simMissing`, `qmiSilent`, `qmiGarbage`.
 */
export class VirtualQmi {
  readonly identity: QmiIdentity;
  readonly #body: ModemBody;
  /** Takes each indication, one QMUX frame at a time. */
  onIndication: ((frame: Uint8Array) => void) | null = null;

  constructor(identity: QmiIdentity, body: ModemBody) {
    this.identity = identity;
    this.#body = body;
  }

  /** One QMUX frame in, the frames that answer it out. */
  handle(frame: Uint8Array): Uint8Array[] {
    return this.#body.faults.qmiSilent ? [] : [frame];
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
