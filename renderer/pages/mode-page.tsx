import { Radio, RadioGroup } from 'react-aria-components';
import { Mode } from '../../electron/contract/words.ts';
import { useWords } from '../hooks/use-words.tsx';
import { ActionBar, NextButton } from '../parts/action-bar.tsx';
import { Badge } from '../parts/badge.tsx';
import { Card } from '../parts/card.tsx';
import { FieldFailure } from '../parts/field-failure.tsx';
import { Fold } from '../parts/fold.tsx';
import { Notice } from '../parts/notice.tsx';
import { NumberField } from '../parts/number-field.tsx';
import { ReleaseSelect } from '../parts/release-select.tsx';
import { TextField } from '../parts/text-field.tsx';
import type { Draft } from '../state/draft.ts';
import { type FieldName, fieldOf } from '../state/failure-fields.ts';
import { closedBecause } from '../state/steps.ts';
import type { PageProps } from './page-props.ts';

export function ModePage({ snapshot, dongle, page, change, go }: PageProps) {
  const { t } = useWords();
  const { draft, refused } = page;
  const failed = fieldOf(refused)?.field;
  const failureOf = (field: FieldName) => (failed === field ? refused : null);
  const edit = (part: Partial<Draft>) => change({ draft: { ...draft, ...part }, refused: null });
  const closed = closedBecause('sim', dongle, draft);
  return (
    <>
      <div className="stack">
        <ModeChoice {...{ dongle, draft, edit }} failure={failureOf('mode')} />
        <Card title={t('mode.router-title')}>
          <div className="form-grid">
            <ReleaseSelect
              routers={snapshot.routers}
              value={draft.router}
              onChange={(router) => edit({ router })}
              testId="router"
              failure={failureOf('router')}
            />
            <TextField
              label={t('mode.customer')}
              hint={t('mode.customer-hint')}
              testId="customer"
              value={draft.customer}
              onChange={(customer) => edit({ customer })}
              failure={failureOf('customer')}
              maxLength={100}
            />
          </div>
          <Fold title={t('mode.advanced')} open={failed === 'interfaceName' || failed === 'metric'} data-testid="advanced">
            <div className="form-grid">
              <TextField
                label={t('mode.interface-name')}
                hint={t('mode.interface-name-hint')}
                testId="interface-name"
                value={draft.interfaceName}
                onChange={(interfaceName) => edit({ interfaceName })}
                failure={failureOf('interfaceName')}
                maxLength={100}
                mono
              />
              <NumberField
                label={t('mode.metric')}
                hint={t('mode.metric-hint')}
                value={draft.metric}
                min={0}
                max={65535}
                onChange={(metric) => edit({ metric: metric ?? 20 })}
                testId="metric"
                failure={failureOf('metric')}
              />
            </div>
          </Fold>
        </Card>
      </div>
      <ActionBar onBack={() => go('dongle')} note={closed ? t(`guard.${closed}`) : null}>
        <NextButton onPress={() => go('sim')} isDisabled={closed !== null} />
      </ActionBar>
    </>
  );
}

interface ModeChoiceProps extends Pick<PageProps, 'dongle'> {
  readonly draft: Draft;
  readonly edit: (part: Partial<Draft>) => void;
  readonly failure: PageProps['page']['refused'];
}

function ModeChoice({ dongle, draft, edit, failure }: ModeChoiceProps) {
  const { t, text } = useWords();
  const choose = (value: string) => {
    const mode = Mode.safeParse(value);
    if (mode.success) edit({ mode: mode.data });
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
      {failure ? (
        <div role="alert">
          <FieldFailure failure={failure} />
        </div>
      ) : null}
    </Card>
  );
}
