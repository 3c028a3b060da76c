import type { QmiClient, RequestOptions } from './client.ts';
import { messagesOf, type QmiRequest, requestOf } from './services.ts';
import { type Tlv, type Tlvs, value } from './tlv.ts';

/** WDA, the data format service: what the frames on the network function look like. */
export const wdaMessages = messagesOf('WDA', {
  set: [0x0020, 'Set Data Format'],
  get: [0x0021, 'Get Data Format'],
});

export const linkLayers = ['unknown', '802.3', 'raw-ip'] as const;
export type LinkLayer = (typeof linkLayers)[number];

export interface DataFormat {
  readonly linkLayer: LinkLayer;
  /** libqmi's `QmiWdaDataAggregationProtocol`: 0 none, 5 QMAP. */
  readonly uplinkAggregation: number;
  readonly downlinkAggregation: number;
}

/** Where the modem asks for the endpoint: a USB one (HSUSB, 2) and its interface number. */
const endpointOf = (interfaceNumber: number): Uint8Array => value.join(value.u32(2), value.u32(interfaceNumber));

export function getDataFormatRequest(interfaceNumber?: number): QmiRequest {
  return requestOf(wdaMessages.get, interfaceNumber === undefined ? [] : [[0x10, endpointOf(interfaceNumber)]]);
}

export function setDataFormatRequest(linkLayer: Exclude<LinkLayer, 'unknown'>, interfaceNumber?: number): QmiRequest {
  const tlvs: Tlv[] = [
    [0x10, value.u8(0)],
    [0x11, value.u32(linkLayers.indexOf(linkLayer))],
    [0x12, value.u32(0)],
    [0x13, value.u32(0)],
  ];
  if (interfaceNumber !== undefined) tlvs.push([0x17, endpointOf(interfaceNumber)]);
  return requestOf(wdaMessages.set, tlvs);
}

/** `interfaceNumber`: for firmwares that serve several; others ignore it. */
export const getDataFormat = (client: QmiClient, interfaceNumber?: number, options?: RequestOptions): Promise<DataFormat> =>
  client.ask(getDataFormatRequest(interfaceNumber), readFormat, options);

/** Without aggregation. Resolves to what the modem took, which may be something else. */
export const setDataFormat = (
  client: QmiClient,
  linkLayer: Exclude<LinkLayer, 'unknown'>,
  interfaceNumber?: number,
  options?: RequestOptions,
): Promise<DataFormat> => client.ask(setDataFormatRequest(linkLayer, interfaceNumber), readFormat, options);

function readFormat(tlvs: Tlvs): DataFormat {
  return {
    linkLayer: linkLayers[tlvs.need(0x11).u32()] ?? 'unknown',
    uplinkAggregation: tlvs.get(0x12)?.u32() ?? 0,
    downlinkAggregation: tlvs.get(0x13)?.u32() ?? 0,
  };
}
