import type { Before } from '../desk.ts';

/**
 * Which descriptor the keys of `lsusb -v` are of. `cdc` and `bytes` are parts of an interface; `other` is a class's descriptor that no
 * modem driver reads (HID, audio, smart cards); `tail` is all behind the configurations, where keys of the device are repeated.
 */
export type Section = 'none' | 'device' | 'configuration' | 'association' | 'interface' | 'endpoint' | 'cdc' | 'bytes' | 'other' | 'tail';

export interface Title {
  readonly section: Section;
  /** Of a CDC functional descriptor: `Call Management`. */
  readonly name: string;
}

/** `AudioControl Interface Descriptor:` is not one of an interface. */
const FOREIGN = /^(?:HID|ChipCard|DFU|Hub|Audio|MIDI|Video|RC|Wire|IPP|Printer|Security)/;

/** Word that ends a title (or `Qualifier`, whose title ends elsewhere); `null` for any other. */
export function titleOf(word: string, [one, two, three]: Before): Title | null {
  if (word === 'Qualifier') return one === 'Device' ? plain('tail') : null;
  if (!word.endsWith(':')) return null;
  const last = word.slice(0, -1);
  if (last === 'Descriptor') return descriptor(one, two);
  if (last === 'Association' && one === 'Interface') return plain('association');
  if (last === 'Status' && (one === 'Device' || one === 'Port')) return plain('tail');
  if (last === 'UNRECOGNIZED' || (last === 'CDC' && one === 'UNRECOGNIZED')) return plain('bytes');
  // INVALID CDC (Call Management): 05 24 …
  if (last.endsWith(')') && [one, two, three].includes('CDC') && (two === 'INVALID' || three === 'INVALID')) return plain('bytes');
  if (one === 'CDC') return { section: 'cdc', name: last };
  if (two === 'CDC') return { section: 'cdc', name: `${one} ${last}` };
  return null;
}

function descriptor(one: string, two: string): Title {
  if (FOREIGN.test(two) || FOREIGN.test(one)) return plain(one === 'Hub' ? 'tail' : 'other');
  if (one === 'Device') return plain('device');
  if (one === 'Configuration') return plain('configuration');
  if (one === 'Interface') return plain('interface');
  if (one === 'Endpoint') return plain('endpoint');
  return plain(one === 'Store' || one === 'Debug' ? 'tail' : 'other');
}

const plain = (section: Section): Title => ({ section, name: '' });
