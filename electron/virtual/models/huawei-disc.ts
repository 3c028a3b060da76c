import { Disc, huaweiSwitchHook } from '../disc.ts';
import { isoImage } from '../iso9660.ts';
import type { ModemBody } from '../modem.ts';
import { ScsiDrive } from '../scsi.ts';
import { bulk, compose, type Part } from './parts.ts';

/**
 * The disc state of Huawei's sticks, as lsusb shows a 12d1:1446 (supermanhamuerto.com, linux:huaweihspamodem): a CD-ROM and a
 * card reader, 0xe0, 500 mA, bcdDevice 0.00. Names of the drives: kernel logs of an E156 (draisberghof.de, t=681) and of an
 * E3372s (morfikov's blog).
 */
const CD = { vendor: 'HUAWEI', product: 'Mass Storage', revision: '2.31' };
const CARD = { vendor: 'HUAWEI', product: 'TF CARD Storage', revision: '2.31' };

const image = isoImage('MOBILE_PARTNER', [
  { name: 'AUTORUN.INF', content: Buffer.from('[AutoRun]\r\nopen=AutoRun.exe\r\n', 'latin1') },
  { name: 'README.TXT', content: Buffer.from('This disc belongs to a practice dongle.\r\n', 'latin1') },
]);

interface StorageOptions {
  readonly number: number;
  readonly input: number;
  readonly output: number;
  /** Composition that the switch message leads to; a drive in the modem composition ignores it. */
  readonly switchesTo?: string;
  /** The same of the message with 30h, usb_modeswitch's HuaweiAltMode. */
  readonly alternative?: string;
  readonly name?: string;
}

/** A CD-ROM drive. */
export function cdPart({ number, input, output, switchesTo, alternative, name }: StorageOptions): Part {
  return {
    interfaces: [{ ...storageInterface(number, [input, output]), ...(name === undefined ? {} : { name }) }],
    functions: (body) => {
      const hook = switchesTo === undefined ? {} : { onCommand: huaweiSwitchHook(body, switchesTo, alternative) };
      return [new Disc({ interfaceNumber: number, input, output, drive: new ScsiDrive('cd', CD, image), ...hook })];
    },
    bindings: [{ interfaceNumber: number, driver: 'usb-storage', node: 'sr' }],
  };
}

/** A card reader without a card. */
export function cardPart({ number, input, output, name }: Omit<StorageOptions, 'switchesTo' | 'alternative'>): Part {
  return {
    interfaces: [{ ...storageInterface(number, [input, output]), ...(name === undefined ? {} : { name }) }],
    functions: () => [new Disc({ interfaceNumber: number, input, output, drive: new ScsiDrive('card', CARD, null) })],
    bindings: [{ interfaceNumber: number, driver: 'usb-storage' }],
  };
}

function storageInterface(number: number, endpoints: readonly number[]) {
  return { number, class: 8, subclass: 6, protocol: 0x50, endpoints: endpoints.map(bulk) };
}

export function discParts(switchesTo: string): Part[] {
  return [cdPart({ number: 0, input: 0x81, output: 0x01, switchesTo }), cardPart({ number: 1, input: 0x82, output: 0x02 })];
}

/** The whole disc state of a stick with this product id. */
export function discComposition(pid: number, body: ModemBody, switchesTo: string) {
  body.memory.delete('switching');
  const spec = {
    vid: 0x12d1,
    pid,
    bcdDevice: 0x0000,
    manufacturer: 'HUAWEI Technology',
    product: 'HUAWEI Mobile',
    attributes: 0xe0,
    maxPower: 500,
  };
  return compose(spec, discParts(switchesTo), body);
}
