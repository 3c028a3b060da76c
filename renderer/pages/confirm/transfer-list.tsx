import type { PlannedTransfer } from '../../../electron/contract/plan.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { runsOf, type TransferRun } from '../../state/transfers.ts';
import { Fold } from '../../ui/fold.tsx';

/** Longer lists are folded: the first lines tell what it is about. */
const mostLines = 12;
const firstLines = 6;

/** The transfers of a switch, line by line; bytes unbroken, as usb_modeswitch's files write them, so that they can be searched for. */
export function TransferList({ transfers }: { transfers: readonly PlannedTransfer[] }) {
  const { t } = useWords();
  const runs = runsOf(transfers);
  const shown = runs.length > mostLines ? runs.slice(0, firstLines) : runs;
  const folded = runs.slice(shown.length);
  return (
    <div className="transfer-list">
      <Lines runs={shown} />
      {folded.length > 0 ? (
        <Fold title={t('action.more-transfers', { count: folded.length })} data-testid="more-transfers">
          <Lines runs={folded} />
        </Fold>
      ) : null}
    </div>
  );
}

function Lines({ runs }: { runs: readonly TransferRun[] }) {
  const { t } = useWords();
  return (
    <ol className="transfers">
      {runs.map(({ text, count }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order is what tells transfers apart, and it never changes
        <li key={i}>
          <code className="sent">{text}</code>
          {count > 1 ? (
            <span className="times">
              <span aria-hidden="true">× {count}</span>
              <span className="off-screen">{t('action.times', { count })}</span>
            </span>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
