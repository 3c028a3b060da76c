import type { ReportedDevice } from '../../../electron/contract/drivers.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Fold } from '../../ui/fold.tsx';

/** What the text itself says of the modem: its ports, its firmware, its answers, and what became of it. */
export function ToldByText({ device: { told, firmware, answers, events } }: { device: ReportedDevice }) {
  const { t, text } = useWords();
  const ports = told.map(({ node, role, interface: number }) => {
    const more = [role, number === null ? null : text.word('drivers.told-interface', { interface: number })].filter((one) => one !== null);
    return more.length === 0 ? node : `${node} (${more.join(', ')})`;
  });
  const facts = [
    ...(ports.length > 0 ? [{ name: t('dump.told-ports'), value: ports.join(', ') }] : []),
    ...(firmware === null ? [] : [{ name: t('dump.firmware'), value: firmware }]),
  ];
  return (
    <>
      {facts.length > 0 ? <Facts facts={facts} /> : null}
      {events.length > 0 ? (
        <Fold title={t('dump.events', { count: events.length })} open data-testid="dump-events">
          <pre className="reply">{events.join('\n')}</pre>
        </Fold>
      ) : null}
      {answers.length > 0 ? (
        <Fold title={t('dump.answers', { count: answers.length })} data-testid="dump-answers">
          <pre className="reply">{answers.join('\n')}</pre>
        </Fold>
      ) : null}
    </>
  );
}
