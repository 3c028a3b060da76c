import type { Failure } from '../../../electron/contract/errors.ts';
import type { Watchdog } from '../../../electron/contract/router-options.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { usualWatchdog } from '../../state/router-options.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { ListField } from '../../ui/list-field.tsx';
import { NumberField } from '../../ui/number-field.tsx';

interface Props {
  readonly watchdog: Watchdog | null;
  readonly failure: Failure | null;
  readonly onChange: (watchdog: Watchdog | null) => void;
}

/** Pings from the router, and what is done when nobody answers. Off at first. */
export function WatchdogFields({ watchdog, failure, onChange }: Props) {
  const { t } = useWords();
  const path = String(failure?.detail.field ?? '');
  const of = (name: keyof Watchdog) => (path.startsWith(`onRouter.watchdog.${name}`) ? failure : null);
  // Which part it is about need not be told: the addresses are what can be wrong.
  const named = of('everySeconds') ?? of('failures') ?? of('resetsModem');
  return (
    <fieldset className="field-group">
      <legend className="off-screen">{t('on-router.watchdog')}</legend>
      <CheckField
        label={t('on-router.watchdog')}
        hint={t('on-router.watchdog-hint')}
        checked={watchdog !== null}
        onChange={(on) => onChange(on ? usualWatchdog : null)}
        testId="watchdog"
      />
      {watchdog ? (
        <div className="check-more">
          <div className="form-grid form-grid-3">
            <ListField
              label={t('on-router.watchdog-addresses')}
              hint={t('on-router.watchdog-addresses-hint')}
              value={watchdog.addresses}
              onChange={(addresses) => onChange({ ...watchdog, addresses })}
              testId="watchdog-addresses"
              failure={named ? null : failure}
            />
            <NumberField
              label={t('on-router.watchdog-every')}
              value={watchdog.everySeconds}
              min={10}
              max={3600}
              onChange={(everySeconds) => onChange({ ...watchdog, everySeconds: everySeconds ?? usualWatchdog.everySeconds })}
              testId="watchdog-every"
              failure={of('everySeconds')}
            />
            <NumberField
              label={t('on-router.watchdog-failures')}
              hint={t('on-router.watchdog-failures-hint')}
              value={watchdog.failures}
              min={1}
              max={100}
              onChange={(failures) => onChange({ ...watchdog, failures: failures ?? usualWatchdog.failures })}
              testId="watchdog-failures"
              failure={of('failures')}
            />
          </div>
          <CheckField
            label={t('on-router.watchdog-resets')}
            hint={t('on-router.watchdog-resets-hint')}
            checked={watchdog.resetsModem}
            onChange={(resetsModem) => onChange({ ...watchdog, resetsModem })}
            testId="watchdog-resets"
            failure={of('resetsModem')}
          />
        </div>
      ) : null}
    </fieldset>
  );
}
