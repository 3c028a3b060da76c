import type { Step } from '../../contract/plan.ts';
import type { FoundPorts } from '../../modem/access.ts';
import type { ScsiNames } from '../../seams/host.ts';

/** What was found out about a dongle beyond its descriptors, and what this computer asks for: a plan depends on it, beside the sighting, the wishes and the database. */
export interface PlanContext {
  /** The answer to INQUIRY, where ids are shared by dongles that only it tells apart. */
  readonly scsi?: ScsiNames | null;
  /** AT+CGMM. */
  readonly model?: string;
  /** What a search found of a modem that nobody listed. */
  readonly ports?: FoundPorts;
  /** Steps that this computer asks for before anything is sent: whoever else has the dongle has to let go of it. */
  readonly first?: readonly Step[];
}
