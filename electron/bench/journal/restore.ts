import type { Db } from '../../../modem-db/db.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { identify } from '../identity/identify.ts';
import { type DongleMark, isTwin } from './dongle-mark.ts';
import type { PastJob } from './past-jobs.ts';
import { CLOCK_SLACK_MS } from './resume.ts';

/** Whether a job that is over is shown again. What it found is exported as it stands, so it has to be true of what is there now. */

/** What is on the port now, and when that is. */
export interface Here {
  readonly sighting: Sighting;
  readonly mark: DongleMark;
  readonly boot: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly db: Db;
}

/** Only for a dongle that has sat in its port ever since; what was verified, only in the mode that the job brought it into. */
export function canRestore(past: PastJob, { sighting, mark, boot, now, db }: Here): boolean {
  if (past.dismissed || (past.end !== 'done' && past.end !== 'failed')) return false;
  if (past.lastAt - now > CLOCK_SLACK_MS) return false;
  const last = past.mark;
  if (past.boot !== boot || last?.id !== mark.id || last.address !== mark.address || isTwin(last, mark)) return false;
  // A failure claims nothing of the mode.
  if (past.end === 'failed') return true;
  const model = past.result?.identity.model ?? past.model;
  const identified = identify(sighting, db, { scsi: null, ...(model === null ? {} : { model }) });
  return identified.kind !== 'disc' && identified.recognised.mode === past.plan.wishes.mode;
}
