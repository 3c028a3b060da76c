import type { ShapeConfiguration, ShapeInterface } from '../../drivers/shape.ts';
import type { EndpointDescriptor } from '../../seams/usb-bus.ts';
import type { DumpConfiguration, DumpInterface } from '../../usb/dumps/index.ts';

/** What a form of text leaves out of a network function, as such functions usually have it. */

const CDC_DATA = 0x0a;
const VENDOR_SPECIFIC = 0xff;
const HUAWEI = 0x12d1;

/** bInterfaceProtocol of Huawei's NCM functions, which are control and data in one (Linux drivers/net/usb/huawei_cdc_ncm.c, option.c). */
const HUAWEI_NCM = [0x16, 0x46, 0x76];
/** bInterfaceProtocol of QMI control, and of the interface that carries its data, where Huawei has them apart (Linux drivers/net/usb/qmi_wwan.c). */
const HUAWEI_QMI = new Map([
  [0x09, 0x08],
  [0x39, 0x38],
  [0x69, 0x68],
]);

/**
 * Texts of `usb-devices` show the alternate setting in force alone: 0, without endpoints, where no driver runs the function, and 1
 * where one does. The other of the two is made here as network functions have it (CDC 1.2, 3.4.2; NCM 1.0, 5.3). What is not
 * of that kind stays as it is; the same object comes back where nothing had to be made.
 */
export function withUsualAlternates(configuration: ShapeConfiguration, vid: number): ShapeConfiguration {
  const { interfaces } = configuration;
  const shown = (number: number) => interfaces.filter((i) => i.number === number);
  const made = interfaces.flatMap((i) => {
    if (shown(i.number).length > 1 || isNcmControl(configuration, vid, i.number)) return [i];
    // Of a data interface of class 0a the drivers' rules take setting 0 for granted.
    if (i.alternate === 1 && isNcmControl(configuration, vid, i.number - 1)) return [{ ...i, alternate: 0, endpoints: [] }, i];
    return isIdle(i, vid) ? [i, active(i)] : [i];
  });
  return made.length === interfaces.length ? configuration : { ...configuration, interfaces: made };
}

/**
 * Forms without class descriptors: the forecast assumes those of the standard's functions by itself, but of a vendor's interfaces
 * only their protocols tell which belong together. The same object comes back where there are none.
 */
export function withUsualUnions(configuration: ShapeConfiguration, vid: number): ShapeConfiguration {
  if (vid !== HUAWEI) return configuration;
  const { interfaces } = configuration;
  const dataOf = (i: ShapeInterface) => {
    const wanted = i.class === VENDOR_SPECIFIC && i.extra === null ? HUAWEI_QMI.get(i.protocol) : undefined;
    return interfaces.find((other) => other.number === i.number + 1 && other.protocol === wanted)?.number;
  };
  const made = interfaces.map((i) => {
    const data = dataOf(i);
    if (data !== undefined) return { ...i, extra: Uint8Array.from(union(i.number, data)) };
    return i.extra === null && isNcmControl(configuration, vid, i.number) ? { ...i, extra: Uint8Array.from(ncmFunction(i.number)) } : i;
  });
  return made.every((i, at) => i === interfaces[at]) ? configuration : { ...configuration, interfaces: made };
}

/** Length, CS_INTERFACE, union, control, data (CDC 1.2, 5.2.3.2). */
const union = (control: number, data: number) => [5, 0x24, 0x06, control, data];

/** Header, union, Ethernet with an address in string 1, NCM (CDC 1.2, 5.2.3; NCM 1.0, 5.2): what cdc_ncm.c asks for. */
const ncmFunction = (number: number) => [
  ...[5, 0x24, 0x00, 0x10, 0x01, ...union(number, number + 1)],
  ...[13, 0x24, 0x0f, 1, 0, 0, 0, 0, 0xea, 0x05, 0, 0, 0],
  ...[6, 0x24, 0x1a, 0, 1, 0],
];

