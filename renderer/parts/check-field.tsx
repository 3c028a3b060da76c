import { useId } from 'react';
import type { Failure } from '../../electron/contract/errors.ts';
import { FieldFailure } from './field-failure.tsx';

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
  const id = useId();
  const described = [hint ? `${id}-hint` : '', failure ? `${id}-failure` : ''].filter(Boolean).join(' ');
  return (
    <div className="check-field">
      <input
        id={id}
        type="checkbox"
        className="check-box"
        data-testid={testId}
        checked={checked}
        aria-invalid={failure !== null}
        {...(described ? { 'aria-describedby': described } : {})}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div className="check-body">
        <label className="label" htmlFor={id}>
          {label}
        </label>
        {hint ? (
          <span id={`${id}-hint`} className="hint">
            {hint}
          </span>
        ) : null}
        {failure ? (
          <span id={`${id}-failure`} role="alert">
            <FieldFailure failure={failure} />
          </span>
        ) : null}
      </div>
    </div>
  );
}
