import type { QmiClient, RequestOptions } from './client.ts';
import { told } from './failures.ts';
import { messagesOf, type QmiMessage, type QmiRequest, requestOf, type ServiceName } from './services.ts';

/** CTL has no such list: it tells its services by Get Version Info. */
export type ListingService = Exclude<ServiceName, 'CTL'>;

const message = [0x001e, 'Get Supported Messages'] as const;

/** The same message in each service; libqmi, data/qmi-service-*.json, all since 1.14 or before. */
export const supportedMessages: Readonly<Record<ListingService, QmiMessage>> = {
  WDS: messagesOf('WDS', { supported: message }).supported,
  DMS: messagesOf('DMS', { supported: message }).supported,
  NAS: messagesOf('NAS', { supported: message }).supported,
  UIM: messagesOf('UIM', { supported: message }).supported,
  WDA: messagesOf('WDA', { supported: message }).supported,
};

/** In the order in which they are asked. */
export const listingServices = ['DMS', 'NAS', 'WDS', 'UIM', 'WDA'] as const satisfies readonly ListingService[];

export const supportedRequest = (service: ListingService): QmiRequest => requestOf(supportedMessages[service]);

/** Most bytes of a list that are read: message numbers under 0x4000. Those above are vendors' own, and would take eight times as many. */
const MAX_LIST = 0x800;

/** Numbers of the messages that the modem knows in a service; `null` where it does not tell (QMI_ERROR), or has no such service. */
export async function readSupported(
  client: QmiClient,
  service: ListingService,
  options?: RequestOptions,
): Promise<ReadonlySet<number> | null> {
  if (!client.offers(service)) return null;
  const found = await told(() =>
    client.ask(supportedRequest(service), (tlvs) => tlvs.get(0x10)?.bytes16().subarray(0, MAX_LIST) ?? null, options),
  );
  return found ? numbersOf(found) : null;
}

/** Bit n of byte m is message 8 m + n, as qmicli prints it. */
function numbersOf(list: Uint8Array): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const [at, byte] of list.entries()) for (let bit = 0; bit < 8; bit++) if ((byte >> bit) & 1) numbers.add(8 * at + bit);
  return numbers;
}
