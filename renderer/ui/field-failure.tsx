import type { Failure } from '../../electron/contract/errors.ts';
import { useWords } from '../hooks/use-words.tsx';

/** Why the bench does not take what is in a field, right below it. */
export function FieldFailure({ failure }: { failure: Failure }) {
  const { text } = useWords();
  return (
    <span className="field-failure" data-testid="failure" data-code={failure.code}>
      <span>{text.cause(failure)}</span> <span>{text.remedy(failure)}</span> <code>{failure.code}</code>
    </span>
  );
}
