import type { CaptureDocument } from '../contract/capture.ts';
import type {
  DbImportDocument,
  DbLintDocument,
  ListDocument,
  PlanDocument,
  PrepareDocument,
  ProvidersDocument,
  ShowDocument,
} from '../contract/documents.ts';

type Rest<T> = Omit<T, 'failure'>;

/** What `--json` prints beside the failure where a command did nothing: documents keep their fields, whatever happened. By command. */
export const empty = {
  list: { dongles: [], practice: [] } satisfies Rest<ListDocument>,
  show: { dongle: null } satisfies Rest<ShowDocument>,
  plan: { plan: null } satisfies Rest<PlanDocument>,
  prepare: { dongle: null, bundle: null } satisfies Rest<PrepareDocument>,
  'db lint': { errors: 0, warnings: 0, findings: [], statistics: null } satisfies Rest<DbLintDocument>,
  'db import': { entry: null, problems: [] } satisfies Rest<DbImportDocument>,
  'db capture': { files: [], findings: [] } satisfies Rest<CaptureDocument>,
  'db providers': { source: null, proposals: [] } satisfies Rest<ProvidersDocument>,
} as const;

const byCommand: ReadonlyMap<string, object> = new Map(Object.entries(empty));

/** The same for a command line that was not understood; a command that is not known has no fields. `words`: behind the program's name. */
export function emptyOf(words: readonly string[]): object {
  const [first = '', second = ''] = words.filter((word) => !word.startsWith('-'));
  return byCommand.get(first) ?? byCommand.get(`${first} ${second}`) ?? {};
}
