import type { FormEvent } from 'react';
import { useIntent } from '../hooks/use-bench.tsx';
import { useWords } from '../hooks/use-words.tsx';
import { ActionBar } from '../parts/action-bar.tsx';
import { ApnCard } from '../parts/apn-card.tsx';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { CheckField } from '../parts/check-field.tsx';
import { CredentialsCard } from '../parts/credentials-card.tsx';
import { FailureBox } from '../parts/failure-box.tsx';
import { Notice } from '../parts/notice.tsx';
import { PinField } from '../parts/pin-field.tsx';
import { ProviderCard } from '../parts/provider-card.tsx';
import { RadioCard } from '../parts/radio-card.tsx';
import { RouterCard } from '../parts/router-card.tsx';
import { type Draft, refusedShape, toWishes } from '../state/draft.ts';
import { type FieldName, fieldOf } from '../state/failure-fields.ts';
import { byTechnician, sameSignIn, suggestedIn } from '../state/proposals.ts';
import type { PageProps } from './page-props.ts';

/** Modes that show this computer a network card. */
const cardModes: readonly string[] = ['ncm', 'ecm', 'rndis'];

export function SimPage({ dongle, page, change, go }: PageProps) {
  const { t, text } = useWords();
  const { send, blocked } = useIntent();
  const { draft, refused } = page;
  const place = fieldOf(refused);
  const failureOf = (field: FieldName) => (place?.field === field ? refused : null);
  const edit = (part: Partial<Draft>) => {
    const draftNow = { ...draft, ...part };
    const signIn = sameSignIn(draftNow, draft) ? page.signIn : byTechnician;
    change({ draft: draftNow, signIn, refused: null });
  };
  const suggested = suggestedIn(draft, page.signIn);
  const mark = suggested === null ? null : <Badge tone="info">{t('provider.from-sim')}</Badge>;
  const { sim, pinTriesLeft } = dongle.network;

  const makePlan = (event: FormEvent) => {
    event.preventDefault();
    const wishes = toWishes(draft);
    if (wishes === null || blocked) return;
    const misshapen = refusedShape(wishes);
    // What was planned with, the technician has seen: an access point left empty is left so.
    change({ refused: misshapen, ...(page.signIn.by === 'nobody' ? { signIn: byTechnician } : {}) });
    if (misshapen !== null) return;
    void send({ type: 'plan', portPath: dongle.portPath, wishes }).then((failure) => {
      change(failure ? { refused: failure } : { step: 'switch' });
    });
  };

  return (
    <form className="page-form" onSubmit={makePlan} noValidate>
      <div className="stack">
        <ProviderCard
          proposals={dongle.proposals}
          simRead={dongle.identity.imsi !== undefined}
          signIn={draft}
          suggested={suggested}
          onChange={edit}
        />
        <ApnCard draft={draft} mark={mark} failureOf={failureOf} onChange={edit}>
          {draft.mode !== null && cardModes.includes(draft.mode) ? (
            <CheckField
              label={t('sim.try-card')}
              hint={t('sim.try-card-hint')}
              testId="try-card"
              checked={draft.tryCard}
              onChange={(tryCard) => edit({ tryCard })}
            />
          ) : null}
        </ApnCard>
        <CredentialsCard draft={draft} mark={mark} failureOf={failureOf} onChange={edit} />
        <RadioCard offered={dongle.settings} draft={draft} failureOf={failureOf} onChange={edit} />
        <Card title={t('sim.pin-title')}>
          {sim === 'unknown' ? null : (
            <Notice tone={sim === 'ready' ? 'good' : 'warn'} icon={sim === 'ready' ? 'check' : 'lock'}>
              {text.word(`sim-states.${sim}`)}
              {pinTriesLeft === null ? null : ` · ${text.word('pin-tries', { tries: pinTriesLeft })}`}
            </Notice>
          )}
          <div className="form-grid">
            <PinField draft={draft} failureOf={failureOf} onChange={edit} hint={t('sim.pin-hint')} />
          </div>
          <CheckField
            label={t('sim.pin-lock')}
            hint={t('sim.pin-lock-hint')}
            testId="pin-lock-off"
            checked={draft.pinLock === 'off'}
            onChange={(off) => edit({ pinLock: off ? 'off' : 'keep' })}
          />
        </Card>
        <RouterCard draft={draft} failureOf={(option) => failureOf(`onRouter.${option}`)} onChange={(onRouter) => edit({ onRouter })} />
        {refused && place?.step !== 'sim' ? (
          <FailureBox failure={refused}>
            {place ? (
              <Button data-testid="go-to-field" onPress={() => go(place.step)}>
                {t('sim.go-to-field', { step: t(`steps.${place.step}`) })}
              </Button>
            ) : null}
          </FailureBox>
        ) : null}
      </div>
      <ActionBar onBack={() => go('mode')} note={t('sim.plan-note')}>
        <Button look="primary" type="submit" data-testid="make-plan" isDisabled={blocked}>
          {t('sim.plan')}
        </Button>
      </ActionBar>
    </form>
  );
}
