import type { HolderView } from '../../electron/contract/snapshot.ts';
import { useWords } from '../hooks/use-words.tsx';
import { Notice } from './notice.tsx';

/** Which sentence of the contract's texts is about it. */
function wordOf(holder: HolderView): string {
  return holder.kind === 'modem-manager' && holder.modem === null ? 'holders.modem-manager-near' : `holders.${holder.kind}`;
}

function valuesOf(holder: HolderView): Record<string, string | number> {
  switch (holder.kind) {
    case 'modem-manager':
      return { modem: holder.modem ?? '' };
    case 'usb-modeswitch':
      return { pid: holder.pid };
    case 'mounted':
      return { device: holder.device, at: holder.at };
  }
}

/** Other programs of this computer that have the dongle, and what will be done about each. */
export function HolderNotices({ holders }: { holders: readonly HolderView[] }) {
  const { text } = useWords();
  if (holders.length === 0) return null;
  return (
    <section className="stack" aria-label={text.word('holders.title')} data-testid="holders">
      {holders.map((holder) => (
        <Notice key={JSON.stringify(holder)} tone="warn" data-testid={`holder-${holder.kind}`}>
          {text.word(wordOf(holder), valuesOf(holder))}
        </Notice>
      ))}
    </section>
  );
}
