import { rmSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { Journal } from '../../../electron/bench/journal/journal.ts';
import { endJob, noteDismissed, readEntries, readPastJob, supersede } from '../../../electron/bench/journal/past-jobs.ts';
import { recordSighting } from '../../../electron/bench/journal/sighting-record.ts';
import { makePlan } from '../../../electron/bench/planning/plan.ts';
import { Wishes } from '../../../electron/contract/wishes.ts';
import { loadDb } from '../../../modem-db/db.ts';
import { huaweiDisc } from '../../support/sightings.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

/** Ends that are written into a journal afterwards: what stands there then, line by line. */

const plan = makePlan(huaweiDisc, Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet' }), loadDb());
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

function begun(portPath = '1-1', at = 0) {
  const { journal, job } = Journal.begin(folder, portPath, () => at);
  const sighting = recordSighting({ ...huaweiDisc, portPath });
  journal.write({ kind: 'job', job, portPath, origin: 'usb', boot: 'this', sighting, scsi: null, model: null, plan });
  journal.close();
  const written = () =>
    readEntries(journal.file)
      .slice(1)
      .map(({ at: _at, v: _v, ...entry }) => entry);
  return { job, file: journal.file, written };
}
const failure = { code: 'CANCELLED', detail: {} } as const;

it('a job that is ended has its failure before its end, where there is one', () => {
  const [failed, given] = [begun('1-1'), begun('1-2')];
  endJob(folder, failed.job, 'failed', () => 5, failure);
  expect(failed.written()).toEqual([
    { kind: 'failed', step: null, failure },
    { kind: 'end', state: 'failed' },
  ]);
  expect(readPastJob(folder, failed.job)).toMatchObject({ end: 'failed', failure, lastAt: 5 });
  endJob(folder, given.job, 'given-up', () => 5);
  expect(given.written()).toEqual([{ kind: 'end', state: 'given-up' }]);
});

it('a job that is not to be shown again says so, and a file that went keeps nobody', () => {
  const { job, file, written } = begun();
  noteDismissed(folder, job, () => 5);
  expect(written()).toEqual([{ kind: 'dismissed' }]);
  expect(readPastJob(folder, job)).toMatchObject({ dismissed: true, end: 'given-up' });
  rmSync(file);
  expect(() => noteDismissed(folder, job, () => 5)).not.toThrow();
});

it('what was left open on a port is superseded, and nothing else', () => {
  const [open, ended, elsewhere] = [begun('1-1', 1), begun('1-1', 2), begun('1-2', 3)];
  endJob(folder, ended.job, 'done', () => 5);
  supersede(folder, '1-1', () => 6);
  expect(open.written()).toEqual([{ kind: 'end', state: 'superseded' }]);
  expect(ended.written()).toEqual([{ kind: 'end', state: 'done' }]);
  expect(elsewhere.written()).toEqual([]);
});
