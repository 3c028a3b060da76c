import type { LuciNames } from '../../../electron/contract/manifest.ts';
import { useWords } from '../../hooks/use-words.tsx';

/** The router's own pages, drawn, with what is to be pressed on each: the menu, the button, the question. In the words of the release's LuCI. */
export function LuciPicture({ luci }: { luci: LuciNames }) {
  const { t } = useWords();
  const [menu, entry] = luci.restore;
  const path = [...luci.restore, luci.upload, luci.confirm].join(', ');
  return (
    <div className="luci" role="img" aria-label={t('import.luci-picture', { path })} data-testid="luci-picture">
      <Frame number={1}>
        <div className="luci-bar">
          <b>OpenWrt</b>
          <i />
          <span className="luci-press">{menu}</span>
          <i />
        </div>
        {entry === undefined ? null : (
          <div className="luci-menu">
            <i />
            <i />
            <span className="luci-press">{entry}</span>
          </div>
        )}
      </Frame>
      <Frame number={2}>
        <div className="luci-bar">
          <b>OpenWrt</b>
        </div>
        <i className="luci-heading" />
        <div className="luci-row">
          <span>{luci.restoreLabel}</span>
          <span className="luci-press luci-button">{luci.upload}</span>
        </div>
      </Frame>
      <Frame number={3}>
        <div className="luci-dialog">
          <i />
          <i />
          <i />
          <div className="luci-buttons">
            <i />
            <span className="luci-press luci-button">{luci.confirm}</span>
          </div>
        </div>
      </Frame>
    </div>
  );
}

function Frame({ number, children }: { readonly number: number; readonly children: React.ReactNode }) {
  return (
    <div className="luci-page">
      <span className="luci-number">{number}</span>
      {children}
    </div>
  );
}
