import type { BootKind, Mode } from '../../contract/words.ts';

/** One enumeration of a dongle, as far as its life goes by it. */
export interface Presence {
  readonly enumeration: number;
  /** `vid:pid`. */
  readonly id: string;
  /** A modem by its interfaces: it counts as returned even under an id that no list has. It is the port that tells who it is. */
  readonly isModem: boolean;
  /** The mode of the composition that it shows; `null` in disc state. */
  readonly mode: Mode | null;
  /** Boot code and no modem: which state of it. It has not returned, whatever its id. */
  readonly boot?: { readonly kind: BootKind; readonly name: string } | null;
}
