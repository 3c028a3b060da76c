import { Radio, RadioGroup } from 'react-aria-components';
import type { Failure } from '../../../electron/contract/errors.ts';
import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { Mode } from '../../../electron/contract/words.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { Draft } from '../../state/draft.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { FieldFailure } from '../../ui/field-failure.tsx';
import { Notice } from '../../ui/notice.tsx';

interface Props {
  readonly dongle: DongleView;
  readonly draft: Draft;
  readonly failure: Failure | null;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** The modes that the dongle has, and why it has the others not. */
export function ModeChoice({ dongle, draft, failure, onChange }: Props) {
  const { t, text } = useWords();
  const choose = (value: string) => {
    const mode = Mode.safeParse(value);
    // Who chose it wants no other.
    if (mode.success) onChange({ mode: mode.data, otherMode: 'stop' });
  };
  return (
    <Card title={t('mode.title')}>
      <p className="hint">{t('mode.about')}</p>
      {dongle.offers.some((offer) => offer.possible) ? null : (
        <Notice tone="warn" icon="warning" data-testid="no-offers">
          {t('mode.none')}
        </Notice>
      )}
      <RadioGroup aria-label={t('mode.title')} className="modes" value={draft.mode ?? ''} onChange={choose}>
        {dongle.offers.map((offer) => (
          <Radio key={offer.mode} value={offer.mode} isDisabled={!offer.possible} className="mode" data-testid={`mode-${offer.mode}`}>
            <span className="radio-mark" aria-hidden="true" />
            <span className="mode-body">
              <span className="mode-name">
                {t(`modes.${offer.mode}`)} {dongle.mode === offer.mode ? <Badge tone="info">{t('mode.present')}</Badge> : null}
                {offer.possible ? null : <Badge>{t('mode.impossible')}</Badge>}
              </span>
              <span className="hint">{t(`mode-about.${offer.mode}`)}</span>
              <span className="mode-reason">{text.phrase(offer.reason)}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
      <CheckField
        label={t('mode.other')}
        hint={t('mode.other-hint')}
        testId="other-mode-goes-on"
        checked={draft.otherMode === 'go-on'}
        onChange={(on) => onChange({ otherMode: on ? 'go-on' : 'stop' })}
      />
      {failure ? (
        <div role="alert">
          <FieldFailure failure={failure} />
        </div>
      ) : null}
    </Card>
  );
}
