import { z } from 'zod';
import { hex2, type SeenInterface, usbId } from '../db.ts';
import data from './boot-states.json' with { type: 'json' };

/**
 * States in which a dongle shows on the bus and no modem is there: its boot code waits for firmware, or hands out the memory of one that
 * crashed. What is written to such a port may spoil the dongle, so nothing ever is.
 */

/**
 * `emergency-download`: the chip's ROM found nothing to start. `download`: the maker's boot loader or ROM waits for new firmware.
 * `crash-dump`: the firmware crashed. `firmware-load`: it has none of its own, and is given it after every start. `preloader`: passes by
 * at every start. `fastboot`: an Android boot loader.
 */
export const bootKinds = ['emergency-download', 'download', 'crash-dump', 'firmware-load', 'preloader', 'fastboot'] as const;
export type BootKind = (typeof bootKinds)[number];

const Fact = z.strictObject({
  kind: z.enum(bootKinds),
  /** What a technician reads: maker or chip, then the state. */
  name: z.string().min(3).max(120),
  source: z.string().min(3).max(300),
  secondSource: z.string().min(3).max(300).optional(),
});

/** An id that stands for such a state. */
const BootState = Fact.extend({
  id: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/),
  /** It holds with this many interfaces and no more: some ids are those of a modem as well. A text that tells none denies nothing. */
  interfaces: z.literal(1).optional(),
});
export type BootState = z.infer<typeof BootState>;

const HexByte = z.string().regex(/^[0-9a-f]{2}$/);

/** What tells such a state under any id, since some modems keep theirs: the only interface there is, or the product string beside it. */
const BootSign = Fact.extend({
  /** Regular expression on the product string. */
  product: z.string().max(100).optional(),
  /** The only interface. */
  interface: z.strictObject({ class: HexByte, subclass: HexByte, protocol: HexByte }).optional(),
}).refine((sign) => sign.product !== undefined || sign.interface !== undefined, 'A sign needs a product string or an interface');

export const BootStateFile = z.strictObject({ states: z.array(BootState).max(2000), signs: z.array(BootSign).max(50) });

const file = BootStateFile.parse(data);
const byId: ReadonlyMap<string, BootState> = new Map(file.states.map((state) => [state.id, state]));
const signs = file.signs.map((sign) => ({ ...sign, product: sign.product === undefined ? null : new RegExp(sign.product) }));

/** A device as far as this look-up needs it. */
export interface SeenDevice {
  readonly vid: number;
  readonly pid: number;
  readonly product: string | null;
}

/** A state without a modem, and who says so. */
export interface StateWithoutModem {
  readonly kind: BootKind;
  readonly name: string;
  readonly source: string;
}

/**
 * The state in which no modem is there; undefined: none that is known. A pure function.
 * @param interfaces those of the configuration in force, in any order; empty where nobody tells them
 */
export function stateWithoutModem(device: SeenDevice, interfaces: readonly SeenInterface[]): StateWithoutModem | undefined {
  const count = new Set(interfaces.map(({ number }) => number)).size;
  const listed = byId.get(usbId(device.vid, device.pid));
  if (listed && count <= (listed.interfaces ?? count)) return listed;
  const [only] = interfaces;
  return only && count === 1 ? signs.find((sign) => isSignOf(sign, device, only)) : undefined;
}

/** The state that an id stands for, by itself; undefined where it stands for none. Some are the ids of a modem as well. */
export function bootStateOf(id: string): StateWithoutModem | undefined {
  return byId.get(id);
}

function isSignOf({ product, interface: shown }: (typeof signs)[number], device: SeenDevice, only: SeenInterface): boolean {
  if (product !== null && !product.test(device.product ?? '')) return false;
  return !shown || (shown.class === hex2(only.class) && shown.subclass === hex2(only.subclass) && shown.protocol === hex2(only.protocol));
}
