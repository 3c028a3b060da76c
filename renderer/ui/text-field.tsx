import { type HTMLAttributes, useState } from 'react';
import { TextField as AriaTextField, Button, Group, Input, Label } from 'react-aria-components';
import type { Failure } from '../../electron/contract/errors.ts';
import { useWords } from '../hooks/use-words.tsx';
import { FieldNotes } from './field-notes.tsx';
import { Icon } from './icon.tsx';

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly testId: string;
  readonly failure?: Failure | null;
  /** Hidden while typed, with a button that shows it. */
  readonly secret?: boolean;
  readonly mono?: boolean;
  readonly maxLength: number;
  readonly inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  readonly isDisabled?: boolean;
}

export function TextField({ label, hint, failure = null, secret = false, mono = false, testId, inputMode = 'text', ...field }: Props) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  const input = (
    <Input data-testid={testId} className={mono ? 'input mono' : 'input'} inputMode={inputMode} spellCheck="false" autoCapitalize="none" />
  );
  return (
    <AriaTextField
      {...field}
      className="field"
      type={secret && !shown ? 'password' : 'text'}
      autoComplete={secret ? 'new-password' : 'off'}
      isInvalid={failure !== null}
      validationBehavior="aria"
    >
      <Label className="label">{label}</Label>
      {secret ? (
        <Group className="input-group">
          {input}
          <Button
            slot={null}
            className="input-button"
            aria-label={t(shown ? 'field.hide' : 'field.show', { field: label })}
            onPress={() => setShown(!shown)}
          >
            <Icon name="eye" size={16} />
          </Button>
        </Group>
      ) : (
        input
      )}
      <FieldNotes hint={hint} failure={failure} />
    </AriaTextField>
  );
}
