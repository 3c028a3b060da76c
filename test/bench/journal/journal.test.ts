import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Job, type JobBooks } from '../../../electron/bench/job.ts';
import { DongleMarks } from '../../../electron/bench/journal/dongle-mark.ts';
import type { NewEntry } from '../../../electron/bench/journal/entries.ts';
import { Journal, jobName, portOfJob } from '../../../electron/bench/journal/journal.ts';
import { Looks } from '../../../electron/bench/journal/looks.ts';
import { endJob, readEntries, readPastJob, readPastJobs, supersede } from '../../../electron/bench/journal/past-jobs.ts';
import { readSighting, recordSighting } from '../../../electron/bench/journal/sighting-record.ts';
import { makePlan } from '../../../electron/bench/planning/plan.ts';
import { Wishes } from '../../../electron/contract/wishes.ts';
import { loadDb } from '../../../modem-db/db.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { huaweiDisc, huaweiNcm } from '../../support/sightings.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const wishes = Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet', pin: '4711', password: 'geheim' });
const plan = makePlan(huaweiDisc, wishes, loadDb());
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

function begun(at = 0, portPath = '1-1'): { readonly journal: Journal; readonly job: string } {
  const { journal, job } = Journal.begin(folder, portPath, () => at);
  const sighting = recordSighting({ ...huaweiDisc, portPath });
  journal.write({ kind: 'job', job, portPath, origin: 'usb', boot: 'this', sighting, scsi: null, model: null, plan });
  return { journal, job };
}

const write = (journal: Journal, ...entries: NewEntry[]) => {
  for (const entry of entries) journal.write(entry);
};

