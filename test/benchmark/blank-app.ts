import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const main = `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1100, height: 800 });
  return window.loadURL('data:text/html,<title>Blank</title><button data-testid="blank">Blank</button>');
});
app.on('window-all-closed', () => app.quit());
`;

/** The least that Electron can be: one window with one button. What it costs is the floor for any app. */
export function writeBlankApp(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'modem-bench-blank-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'blank', version: '1.0.0', main: 'main.js' }));
  writeFileSync(join(folder, 'main.js'), main);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
