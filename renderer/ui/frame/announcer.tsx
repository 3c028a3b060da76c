import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';

/** Says to a screen reader, one short sentence at a time, what the work on the shown dongle is at. */
export function Announcer({ dongle }: { dongle: DongleView | null }) {
  const { t, text } = useWords();
  return (
    <div className="off-screen" aria-live="polite" data-testid="announcer">
      {dongle ? sentence(dongle) : ''}
    </div>
  );

  function sentence(shown: DongleView): string {
    const running = shown.job?.progress.find((step) => step.state === 'running');
    const step = shown.job?.plan.steps.find((planned) => planned.id === running?.id);
    const state = `${shown.name}: ${text.word(`states.${shown.state}`)}`;
    return step ? `${state}. ${t('announce.running', { title: text.phrase(step.title) })}` : state;
  }
}
