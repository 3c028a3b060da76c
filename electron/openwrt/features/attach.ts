import { BenchError } from '../../contract/errors.ts';
import { programs } from '../router-paths.ts';
import attachProgram from '../scripts/attach.sh?raw';
import hooks from '../scripts/features/attach.sh?raw';
import hotplug from '../scripts/hotplug.sh?raw';
import { type Feature, program } from './feature.ts';
import { interfaceWord } from './interface-word.ts';

/** By what the router tells this dongle from others. */
export interface Identity {
  /** Four lower-case hex digits each, of the composition that it will see. */
  readonly vid: string;
  readonly pid: string;
  /** Where it is plugged in (`1-1.2`); empty: anywhere. */
  readonly port: string;
  /** `iSerialNumber` as text; empty: any. */
  readonly serial: string;
}

/**
 * What the router looks for at each attach. `node`: the control node of the interface with that bInterfaceNumber, or its `cdc-wdm`; `call`: AT
 * port and network card, for our own protocol; `net`: the network card; `path`: the directory in sysfs (ModemManager).
 */
export type Finds =
  | { readonly what: 'node' | 'call'; readonly at: number | 'cdc-wdm' }
  | { readonly what: 'net' }
  | { readonly what: 'path' };

/** What tells the dongle, as the router keeps it: `INTERFACE.usb`, see `scripts/attach.sh`. */
export function attachLines({ vid, pid, port, serial }: Identity, finds: Finds): string[] {
  const word = 'at' in finds ? `${finds.what} ${interfaceWord(finds.at)}` : finds.what;
  return [`usb ${vid} ${pid} ${port === '' ? '-' : port}`, ...(serial === '' ? [] : [`serial ${serial}`]), `finds ${word}`];
}

/**
 * Gives the interface its dongle at each attach. Throws WISH_INVALID for ids that are none.
 */
export function attach(identity: Identity, finds: Finds): Feature {
  const id = `${identity.vid}:${identity.pid}`;
  if (!/^[0-9a-f]{4}:[0-9a-f]{4}$/.test(id))
    throw new BenchError('WISH_INVALID', { field: 'usbId', value: id.slice(0, 40).replace(/[^ -~]/g, '?') });
  const hotplugs = [programs.attachUsb, programs.attachControl, programs.attachTty, programs.attachNet];
  return {
    name: 'attach',
    told: { node: 'control-node', call: null, net: 'net-device', path: 'sysfs-path' }[finds.what],
    hooks,
    parameters: [{ name: 'attach_lines', lines: attachLines(identity, finds), field: 'onRouter.usbSerial' }],
    programs: [program(programs.attach, '0755', attachProgram), ...hotplugs.map((path) => program(path, '0644', hotplug))],
  };
}
