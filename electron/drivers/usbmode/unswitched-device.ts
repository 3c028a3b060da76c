import type { SwitchEntry } from '../../../modem-db/schema.ts';
import { isCommandBlock } from '../../../modem-db/switch-messages.ts';
import type { ConfigurationDescriptor, EndpointDescriptor, InterfaceDescriptor } from '../../seams/usb-bus.ts';
import { isIn, type RouterDevice } from './router-device.ts';

const OUTPUT = 0x01;
const INPUT = 0x81;

/**
 * The dongle of an entry in the state that the entry is to leave, as far as the entry tells: a disc with one bulk endpoint each
 * way; a vendor's interface where its messages are no command blocks; a HID one for Mobile Action; with as many configurations as
 * its method chooses among, MBIM in the second where it is for MBIM. For a count over many entries; a dongle that was seen says
 * more.
 */
export function unswitchedDevice(entry: SwitchEntry): RouterDevice {
  const [vid = '', pid = ''] = entry.id.split(':');
  const configurations = configurationsOf(entry);
  const vendor = said(entry, 'scsi-vendor');
  return {
    vid: Number.parseInt(vid, 16),
    pid: Number.parseInt(pid, 16),
    bcdDevice: 0,
    manufacturer: said(entry, 'manufacturer') ?? 'Maker',
    product: said(entry, 'product') ?? 'Device',
    serial: said(entry, 'serial'),
    configurations,
    activeConfiguration: configurations.find(({ value }) => value !== entry.configuration)?.value ?? null,
    ...(vendor === null ? {} : { scsi: { vendor } }),
  };
}

function configurationsOf(entry: SwitchEntry): readonly ConfigurationDescriptor[] {
  const wrong = wrongInterface(entry);
  const bulk = wrong.endpoints;
  const vendors: InterfaceDescriptor = { ...setting(0, 0xff, 0xff, 0xff), endpoints: bulk };
  if (entry.method.name === 'MbimOrNothing')
    return [
      { value: 1, interfaces: [wrong] },
      {
        value: 2,
        interfaces: [
          { ...setting(0, 0x02, 0x0e, 0), endpoints: [] },
          { ...setting(1, 0x0a, 0, 0x02), endpoints: bulk },
        ],
      },
    ];
  const target = entry.configuration ?? 1;
  if (entry.configuration === 1)
    return [
      { value: 1, interfaces: [vendors] },
      { value: 2, interfaces: [wrong] },
    ];
  return Array.from({ length: target }, (_, at) => ({ value: at + 1, interfaces: [at === 0 ? wrong : vendors] }));
}

function wrongInterface({ method, messageEndpoint, responseEndpoint, interface: number = 0 }: SwitchEntry): InterfaceDescriptor {
  if (method.name === 'MobileActionMode')
    return { ...setting(number, 0x03, 0, 0), endpoints: [endpoint(INPUT, 'interrupt'), endpoint(0x02, 'interrupt')] };
  const given = [messageEndpoint, responseEndpoint].filter((e) => e !== undefined);
  const endpoints = [
    endpoint(given.find((e) => isIn(e)) ?? INPUT, 'bulk'),
    endpoint(given.find((e) => e > 0 && !isIn(e)) ?? OUTPUT, 'bulk'),
  ];
  const disc = method.name !== 'MessageContent' || method.messages.every(isCommandBlock);
  return { ...(disc ? setting(number, 0x08, 0x06, 0x50) : setting(number, 0xff, 0xff, 0xff)), endpoints };
}

function setting(number: number, interfaceClass: number, subclass: number, protocol: number): Omit<InterfaceDescriptor, 'endpoints'> {
  return { number, alternate: 0, class: interfaceClass, subclass, protocol, extra: new Uint8Array() };
}

function endpoint(address: number, type: 'bulk' | 'interrupt'): EndpointDescriptor {
  return { address, type, maxPacketSize: type === 'bulk' ? 512 : 8, interval: type === 'bulk' ? 0 : 5 };
}

/** A string that an entry asks for; its underscore stands for a blank. */
function said({ when }: SwitchEntry, key: NonNullable<SwitchEntry['when']>[number]['key']): string | null {
  return when?.find((match) => match.key === key)?.contains.replaceAll('_', ' ') ?? null;
}
