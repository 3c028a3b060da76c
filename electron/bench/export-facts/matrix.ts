import { listReleases } from '../../../modem-db/openwrt/index.ts';
import { type Failure, toFailure } from '../../contract/errors.ts';
import { Wishes } from '../../contract/wishes.ts';
import { type Mode, modes } from '../../contract/words.ts';
import { outlineBundle } from '../../openwrt/index.ts';
import { newIdLine } from '../forecast/new-ids.ts';
import type { ExportOptions } from './bundle-input.ts';
import { inputOfModel } from './input-of-model.ts';
import type { KnownModel } from './known-model.ts';

type Way = Wishes['onRouter']['way'];

/** What one mode of a model comes to on the releases that give the same answer. */
export interface ModeOnReleases {
  readonly mode: Mode;
  readonly way: Way;
  /** Oldest first. */
  readonly releases: readonly string[];
  /** `null`: a bundle can be made. A release in its details stands for all of these. */
  readonly failure: Failure | null;
  readonly proto: string | null;
  readonly packages: readonly string[];
  /** What is written to `new_id` of drivers that lack it: `qmi_wwan: 2c7c 030b ff 2c7c 0125`. */
  readonly newIds: readonly string[];
}

/** Ways beside a mode's own. One that fits a mode on no release is not told of. */
const otherWays: readonly Way[] = ['directip', 'dial', 'modemmanager'];

/** What is asked for in every one of them. MBIM needs an APN; the rest is as by default. */
const APN = 'internet';

/** What of the matrix is asked for; what is left out, all of it. */
export interface MatrixPart {
  readonly mode?: string | undefined;
  /** Point releases, oldest first. */
  readonly releases: readonly string[];
}

/** Every mode of a model on every release, as far as is found out before any text of the bundle is made. */
export function modesOnReleases(
  model: KnownModel,
  options: ExportOptions,
  { mode: only, releases: versions }: MatrixPart,
): ModeOnReleases[] {
  const rows: ModeOnReleases[] = [];
  for (const mode of modes.filter((one) => only === undefined || one === only)) {
    // What the dongle itself cannot be is the same for every release.
    const asked = model.states.has(mode) ? versions : versions.slice(-1);
    const own = tryEach(model, mode, 'mode', asked, options);
    if (asked !== versions) {
      rows.push(...own.map((row) => ({ ...row, releases: versions })));
      continue;
    }
    rows.push(...own);
    for (const way of otherWays) {
      // Where it is taken without being asked for, it is the mode's own.
      const own = rows.filter((row) => row.mode === mode && row.way === 'mode');
      if (way === 'dial' && own.every(({ proto }) => proto === 'atdial')) continue;
      const tried = tryEach(model, mode, way, versions, options);
      if (tried.some(({ failure }) => failure === null)) rows.push(...tried);
    }
  }
  return rows;
}

function tryEach(model: KnownModel, mode: Mode, way: Way, versions: readonly string[], options: ExportOptions): ModeOnReleases[] {
  const groups = new Map<string, ModeOnReleases>();
  for (const router of versions) {
    const answer = tryOne(model, Wishes.parse({ mode, router, apn: APN, onRouter: { way } }), options);
    const key = JSON.stringify({
      ...answer,
      failure: answer.failure && { ...answer.failure, detail: { ...answer.failure.detail, release: '' } },
    });
    const releases = [...(groups.get(key)?.releases ?? []), router];
    groups.set(key, { mode, way, ...answer, releases });
  }
  return [...groups.values()].map((row) => ({ ...row, failure: row.failure && ofAll(row.failure, row.releases) }));
}

function tryOne(
  model: KnownModel,
  wishes: Wishes,
  options: ExportOptions,
): Pick<ModeOnReleases, 'failure' | 'proto' | 'packages' | 'newIds'> {
  try {
    const input = inputOfModel(model, wishes, options);
    const { plan, packages } = outlineBundle(input);
    const newIds = (input.dongle.newIds ?? []).map(newIdLine);
    return { failure: null, proto: plan.proto, packages, newIds };
  } catch (error) {
    return { failure: toFailure(error), proto: null, packages: [], newIds: [] };
  }
}

/** A failure that names one release, named for several. */
function ofAll({ code, detail }: Failure, releases: readonly string[]): Failure {
  return { code, detail: 'release' in detail ? { ...detail, release: showReleases(releases) } : detail };
}

/** `21.02.0-22.03.7, 23.05.0`: neighbours among all known releases are one range. */
export function showReleases(versions: readonly string[]): string {
  const all = listReleases().map(({ version }) => version);
  const ranges: string[][] = [];
  for (const version of versions) {
    const last = ranges.at(-1);
    const before = all[all.indexOf(version) - 1];
    if (last && before !== undefined && last.at(-1) === before) last.push(version);
    else ranges.push([version]);
  }
  return ranges.map((range) => (range.length === 1 ? range[0] : `${range[0]}-${range.at(-1)}`)).join(', ');
}
