import { useWords } from '../../hooks/use-words.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { DraftFields } from './apn-card.tsx';

/** PIN 1 of the SIM; empty where it asks for none. */
export function PinField({ draft, failureOf, onChange, hint }: DraftFields & { readonly hint: string }) {
  const { t } = useWords();
  return (
    <TextField
      label={t('sim.pin')}
      hint={hint}
      testId="pin"
      value={draft.pin}
      onChange={(pin) => onChange({ pin })}
      failure={failureOf('pin')}
      maxLength={100}
      inputMode="numeric"
      secret
      mono
    />
  );
}
