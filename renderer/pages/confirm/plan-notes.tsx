import type { Phrase } from '../../../electron/contract/plan.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Notes that ask nothing of anybody. Every other one may have to be acted on, and is shown so. */
const calm: readonly string[] = [
  'notes.composition-known-after-switch',
  'notes.configuration-on-router',
  'notes.other-mode',
  'notes.switch-mended',
  'router-switch.as-reference',
  'router-switch.by-table',
  'router-switch.kernel-alone',
];

/** What the bundle mends needs nobody to act either. */
function isCalmAmong(notes: readonly Phrase[]): (note: Phrase) => boolean {
  const mended = notes.some(({ key }) => key === 'notes.switch-mended');
  return ({ key }) => calm.includes(key) || (mended && key.startsWith('router-switch.'));
}

/** What has to be known before the plan is agreed to, first of all on its page; what asks for an act comes first. */
export function PlanNotes({ notes }: { notes: readonly Phrase[] }) {
  const { t, text } = useWords();
  if (notes.length === 0) return null;
  const isCalmNote = isCalmAmong(notes);
  const ordered = [...notes].sort((a, b) => Number(isCalmNote(a)) - Number(isCalmNote(b)));
  return (
    <section className="stack-tight" aria-label={t('plan.notes')} data-testid="plan-notes">
      {ordered.map((note) => {
        const isCalm = isCalmNote(note);
        return (
          <Notice
            key={`${note.key} ${JSON.stringify(note.values)}`}
            tone={isCalm ? 'info' : 'warn'}
            icon={isCalm ? 'info' : 'warning'}
            data-testid={note.key.replace('.', '-')}
          >
            {text.phrase(note)}
          </Notice>
        );
      })}
    </section>
  );
}
