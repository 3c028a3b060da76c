import type { InterfaceView } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';

const hex = (value: number) => value.toString(16).padStart(2, '0');

interface Props {
  readonly interfaces: readonly InterfaceView[];
  /** Whether this computer tells what is bound; without it the columns would be empty for no fault of the dongle. */
  readonly seesDrivers: boolean;
}

export function InterfaceTable({ interfaces, seesDrivers }: Props) {
  const { t } = useWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <section className="table-frame" aria-label={t('interfaces.table')} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('interfaces.number')}</th>
            <th scope="col">{t('interfaces.class')}</th>
            <th scope="col">{t('interfaces.endpoints')}</th>
            <th scope="col">{t('interfaces.role')}</th>
            {seesDrivers ? <th scope="col">{t('interfaces.driver')}</th> : null}
            {seesDrivers ? <th scope="col">{t('interfaces.nodes')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {interfaces.map((row) => (
            <tr key={`${row.number}.${row.alternate}`} data-testid={`interface-${row.number}-${row.alternate}`}>
              <th scope="row">
                {row.number}
                {row.alternate > 0 ? <span className="faint"> {t('interfaces.alternate', { number: row.alternate })}</span> : null}
              </th>
              <td>
                <code>{`${hex(row.class)}/${hex(row.subclass)}/${hex(row.protocol)}`}</code>
              </td>
              <td>{row.endpoints}</td>
              <td>{t(`roles.${row.role}`)}</td>
              {seesDrivers ? (
                <td>{row.driver ? <code>{row.driver}</code> : <span className="faint">{t('interfaces.none')}</span>}</td>
              ) : null}
              {seesDrivers ? (
                <td>
                  {row.nodes.map((node) => (
                    <code key={node}>{node} </code>
                  ))}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {seesDrivers ? null : <p className="hint">{t('interfaces.unseen')}</p>}
    </section>
  );
}
