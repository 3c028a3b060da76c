import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = '70-modem-bench.rules';

/** The udev rule that comes with the app: among a package's resources, or in the `assets/` of a checkout. `null`: neither. */
export function findRuleFile(): string | null {
  const resources = 'resourcesPath' in process && typeof process.resourcesPath === 'string' ? [join(process.resourcesPath, NAME)] : [];
  // From the built `out/main` and its `chunks`, and from the sources.
  const checkout = ['../../../assets/', '../../assets/', '../assets/'].map((folder) =>
    fileURLToPath(new URL(`${folder}${NAME}`, import.meta.url)),
  );
  return [...resources, ...checkout].find((file) => existsSync(file)) ?? null;
}
