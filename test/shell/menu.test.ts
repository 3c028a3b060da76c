import { expect, it } from 'vitest';
import { type MenuEntry, menuOf } from '../../electron/shell/menu.ts';

const rolesOf = (entries: readonly MenuEntry[]) =>
  entries.flatMap(({ role, submenu }) => [role, ...(submenu ?? []).map((item) => item.role)]);

it.each(['linux', 'win32', 'darwin'] as const)('%s has zoom, reload, editing and who it is', (platform) => {
  const roles = rolesOf(menuOf(platform, 'en-GB'));
  for (const role of ['reload', 'zoomIn', 'zoomOut', 'resetZoom', 'editMenu']) expect(roles).toContain(role);
  expect(roles).toContain(platform === 'darwin' ? 'appMenu' : 'about');
});

it('zooms by the key that has the plus without Shift as well', () => {
  const zooms = menuOf('linux', 'en').flatMap(({ submenu }) => (submenu ?? []).filter(({ role }) => role === 'zoomIn'));
  expect(zooms.map(({ accelerator, visible }) => [accelerator, visible])).toEqual([
    [undefined, undefined],
    ['CommandOrControl+=', false],
  ]);
});

it('is named in the system’s language where that is one of ours', () => {
  const labels = (locale: string) => menuOf('linux', locale).flatMap(({ label }) => label ?? []);
  expect([labels('ru-RU'), labels('de')]).toEqual([
    ['Вид', 'Справка'],
    ['View', 'Help'],
  ]);
});
