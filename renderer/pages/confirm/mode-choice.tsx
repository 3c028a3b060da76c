import { useId } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import type { ComparedMode } from '../../../electron/contract/compared-modes.ts';
import type { Failure } from '../../../electron/contract/errors.ts';
import { proposedMode } from '../../../electron/contract/proposed-mode.ts';
import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { Mode } from '../../../electron/contract/words.ts';
import { useComparedModes } from '../../hooks/use-compared-modes.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { Draft } from '../../state/draft.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { FieldFailure } from '../../ui/field-failure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ComparedModeFacts } from './compared-mode.tsx';

interface Props {
  readonly dongle: DongleView;
  readonly draft: Draft;
  readonly failure: Failure | null;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** The one that is proposed, unless no file can be made for it, or it is dial-up and there are others. */
function recommendedMode(dongle: DongleView, compared: readonly ComparedMode[]): Mode | null {
  const mode = proposedMode(dongle);
  const fails = compared.some((each) => each.mode === mode && each.failure !== null);
  const isLast = mode === 'ppp' && dongle.offers.filter(({ possible }) => possible).length > 1;
  return fails || isLast ? null : mode;
}

/** The modes that the dongle has, side by side as they come out on the router, and why the others cannot be chosen. */
export function ModeChoice({ dongle, draft, failure, onChange }: Props) {
  const { t, text } = useWords();
  const id = useId();
  const compared = useComparedModes(dongle, draft.router, draft.onRouter.way === 'mode');
  const proposed = recommendedMode(dongle, compared);
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
        {dongle.offers.map((offer) => {
          const facts = compared.find(({ mode }) => mode === offer.mode);
          const factsId = `${id}-${offer.mode}`;
          return (
            <div key={offer.mode} className="mode-card">
              <Radio
                value={offer.mode}
                isDisabled={!offer.possible}
                className="mode"
                data-testid={`mode-${offer.mode}`}
                {...(facts ? { 'aria-describedby': factsId } : {})}
              >
                <span className="radio-mark" aria-hidden="true" />
                <span className="mode-body">
                  <span className="mode-name">
                    {t(`modes.${offer.mode}`)} {offer.mode === proposed ? <Badge tone="good">{t('mode.recommended')}</Badge> : null}
                    {dongle.mode === offer.mode ? <Badge tone="info">{t('mode.present')}</Badge> : null}
                    {offer.possible ? null : <Badge>{t('mode.impossible')}</Badge>}
                  </span>
                  <span className="hint">{t(`mode-about.${offer.mode}`)}</span>
                  <span className="mode-reason">{text.phrase(offer.reason)}</span>
                </span>
              </Radio>
              {facts ? <ComparedModeFacts id={factsId} compared={facts} /> : null}
            </div>
          );
        })}
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
