import { createHash } from 'node:crypto';
import { BenchError } from '../../contract/errors.ts';
import type { FetchProgress } from '../../contract/packages.ts';
import { type RouterBackup, readRouterBackup } from '../../openwrt/backup/index.ts';

/** What `Exporting.run` hands to the work. */
export interface ExportRun {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: FetchProgress) => void;
}

/** The export of one dongle while it is being made: the router's backup that it is fitted to, and packages on their way. */
export class Exporting {
  readonly #changed: () => void;
  #backup: { readonly id: string; readonly backup: RouterBackup } | null = null;
  #running: AbortController | null = null;
  #progress: FetchProgress | null = null;

  /** `changed`: the progress is another one. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get progress(): FetchProgress | null {
    return this.#progress;
  }

  /** Reads a backup and keeps it, in place of the one before. `id` is its digest. Throws the BACKUP_ codes. */
  async keep(bytes: Uint8Array): Promise<{ readonly id: string; readonly backup: RouterBackup }> {
    const kept = { id: createHash('sha256').update(bytes).digest('hex'), backup: await readRouterBackup(bytes) };
    this.#backup = kept;
    return kept;
  }

  /** The backup of that id. Throws BACKUP_FORGOTTEN. */
  backup(id: string): RouterBackup {
    if (this.#backup?.id !== id) throw new BenchError('BACKUP_FORGOTTEN');
    return this.#backup.backup;
  }

  /**
   * Carries out one export, and tells what came of it unless that was forgotten meanwhile; `null`: nothing was written. Throws what the
   * work throws, and CANCELLED where it was ended.
   */
  async run<T>(work: (run: ExportRun) => Promise<T>, ended: (made: T | null) => void): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    let made: T | null = null;
    try {
      made = await work({ signal: running.signal, onProgress: (progress) => this.#report(running, progress) });
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.#progress = null;
        ended(made);
      }
    }
  }

  /** Ends the export that is under way. */
  stop(): void {
    this.#running?.abort();
  }

  /** The dongle that all of this was for is gone. */
  forget(): void {
    this.#running?.abort();
    this.#running = null;
    this.#progress = null;
    this.#backup = null;
  }

  /** A download tells of each piece that came; whoever looks on is told of each hundredth. */
  #report(running: AbortController, next: FetchProgress): void {
    const last = this.#progress;
    if (this.#running !== running) return;
    const step = last?.file !== next.file || next.bytesDone >= next.bytes || next.bytesDone - last.bytesDone >= next.bytes / 100;
    if (!step) return;
    this.#progress = { ...next, file: next.file.slice(0, 200) };
    this.#changed();
  }
}
