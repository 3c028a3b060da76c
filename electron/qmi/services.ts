import type { Tlv } from './tlv.ts';

/** QMI service numbers (QMI common definitions, as in libqmi's `QmiService`). CTL is the channel's own service, client id 0. */
export const services = { CTL: 0x00, WDS: 0x01, DMS: 0x02, NAS: 0x03, UIM: 0x0b, WDA: 0x1a } as const;
export type ServiceName = keyof typeof services;

/** One message of one service; the name is for errors. */
export interface QmiMessage {
  readonly service: ServiceName;
  readonly id: number;
  readonly name: string;
}

/** A message with what it asks: all that the host decides of a frame before a client id and a transaction are known. */
export interface QmiRequest {
  readonly message: QmiMessage;
  readonly tlvs: readonly Tlv[];
}

export const requestOf = (message: QmiMessage, tlvs: readonly Tlv[] = []): QmiRequest => ({ message, tlvs });

/** Writes a service's messages down as `[id, name]`. */
export function messagesOf<K extends string>(service: ServiceName, list: Readonly<Record<K, readonly [id: number, name: string]>>) {
  const entries = Object.entries<readonly [number, string]>(list).map(([key, [id, name]]) => [key, { service, id, name }]);
  return Object.fromEntries(entries) as Readonly<Record<K, QmiMessage>>;
}
