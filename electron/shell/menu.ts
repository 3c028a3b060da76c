/**
 * The window's menu as data, in Electron's form (`MenuItemConstructorOptions`): what a page cannot do by itself, which is zoom, reload and
 * the system's own entries. Elsewhere than on macOS it is hidden until Alt is pressed; its keys work all the same.
 */

interface Item {
  readonly role: 'reload' | 'resetZoom' | 'zoomIn' | 'zoomOut' | 'togglefullscreen' | 'about';
  readonly accelerator?: string;
  readonly visible?: boolean;
}

export interface MenuEntry {
  readonly role?: 'appMenu' | 'editMenu' | 'windowMenu';
  readonly label?: string;
  readonly submenu?: Item[];
}

const words = { en: { view: 'View', help: 'Help' }, ru: { view: 'Вид', help: 'Справка' } };

/** `locale`: the system's, such as `ru-RU`. */
export function menuOf(platform: NodeJS.Platform, locale: string): MenuEntry[] {
  const { view, help } = locale.toLowerCase().startsWith('ru') ? words.ru : words.en;
  const viewing: MenuEntry = {
    label: view,
    submenu: [
      { role: 'reload' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      // The plus of most keyboards is the shifted key of this one.
      { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
    ],
  };
  return platform === 'darwin'
    ? [{ role: 'appMenu' }, { role: 'editMenu' }, viewing, { role: 'windowMenu' }]
    : [{ role: 'editMenu' }, viewing, { label: help, submenu: [{ role: 'about' }] }];
}
