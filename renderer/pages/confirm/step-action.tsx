import type { PlannedMessage, Step } from '../../../electron/contract/plan.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { TransferList } from './transfer-list.tsx';

/** What a step will send, exactly. */
export function StepActionView({ step: { action, sends } }: { step: Step }) {
  const { t } = useWords();
  switch (action.kind) {
    case 'switch':
      return (
        <div className="action">
          <span className="hint">
            {t('action.switch', { method: action.method })} {t('action.transfers', { count: action.transfers.length })}
          </span>
          <TransferList transfers={action.transfers} />
          <Sends messages={sends} />
        </div>
      );
    case 'await-return':
      return (
        <div className="action">
          <span className="hint">{t('action.await', { seconds: Math.round(action.withinMs / 1000) })}</span>{' '}
          {action.ids.map((id) => (
            <code key={id}>{id} </code>
          ))}
        </div>
      );
    default:
      return (
        <div className="action">
          {action.kind === 'at' ? null : <span className="hint">{t(`action.${action.kind}`)}</span>}
          <Sends messages={sends} />
          {action.kind === 'at' && action.leaves ? <span className="hint">{t('action.leaves')}</span> : null}
          {action.kind === 'at' && action.optional ? <span className="hint">{t('action.optional')}</span> : null}
        </div>
      );
  }
}

/** The messages of a step, each whole, in the order in which they first go out. What goes out only if it has to stands once, below the plan. */
function Sends({ messages }: { messages: readonly PlannedMessage[] }) {
  const { t } = useWords();
  const shown = messages.filter(({ when }) => when === 'always');
  if (shown.length === 0) return null;
  return (
    <ul className="sends">
      {shown.map(({ text, times }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message may stand there twice, and none moves.
        <li key={index}>
          <code className="sent">{text}</code>
          {times === 'until' ? <span className="hint"> {t('action.until')}</span> : null}
        </li>
      ))}
    </ul>
  );
}
