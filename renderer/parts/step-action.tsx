import type { Step } from '../../electron/contract/plan.ts';
import { useWords } from '../hooks/use-words.tsx';
import { TransferList } from './transfer-list.tsx';

/** What a step will send, exactly. */
export function StepActionView({ action }: { action: Step['action'] }) {
  const { t } = useWords();
  switch (action.kind) {
    case 'switch':
      return (
        <div className="action">
          <span className="hint">
            {t('action.switch', { method: action.method })} {t('action.transfers', { count: action.transfers.length })}
          </span>
          <TransferList transfers={action.transfers} />
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
    case 'at':
      return (
        <div className="action">
          <code className="sent">{action.command}</code>
          {action.leaves ? <span className="hint">{t('action.leaves')}</span> : null}
          {action.optional ? <span className="hint">{t('action.optional')}</span> : null}
        </div>
      );
    case 'hold':
      return (
        <div className="action">
          <span className="hint">{t('action.hold')}</span>
          <Sends commands={action.sends} />
        </div>
      );
    case 'pin':
      return (
        <div className="action">
          <span className="hint">{t('action.pin')}</span>
          <Sends commands={action.sends} />
        </div>
      );
    case 'pin-lock':
      return (
        <div className="action">
          <span className="hint">{t('action.pin-lock')}</span>
          <Sends commands={action.sends} />
        </div>
      );
    case 'probe':
      return (
        <div className="action">
          <span className="hint">{t(`action.probe.${action.probe}`)}</span>
          <Sends commands={action.sends} />
        </div>
      );
  }
}

/** The commands of a step that sends several, each whole and in the order in which they go out. */
function Sends({ commands }: { commands: readonly string[] }) {
  if (commands.length === 0) return null;
  return (
    <ul className="sends">
      {commands.map((command) => (
        <li key={command}>
          <code className="sent">{command}</code>
        </li>
      ))}
    </ul>
  );
}