/**
 * Huawei's NCM as two interfaces of the same class, subclass and protocol: the first with the notifications alone, the second with the
 * data and none of them. Where one interface is both, its setting 0 has the notifications, and so has that of a second such function.
 */
function isNcmControl({ interfaces }: ShapeConfiguration, vid: number, number: number): boolean {
  const [control, data] = [number, number + 1].map((n) => interfaces.filter((i) => i.number === n));
  const [first, next] = [control?.[0], data?.[0]];
  if (vid !== HUAWEI || !first || !next || first.class !== VENDOR_SPECIFIC || !HUAWEI_NCM.includes(first.protocol)) return false;
  const alike = next.class === first.class && next.subclass === first.subclass && next.protocol === first.protocol;
  const has = (settings: readonly ShapeInterface[] | undefined, type: EndpointDescriptor['type']) =>
    settings?.some((s) => s.endpoints.some((e) => e.type === type)) ?? false;
  return alike && has(control, 'interrupt') && !has(control, 'bulk') && !has(data, 'interrupt');
}

/**
 * Texts that count endpoints and do not show them (`usb-devices` of older usbutils) or not all (where lines were lost): two are a
 * pair of bulk pipes, a third one is for notifications, and one alone is that. The same object comes back where nothing had to be made.
 */
export function withUsualEndpoints(configuration: DumpConfiguration): DumpConfiguration {
  const { interfaces } = configuration;
  const lacking = (i: DumpInterface) => Math.max(0, countOf(i) - i.endpoints.length);
  if (interfaces.every((i) => lacking(i) === 0)) return configuration;
  return {
    ...configuration,
    interfaces: interfaces.map((i) => (lacking(i) > 0 ? { ...i, endpoints: [...i.endpoints, ...lostEndpoints(i, lacking(i))] } : i)),
  };
}

const STORAGE = 0x08;
const NETWORKS: readonly number[] = [0x02, 0xe0];

/** As the text counts them; of hardware ids, which count none, what such interfaces have: notifications, a pair of pipes, both. */
function countOf({ counted, endpoints, class: c }: DumpInterface): number {
  if (counted !== null || endpoints.length > 0) return counted ?? 0;
  if (c === VENDOR_SPECIFIC) return 3;
  return NETWORKS.includes(c) ? 1 : c === CDC_DATA || c === STORAGE ? 2 : 0;
}

/** Of the usual ones, those that are not shown. */
function lostEndpoints(i: DumpInterface, lost: number): EndpointDescriptor[] {
  const { number, endpoints } = i;
  const alike = (a: EndpointDescriptor, b: EndpointDescriptor) => a.type === b.type && (a.address & 0x80) === (b.address & 0x80);
  return usualEndpoints(number, countOf(i))
    .filter((usual) => !endpoints.some((shown) => alike(shown, usual)))
    .slice(0, lost);
}

function usualEndpoints(number: number, count: number): EndpointDescriptor[] {
  const pairs = Array.from({ length: Math.floor(count / 2) }, (_, pair) => bulkPair(number + pair));
  const notifies: EndpointDescriptor = { address: 0x80 | (((number + 7) % 15) + 1), type: 'interrupt', maxPacketSize: 16, interval: 9 };
  return [...(count % 2 === 1 ? [notifies] : []), ...pairs.flat()];
}

/** Setting 0 of a function whose data goes through setting 1. */
function isIdle({ alternate, class: c, protocol, endpoints }: ShapeInterface, vid: number): boolean {
  if (alternate !== 0 || endpoints.some((e) => e.type === 'bulk')) return false;
  return c === CDC_DATA || (vid === HUAWEI && c === VENDOR_SPECIFIC && HUAWEI_NCM.includes(protocol));
}

const bulkPair = (number: number): EndpointDescriptor[] => {
  const address = (number % 15) + 1;
  return [0x80, 0].map((direction) => ({ address: direction | address, type: 'bulk', maxPacketSize: 512, interval: 0 }));
};

function active(idle: ShapeInterface): ShapeInterface {
  return { ...idle, alternate: 1, endpoints: [...idle.endpoints, ...bulkPair(idle.number)] };
}
