import { useWords } from '../../hooks/use-words.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { Fold } from '../../ui/fold.tsx';

/** What to run for a text, on the router or on any Linux; the one that needs no package comes first. */
const commands = ['cat /sys/kernel/debug/usb/devices', 'usb-devices', 'lsusb -v', 'lsusb -t'] as const;

export function DumpHelp() {
  const { t } = useWords();
  return (
    <Fold title={t('dump.how')} data-testid="dump-how">
      <div className="stack-tight">
        {commands.map((command, i) => (
          <div key={command}>
            <p className="hint">{t(`dump.how-${i + 1}`)}</p>
            <CommandLine command={command} what={command} testId={`dump-command-${i + 1}`} />
          </div>
        ))}
      </div>
    </Fold>
  );
}
