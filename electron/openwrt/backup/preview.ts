import type { DiffLine, FileDiff } from '../../contract/router-backup.ts';
import type { BundleOutline } from '../bundle.ts';
import { formatUci, type UciSection } from '../uci.ts';
import type { SectionChange } from './file-draft.ts';
import { shownSection } from './masks.ts';
import type { FileChange, RouterSetup } from './setup-model.ts';

/** Lines of one file that are shown at most. */
const LINES = 1999;
/** Lines of a section before and behind what changes in it, beside its head. */
const CONTEXT = 3;
const gap: DiffLine = { kind: 'gap', text: '' };

/** What the bundle's setup script puts for these wishes and this plan of the interface. */
export function setupOf({
  wishes,
  plan,
  identityLines,
  claim,
}: Pick<BundleOutline, 'wishes' | 'plan' | 'identityLines' | 'claim'>): RouterSetup {
  const { interfaceName: name } = wishes;
  const second = plan.second ? [{ name: `${name}${plan.second.suffix}`, options: plan.second.options }] : [];
  const page = plan.stick?.domain ?? null;
  return {
    interfaces: [{ name, options: plan.options }, ...second],
    zone: wishes.onRouter.zone,
    rebindDomains: [...new Set([...(page === null ? [] : [page]), ...wishes.onRouter.rebindDomains])],
    found: plan.finds === 'net' || plan.finds === 'path' ? identityLines : null,
    multiwan: wishes.onRouter.multiwan === 'mwan3',
    asks: plan.asks ?? [],
    owners: { wish: wishes.onRouter.owners, claim },
  };
}

/** The changes as a terminal shows them: unified, a minus or plus before what goes or comes. */
export function diffText(diff: readonly FileDiff[]): string[] {
  const signs = { same: ' ', added: '+', removed: '-', gap: '@@' } as const;
  return diff.flatMap(({ path, lines }) => [
    `--- ${path}`,
    `+++ ${path}`,
    ...lines.map(({ kind, text }) => (kind === 'gap' ? signs.gap : `${signs[kind]}${text}`)),
  ]);
}

/** Lines of the files that change: whole sections that come or go, and a changed one with what differs in it. */
export function diffOf(files: readonly FileChange[]): FileDiff[] {
  return files.map(({ name, sections }) => {
    const lines: DiffLine[] = [];
    sections.forEach((change, at) => {
      if (change.before === change.after) return;
      if (at > 0 && sections[at - 1]?.before === sections[at - 1]?.after) lines.push(gap);
      lines.push(...sectionLines(change));
    });
    return { path: `/etc/config/${name}`, lines: lines.slice(0, LINES) };
  });
}

function sectionLines({ before, after }: SectionChange): DiffLine[] {
  const old = before ? print(before, false) : [];
  // Only a section that comes is the bundle's alone; in one that was there the router's owner may have written.
  const fresh = after ? print(after, before === null) : [];
  // A section changes at one place of its options: what is alike before it and behind it stays.
  const most = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < most && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  const line = (kind: DiffLine['kind']) => (text: string) => ({ kind, text });
  const above = old.slice(0, head);
  const skipped = above.length > CONTEXT + 1;
  return [
    ...(skipped ? above.slice(0, 1) : above).map(line('same')),
    ...(skipped ? [gap, ...above.slice(-CONTEXT).map(line('same'))] : []),
    ...old.slice(head, old.length - tail).map(line('removed')),
    ...fresh.slice(head, fresh.length - tail).map(line('added')),
    ...old.slice(old.length - tail, old.length - tail + CONTEXT).map(line('same')),
  ];
}

/** As `uci export` prints it, blanks for its tabs, each line bounded. */
function print(section: UciSection, ours: boolean): string[] {
  return formatUci({ sections: [shownSection(section, ours)] })
    .trimEnd()
    .split('\n')
    .map((text) => text.replace('\t', '    ').slice(0, 1000));
}
