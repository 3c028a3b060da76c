import { Fold } from '../../ui/fold.tsx';

interface Props {
  /** In which case these go out. */
  readonly title: string;
  readonly lines: readonly string[];
  readonly testId: string;
}

/** Messages that a plan sends only if it has to, told once for all of its steps. */
export function SendsFold({ title, lines, testId }: Props) {
  if (lines.length === 0) return null;
  return (
    <Fold title={title} data-testid={testId}>
      <ul className="sends">
        {lines.map((line) => (
          <li key={line}>
            <code className="sent">{line}</code>
          </li>
        ))}
      </ul>
    </Fold>
  );
}
