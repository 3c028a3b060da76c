import { BenchError } from '../contract/errors.ts';
import type { QmiClient, RequestOptions } from './client.ts';
import { dmsMessages, getPinStatus, verifyPinRequest as legacyVerifyPinRequest, type PinState, pinStates } from './dms.ts';
import { isUnknownMessage, isUnknownMessageError, readOf, refused } from './failures.ts';
import { protocolErrors } from './protocol-errors.ts';
import { messagesOf, type QmiMessage, type QmiRequest, requestOf } from './services.ts';
import { type Fields, type Tlv, type Tlvs, value } from './tlv.ts';

/** UIM, the SIM service. */
export const uimMessages = messagesOf('UIM', {
  readTransparent: [0x0020, 'Read Transparent'],
  setPinProtection: [0x0025, 'Set PIN Protection'],
  verifyPin: [0x0026, 'Verify PIN'],
  cardStatus: [0x002f, 'Get Card Status'],
});

export const applicationTypes = ['unknown', 'sim', 'usim', 'ruim', 'csim', 'isim'] as const;
/** libqmi's `QmiUimCardApplicationState`, by number. */
export const applicationStates = [
  'unknown',
  'detected',
  'pin-required',
  'puk-required',
  'personalization',
  'pin-blocked',
  'illegal',
  'ready',
] as const;

export interface CardApplication {
  readonly type: (typeof applicationTypes)[number];
  readonly state: (typeof applicationStates)[number];
  readonly pin1: PinState;
  readonly pin1TriesLeft: number;
  readonly puk1TriesLeft: number;
}

export interface Card {
  readonly state: 'absent' | 'present' | 'error' | 'unknown';
  readonly applications: readonly CardApplication[];
}

export interface CardStatus {
  /** Card and application of the primary GSM/WCDMA/LTE session; `null` where none is chosen yet. */
  readonly primary: { readonly card: number; readonly application: number } | null;
  readonly cards: readonly Card[];
}

/** Reads the SIM slots. */
export const getCardStatus = (client: QmiClient, options?: RequestOptions): Promise<CardStatus> =>
  client.ask(requestOf(uimMessages.cardStatus), readCardStatus, options);

function readCardStatus(tlvs: Tlvs): CardStatus {
  const fields = tlvs.need(0x10);
  const primary = fields.u16();
  // Primary 1x, secondary GW, secondary 1x.
  for (let i = 0; i < 3; i++) fields.u16();
  const cards = Array.from({ length: fields.u8() }, (): Card => readCard(fields));
  return { primary: primary === 0xffff ? null : { application: primary & 0xff, card: primary >> 8 }, cards };
}

function readCard(fields: Fields): Card {
  const state = (['absent', 'present', 'error'] as const)[fields.u8()] ?? 'unknown';
  // UPIN state, UPIN tries, UPUK tries, error.
  fields.bytes(4);
  return { state, applications: Array.from({ length: fields.u8() }, () => readApplication(fields)) };
}

function readApplication(fields: Fields): CardApplication {
  const type = applicationTypes[fields.u8()] ?? 'unknown';
  const state = applicationStates[fields.u8()] ?? 'unknown';
  // Personalization: state, feature, tries, unblock tries.
  fields.bytes(4);
  fields.bytes8();
  // Whether the universal PIN takes the place of PIN1.
  fields.u8();
  const pin1: PinState = pinStates[fields.u8()] ?? 'unknown';
  const application = { type, state, pin1, pin1TriesLeft: fields.u8(), puk1TriesLeft: fields.u8() };
  // PIN2: state, tries, unblock tries.
  fields.bytes(3);
  return application;
}

export interface SimStatus {
  readonly state: 'unknown' | 'ready' | 'pin' | 'puk' | 'missing' | 'failed';
  readonly pinTriesLeft: number | null;
}

/** What `getSimStatus` may send, in order. */
export const simStatusRequests: readonly QmiRequest[] = [requestOf(uimMessages.cardStatus), requestOf(dmsMessages.pinStatus)];

