import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Job } from '../../electron/bench/job.ts';
import { Journal, openJobs, readEntries } from '../../electron/bench/journal.ts';
import { makePlan } from '../../electron/bench/plan.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { loadDb } from '../../modem-db/db.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { huaweiDisc } from '../support/sightings.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const wishes = Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet', pin: '4711', password: 'geheim' });
const plan = makePlan(huaweiDisc, wishes, loadDb());
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

function begun(): Journal {
  const journal = Journal.open(folder, 'job-1', () => 0);
  journal.write({ kind: 'job', job: 'job-1', portPath: '1-1', origin: 'usb', pid: process.pid, plan });
  return journal;
}

describe('the journal', () => {
  it('is read back as it was written, and only its owner may read the file', () => {
    const journal = begun();
    journal.write({ kind: 'start', step: 'switch' });
    journal.write({ kind: 'send', step: 'switch', what: 'bulk out' });
    expect(readEntries(journal.file).map((e) => e.kind)).toEqual(['job', 'start', 'send']);
    expect(statSync(journal.file).mode & 0o777).toBe(0o600);
  });

  it('shows where a crash cut a job off', () => {
    const journal = begun();
    journal.write({ kind: 'start', step: 'switch' });
    expect(openJobs(folder)[0]).toMatchObject({ begun: 'switch', portPath: '1-1', plan: { id: plan.id } });
    journal.write({ kind: 'done', step: 'switch', skipped: false });
    const [open] = openJobs(folder);
    expect(open?.begun).toBeNull();
    expect([...(open?.finished ?? [])]).toEqual(['switch']);
    journal.write({ kind: 'end', state: 'verified' });
    expect(openJobs(folder)).toEqual([]);
  });

  it('survives being cut off anywhere', () => {
    const journal = begun();
    for (const step of plan.steps) {
      journal.write({ kind: 'start', step: step.id });
      journal.write({ kind: 'done', step: step.id, skipped: false });
    }
    const whole = readFileSync(journal.file, 'utf8');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), fc.string({ maxLength: 20 }), (cut, rubbish) => {
        writeFileSync(journal.file, whole.slice(0, cut) + rubbish);
        const jobs = openJobs(folder);
        expect(jobs.length).toBeLessThanOrEqual(1);
        for (const job of jobs) expect(job.finished.size).toBeLessThanOrEqual(plan.steps.length);
      }),
    );
  });

  it('takes a line that was cut off away before it goes on', () => {
    const journal = begun();
    journal.write({ kind: 'start', step: 'switch' });
    appendFileSync(journal.file, '{"v":1,"at":"2026-');
    const again = Journal.open(folder, 'job-1', () => 0);
    again.write({ kind: 'end', state: 'verified' });
    expect(readEntries(journal.file).map((e) => e.kind)).toEqual(['job', 'start', 'end']);
    expect(openJobs(folder)).toEqual([]);
  });

  it('passes files over that are none of its own', () => {
    writeFileSync(join(folder, 'x.jsonl'), '{"v":1}\n');
    writeFileSync(join(folder, 'y.jsonl'), Buffer.from([0, 255, 1]));
    writeFileSync(join(folder, 'notes.txt'), 'hello');
    expect(openJobs(folder)).toEqual([]);
    expect(openJobs(join(folder, 'nowhere'))).toEqual([]);
  });

  it('leaves the job of a process that still runs alone', () => {
    const journal = begun();
    const other = readFileSync(journal.file, 'utf8').replace(`"pid":${process.pid}`, `"pid":${process.ppid}`);
    writeFileSync(journal.file, other);
    expect(openJobs(folder)).toEqual([]);
    writeFileSync(journal.file, other.replace(`"pid":${process.ppid}`, '"pid":4194305'));
    expect(openJobs(folder)).toHaveLength(1);
    appendFileSync(journal.file, `${JSON.stringify({ v: 1, at: new Date(0).toISOString(), kind: 'resumed', pid: process.ppid })}\n`);
    expect(openJobs(folder)).toEqual([]);
  });

  it('never holds a PIN or a password', () => {
    const job = Job.begin(plan, wishes, 'usb', folder, new ManualClock(), () => undefined);
    job.failed(plan.steps[0], { code: 'SWITCH_STALLED', detail: {} });
    const [open] = openJobs(folder);
    expect(open).toBeUndefined();
    const text = readFileSync(join(folder, `2026-01-01T00-00-00-000Z-1-1.jsonl`), 'utf8');
    expect(text).not.toContain('4711');
    expect(text).not.toContain('geheim');
    expect(text.trimEnd().split('\n')).toHaveLength(3);
  });

  it('says so when it cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => Journal.open(join(folder, 'file', 'below'), 'j', () => 0)).toThrow(
      expect.objectContaining({ code: 'JOURNAL_UNWRITABLE' }),
    );
  });
});
