import { holderPhrase } from '../../../electron/contract/holder-phrase.ts';
import type { HolderView } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Other programs of this computer that have the dongle, and what will be done about each. */
export function HolderNotices({ holders }: { holders: readonly HolderView[] }) {
  const { text } = useWords();
  if (holders.length === 0) return null;
  return (
    <section className="stack" aria-label={text.word('holders.title')} data-testid="holders">
      {holders.map((holder) => (
        <Notice key={JSON.stringify(holder)} tone="warn" data-testid={`holder-${holder.kind}`}>
          {text.phrase(holderPhrase(holder))}
        </Notice>
      ))}
    </section>
  );
}
