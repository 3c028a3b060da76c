import { hexShown, lineShown, MASK, numberShown } from '../lib/shown.ts';
import type { Decoded, Decoder } from '../seams/decoded.ts';
import { messageBy, serviceName } from './catalogue.ts';
import { allocateRequest, releaseRequest, syncRequest, versionInfoRequest } from './ctl.ts';
import { decodeFrames, encodeFrame, type QmiFrame } from './qmux.ts';
import { type RequestField, requestField } from './request-fields.ts';
import { type QmiMessage, type QmiRequest, type ServiceName, services } from './services.ts';
import { Fields, listTlvs, type Tlv } from './tlv.ts';

/** Longest part of a line before the ids behind it; with them it stays under the thousand of `Decoded`. */
const MAX_LINE = 900;
/** QMUX header and message header, the longer of the two forms. */
const HEAD = 13;

/** Reads one QMUX frame that a host sends. Of one that makes no sense only the head is shown: nobody can say what is secret behind it. */
export const decodeQmi: Decoder = (bytes) => {
  const data = Uint8Array.from(bytes);
  const frame = requestIn(data);
  return frame ? shown(data, frame, frame.tlvs) : unreadable(data);
};

/** What a plan shows of a request: what `decodeQmi` will say of the frame, with its ids left open. */
export function plannedQmi({ message, tlvs }: QmiRequest): string {
  const service = services[message.service];
  return decodeQmi(encodeFrame({ from: 'host', service, client: 0, kind: 'request', transaction: 1, message: message.id, tlvs })).planned;
}

/** What every conversation begins with: Sync until it is answered, then the services once. */
export const openingLines: readonly string[] = [syncRequest, versionInfoRequest].map(plannedQmi);

/** What a service costs besides its requests: a client id before the first of them, given back when the channel is closed. */
export const clientLines = (service: ServiceName): readonly string[] =>
  [allocateRequest(service), releaseRequest(service, 0)].map(plannedQmi);

type Request = QmiFrame & { readonly tlvs: readonly Tlv[] };

/** The one whole request of a host in these bytes, its values by reference; `null` where it is anything else. */
function requestIn(data: Uint8Array): Request | null {
  const { frames, garbled } = decodeFrames(data);
  const [frame] = frames;
  if (!frame || frames.length > 1 || garbled !== null || frame.from !== 'host' || frame.kind !== 'request') return null;
  try {
    return { ...frame, tlvs: listTlvs(frame.body) };
  } catch {
    return null;
  }
}

function shown(data: Uint8Array, { service, client, message: id, transaction }: QmiFrame, tlvs: readonly Tlv[]): Decoded {
  const message = messageBy(service, id);
  const fields = tlvs.map(([type, value]) => ({ type, value, field: requestField(message, type) }));
  // Before anything is read: what is shown can hold no secret that is not in the data any more.
  for (const { value, field } of fields) if (field?.secretFrom !== undefined) value.fill(MASK, field.secretFrom);
  const line = (open: (shown: string) => string) => {
    const ids = [
      ...(service === services.CTL && client === 0 ? [] : [`client ${open(String(client))}`]),
      `transaction ${open(String(transaction))}`,
    ];
    const parts = fields.map(({ type, value, field }) => fieldShown(type, value, field, open));
    return `${lineShown(`QMI ${nameOf(service, id, message)}`, parts, MAX_LINE)} (${ids.join(', ')})`;
  };
  return { text: line((value) => value), planned: line(() => '?'), data };
}

function nameOf(service: number, id: number, message: QmiMessage | null): string {
  if (message) return `${message.service} ${message.name}`;
  const name = serviceName(service);
  return name === null ? `service ${numberShown(service, 2)}, message ${numberShown(id, 4)}` : `${name} message ${numberShown(id, 4)}`;
}

function fieldShown(type: number, value: Uint8Array, field: RequestField | null, open: (shown: string) => string): string {
  const unknown = `${numberShown(type, 2)} ${hexShown(value)}`;
  if (!field) return unknown;
  try {
    const fields = new Fields(value);
    const text = field.show(fields, open);
    return fields.left === 0 || field.secretFrom !== undefined ? text : unknown;
  } catch {
    return unknown;
  }
}

function unreadable(data: Uint8Array): Decoded {
  data.fill(MASK, HEAD);
  const text = `QMI unreadable frame of ${data.length} bytes: ${hexShown(data.subarray(0, HEAD))}${data.length > HEAD ? '…' : ''}`;
  return { text, planned: text, data };
}
