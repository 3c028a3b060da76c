import { CopyButton } from './copy-button.tsx';

/** A command to be run elsewhere, to read and to copy. */
export function CommandLine({ command, what, testId }: { command: string; what: string; testId: string }) {
  return (
    <div className="command">
      <code data-testid={testId}>{command}</code>
      <CopyButton value={command} what={what} testId={`copy-${testId}`} />
    </div>
  );
}
