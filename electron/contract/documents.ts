import { z } from 'zod';
import { Failure } from './errors.ts';
import { BundleSummary, Manifest } from './manifest.ts';
import { Plan } from './plan.ts';
import { ApnProposal } from './proposals.ts';
import { RouterFitView } from './router-backup.ts';
import { RouterOptions } from './router-options.ts';
import { DongleView } from './snapshot.ts';
import { Mode } from './words.ts';

export { exitCodes } from './errors/entry.ts';

/** What the command line prints with `--json`: one document, whatever happened. `failure` says why the rest is missing. */

export const ListDocument = z.object({
  failure: Failure.nullable(),
  dongles: z.array(DongleView),
  practice: z.array(z.object({ name: z.string(), title: z.string() })),
});
export type ListDocument = z.infer<typeof ListDocument>;

export const ShowDocument = z.object({ failure: Failure.nullable(), dongle: DongleView.nullable() });
export type ShowDocument = z.infer<typeof ShowDocument>;

export const PlanDocument = z.object({ failure: Failure.nullable(), plan: Plan.nullable() });
export type PlanDocument = z.infer<typeof PlanDocument>;

export const PrepareDocument = z.object({
  failure: Failure.nullable(),
  dongle: DongleView.nullable(),
  bundle: BundleSummary.nullable(),
  /** With `--router-backup`: what was found in it, and what the bundle will change on that router. */
  router: RouterFitView.nullable(),
});
export type PrepareDocument = z.infer<typeof PrepareDocument>;

/** `export`: a bundle for a dongle that is not plugged in. */
export const ExportDocument = z.object({
  failure: Failure.nullable(),
  bundle: BundleSummary.nullable(),
  manifest: Manifest.nullable(),
  /** With `--router-backup`: what was found in it, and what the bundle will change on that router. */
  router: RouterFitView.nullable(),
  /** With `--packages`: what is in the archive, in the order in which it is installed. */
  fetched: z
    .object({
      files: z.array(z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string() })),
      downloadedBytes: z.number().int(),
      fromCacheBytes: z.number().int(),
      warnings: z.array(z.enum(['unsigned', 'older'])),
    })
    .nullable(),
});
export type ExportDocument = z.infer<typeof ExportDocument>;

/** `usbip`: a practice dongle for another Linux. Printed once it is served, which lasts until the command is ended. */
export const UsbipDocument = z.object({
  failure: Failure.nullable(),
  served: z
    .object({
      name: z.string(),
      title: z.string(),
      /** What is listened on, without brackets around IPv6. */
      address: z.string(),
      /** TCP. */
      port: z.number().int(),
      busId: z.string(),
      /** For a shell of root on the Linux that shall have it, in order. */
      commands: z.array(z.string()),
    })
    .nullable(),
  /** All that can be served. */
  practice: z.array(z.object({ name: z.string(), title: z.string() })),
});
export type UsbipDocument = z.infer<typeof UsbipDocument>;

/** One mode of a model on the releases that give the same answer. */
export const MatrixRow = z.object({
  mode: Mode,
  way: RouterOptions.shape.way,
  releases: z.array(z.string()),
  /** `null`: a bundle can be made. Else why not; a release in its details stands for all of the row. */
  failure: Failure.nullable(),
  /** The failure in words; empty where there is none. */
  reason: z.string(),
  /** Protocol and packages on these releases; `null` and none where no bundle can be made. */
  proto: z.string().nullable(),
  packages: z.array(z.string()),
  /** What the bundle has the router write to `new_id` of drivers that lack the dongle: `qmi_wwan: 2c7c 030b ff 2c7c 0125`. */
  newIds: z.array(z.string()).default([]),
});
export type MatrixRow = z.infer<typeof MatrixRow>;

/** `export --list`: which models go into which mode on which release. */
export const ExportMatrixDocument = z.object({
  failure: Failure.nullable(),
  /** Oldest first. */
  releases: z.array(z.string()),
  models: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      /** USB ids that the rows are about, as `12d1:1506`; what else a dongle of this label may show. */
      ids: z.array(z.string()),
      otherIds: z.array(z.string()),
      rows: z.array(MatrixRow),
    }),
  ),
});
export type ExportMatrixDocument = z.infer<typeof ExportMatrixDocument>;

export const ProvidersDocument = z.object({
  failure: Failure.nullable(),
  /** Where the table is from, with its version; `null` where it was not looked into. */
  source: z.string().nullable(),
  proposals: z.array(ApnProposal),
});
export type ProvidersDocument = z.infer<typeof ProvidersDocument>;

export const DbLintDocument = z.object({
  failure: Failure.nullable(),
  errors: z.number().int(),
  warnings: z.number().int(),
  findings: z.array(z.object({ file: z.string(), path: z.string(), message: z.string(), severity: z.enum(['error', 'warning']) })),
  /** Counts of what could be read; `null` where nothing was looked at: no such folder, or a command line that was not understood. */
  statistics: z
    .object({
      vendors: z.number().int(),
      switchEntries: z.number().int(),
      models: z.number().int(),
      compositions: z.number().int(),
      routers: z.number().int(),
      recipes: z.number().int(),
      settings: z.number().int(),
      bootStates: z.number().int().nullable(),
      providers: z.number().int().nullable(),
      /** By how sure they are. */
      quirks: z.object({ hardware: z.number().int(), code: z.number().int(), report: z.number().int() }),
      dials: z.object({ hardware: z.number().int(), code: z.number().int(), report: z.number().int(), assumed: z.number().int() }),
      facts: z.number().int(),
      factsWithSecondSource: z.number().int(),
      /** 0 to 1. */
      secondSourceShare: z.number(),
      /** Of each outside list of ids. */
      coverage: z.array(
        z.object({
          list: z.string(),
          title: z.string(),
          ids: z.number().int(),
          byModel: z.number().int(),
          byFamily: z.number().int(),
          unknown: z.number().int(),
        }),
      ),
    })
    .nullable(),
});
export type DbLintDocument = z.infer<typeof DbLintDocument>;

const ImportRemark = z.object({ line: z.number().int(), message: z.string(), suggestion: z.string().optional() });

export const DbImportDocument = z.object({
  failure: Failure.nullable(),
  /** In the database's own form, the first of them; `null` where there is none. */
  entry: z.record(z.string(), z.unknown()).nullable(),
  /** All that could be read, beside what was wrong. */
  entries: z.array(z.record(z.string(), z.unknown())),
  problems: z.array(ImportRemark),
  /** What was assumed, left out or passed over. */
  warnings: z.array(ImportRemark),
});
export type DbImportDocument = z.infer<typeof DbImportDocument>;
