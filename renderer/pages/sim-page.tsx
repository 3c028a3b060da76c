import type { FormEvent } from 'react';
import { useIntent } from '../hooks/use-bench.tsx';
import { useWords } from '../hooks/use-words.tsx';
import { ActionBar } from '../parts/action-bar.tsx';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { CheckField } from '../parts/check-field.tsx';
import { FailureBox } from '../parts/failure-box.tsx';
import { Notice } from '../parts/notice.tsx';
import { ProviderCard } from '../parts/provider-card.tsx';
import { RadioCard } from '../parts/radio-card.tsx';
import { RouterCard } from '../parts/router-card.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { TextField } from '../parts/text-field.tsx';
import { type Draft, refusedShape, toWishes } from '../state/draft.ts';
import { type FieldName, fieldOf } from '../state/failure-fields.ts';
import { byTechnician, sameSignIn, suggestedIn } from '../state/proposals.ts';
import type { PageProps } from './page-props.ts';

const auths = ['none', 'pap', 'chap', 'both'] as const;
/** Modes that show this computer a network card. */
const cardModes: readonly string[] = ['ncm', 'ecm', 'rndis'];
const pdpTypes = ['ipv4', 'ipv6', 'ipv4v6'] as const;

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
        <Card title={t('sim.apn-title')} aside={mark}>
          <div className="form-grid">
            <TextField
              label={t('sim.apn')}
              hint={t('sim.apn-hint')}
              testId="apn"
              value={draft.apn}
              onChange={(apn) => edit({ apn })}
              failure={failureOf('apn')}
              maxLength={1000}
              mono
            />
            <SelectField
              label={t('sim.pdp-type')}
              hint={t('sim.pdp-type-hint')}
              testId="pdp-type"
              value={draft.pdpType}
              options={pdpTypes}
              failure={failureOf('pdpType')}
              onChange={(pdpType) => edit({ pdpType })}
            >
              {pdpTypes.map((type) => (
                <option key={type} value={type}>
                  {t(`pdp-types.${type}`)}
                </option>
              ))}
            </SelectField>
          </div>
          {draft.mode !== null && cardModes.includes(draft.mode) ? (
            <CheckField
              label={t('sim.try-card')}
              hint={t('sim.try-card-hint')}
              testId="try-card"
              checked={draft.tryCard}
              onChange={(tryCard) => edit({ tryCard })}
            />
          ) : null}
        </Card>
        <Card title={t('sim.credentials')} aside={mark}>
          <p className="hint">{t('sim.credentials-hint')}</p>
          <div className="form-grid form-grid-3">
            <SelectField
              label={t('sim.auth')}
              testId="auth"
              value={draft.auth}
              options={auths}
              failure={failureOf('auth')}
              onChange={(auth) => edit({ auth })}
            >
              {auths.map((auth) => (
                <option key={auth} value={auth}>
                  {t(`auths.${auth}`)}
                </option>
              ))}
            </SelectField>
            <TextField
              label={t('sim.username')}
              testId="username"
              value={draft.username}
              onChange={(username) => edit({ username })}
              failure={failureOf('username')}
              maxLength={1000}
              mono
            />
            <TextField
              label={t('sim.password')}
              testId="password"
              value={draft.password}
              onChange={(password) => edit({ password })}
              failure={failureOf('password')}
              maxLength={1000}
              secret
              mono
            />
          </div>
          {draft.auth === 'none' && (draft.username !== '' || draft.password !== '') ? (
            <Notice tone="warn" icon="warning">
              {t('sim.auth-unused')}
            </Notice>
          ) : null}
        </Card>
        <RadioCard offered={dongle.settings} draft={draft} failureOf={failureOf} onChange={edit} />
        <Card title={t('sim.pin-title')}>
          {sim === 'unknown' ? null : (
            <Notice tone={sim === 'ready' ? 'good' : 'warn'} icon={sim === 'ready' ? 'check' : 'lock'}>
              {text.word(`sim-states.${sim}`)}
              {pinTriesLeft === null ? null : ` · ${text.word('pin-tries', { tries: pinTriesLeft })}`}
            </Notice>
          )}
          <div className="form-grid">
            <TextField
              label={t('sim.pin')}
              hint={t('sim.pin-hint')}
              testId="pin"
              value={draft.pin}
              onChange={(pin) => edit({ pin })}
              failure={failureOf('pin')}
              maxLength={100}
              inputMode="numeric"
              secret
              mono
            />
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
