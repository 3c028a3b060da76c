import type { Answer, Query } from '../contract/queries.ts';
import type { ExportOptions } from './export-facts/bundle-input.ts';
import { bundleModes, exportPosted } from './export-facts/posted-export.ts';
import { readPosted } from './forecast/dumps.ts';
import { refuseRelease } from './forecast/release.ts';
import { answerProviders } from './identity/proposals.ts';

/** A query that is about no dongle. */
export type GeneralQuery = Exclude<Query, { type: 'read-router-backup' | 'capabilities' | 'compare-modes' }>;

/** Answers from what the app carries; nothing is asked of a dongle. Throws ROUTER_UNKNOWN, and what `exportPosted` throws. */
export async function answerQuery(query: GeneralQuery, options: ExportOptions): Promise<Answer> {
  if (query.type === 'export-posted') return exportPosted(query, options);
  if (query.type !== 'read-dump') return answerProviders(query);
  refuseRelease(query.release);
  const report = readPosted(query.text, query.release, query.language, options.db);
  const devices = report.devices.map(({ reported }) => reported);
  return { type: 'dump', ...report, devices, bundleModes: bundleModes(report, options) };
}
