import { resolve } from 'node:path';
import { createBackends } from '../backends.ts';
import type { Bench } from '../bench/bench.ts';
import { createBench } from '../bench/create.ts';
import { loggedBench } from '../bench/logged-bench.ts';
import { BenchError } from '../contract/errors.ts';
import type { DongleView } from '../contract/snapshot.ts';
import { type Log, noLog } from '../lib/log.ts';
import type { Backend } from '../seams/backend.ts';
import { systemClock } from '../seams/clock.ts';
import { openDataFolder } from '../shell/data-folder.ts';
import { makeScratchFolder } from './scratch-folder.ts';
import { readSwitchFile } from './switch-file.ts';

export interface Target {
  /** Name of a practice dongle in place of real USB. */
  readonly practice?: string | undefined;
  /** Port path, where more than one dongle is plugged in. */
  readonly port?: string | undefined;
  /** Folder for packages that are fetched, where that is not one beside the journals. */
  readonly cache?: string | undefined;
  /** File whose switch entries go before the database's. */
  readonly switch?: string | undefined;
  /** Whether the modems that are plugged in are read. */
  readonly look?: true | undefined;
}

/** A bench for the length of one command. */
export interface Session {
  readonly bench: Bench;
  /** What the bench works with, for what a command does past it. */
  readonly backends: readonly Backend[];
  /** The dongle that the command is about. Throws DONGLE_NOT_FOUND. */
  dongle(): DongleView;
  /** Ends whatever is under way, so that its journal says so: what was interrupted does not rise again. */
  cancel(): void;
  close(): Promise<void>;
}

/** Throws what reading the file of `--switch` does. Practice is played out in a folder of its own; a real job is journalled where the app finds it again. */
export async function openSession(target: Target, version: string, log: Log = noLog): Promise<Session> {
  const switches = target.switch === undefined ? undefined : await readSwitchFile(target.switch);
  const scratch = target.practice === undefined ? null : makeScratchFolder();
  const ends: (() => Promise<void> | void)[] = [() => scratch?.remove()];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const backends = await createBackends({ clock: systemClock, kinds: scratch === null ? 'usb' : 'practice', practiceFile: null });
    ends.push(() => backends.close());
    log.info('backends', { backends: backends.backends.map(({ origin }) => origin).join(' ') });
    const created = await createBench({
      backends: backends.backends,
      practice: backends.practice,
      clock: systemClock,
      dataFolder: scratch?.path ?? openDataFolder(),
      version,
      // What the app left half-way is the app's to go on with; a new `prepare` takes its place.
      resume: false,
      // A command sends nothing that was not asked of it, whatever the app was allowed to.
      look: target.look === true,
      ...(switches === undefined ? {} : { switches }),
      ...(target.cache === undefined ? {} : { feedCache: resolve(target.cache) }),
      ...(backends.usbFailure ? { usbFailure: backends.usbFailure } : {}),
    });
    const bench = loggedBench(created, log);
    ends.push(() => bench.close());
    if (target.practice !== undefined) await backends.practice.plug(target.practice);
    return {
      bench,
      backends: backends.backends,
      dongle: () => choose(bench, target, backends.practice.plugged()),
      cancel: () => cancelAll(bench),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function cancelAll(bench: Bench): void {
  for (const { portPath } of bench.snapshot().dongles) void bench.handle({ type: 'cancel', portPath }).catch(() => undefined);
}

/** The dongle that a command is about. Throws DONGLE_NOT_FOUND where it names none and there is more than one that it may be, or none. */
export function choose(bench: Pick<Bench, 'snapshot'>, target: Target, plugged: ReadonlyMap<string, string>): DongleView {
  const { dongles, usb } = bench.snapshot();
  if (!usb.available && usb.failure && dongles.length === 0) throw new BenchError(usb.failure.code, usb.failure.detail);
  const port = target.practice === undefined ? target.port : plugged.get(target.practice);
  if (port !== undefined) {
    const found = dongles.find((d) => d.portPath === port);
    if (!found) throw new BenchError('DONGLE_NOT_FOUND', { port });
    return found;
  }
  // Without a port named, only a choice that cannot be wrong is made.
  const modems = dongles.filter((d) => d.offers.length > 0 || (d.state !== 'modem' && d.state !== 'no-modem'));
  // Boot code is chosen where there is nothing else, so that whoever asks hears what it is.
  const candidates = modems.length > 0 ? modems : dongles.filter((d) => d.state === 'no-modem');
  const only = candidates[0];
  if (!only || candidates.length > 1)
    throw new BenchError('DONGLE_NOT_FOUND', { port: candidates.map((d) => d.portPath).join(' / ') || '-' });
  return only;
}
