import { type ReactNode, useId } from 'react';
import { FieldError, Text } from 'react-aria-components';
import type { Failure } from '../../electron/contract/errors.ts';
import { FieldFailure } from './field-failure.tsx';

interface Notes {
  readonly hint?: string | undefined;
  readonly failure: Failure | null;
}

/** What stands below a field of the library, which ties it to its input. */
export function FieldNotes({ hint, failure }: Notes) {
  return (
    <>
      {hint ? (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      ) : null}
      {failure ? (
        <FieldError>
          <FieldFailure failure={failure} />
        </FieldError>
      ) : null}
    </>
  );
}

/** The same below the platform's own input: its id, what ties the notes to it, and the notes. */
export function useFieldNotes({ hint, failure }: Notes): {
  readonly id: string;
  readonly described: { readonly 'aria-describedby'?: string };
  readonly notes: ReactNode;
} {
  const id = useId();
  const by = [hint ? `${id}-hint` : '', failure ? `${id}-failure` : ''].filter(Boolean).join(' ');
  const notes = (
    <>
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
    </>
  );
  return { id, described: by ? { 'aria-describedby': by } : {}, notes };
}
