import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { useBench } from '../../hooks/use-bench.tsx';
import { useUsbRule } from '../../hooks/use-usb-rule.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../../ui/button.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Notice } from '../../ui/notice.tsx';

interface Props {
  readonly dongle: DongleView;
  /** What gives access when typed into a terminal; `null`: this system has no such rule. */
  readonly command: string | null;
}

/**
 * A dongle that this user may not open: why, and the way out. In the window the system's own prompt asks for the password;
 * a browser shows what is to be typed, since the prompt would come up on a screen that nobody looks at.
 */
export function AccessNotice({ dongle, command }: Props) {
  const { t, text } = useWords();
  const { client } = useBench();
  const { install, asked, blocked, failure } = useUsbRule(dongle.portPath);
  if (dongle.access !== 'denied') {
    return asked && dongle.access === 'granted' ? (
      <Notice tone="good" icon="check" role="status" data-testid="access-given">
        {t('access.given')}
      </Notice>
    ) : null;
  }
  const byHand = command !== null && (client.shell.kind === 'browser' || failure !== null);
  return (
    <Notice tone="warn" icon="warning" data-testid="access-denied">
      <p>{text.word('holders.access-denied', { port: dongle.portPath })}</p>
      <p>{t('access.why')}</p>
      {client.shell.kind === 'window' ? (
        <div className="actions">
          <Button look="primary" data-testid="give-access" isDisabled={blocked} onPress={install}>
            {t('access.give')}
          </Button>
        </div>
      ) : null}
      {asked && blocked ? <p role="status">{t('access.giving')}</p> : null}
      {failure ? <FailureBox failure={failure} /> : null}
      {byHand ? (
        <>
          <p>{t('access.run')}</p>
          <CommandLine command={command} what={t('access.give')} testId="access-command" />
        </>
      ) : null}
    </Notice>
  );
}
