import { isAbsolute, join } from 'node:path';
import type { Snapshot } from '../contract/snapshot.ts';

/** Every file that the bench says it exported, as absolute paths. Nothing else may be revealed or downloaded. */
export function exportedFiles(snapshot: Snapshot | null): ReadonlySet<string> {
  const paths = (snapshot?.dongles ?? []).flatMap(({ bundle }) =>
    bundle ? [bundle.archive, ...bundle.files].map((file) => (isAbsolute(file) ? file : join(bundle.folder, file))) : [],
  );
  return new Set(paths);
}
