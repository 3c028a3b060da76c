import { useState } from 'react';
import type { Failure } from '../../electron/contract/errors.ts';
import { listOf } from '../state/router-options.ts';
import { TextField } from './text-field.tsx';

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
  readonly testId: string;
  readonly failure: Failure | null;
}

/** Several values in one line. The line is kept as it was typed, or a blank at its end would go while the next value is typed. */
export function ListField({ value, onChange, ...field }: Props) {
  const [typed, setTyped] = useState(value.join(' '));
  const same = JSON.stringify(listOf(typed)) === JSON.stringify(value);
  return (
    <TextField
      {...field}
      value={same ? typed : value.join(' ')}
      onChange={(text) => {
        setTyped(text);
        onChange(listOf(text));
      }}
      maxLength={6000}
      mono
    />
  );
}
