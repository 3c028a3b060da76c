import type { Failure } from '../../electron/contract/errors.ts';
import { useFieldNotes } from './field-notes.tsx';

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly testId: string;
  readonly failure?: Failure | null;
}

/** The platform's own check box, with what it does below it. */
export function CheckField({ label, hint, checked, onChange, testId, failure = null }: Props) {
  const { id, described, notes } = useFieldNotes({ hint, failure });
  return (
    <div className="check-field">
      <input
        id={id}
        type="checkbox"
        className="check-box"
        data-testid={testId}
        checked={checked}
        aria-invalid={failure !== null}
        {...described}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div className="check-body">
        <label className="label" htmlFor={id}>
          {label}
        </label>
        {notes}
      </div>
    </div>
  );
}
