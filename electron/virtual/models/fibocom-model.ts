import type { VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { layout, type Piece } from './layout.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** What Fibocom's modems share: a number in flash chooses among compositions, each with an id of its own. */

export interface FibocomComposition {
  readonly vid: number;
  readonly pid: number;
  readonly pieces: readonly Piece[];
  /** Class triple ef/02/01 of the device, where the listing shows it. */
  readonly miscellaneous?: boolean;
  /** Where the listing has other words than the modem's own. */
  readonly strings?: { readonly manufacturer: string; readonly product: string };
}

export interface FibocomModem {
  readonly name: string;
  readonly title: string;
  readonly identity: VirtualIdentity;
  readonly bcdDevice: number;
  readonly product: string;
  readonly serial: string;
  readonly attributes?: number;
  /** Compositions by name. */
  readonly compositions: Readonly<Record<string, FibocomComposition>>;
  /** Name of the composition that each number of +GTUSBMODE brings. */
  readonly modes: Readonly<Record<number, string>>;
  readonly fresh: number;
  /** PDP contexts of a fresh one, as the flash has them; context 1 alone unless told. */
  readonly contexts?: string;
}

export function fibocomModel(modem: FibocomModem): ModemModel {
  const { name, title, identity, compositions, modes, fresh } = modem;
  const first = modes[fresh] ?? '';
  const find = (composition: string): FibocomComposition => {
    const found = compositions[composition] ?? compositions[first];
    if (!found) throw new Error(`${name}: no composition ${composition}`);
    return found;
  };
  const partsOf = (composition: string): Part[] => layout(find(composition).pieces);
  return {
    name,
    title,
    compositions: Object.keys(compositions),
    factory: () => ({ gtusbmode: fresh, ...(modem.contexts === undefined ? {} : { contexts: modem.contexts }) }),
    powerUp: (flash) => modes[Number(flash['gtusbmode'])] ?? first,
    compose: (composition, body) => {
      const { vid, pid, miscellaneous, strings } = find(composition);
      const spec = {
        vid,
        pid,
        bcdDevice: modem.bcdDevice,
        ...(miscellaneous === true ? { class: 0xef, subclass: 2, protocol: 1 } : {}),
        manufacturer: strings?.manufacturer ?? identity.manufacturer,
        product: strings?.product ?? modem.product,
        serial: modem.serial,
        moreStrings: [identity.mac.toUpperCase()],
        attributes: modem.attributes ?? 0xa0,
        maxPower: 500,
      };
      return compose(spec, partsOf(composition), body);
    },
    bindings: (composition) => bindingsOf(partsOf(composition)),
  };
}
