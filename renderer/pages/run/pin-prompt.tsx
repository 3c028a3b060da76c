import { type FormEvent, useState } from 'react';
import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { useIntent } from '../../hooks/use-bench.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface Props {
  readonly dongle: DongleView;
  /** The PIN that was sent, for the form to keep. */
  readonly onSent: (pin: string) => void;
}

/** Asks for the SIM's PIN in the middle of the work, and says how many tries the SIM still has. */
export function PinPrompt({ dongle, onSent }: Props) {
  const { t } = useWords();
  const { send, blocked, failure } = useIntent();
  const [pin, setPin] = useState('');
  const tries = dongle.network.pinTriesLeft;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pin === '' || blocked) return;
    void send({ type: 'pin', portPath: dongle.portPath, pin }).then((refused) => {
      if (refused === null) onSent(pin);
      setPin('');
    });
  };
  return (
    <form className="pin-prompt" data-testid="pin-prompt" onSubmit={submit}>
      <Icon name="lock" size={22} />
      <div className="stack-tight">
        <h2>{t('pin.title')}</h2>
        <p data-testid="pin-tries">{tries === null ? t('pin.tries-unknown') : t('pin.tries', { count: tries })}</p>
        <div className="pin-row">
          <TextField
            label={t('sim.pin')}
            value={pin}
            onChange={setPin}
            testId="pin-input"
            secret
            inputMode="numeric"
            maxLength={100}
            mono
          />
          <Button look="primary" type="submit" data-testid="pin-submit" isDisabled={blocked || pin === ''}>
            {t('pin.submit')}
          </Button>
        </div>
        <p className="hint">{t('pin.about')}</p>
        {failure ? <FailureBox failure={failure} /> : null}
      </div>
    </form>
  );
}
