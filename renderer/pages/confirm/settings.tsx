import { useWords } from '../../hooks/use-words.tsx';
import { applicableTo } from '../../state/applicable.ts';
import type { Draft } from '../../state/draft.ts';
import { type FieldName, fieldOf } from '../../state/failure-fields.ts';
import { byTechnician, sameSignIn, suggestedIn } from '../../state/proposals.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { PageProps } from '../page-props.ts';
import { ApnCard } from './apn-card.tsx';
import { CredentialsCard } from './credentials-card.tsx';
import { ModeChoice } from './mode-choice.tsx';
import { PinField } from './pin-field.tsx';
import { ProviderCard } from './provider-card.tsx';
import { RadioCard } from './radio-card.tsx';
import { RouterCard } from './router-card.tsx';
import { RouterChoice } from './router-choice.tsx';

/** Modes that show this computer a network card. */
const cardModes: readonly string[] = ['ncm', 'ecm', 'rndis'];

/** All that may be chosen otherwise than it was proposed: how it is reached, its network and SIM, and the router. */
export function Settings({ snapshot, dongle, page, change }: PageProps) {
  const { t } = useWords();
  const { draft, refused } = page;
  const failed = fieldOf(refused);
  const failureOf = (field: FieldName) => (failed === field ? refused : null);
  const edit = (part: Partial<Draft>) => {
    const draftNow = { ...draft, ...part };
    const signIn = sameSignIn(draftNow, draft) ? page.signIn : byTechnician;
    change({ draft: draftNow, signIn });
  };
  // Whoever is refused has to see what for.
  const applies = applicableTo(refused ? null : dongle.draft, draft);
  const suggested = suggestedIn(draft, page.signIn);
  const mark = suggested === null ? null : <Badge tone="info">{t('provider.from-sim')}</Badge>;
  return (
    <section className="stack" aria-label={t('confirm.settings')} data-testid="settings">
      <ModeChoice dongle={dongle} draft={draft} failure={failureOf('mode')} onChange={edit} />
      <RouterChoice routers={snapshot.routers} draft={draft} failureOf={failureOf} onChange={edit} />
      {applies.signIn ? (
        <>
          <ProviderCard
            proposals={dongle.proposals}
            simRead={dongle.identity.imsi !== undefined}
            signIn={draft}
            suggested={suggested}
            onChange={edit}
          />
          <ApnCard draft={draft} mark={mark} failureOf={failureOf} onChange={edit} />
          <CredentialsCard draft={draft} mark={mark} failureOf={failureOf} onChange={edit} />
        </>
      ) : null}
      {draft.mode !== null && cardModes.includes(draft.mode) ? (
        <Card title={t('sim.try-title')}>
          <CheckField
            label={t('sim.try-card')}
            hint={t('sim.try-card-hint')}
            testId="try-card"
            checked={draft.tryCard}
            onChange={(tryCard) => edit({ tryCard })}
          />
        </Card>
      ) : null}
      {applies.commands ? (
        <>
          <RadioCard offered={dongle.settings} draft={draft} failureOf={failureOf} onChange={edit} />
          <SimCard dongle={dongle} draft={draft} failureOf={failureOf} onChange={edit} />
        </>
      ) : null}
      <RouterCard draft={draft} failureOf={(option) => failureOf(`onRouter.${option}`)} onChange={(onRouter) => edit({ onRouter })} />
    </section>
  );
}

interface SimProps extends Pick<PageProps, 'dongle'> {
  readonly draft: Draft;
  readonly failureOf: (field: FieldName) => PageProps['page']['refused'];
  readonly onChange: (part: Partial<Draft>) => void;
}

function SimCard({ dongle, draft, failureOf, onChange }: SimProps) {
  const { t, text } = useWords();
  const { sim, pinTriesLeft } = dongle.network;
  return (
    <Card title={t('sim.pin-title')}>
      {sim === 'unknown' ? null : (
        <Notice tone={sim === 'ready' ? 'good' : 'warn'} icon={sim === 'ready' ? 'check' : 'lock'}>
          {text.word(`sim-states.${sim}`)}
          {pinTriesLeft === null ? null : ` · ${text.word('pin-tries', { tries: pinTriesLeft })}`}
        </Notice>
      )}
      <div className="form-grid">
        <PinField draft={draft} failureOf={failureOf} onChange={onChange} hint={t('sim.pin-hint')} />
      </div>
      <CheckField
        label={t('sim.pin-lock')}
        hint={t('sim.pin-lock-hint')}
        testId="pin-lock-off"
        checked={draft.pinLock === 'off'}
        onChange={(off) => onChange({ pinLock: off ? 'off' : 'keep' })}
      />
    </Card>
  );
}
