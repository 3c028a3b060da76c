import type { Recipe } from '../../../modem-db/schema.ts';
import type { Step } from '../../contract/plan.ts';
import type { Check, ModemIdentity, NetworkView } from '../../contract/snapshot.ts';
import type { Wishes } from '../../contract/wishes.ts';
import type { Mode } from '../../contract/words.ts';
import type { ModemAccess } from '../../modem/access.ts';
import type { HoldRelease } from '../../seams/host.ts';

/** What a step has to work with, and where it tells what it found. */
export interface StepContext {
  readonly step: Step;
  /** With the secrets. */
  readonly wishes: Wishes;
  readonly access: ModemAccess;
  /** Recipes that can be carried out in the composition that it shows. */
  readonly recipes: readonly Recipe[];
  /** What AT+CGMM answered; undefined where it did not, or was not asked. */
  readonly model: () => string | undefined;
  readonly signal: AbortSignal;
  /** The PIN that the technician gave, or none. */
  readonly pin: () => string;
  /** The SIM took it: the tries that are left say so as well. */
  readonly pinTaken: () => void;
  /** The PIN was refused, or is not needed: it must not be tried again, here or on the router. */
  readonly forgetPin: () => void;
  /** What has to be given back when the job is over, however it ends. */
  readonly release: (release: HoldRelease) => void;
  /** Values that earlier queries read, by step. */
  readonly values: Map<string, string>;
  /** Has the job go on in the mode that the dongle came back in, in place of the one that was wished for. False where it cannot. */
  readonly goOnIn: (mode: Mode) => boolean;
  /** Whether the network step found the SIM registered. */
  readonly registered: () => boolean;
  /** What came back, for the page; `forJournal`: the same without what is personal, where it is to be kept. */
  readonly replied: (what: string, forJournal?: string) => void;
  readonly identity: (found: Partial<ModemIdentity>) => void;
  readonly network: (found: Partial<NetworkView>) => void;
  /** Whether the modem tells the state of its SIM card by QMI. */
  readonly uimState: (told: boolean) => void;
  readonly check: (check: Check) => void;
}
