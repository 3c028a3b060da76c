import { BenchError } from '../contract/errors.ts';
import { parseJsonOrNull } from '../lib/parse-json.ts';
import { pathOf, unreadable } from './feed-index.ts';
import type { IndexFiles } from './index-files.ts';
import { type Places, readTarget } from './places.ts';
import { Profiles, readManifest, TargetList } from './target-files.ts';

const MAX_PROFILES = 16_000_000;
const MAX_MANIFEST = 2_000_000;
const MAX_LISTING = 4_000_000;

/** What a target says of itself. Throws FEED_TARGET_UNKNOWN, FEED_RELEASE_MISSING and FEED_INDEX_UNREADABLE. */
export async function readProfiles(places: Places, files: IndexFiles): Promise<Profiles> {
  const bytes = await files.read(places.profiles, MAX_PROFILES);
  if (!bytes) throw await whyMissing(places, files);
  try {
    return profilesOf(bytes, places);
  } catch (cause) {
    await files.forget(places.profiles);
    throw cause;
  }
}

function profilesOf(bytes: Uint8Array, places: Places): Profiles {
  const profiles = parseJsonOrNull(textOf(bytes), Profiles);
  const name = pathOf(places.profiles);
  if (profiles === null) throw unreadable(name, new Error('it is no profiles.json of OpenWrt'));
  const { target, version_number: version } = profiles;
  if (target !== `${places.target}/${places.subtarget}` || version !== places.version) {
    throw unreadable(name, new Error(`it is for ${version} on ${target}`));
  }
  return profiles;
}

/** Packages of the target's stock image, by name, with their versions. */
export async function readStockImage(places: Places, files: IndexFiles): Promise<ReadonlyMap<string, string>> {
  const bytes = await files.read(places.manifest, MAX_MANIFEST);
  if (!bytes) throw new BenchError('FEED_FILE_MISSING', { file: pathOf(places.manifest) });
  try {
    return readManifest(textOf(bytes));
  } catch (cause) {
    await files.forget(places.manifest);
    throw unreadable(pathOf(places.manifest), cause);
  }
}

/** Whether it is the release that the server does not have, or the target that the release does not have. */
async function whyMissing(places: Places, files: IndexFiles): Promise<BenchError> {
  const wanted = `${places.target}/${places.subtarget}`;
  const unknown = (near: string) => new BenchError('FEED_TARGET_UNKNOWN', { target: wanted, release: places.version, near });
  const list = parseJsonOrNull(textOf((await files.read(places.targetList, MAX_LISTING)) ?? new Uint8Array()), TargetList);
  if (list !== null) {
    const names = Object.keys(list);
    if (names.includes(wanted)) return new BenchError('FEED_FILE_MISSING', { file: pathOf(places.profiles) });
    return unknown(similar(places, names));
  }
  // Not every mirror has the list, which begins with a dot.
  if (await files.read(places.targetsFolder, MAX_LISTING)) return unknown('-');
  return new BenchError('FEED_RELEASE_MISSING', { release: places.version, host: places.targetsFolder.host });
}

function similar({ target, subtarget }: Places, names: readonly string[]): string {
  const near = names.filter((name) => readTarget(name) && (name.startsWith(`${target}/`) || name.endsWith(`/${subtarget}`)));
  return near.slice(0, 8).join(', ') || '-';
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
