import { useWords } from '../../hooks/use-words.tsx';
import { applicableTo } from '../../state/applicable.ts';
import { suggestedIn } from '../../state/proposals.ts';
import { countSet } from '../../state/router-options.ts';
import { Card } from '../../ui/card.tsx';
import type { PageProps } from '../page-props.ts';

/** What would be done, in sentences: which dongle this is, what becomes of it, and what stays. */
export function Summary({ dongle, page }: Pick<PageProps, 'dongle' | 'page'>) {
  const { t, text } = useWords();
  const { draft, signIn } = page;
  const plan = dongle.draft;
  const offer = dongle.offers.find(({ mode }) => mode === draft.mode);
  const { ownPage } = applicableTo(plan, draft);
  const options = countSet(draft.onRouter);
  const lasting = plan?.steps.filter((step) => step.risk === 'persistent') ?? [];
  return (
    <Card title={t('confirm.title')} data-testid="summary">
      <p className="lead" data-testid="summary-sim">
        {useSimSentence(dongle)}
      </p>
      {draft.mode === null || !offer?.possible ? (
        <p data-testid="summary-mode">{t('confirm.no-mode')}</p>
      ) : (
        <>
          <p data-testid="summary-mode">
            <strong>
              {t(dongle.mode === draft.mode ? 'confirm.stays' : 'confirm.becomes', {
                mode: t(`modes.${draft.mode}`),
                release: draft.router,
              })}
            </strong>{' '}
            <span className="hint">{text.phrase(offer.reason)}</span>
          </p>
          <p data-testid="summary-apn">
            {ownPage !== null
              ? t('confirm.own-page', { address: ownPage })
              : draft.apn === ''
                ? t('confirm.no-apn')
                : t(suggestedIn(draft, signIn) === null ? 'confirm.apn' : 'confirm.apn-of-sim', { apn: draft.apn })}
          </p>
        </>
      )}
      {plan ? (
        <p data-testid="summary-lasting">
          {lasting.length === 0
            ? t('confirm.nothing-lasting')
            : `${t('confirm.lasting', { count: lasting.length })} ${t(
                lasting.every((step) => step.wayBack !== null) ? 'confirm.can-be-undone' : 'confirm.not-all-undone',
              )}`}
        </p>
      ) : null}
      {options > 0 ? <p data-testid="summary-options">{t('confirm.options', { count: options })}</p> : null}
      <p className="hint">{t('confirm.file')}</p>
    </Card>
  );
}

/** "SIM of MegaFon, LTE, -67 dBm." */
function useSimSentence({ network, look, state }: PageProps['dongle']): string {
  const { t, text } = useWords();
  if (state === 'disc') return t('confirm.disc');
  if (look.state === 'reading') return t('confirm.reading');
  if (network.sim === 'unknown') return t('confirm.sim-unread');
  if (network.sim !== 'ready') return `${text.word(`sim-states.${network.sim}`)}.`;
  const signal = network.signalDbm === null ? [] : [t('confirm.dbm', { dbm: network.signalDbm })];
  const parts = [network.technology, ...signal].filter((part) => part !== null);
  const operator = network.operator === null ? t('confirm.sim-ready') : t('confirm.sim-of', { operator: network.operator });
  return `${[operator, ...parts].join(', ')}.`;
}