/** What the SIM needs: by UIM, or by DMS on a firmware that has no UIM. */
export async function getSimStatus(client: QmiClient, options?: RequestOptions): Promise<SimStatus> {
  if (client.offers('UIM')) {
    try {
      return simStatusOf(await getCardStatus(client, options));
    } catch (error) {
      if (!isUnknownMessageError(error)) throw error;
    }
  }
  const status = await getPinStatus(client, options);
  if (!status) return { state: 'unknown', pinTriesLeft: null };
  const states: Partial<Record<PinState, SimStatus['state']>> = {
    'enabled-not-verified': 'pin',
    'enabled-verified': 'ready',
    disabled: 'ready',
    blocked: 'puk',
    'permanently-blocked': 'failed',
  };
  return { state: states[status.state] ?? 'unknown', pinTriesLeft: status.pinTriesLeft };
}

/** The application in use; before one is chosen, the first SIM or USIM of a card that is there. `null`: there is none. */
export function applicationInUse(status: CardStatus): CardApplication | null {
  const { primary } = status;
  const card = cardInUse(status);
  const chosen = primary && card?.applications[primary.application];
  return chosen ?? card?.applications.find((a) => a.type === 'sim' || a.type === 'usim') ?? null;
}

function cardInUse({ primary, cards }: CardStatus): Card | undefined {
  return (primary && cards[primary.card]) ?? cards.find((card) => card.state === 'present') ?? cards[0];
}

/** The state of the application in use. PIN2 and its PUK lock nothing that the bench needs, and do not count. */
export function simStatusOf(status: CardStatus): SimStatus {
  const card = cardInUse(status);
  if (!card || card.state === 'absent') return { state: 'missing', pinTriesLeft: null };
  if (card.state === 'error') return { state: 'failed', pinTriesLeft: null };
  const application = applicationInUse(status);
  if (!application) return { state: 'unknown', pinTriesLeft: null };
  const states: Partial<Record<CardApplication['state'], SimStatus['state']>> = {
    ready: 'ready',
    'pin-required': 'pin',
    'puk-required': 'puk',
    'pin-blocked': 'failed',
    illegal: 'failed',
  };
  return { state: states[application.state] ?? 'unknown', pinTriesLeft: application.pin1TriesLeft };
}

/** Session of what concerns a SIM: primary GW provisioning, no application id. */
export const PRIMARY_SESSION: Tlv = [0x01, value.u8(0, 0)];

/** Gives PIN1. Secret. */
export function verifyPinRequest(pin: string): QmiRequest {
  const digits = value.text(pin);
  return requestOf(uimMessages.verifyPin, [PRIMARY_SESSION, [0x02, value.join(value.u8(1, digits.length), digits)]]);
}

/** What `verifyPin` may send, in order. Secret. */
export const verifyPinRequests = (pin: string): readonly QmiRequest[] => [verifyPinRequest(pin), legacyVerifyPinRequest(pin)];

/**
 * Gives PIN1, by UIM or the legacy way. The tries left are the caller's to read before. Throws PIN_MALFORMED (nothing was sent),
 * PIN_WRONG (detail `tries`: left now), PUK_NEEDED, QMI_ERROR.
 */
export async function verifyPin(client: QmiClient, pin: string, options?: RequestOptions): Promise<void> {
  if (!/^[0-9]{4,8}$/.test(pin)) throw new BenchError('PIN_MALFORMED');
  if (client.offers('UIM')) {
    const { message, tlvs } = verifyPinRequest(pin);
    const reply = await client.exchange(message, tlvs, options);
    if (reply.error === 0) return;
    if (!isUnknownMessage(reply.error)) throw pinFailure(message, reply.error, reply.tlvs);
  }
  const { message, tlvs } = legacyVerifyPinRequest(pin);
  const reply = await client.exchange(message, tlvs, options);
  if (reply.error !== 0) throw pinFailure(message, reply.error, reply.tlvs);
}

/** Tries left are in TLV 0x10 in both services, for every message about a PIN. */
export function pinFailure(message: QmiMessage, error: number, tlvs: Tlvs): BenchError {
  const tries = readOf(message, tlvs, (read) => read.get(0x10)?.u8() ?? null);
  if (error === protocolErrors.pinBlocked || (error === protocolErrors.incorrectPin && tries === 0)) return new BenchError('PUK_NEEDED');
  if (error === protocolErrors.incorrectPin && tries !== null) return new BenchError('PIN_WRONG', { tries });
  return refused(message, error, tries === null ? {} : { tries });
}
