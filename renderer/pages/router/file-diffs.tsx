import type { DiffLine, FileDiff } from '../../../electron/contract/router-backup.ts';
import { useWords } from '../../hooks/use-words.tsx';

const signs: Record<DiffLine['kind'], string> = { same: ' ', added: '+', removed: '-', gap: '⋯' };

/** The lines that change on the router, file by file. The sign before each says what becomes of it; the colour only repeats that. */
export function FileDiffs({ diff }: { diff: readonly FileDiff[] }) {
  const { t } = useWords();
  return (
    <div className="diffs">
      <h3 className="label">{t('router-file.diff')}</h3>
      <p className="hint">{t('router-file.diff-hint')}</p>
      {diff.map(({ path, lines }) => (
        <figure key={path} className="diff" data-testid="diff" data-path={path}>
          <figcaption>
            <code>{path}</code>
          </figcaption>
          <pre>
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines repeat, and never move.
              <Line key={index} line={line} />
            ))}
          </pre>
        </figure>
      ))}
    </div>
  );
}

function Line({ line: { kind, text } }: { line: DiffLine }) {
  const Tag = kind === 'added' ? 'ins' : kind === 'removed' ? 'del' : 'span';
  return <Tag className={`diff-line is-${kind}`}>{`${signs[kind]}${text}\n`}</Tag>;
}
