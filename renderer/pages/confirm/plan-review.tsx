import { type Plan, sentOnly } from '../../../electron/contract/plan.ts';
import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { routerFacts } from '../../state/router-facts.ts';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { PlanStep } from './plan-step.tsx';
import { Refusals } from './refusals.tsx';
import { SendsFold } from './sends-fold.tsx';

/** Everything that will be sent, why, and how to get back, before any of it is. */
export function PlanReview({ dongle, plan }: { dongle: DongleView; plan: Plan }) {
  const { t, text } = useWords();
  const { wishes } = plan;
  const lasting = plan.steps.filter((step) => step.risk === 'persistent').length;
  return (
    <div className="stack" data-testid="plan">
      <Card title={t('plan.for')}>
        <Facts
          facts={[
            { name: t('plan.dongle'), value: `${dongle.name} (${plan.vid}:${plan.pid}, ${plan.portPath})` },
            { name: t('mode.title'), value: t(`modes.${wishes.mode}`) },
            { name: t('mode.router'), value: wishes.router },
            { name: t('sim.apn'), value: wishes.apn === '' ? t('plan.no-apn') : wishes.apn, mono: wishes.apn !== '' },
            { name: t('sim.pdp-type'), value: t(`pdp-types.${wishes.pdpType}`) },
            ...(wishes.networkMode === 'keep'
              ? []
              : [{ name: t('sim.network-mode'), value: text.word(`settings.network-mode.${wishes.networkMode}`) }]),
            ...(wishes.packetDomain === 'keep'
              ? []
              : [{ name: t('sim.packet-domain'), value: text.word(`settings.packet-domain.${wishes.packetDomain}`) }]),
            { name: t('sim.pin'), value: t(wishes.hasPin ? 'plan.given' : 'plan.not-given') },
            ...routerFacts(wishes.onRouter, t),
          ]}
        />
      </Card>
      <Card
        title={t('plan.steps', { count: plan.steps.length })}
        aside={<span className="hint">{lasting > 0 ? t('plan.lasting', { count: lasting }) : t('plan.nothing-lasting')}</span>}
      >
        <ol className="plan-steps">
          {plan.steps.map((step, i) => (
            <PlanStep key={step.id} step={step} number={i + 1} />
          ))}
        </ol>
        <SendsFold title={t('plan.instead')} lines={sentOnly('instead', plan)} testId="instead" />
        <SendsFold title={t('plan.otherwise')} lines={sentOnly('otherwise', plan)} testId="otherwise" />
        <SendsFold title={t('plan.over-usb')} lines={sentOnly('usb', plan)} testId="over-usb" />
      </Card>
      <Refusals refusals={plan.refused} />
    </div>
  );
}
