import { BenchError } from '../contract/errors.ts';
import type { QmiClient, QmiReply, RequestOptions } from './client.ts';
import { dmsMessages, getPinStatus, type PinState } from './dms.ts';
import { isUnknownMessage, isUnknownMessageError, told } from './failures.ts';
import { protocolErrors } from './protocol-errors.ts';
import { type QmiMessage, type QmiRequest, requestOf } from './services.ts';
import { value } from './tlv.ts';
import { applicationInUse, getCardStatus, PRIMARY_SESSION, pinFailure, simStatusRequests, uimMessages } from './uim.ts';

/** Whether the SIM asks for PIN1 at power-up. */
export type PinLock = 'on' | 'off' | 'unknown';

/** What `readPinLock` may send, in order. */
export const pinLockRequests = simStatusRequests;

const locks: Readonly<Record<PinState, PinLock>> = {
  'enabled-not-verified': 'on',
  'enabled-verified': 'on',
  disabled: 'off',
  // Only a PIN that is asked for can be blocked.
  blocked: 'on',
  'permanently-blocked': 'on',
  'not-initialized': 'unknown',
  unknown: 'unknown',
};

/** By UIM Get Card Status, or by DMS on a firmware without it; `unknown` without a SIM. PIN2 does not come into it. */
export async function readPinLock(client: QmiClient, options?: RequestOptions): Promise<PinLock> {
  if (client.offers('UIM')) {
    try {
      return locks[applicationInUse(await getCardStatus(client, options))?.pin1 ?? 'unknown'];
    } catch (error) {
      if (!isUnknownMessageError(error)) throw error;
    }
  }
  return locks[(await told(() => getPinStatus(client, options)))?.state ?? 'unknown'];
}

/** PIN id, on or off, length and digits: the same value in UIM and DMS (libqmi, data/qmi-service-{uim,dms}.json). */
function protection(on: boolean, pin: string): Uint8Array {
  const digits = value.text(pin);
  return value.join(value.u8(1, on ? 1 : 0, digits.length), digits);
}

/** Turns the request for PIN1 on or off by UIM. Secret. */
export const setPinProtectionRequest = (on: boolean, pin: string): QmiRequest =>
  requestOf(uimMessages.setPinProtection, [PRIMARY_SESSION, [0x02, protection(on, pin)]]);

/** As `setPinProtectionRequest`, by DMS. Secret. */
export const legacySetPinProtectionRequest = (on: boolean, pin: string): QmiRequest =>
  requestOf(dmsMessages.setPinProtection, [[0x01, protection(on, pin)]]);

/** What `setPinProtection` may send, in order. Secret. */
export const pinProtectionRequests = (on: boolean, pin: string): readonly QmiRequest[] => [
  setPinProtectionRequest(on, pin),
  legacySetPinProtectionRequest(on, pin),
];

/**
 * Turns the request for PIN1 on or off, by UIM or the legacy way; the SIM has to be ready, and checks the PIN either way. As it was
 * already is done. The tries left are the caller's to read before. Throws PIN_MALFORMED (nothing was sent), PIN_WRONG (detail `tries`: left
 * now), PUK_NEEDED, QMI_ERROR.
 */
export async function setPinProtection(client: QmiClient, on: boolean, pin: string, options?: RequestOptions): Promise<void> {
  if (!/^[0-9]{4,8}$/.test(pin)) throw new BenchError('PIN_MALFORMED');
  const { message, tlvs } = setPinProtectionRequest(on, pin);
  const reply = client.offers('UIM') ? await client.exchange(message, tlvs, options) : null;
  if (reply && !isUnknownMessage(reply.error)) return settled(message, reply);
  const legacy = legacySetPinProtectionRequest(on, pin);
  settled(legacy.message, await client.exchange(legacy.message, legacy.tlvs, options));
}

/** NoEffect: it was so before. */
function settled(message: QmiMessage, { error, tlvs }: QmiReply): void {
  if (error !== 0 && error !== protocolErrors.noEffect) throw pinFailure(message, error, tlvs);
}
