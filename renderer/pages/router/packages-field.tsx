import { useId } from 'react';
import type { Failure } from '../../../electron/contract/errors.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { mostKey, type PackagesForm } from '../../state/router-files.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { FieldFailure } from '../../ui/field-failure.tsx';
import { Fold } from '../../ui/fold.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface Props {
  readonly packages: PackagesForm;
  readonly onChange: (change: Partial<PackagesForm>) => void;
  /** Why the bench did not fetch them; shown at the field that it is about. */
  readonly failure: Failure | null;
  /** It was to be fetched for nowhere. */
  readonly targetMissing: boolean;
}

const atFields: readonly Failure['code'][] = ['FEED_TARGET_UNKNOWN', 'FEED_ADDRESS_INVALID', 'FEED_PLAIN_HTTP', 'FEED_KEY_INVALID'];

/** Whether a failure stands at one of these fields, and need not stand elsewhere. */
export const isAboutPackagesField = ({ code }: Failure): boolean => atFields.includes(code);

/** Packages that come along in the file: whether, for which router, and from where. */
export function PackagesField({ packages, onChange, failure, targetMissing }: Props) {
  const { t } = useWords();
  const of = (code: Failure['code']) => (failure?.code === code ? failure : null);
  const [address, key] = [of('FEED_ADDRESS_INVALID') ?? of('FEED_PLAIN_HTTP'), of('FEED_KEY_INVALID')];
  return (
    <div className="field-group">
      <CheckField
        label={t('router-file.packages')}
        hint={t('router-file.packages-hint')}
        checked={packages.wanted}
        onChange={(wanted) => onChange({ wanted })}
        testId="packages"
      />
      {packages.wanted ? (
        <div className="check-more" data-testid="packages-more">
          <TextField
            label={t('router-file.target')}
            hint={t('router-file.target-hint')}
            value={packages.target}
            onChange={(target) => onChange({ target })}
            testId="packages-target"
            failure={of('FEED_TARGET_UNKNOWN')}
            maxLength={100}
            mono
          />
          <div role="alert" className="said">
            {targetMissing ? (
              <span className="field-failure" data-testid="target-missing">
                {t('router-file.target-missing')}
              </span>
            ) : null}
          </div>
          <Fold title={t('router-file.mirror')} open={address !== null || key !== null} data-testid="mirror">
            <div className="mirror-fields">
              <TextField
                label={t('router-file.feed-url')}
                hint={t('router-file.feed-url-hint')}
                value={packages.feedUrl}
                onChange={(feedUrl) => onChange({ feedUrl })}
                testId="feed-url"
                failure={address}
                maxLength={2000}
                inputMode="url"
                mono
              />
              <KeyField value={packages.feedKey} onChange={(feedKey) => onChange({ feedKey })} failure={key} />
            </div>
          </Fold>
        </div>
      ) : null}
    </div>
  );
}

/** A key has several lines. */
function KeyField({ value, onChange, failure }: { value: string; onChange: (key: string) => void; failure: Failure | null }) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {t('router-file.feed-key')}
      </label>
      <textarea
        id={id}
        className="input mono key-text"
        data-testid="feed-key"
        rows={3}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        maxLength={mostKey - 1}
        value={value}
        aria-invalid={failure !== null}
        aria-describedby={`${id}-hint ${id}-failure`}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-hint`} className="hint">
        {t('router-file.feed-key-hint')}
      </span>
      <span id={`${id}-failure`} role="alert">
        {failure ? <FieldFailure failure={failure} /> : null}
      </span>
    </div>
  );
}
