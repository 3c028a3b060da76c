import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One thing that the lab proves. A case is a file of its own under `cases/` and an entry in `cases/index.ts`. */
export interface LabCase {
  /** Unique; a part of it chooses it on the command line. */
  readonly name: string;
  /** Cases of the same word share one boot, in the order of the list; each starts with nothing plugged in. */
  readonly guest: string;
  /** Dongles that are plugged in and have their drivers when the script starts: `huawei-qmi` or `quectel-ec25 qmi`, then faults as JSON. */
  readonly models: readonly string[];
  /**
   * POSIX shell, as root, with the functions of `guest/lib.sh`, in a folder that `check` can look into. Variables: LAB_CHECKOUT,
   * LAB_BUILT (bundled guest programs), LAB_CASE (that folder).
   */
  readonly script: string;
  /** True: for the full lab alone (`npm run lab`), since another case shows the same way on another dongle. */
  readonly full?: boolean;
  /** Seconds in the guest, where everything takes about ten times as long. Default 60. */
  readonly limit?: number;
  /** Throws what is wrong; returns lines for the one who watches. Runs on the host, after the guest is off. */
  check(results: CaseResults): Promise<readonly string[]> | readonly string[];
}

/** What a case left. */
export interface CaseResults {
  /** Of the script; 124: it took too long; `null`: the guest ended first. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What the virtual dongles reported. */
  readonly events: readonly ModemEvent[];
  readonly folder: string;
  /** A file that the script wrote; throws when there is none. */
  read(name: string): Promise<string>;
}

export interface ModemEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

export async function readResults(folder: string): Promise<CaseResults> {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const orEmpty = (name: string) => read(name).catch(() => '');
  const status = Number.parseInt(await orEmpty('status'), 10);
  return {
    status: Number.isInteger(status) ? status : null,
    stdout: await orEmpty('stdout'),
    stderr: await orEmpty('stderr'),
    events: (await orEmpty('modem.log')).split('\n').flatMap(parseEvent),
    folder,
    read,
  };
}

/** Lines that are no event (a stack trace) are left out. */
function parseEvent(line: string): ModemEvent[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'event' in value && typeof value.event === 'string'
      ? [{ ...value, event: value.event }]
      : [];
  } catch {
    return [];
  }
}
