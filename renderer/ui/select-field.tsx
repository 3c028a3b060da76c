import type { ReactNode } from 'react';
import type { Failure } from '../../electron/contract/errors.ts';
import { useFieldNotes } from './field-notes.tsx';

interface Props<Value extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly value: Value;
  readonly options: readonly Value[];
  readonly onChange: (value: Value) => void;
  readonly testId: string;
  readonly failure?: Failure | null;
  /** The options, drawn; each an `option` with one of `options` as its value. */
  readonly children: ReactNode;
}

/** The platform's own select: it knows its keyboard, its screen readers and groups by itself. */
export function SelectField<Value extends string>({
  label,
  hint,
  value,
  options,
  onChange,
  testId,
  failure = null,
  children,
}: Props<Value>) {
  const { id, described, notes } = useFieldNotes({ hint, failure });
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="input select"
        data-testid={testId}
        value={value}
        aria-invalid={failure !== null}
        {...described}
        onChange={(event) => {
          const chosen = options.find((option) => option === event.target.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {children}
      </select>
      {notes}
    </div>
  );
}
