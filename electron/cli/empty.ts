import type { CaptureDocument } from '../contract/capture.ts';
import type {
  DbImportDocument,
  DbLintDocument,
  ExportDocument,
  ExportMatrixDocument,
  ListDocument,
  PlanDocument,
  PrepareDocument,
  ProvidersDocument,
  ShowDocument,
  UsbipDocument,
} from '../contract/documents.ts';
import type { DriversDocument } from '../contract/drivers.ts';

type Rest<T> = Omit<T, 'failure'>;

interface Documents {
  readonly list: Rest<ListDocument>;
  readonly show: Rest<ShowDocument>;
  readonly plan: Rest<PlanDocument>;
  readonly prepare: Rest<PrepareDocument>;
  readonly export: Rest<ExportDocument>;
  readonly 'export --list': Rest<ExportMatrixDocument>;
  readonly drivers: Rest<DriversDocument>;
  readonly usbip: Rest<UsbipDocument>;
  readonly 'db lint': Rest<DbLintDocument>;
  readonly 'db import': Rest<DbImportDocument>;
  readonly 'db capture': Rest<CaptureDocument>;
  readonly 'db providers': Rest<ProvidersDocument>;
}

/** What `--json` prints beside the failure where a command did nothing: documents keep their fields, whatever happened. By command. */
export const empty: Documents = {
  list: { dongles: [], practice: [] },
  show: { dongle: null },
  plan: { plan: null },
  prepare: { dongle: null, bundle: null, router: null },
  export: { bundle: null, manifest: null, router: null, fetched: null },
  'export --list': { releases: [], models: [] },
  drivers: { router: null, devices: [], unread: { count: 0, lines: [] }, configuration: 0, compared: null },
  usbip: { served: null, practice: [] },
  'db lint': { errors: 0, warnings: 0, findings: [], statistics: null },
  'db import': { entry: null, entries: [], problems: [], warnings: [] },
  'db capture': { files: [], findings: [] },
  'db providers': { source: null, proposals: [] },
};

const byCommand: ReadonlyMap<string, object> = new Map(Object.entries(empty));

/** The same for a command line that was not understood; a command that is not known has no fields. `words`: behind the program's name. */
export function emptyOf(words: readonly string[]): object {
  const [first = '', second = ''] = words.filter((word) => !word.startsWith('-'));
  if (first === 'export' && words.includes('--list')) return empty['export --list'];
  return byCommand.get(first) ?? byCommand.get(`${first} ${second}`) ?? {};
}