describe('the journal', () => {
  it('is read back as it was written, and only its owner may read the file', () => {
    const { journal } = begun();
    write(journal, { kind: 'start', step: 'switch' }, { kind: 'send', step: 'switch', what: 'bulk out', data: '' });
    expect(readEntries(journal.file).map((e) => e.kind)).toEqual(['job', 'start', 'send']);
    expect(statSync(journal.file).mode & 0o777).toBe(0o600);
  });

  it('shows where a crash cut a job off', () => {
    const { journal, job } = begun();
    write(journal, { kind: 'start', step: 'switch' });
    expect(readPastJob(folder, job)).toMatchObject({ begun: 'switch', portPath: '1-1', end: null, plan: { id: plan.id } });
    write(journal, { kind: 'done', step: 'switch', skipped: false });
    const past = readPastJob(folder, job);
    expect([past?.begun, [...(past?.finished ?? [])]]).toEqual([null, ['switch']]);
    write(journal, { kind: 'end', state: 'done' });
    expect(readPastJob(folder, job)?.end).toBe('done');
  });

  it('survives being cut off anywhere: what stands before the cut is read, and nothing else', () => {
    const { journal, job } = begun();
    const ids = plan.steps.map(({ id }) => id);
    for (const step of ids) write(journal, { kind: 'start', step }, { kind: 'done', step, skipped: false });
    const whole = readFileSync(journal.file, 'utf8');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: whole.length }),
        fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\n', '')),
        (cut, rubbish) => {
          writeFileSync(journal.file, whole.slice(0, cut) + rubbish);
          const lines = (whole.slice(0, cut).match(/\n/g) ?? []).length;
          const past = readPastJob(folder, job);
          if (lines === 0) {
            expect(past).toBeNull();
            return;
          }
          // The head is one line; of the others each second one ends a step.
          const done = Math.floor((lines - 1) / 2);
          const isBegun = lines % 2 === 0;
          expect(past).toMatchObject({ portPath: '1-1', plan: { id: plan.id }, end: null, damaged: false });
          expect(past?.begun).toBe(isBegun ? ids[done] : null);
          expect([...(past?.finished ?? [])]).toEqual(ids.slice(0, done));
        },
      ),
    );
  });

  it('with a bad line in the middle is damaged, and read on behind it', () => {
    const { journal, job } = begun();
    write(journal, { kind: 'start', step: 'switch' });
    expect(readPastJob(folder, job)?.damaged).toBe(false);
    // What a crash cut off is no damage.
    appendFileSync(journal.file, '{"v":2,"at":"2026-');
    expect(readPastJob(folder, job)?.damaged).toBe(false);
    appendFileSync(journal.file, '\n');
    expect(readPastJob(folder, job)).toMatchObject({ damaged: true, begun: 'switch', end: null });
    endJob(folder, job, 'given-up', () => 0);
    expect(readPastJob(folder, job)).toMatchObject({ damaged: true, end: 'given-up' });
    expect(readPastJobs(folder).newest.map(({ end }) => end)).toEqual(['given-up']);
  });

  it('full of rubbish is read in its beginning and its last lines alone, and its end is found', () => {
    const { journal, job } = begun();
    appendFileSync(journal.file, '{\n'.repeat(100_000));
    write(journal, { kind: 'end', state: 'done' });
    const parse = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parse.mockRestore());
    expect(readPastJob(folder, job)).toMatchObject({ damaged: true, end: 'done' });
    // Its head, a thousand lines that are none, and the last hundred.
    expect(parse).toHaveBeenCalledTimes(1101);
  });

  it('takes a line that was cut off away before it goes on', () => {
    const { journal, job } = begun();
    write(journal, { kind: 'start', step: 'switch' });
    appendFileSync(journal.file, '{"v":2,"at":"2026-');
    endJob(folder, job, 'superseded', () => 0);
    expect(readEntries(journal.file).map((e) => e.kind)).toEqual(['job', 'start', 'end']);
  });

  it('says so when it cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => Journal.begin(join(folder, 'file', 'below'), '1-1', () => 0)).toThrow(
      expect.objectContaining({ code: 'JOURNAL_UNWRITABLE' }),
    );
  });

  it('never writes into one that is there', () => {
    const first = begun(1000);
    const second = begun(1000);
    expect(second.job).toBe(jobName(1001, '1-1'));
    expect(readEntries(first.journal.file)).toHaveLength(1);
  });

  it('is the newest of its port by its name, though the clock was set back', () => {
    const old = begun(5000);
    begun(9000, '1-2');
    const later = begun(1000);
    expect(later.job).toBe(jobName(5001, '1-1'));
    expect(readPastJobs(folder).newest.map(({ job }) => job)).toContain(later.job);
    expect(readPastJobs(folder).leftOpen).toEqual([old.job]);
    // Behind the last of all times nothing can be; the work goes on all the same.
    writeFileSync(join(folder, `${jobName(Date.UTC(9999, 11, 31, 23, 59, 59, 999), '1-1')}.jsonl`), '');
    expect(begun(2000).job).toBe(jobName(2000, '1-1'));
  });

  it('tells the ports of jobs apart by their names', () => {
    for (const port of ['1-1', '1-1.4', 'practice-1', '10-2.3.4']) expect(portOfJob(jobName(0, port))).toBe(port);
    for (const name of ['x', '../../1970-01-01T00-00-00-000Z-1-1', '1970-01-01T00-00-00-000Z-../x', '1970-01-01T00-00-00-000Z-'])
      expect(portOfJob(name)).toBeNull();
  });

  it('keeps a sighting whole, but for its serial number', () => {
    const sighting = { ...huaweiNcm, serial: 'AB12', manufacturer: 'Huawei' };
    expect(readSighting(JSON.parse(JSON.stringify(recordSighting(sighting))))).toEqual({
      ...sighting,
      serial: null,
      enumeration: 0,
      address: 0,
    });
  });
});

