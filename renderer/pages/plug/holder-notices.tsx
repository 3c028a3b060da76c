import { holderPhrase } from '../../../electron/contract/holder-phrase.ts';
import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { useBench } from '../../hooks/use-bench.tsx';
import { useUsbRule } from '../../hooks/use-usb-rule.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Notice } from '../../ui/notice.tsx';

interface Props {
  readonly dongle: DongleView;
  /** Whether this system has a rule that a password can be given once for. */
  readonly hasRule: boolean;
}

/** Other programs of this computer that have the dongle, and what will be done about each. */
export function HolderNotices({ dongle: { holders, portPath }, hasRule }: Props) {
  const { text } = useWords();
  if (holders.length === 0) return null;
  return (
    <section className="stack" aria-label={text.word('holders.title')} data-testid="holders">
      {holders.map((holder) => (
        <Notice
          key={holder.kind === 'modem-manager' ? holder.kind : JSON.stringify(holder)}
          tone="warn"
          data-testid={`holder-${holder.kind}`}
        >
          <p>{text.phrase(holderPhrase(holder))}</p>
          {holder.kind === 'modem-manager' ? <AskOnce asks={hasRule && holder.asks === true} portPath={portPath} /> : null}
        </Notice>
      ))}
    </section>
  );
}

/** The way to type the password once, and not for each dongle. In a browser the prompt would come up on a screen that nobody looks at. */
function AskOnce({ asks, portPath }: { readonly asks: boolean; readonly portPath: string }) {
  const { t } = useWords();
  const { client } = useBench();
  const { install, asked, blocked, failure } = useUsbRule(portPath);
  // That it is asked for no more is seen some seconds later.
  if (!asks || (asked && !blocked && failure === null))
    return asked ? (
      <p role="status" data-testid="asked-once">
        {t('access.asked-once')}
      </p>
    ) : null;
  if (client.shell.kind === 'browser') return null;
  return (
    <>
      <div className="actions">
        <Button data-testid="ask-once" isDisabled={blocked} onPress={install}>
          {t('access.ask-once')}
        </Button>
      </div>
      {asked && blocked ? <p role="status">{t('access.giving')}</p> : null}
      {failure ? <FailureBox failure={failure} /> : null}
    </>
  );
}
