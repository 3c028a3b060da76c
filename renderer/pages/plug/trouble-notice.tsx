import type { Failure } from '../../../electron/contract/errors.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Something that keeps a modem off the network and that no work of ours has failed at: its cause, and what to do. */
export function TroubleNotice({ failure }: { failure: Failure }) {
  const { t, text } = useWords();
  return (
    <Notice tone="warn" icon="warning" data-testid={`trouble-${failure.code}`}>
      <p>
        <strong>{text.cause(failure)}</strong>
      </p>
      <p>
        {t('failure.remedy')} {text.remedy(failure)}
      </p>
      <p className="trouble-code">
        {t('failure.code')} <code>{failure.code}</code>
      </p>
    </Notice>
  );
}