describe('what earlier runs left', () => {
  it('is the newest of each port, and names of older ones that nobody ended', () => {
    const old = begun(1000);
    const ended = begun(2000);
    endJob(folder, ended.job, 'failed', () => 2001, { code: 'SWITCH_STALLED', detail: {} });
    const newest = begun(3000);
    const other = begun(1500, '1-2');
    const { newest: found, leftOpen } = readPastJobs(folder);
    expect(found.map(({ job }) => job).sort()).toEqual([newest.job, other.job].sort());
    expect(leftOpen).toEqual([old.job]);
  });

  it('is superseded by another plan on the same port, and on no other', () => {
    const [one, other] = [begun(1000), begun(1000, '1-2')];
    supersede(folder, '1-1', () => 2000);
    expect([readPastJob(folder, one.job)?.end, readPastJob(folder, other.job)?.end]).toEqual(['superseded', null]);
  });

  it('passes over whatever is no journal of ours, waits for nothing and follows no link', () => {
    const { journal, job } = begun(1000);
    const name = (at: number) => join(folder, `${jobName(at, '1-1')}.jsonl`);
    // A true journal under another name, or reached by a link, would be gone on with twice.
    writeFileSync(name(2000), readFileSync(journal.file));
    symlinkSync(journal.file, name(3000));
    mkdirSync(name(4000));
    writeFileSync(name(5000), '{"v":2}\n');
    writeFileSync(name(6000), Buffer.from([0, 255, 1]));
    writeFileSync(join(folder, 'notes.txt'), 'hello');
    writeFileSync(join(folder, 'x.jsonl'), readFileSync(journal.file));
    expect(readPastJobs(folder).newest.map((past) => past.job)).toEqual([job]);
    expect(readPastJobs(join(folder, 'nowhere'))).toEqual({ newest: [], leftOpen: [] });
  });

  it.runIf(process.platform !== 'win32')('waits for no pipe, whatever name it has', () => {
    const { job } = begun(1000);
    const piped = jobName(2000, '1-1');
    execFileSync('mkfifo', [join(folder, `${piped}.jsonl`), join(folder, 'dongle-key')]);
    expect(readPastJobs(folder).newest.map((past) => past.job)).toEqual([job]);
    expect(readPastJob(folder, piped)).toBeNull();
    supersede(folder, '1-1', () => 3000);
    expect(() => endJob(folder, piped, 'failed', () => 3000)).toThrow(expect.objectContaining({ code: 'JOURNAL_UNWRITABLE' }));
    // A key that cannot be kept is one for this run.
    expect(new DongleMarks(folder).imei('490154203237518')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('never leads out of its folder, whatever a file calls its job', () => {
    const { journal, job } = begun(1000);
    const inner = join(folder, 'journal');
    mkdirSync(inner);
    const forged = readFileSync(journal.file, 'utf8').replace(`"job":"${job}"`, '"job":"../outside"');
    writeFileSync(join(inner, `${job}.jsonl`), forged);
    writeFileSync(join(folder, 'outside.jsonl'), '');
    supersede(inner, '1-1', () => 2000);
    expect(readPastJobs(inner)).toEqual({ newest: [], leftOpen: [] });
    expect(readFileSync(join(folder, 'outside.jsonl'), 'utf8')).toBe('');
  });
});

describe('a job', () => {
  const books = (): JobBooks => ({
    folder,
    boot: 'this',
    marks: new DongleMarks(folder),
    looks: new Looks(folder, () => 0),
    clock: new ManualClock(),
  });
  const start = { plan, wishes, origin: 'usb', sighting: { ...huaweiDisc, serial: 'SERIAL-7' }, scsi: null, model: undefined } as const;
  const text = () => readFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? ''), 'utf8');

  it('writes down what it began with, and neither PIN nor password nor serial number', () => {
    const job = Job.begin(start, books(), () => undefined);
    job.failed(plan.steps[0], { code: 'SWITCH_STALLED', detail: {} });
    job.seal();
    for (const secret of ['4711', 'geheim', 'SERIAL-7']) expect(text()).not.toContain(secret);
    expect(
      text()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).kind),
    ).toEqual(['job', 'dongle', 'failed', 'result', 'end']);
  });

  it('knows a serial number again by its digest, under the key of this folder alone', () => {
    const [one, again, elsewhere] = [folder, folder, temporaryFolder()].map((place) => new DongleMarks(place).of(start.sighting).serial);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(again).toBe(one);
    expect(elsewhere).not.toBe(one);
    expect(statSync(join(folder, 'dongle-key')).mode & 0o777).toBe(0o600);
  });

  it('knows an IMEI again in each form that AT, QMI and MBIM tell it in, and takes nothing else for one', () => {
    const marks = new DongleMarks(folder);
    // Without its check digit, with it, with the software version, and with both.
    const forms = ['49015420323751', '490154203237518', '4901542032375101', '49015420323751801'].map((imei) => marks.imei(imei));
    expect(forms[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(forms).size).toBe(1);
    expect(marks.imei('490154203237528')).not.toBe(forms[0]);
    for (const other of ['', '0', '4901542032375', '490154203237518012', '+CGSN: 490154203237518', 'ERROR'])
      expect(marks.imei(other)).toBeNull();
  });
});
