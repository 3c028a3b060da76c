import type { PortRole } from '../../contract/words.ts';
import type { InterfaceBinding } from '../../seams/host.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import type { KnownDisc } from '../export-facts/known-model.ts';
import type { WishesForRouter } from '../export-facts/untried-pin.ts';
import type { Job } from '../job.ts';

/** What the export needs to know of a dongle. */
export interface Prepared extends WishesForRouter {
  readonly job: Job;
  readonly name: string;
  readonly sighting: Sighting;
  readonly family: string | null;
  /** What its interfaces are for, and what this host bound to them. */
  readonly roles: ReadonlyMap<number, PortRole>;
  readonly bindings: readonly InterfaceBinding[];
  /** Address of the router that the stick itself is. */
  readonly router: string | null;
  /** The disc state that it was found in; `null` where it was a modem from the beginning, or nobody saw. */
  readonly disc: KnownDisc | null;
}
