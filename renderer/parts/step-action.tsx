import type { PlannedTransfer, Step } from '../../electron/contract/plan.ts';
import { useWords } from '../hooks/use-words.tsx';

const address = (endpoint: number) => `0x${endpoint.toString(16).padStart(2, '0')}`;

/** What a step will send, exactly: bytes unbroken, as usb_modeswitch's files write them, so that they can be searched for. */
export function StepActionView({ action }: { action: Step['action'] }) {
  const { t } = useWords();
  switch (action.kind) {
    case 'switch':
      return (
        <div className="action">
          <span className="hint">{t('action.switch', { method: action.method, number: action.interface })}</span>
          <ol className="transfers">
            {action.transfers.map((transfer, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the order is what tells transfers apart, and it never changes
              <li key={i}>
                <TransferView transfer={transfer} />
              </li>
            ))}
          </ol>
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
    case 'pin':
      return (
        <div className="action">
          <span className="hint">{t('action.pin')}</span>
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

function TransferView({ transfer }: { transfer: PlannedTransfer }) {
  const { t } = useWords();
  switch (transfer.kind) {
    case 'bulk-out':
      return (
        <>
          <span className="hint">{t('action.bulk-out', { endpoint: address(transfer.endpoint), bytes: transfer.data.length / 2 })}</span>
          <code className="sent">{transfer.data}</code>
        </>
      );
    case 'csw':
      return <span className="hint">{t('action.csw', { endpoint: address(transfer.endpoint), bytes: transfer.length })}</span>;
    case 'clear-halt':
      return <span className="hint">{t('action.clear-halt', { endpoint: address(transfer.endpoint) })}</span>;
    case 'wait':
      return <span className="hint">{t('action.wait', { ms: transfer.ms })}</span>;
  }
}
