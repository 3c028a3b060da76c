import type { DeviceShape, ShapeConfiguration, ShapeInterface } from '../../../electron/drivers/shape.ts';
import type { EndpointDescriptor } from '../../../electron/seams/usb-bus.ts';
import { cdc } from '../../../electron/virtual/descriptors.ts';

/**
 * A device that can be plugged in, of a shape that leaves things open: class descriptors that nobody saw become those of a well-made
 * device (CDC 1.2, NCM 1.0, MBIM 1.0), and every endpoint gets an address of its own. `null` where it would need more than the fifteen
 * endpoints a direction that USB has.
 */
export function wellMade(shape: DeviceShape): DeviceShape | null {
  const configurations = shape.configurations.map((configuration) => addressed(described(shape.vid, configuration)));
  return configurations.every((c) => c !== null) ? { ...shape, configurations } : null;
}

/** Index of the string that holds the address; what `ShapeDevice` gives out there. */
export const MAC_STRING = 4;

const HUAWEI = 0x12d1;
/** bInterfaceProtocol of Huawei's functions that are NCM with control and data in one; Linux drivers/net/usb/huawei_cdc_ncm.c. */
const HUAWEI_NCM = [0x16, 0x46, 0x76];
const COMMUNICATIONS = 0x02;
const CDC_DATA = 0x0a;

function described(vid: number, configuration: ShapeConfiguration): ShapeConfiguration {
  const interfaces = configuration.interfaces.flatMap((setting): ShapeInterface[] => {
    if (setting.extra !== null) return [setting];
    const { number, class: c, protocol } = setting;
    const data = configuration.interfaces.some((i) => i.number === number + 1 && i.class === CDC_DATA) ? number + 1 : number;
    if (c === 0xff && vid === HUAWEI && HUAWEI_NCM.includes(protocol)) return huaweiNcm(setting);
    return [{ ...setting, extra: joined(functionalDescriptors(setting, data)) }];
  });
  return { ...configuration, interfaces };
}

/** Control and data in one: an idle setting with the notifications alone, and one that carries data. */
function huaweiNcm(setting: ShapeInterface): ShapeInterface[] {
  const { number, endpoints } = setting;
  const extra = joined([cdc.header(), cdc.union(number, number), cdc.ethernet(MAC_STRING), cdc.ncm()]);
  const idle = { ...setting, extra, endpoints: endpoints.filter(({ type }) => type === 'interrupt') };
  return [idle, { ...setting, extra: new Uint8Array(), alternate: 1 }];
}

function functionalDescriptors({ number, class: c, subclass, protocol }: ShapeInterface, data: number): Uint8Array[] {
  const triple = `${c}/${subclass}/${protocol}`;
  const modem = [cdc.header(), cdc.callManagement(0, data), cdc.acm(0), cdc.union(number, data)];
  if (['2/2/255', '224/1/3', '239/1/1', '239/4/1'].includes(triple)) return modem;
  if (c !== COMMUNICATIONS) return [];
  const head = [cdc.header(), cdc.union(number, data)];
  switch (subclass) {
    case 0x02:
      return modem;
    case 0x0d:
      return [...head, cdc.ethernet(MAC_STRING), cdc.ncm()];
    case 0x0e:
      return [...head, cdc.mbim(4096, 1500)];
    case 0x06:
    case 0x0a:
      return [...head, cdc.ethernet(MAC_STRING)];
    default:
      return head;
  }
}

const joined = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

const MOST_ENDPOINTS = 15;

/**
 * Endpoint addresses counted up in each direction, bulk before the others, from 81 and from 02, which kalmia has in its code; alternate
 * settings of one interface share theirs, which is allowed.
 */
function addressed(configuration: ShapeConfiguration): ShapeConfiguration | null {
  const { interfaces } = configuration;
  const next = { in: 1, out: 2 };
  const starts = new Map<string, number>();
  for (const bulk of [true, false])
    for (const number of new Set(interfaces.map((i) => i.number)))
      for (const toHost of [true, false]) {
        const counts = interfaces
          .filter((i) => i.number === number)
          .map(({ endpoints }) => endpoints.filter((e) => isIn(e) === toHost && isBulk(e) === bulk).length);
        starts.set(`${number} ${toHost} ${bulk}`, next[toHost ? 'in' : 'out']);
        next[toHost ? 'in' : 'out'] += Math.max(...counts);
      }
  if (next.in > MOST_ENDPOINTS + 1 || next.out > MOST_ENDPOINTS + 1) return null;
  const made = interfaces.map((setting) => {
    const used = new Map<string, number>();
    const endpoints = setting.endpoints.map((e) => {
      const key = `${setting.number} ${isIn(e)} ${isBulk(e)}`;
      const before = used.get(key) ?? 0;
      used.set(key, before + 1);
      return { ...e, address: (isIn(e) ? 0x80 : 0) | ((starts.get(key) ?? 1) + before) };
    });
    return { ...setting, endpoints };
  });
  return { ...configuration, interfaces: made };
}

const isIn = ({ address }: EndpointDescriptor) => (address & 0x80) !== 0;
const isBulk = ({ type }: EndpointDescriptor) => type === 'bulk';
