import type { EndpointDescriptor } from '../../seams/usb-bus.ts';
import type { ShapeInterface } from '../shape.ts';

const isIn = ({ address }: EndpointDescriptor) => (address & 0x80) !== 0;

export const isBulkIn = (e: EndpointDescriptor) => e.type === 'bulk' && isIn(e);
export const isBulkOut = (e: EndpointDescriptor) => e.type === 'bulk' && !isIn(e);
export const isInterruptIn = (e: EndpointDescriptor) => e.type === 'interrupt' && isIn(e);

/** Endpoints that can transfer data at all. */
const usable = ({ endpoints }: ShapeInterface) => endpoints.filter((e) => e.maxPacketSize > 0);

export interface Pipes {
  readonly data: boolean;
  readonly status: EndpointDescriptor | undefined;
}

/** Bulk both ways and an interrupt endpoint among all that is given; drivers/net/usb/cdc_ncm.c, cdc_ncm_find_endpoints. */
export function pipesOf(...settings: readonly ShapeInterface[]): Pipes {
  const all = settings.flatMap(usable);
  return { data: all.some(isBulkIn) && all.some(isBulkOut), status: all.find(isInterruptIn) };
}

/** Those of the first alternate setting with bulk both ways; `null` where none has. drivers/net/usb/usbnet.c, usbnet_get_endpoints. */
export function usbnetPipes(settings: readonly ShapeInterface[]): Pipes | null {
  return settings.map((s) => pipesOf(s)).find(({ data }) => data) ?? null;
}
