import type { Db } from '../../modem-db/db.ts';
import type { Answer, Query } from '../contract/queries.ts';
import { readDump } from './forecast/dumps.ts';
import { refuseRelease } from './forecast/release.ts';
import { answerProviders } from './proposals.ts';

/** A query that is about no dongle. */
export type GeneralQuery = Exclude<Query, { type: 'read-router-backup' | 'capabilities' }>;

/** Answers from what the app carries; nothing is asked of a dongle. Throws ROUTER_UNKNOWN. */
export function answerQuery(query: GeneralQuery, db: Db): Answer {
  if (query.type !== 'read-dump') return answerProviders(query);
  refuseRelease(query.release);
  return { type: 'dump', ...readDump(query.text, query.release, query.language, db) };
}
