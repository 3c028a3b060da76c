import { NumberField as AriaNumberField, Input, Label } from 'react-aria-components';
import type { Failure } from '../../electron/contract/errors.ts';
import { FieldNotes } from './field-notes.tsx';

interface Props {
  readonly label: string;
  readonly hint?: string;
  /** `null`: left empty. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  /** `null` where the field was emptied. */
  readonly onChange: (value: number | null) => void;
  readonly testId: string;
  readonly failure?: Failure | null;
}

/** A whole number within bounds. */
export function NumberField({ label, hint, value, min, max, onChange, testId, failure = null }: Props) {
  return (
    <AriaNumberField
      className="field"
      value={value ?? Number.NaN}
      minValue={min}
      maxValue={max}
      step={1}
      formatOptions={{ useGrouping: false }}
      onChange={(next) => onChange(Number.isInteger(next) ? next : null)}
      isInvalid={failure !== null}
      validationBehavior="aria"
    >
      <Label className="label">{label}</Label>
      <Input className="input mono" data-testid={testId} />
      <FieldNotes hint={hint} failure={failure} />
    </AriaNumberField>
  );
}
