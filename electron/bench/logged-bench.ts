import type { Failure } from '../contract/errors.ts';
import { toFailure } from '../contract/errors.ts';
import type { Intent } from '../contract/intents.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import type { Answer } from '../contract/queries.ts';
import type { DongleView, JobView, Snapshot } from '../contract/snapshot.ts';
import type { Log, LogFields } from '../lib/log.ts';
import type { Bench, Closing } from './bench.ts';

/**
 * A bench that writes into a log what is asked of it and what becomes of its dongles. Everything is told from what the bench shows, by names,
 * states and codes; of an intent, only what is no secret by its kind.
 */
export function loggedBench(bench: Bench, log: Log): Bench {
  let before: Snapshot | null = null;
  const stop = bench.subscribe((snapshot) => {
    logChanges(log, before, snapshot);
    before = snapshot;
  });
  return {
    snapshot: () => bench.snapshot(),
    subscribe: (listener) => bench.subscribe(listener),
    handle: async (intent) => {
      const fields = fieldsOf(intent);
      log.info('intent', fields);
      try {
        await bench.handle(intent);
      } catch (error) {
        log.warn('intent.refused', { ...fields, ...failureFields(toFailure(error)) });
        throw error;
      }
    },
    answer: async (query): Promise<Answer> => {
      log.debug('query', { type: query.type });
      try {
        const answer = await bench.answer(query);
        if (answer.type === 'posted-bundle') log.info('export.written', bundleFields(answer.bundle));
        return answer;
      } catch (error) {
        log.warn('query.refused', { type: query.type, ...failureFields(toFailure(error)) });
        throw error;
      }
    },
    close: async (how?: Closing) => {
      stop();
      log.info('bench.closing', { how: how ?? 'wished' });
      await bench.close(how);
    },
  };
}

/** Code and detail of a failure, as fields of a log. */
export function failureFields({ code, detail }: Failure): LogFields {
  return { code, ...Object.fromEntries(Object.entries(detail).map(([key, value]) => [`detail.${key}`, value])) };
}

/** Name and digest of what was written, and nothing of the folder. */
export function bundleFields({ archive, sha256, alreadyThere }: BundleSummary): LogFields {
  return { file: archive.split(/[\\/]/).at(-1), sha256, alreadyThere };
}

function fieldsOf(intent: Intent): LogFields {
  const { type } = intent;
  const port = 'portPath' in intent ? { port: intent.portPath } : {};
  switch (type) {
    case 'plan':
      return { type, ...port, mode: intent.wishes.mode, router: intent.wishes.router };
    case 'plug-practice':
      return { type, name: intent.name };
    case 'allow-looks':
      return { type, allowed: intent.allowed };
    case 'export':
      return { type, ...port, packages: Boolean(intent.packages), fitted: Boolean(intent.backupId) };
    default:
      return { type, ...port };
  }
}

function logChanges(log: Log, before: Snapshot | null, now: Snapshot): void {
  const { journal } = now;
  if (journal && journal.code !== before?.journal?.code) log.error('journal.unwritable', failureFields(journal));
  const usb = now.usb.failure;
  if (usb && usb.code !== before?.usb.failure?.code) log.warn('usb.unavailable', failureFields(usb));
  for (const dongle of now.dongles) logDongle(log, before?.dongles.find(({ portPath }) => portPath === dongle.portPath) ?? null, dongle);
  const ports = new Set(now.dongles.map(({ portPath }) => portPath));
  for (const { portPath, present } of before?.dongles ?? [])
    if (!ports.has(portPath) && present) log.info('dongle.unplugged', { port: portPath });
}

function logDongle(log: Log, before: DongleView | null, now: DongleView): void {
  const port = now.portPath;
  const id = `${now.vid}:${now.pid}`;
  const was = before?.present ? `${before.vid}:${before.pid}` : null;
  if (now.present && was === null) log.info('dongle.plugged', { port, id, origin: now.origin });
  else if (now.present && was !== id) log.info('dongle.changed', { port, id, was });
  else if (!now.present && was !== null) log.info('dongle.unplugged', { port, id });
  if (now.state !== before?.state) log.info('dongle.state', { port, state: now.state, was: before?.state });
  logJob(log, port, before?.job ?? null, now.job);
  const look = now.look.failure;
  if (look && look.code !== before?.look.failure?.code) log.warn('look.failed', { port, ...failureFields(look) });
  if (now.interrupted && !before?.interrupted) log.info('job.interrupted', { port, reason: now.interrupted.reason });
  if (now.bundle && now.bundle !== before?.bundle && now.bundle.sha256 !== before?.bundle?.sha256)
    log.info('export.written', { port, ...bundleFields(now.bundle) });
}

function logJob(log: Log, port: string, before: JobView | null, now: JobView | null): void {
  if (!now) return;
  if (now.failure && now.failure.code !== before?.failure?.code) log.warn('dongle.failed', { port, ...failureFields(now.failure) });
  if (now.resumed && !before?.resumed) log.info('job.resumed', { port });
  for (const { id: step, state } of now.progress)
    if (state !== before?.progress.find((p) => p.id === step)?.state) log.debug('step', { port, step, state });
}
