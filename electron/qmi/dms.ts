import type { QmiClient, RequestOptions } from './client.ts';
import { messagesOf, type QmiRequest, requestOf } from './services.ts';
import { value } from './tlv.ts';

/** DMS, the device management service. */
export const dmsMessages = messagesOf('DMS', {
  manufacturer: [0x0021, 'Get Manufacturer'],
  model: [0x0022, 'Get Model'],
  revision: [0x0023, 'Get Revision'],
  ids: [0x0025, 'Get IDs'],
  setPinProtection: [0x0027, 'UIM Set PIN Protection'],
  verifyPin: [0x0028, 'UIM Verify PIN'],
  pinStatus: [0x002b, 'UIM Get PIN Status'],
  operatingMode: [0x002d, 'Get Operating Mode'],
  iccid: [0x003c, 'UIM Get ICCID'],
  imsi: [0x0043, 'UIM Get IMSI'],
});

export const getManufacturer = (client: QmiClient, options?: RequestOptions): Promise<string> =>
  client.ask(requestOf(dmsMessages.manufacturer), (tlvs) => tlvs.need(0x01).text(), options);

export const getModel = (client: QmiClient, options?: RequestOptions): Promise<string> =>
  client.ask(requestOf(dmsMessages.model), (tlvs) => tlvs.need(0x01).text(), options);

export const getRevision = (client: QmiClient, options?: RequestOptions): Promise<string> =>
  client.ask(requestOf(dmsMessages.revision), (tlvs) => tlvs.need(0x01).text(), options);

export interface DeviceIds {
  readonly esn: string | null;
  /** 15 digits; a modem that leaves the check digit out gives 14. */
  readonly imei: string | null;
  readonly meid: string | null;
}

/** A modem writes `0` where it has no such number. */
export const getIds = (client: QmiClient, options?: RequestOptions): Promise<DeviceIds> =>
  client.ask(
    requestOf(dmsMessages.ids),
    (tlvs) => {
      const id = (type: number) => {
        const text = tlvs.get(type)?.text() ?? '';
        return /^0*$/.test(text) ? null : text;
      };
      return { esn: id(0x10), imei: id(0x11), meid: id(0x12) };
    },
    options,
  );

/** Legacy: firmwares since about 2016 have it in UIM only. */
export const getIccid = (client: QmiClient, options?: RequestOptions): Promise<string> =>
  client.ask(requestOf(dmsMessages.iccid), (tlvs) => tlvs.need(0x01).text(), options);

/** Legacy, as `getIccid`. */
export const getImsi = (client: QmiClient, options?: RequestOptions): Promise<string> =>
  client.ask(requestOf(dmsMessages.imsi), (tlvs) => tlvs.need(0x01).text(), options);

/** State of one PIN, in DMS and UIM alike. */
export const pinStates = [
  'not-initialized',
  'enabled-not-verified',
  'enabled-verified',
  'disabled',
  'blocked',
  'permanently-blocked',
] as const;
export type PinState = (typeof pinStates)[number] | 'unknown';

export interface PinStatus {
  readonly state: PinState;
  readonly pinTriesLeft: number;
  readonly pukTriesLeft: number;
}

/** PIN1 by the legacy way; `null` where the answer holds none (no SIM). */
export const getPinStatus = (client: QmiClient, options?: RequestOptions): Promise<PinStatus | null> =>
  client.ask(
    requestOf(dmsMessages.pinStatus),
    (tlvs) => {
      const fields = tlvs.get(0x11);
      return fields && { state: pinStates[fields.u8()] ?? 'unknown', pinTriesLeft: fields.u8(), pukTriesLeft: fields.u8() };
    },
    options,
  );

/** Gives PIN1. Secret. */
export function verifyPinRequest(pin: string): QmiRequest {
  const digits = value.text(pin);
  return requestOf(dmsMessages.verifyPin, [[0x01, value.join(value.u8(1, digits.length), digits)]]);
}
