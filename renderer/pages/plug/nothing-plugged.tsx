import type { Snapshot } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { whyNothing } from '../../state/why-nothing.ts';
import { Fold } from '../../ui/fold.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LookSetting } from './look-setting.tsx';

/** Nothing is there yet: what to do, and what may be the matter where something should be. */
export function NothingPlugged({ usb, platform, looksAllowed }: Pick<Snapshot, 'usb' | 'platform' | 'looksAllowed'>) {
  const { t } = useWords();
  return (
    <section className="empty" data-testid="nothing-plugged">
      <span className="empty-picture">
        <Icon name="plug" size={40} />
      </span>
      <h2>{t('dongle.empty')}</h2>
      <p>{t(usb.available ? (looksAllowed ? 'dongle.empty-looks' : 'dongle.empty-more') : 'dongle.empty-no-usb')}</p>
      {looksAllowed === null ? null : <LookSetting allowed={looksAllowed} />}
      {usb.available ? (
        <Fold title={t('nothing.title')} data-testid="why-nothing">
          <p className="hint">{t(usb.others === 0 ? 'nothing.no-others' : 'nothing.others', { count: usb.others })}</p>
          <ol className="why-nothing">
            {whyNothing(usb.others, platform).map((reason) => (
              <li key={reason}>
                <strong>{t(`nothing.${reason}.cause`)}</strong> {t(`nothing.${reason}.remedy`)}
              </li>
            ))}
          </ol>
          <p className="hint">{t('nothing.would-show')}</p>
        </Fold>
      ) : null}
    </section>
  );
}
