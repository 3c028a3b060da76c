import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Manifest } from '../../electron/contract/manifest.ts';
import { manifestIn } from '../support/exported.ts';
import { launchApp, type RunningApp } from './support/app.ts';
import { carryOut, exportForRouter, exportTo, makePlan, picture } from './support/wizard.ts';

/** The whole way in the window, for each practice dongle, as a normal user with the sandbox on. */

const ways = [
  { name: 'huawei-ncm', mode: 'ncm', steps: ['switch', 'return'] },
  { name: 'huawei-qmi', mode: 'qmi', steps: ['switch', 'return'] },
  { name: 'quectel-ec25', mode: 'qmi', steps: ['mode-set', 'mode-restart'] },
] as const;

describe('the wizard in the window', () => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await launchApp();
  });
  afterAll(() => running.close());

  it('shows what the bench shows', async () => {
    await running.page.getByTestId('practice-huawei-ncm').waitFor();
    expect(await running.page.title()).toBe('Modem Bench');
    expect(await running.page.getByTestId('restart-notice').count()).toBe(0);
  });

  it.each(ways)('prepares $name to the exported file', async ({ name, mode, steps }) => {
    const { app, page, home } = running;
    const folder = join(home, 'exports', name);
    const pictures = name === 'huawei-ncm';
    await page.getByTestId('step-plug').click();
    const planned = await makePlan(page, { name, mode, router: '24.10.8', apn: 'internet', folder, pictures });
    expect(planned).toEqual(expect.arrayContaining([...steps]));
    const checks = await carryOut(page, pictures);
    expect(Object.keys(checks).length).toBeGreaterThan(2);
    expect(Object.entries(checks).filter(([, state]) => state !== 'passed')).toEqual([]);

    expect(await page.locator('[data-verdict]').count()).toBeGreaterThan(2);
    expect(await page.getByTestId('forecast-facts').textContent()).toContain(mode);
    if (pictures) {
      await page.getByTestId('forecast').scrollIntoViewIfNeeded();
      await picture(page, 'forecast');
    }
    const files = await exportTo(page, folder, pictures);
    const archive = files.find((file) => file.endsWith('.tar.gz')) ?? '';
    expect(statSync(archive).size).toBeGreaterThan(200);
    const manifest = Manifest.parse(JSON.parse(readFileSync(files.find((file) => file.endsWith('manifest.json')) ?? '', 'utf8')));
    expect(manifest).toMatchObject({ proto: mode, router: { release: '24.10.8' }, wishes: { apn: 'internet', mode } });
    expect(await page.getByTestId('checksum').textContent()).toBe(manifest.archive.sha256);

    // The file manager is the system's; that it is asked for this file is ours.
    await app.evaluate(({ shell }) => {
      const asked = { path: '' };
      shell.showItemInFolder = (path) => {
        asked.path = path;
      };
      Object.assign(globalThis, { asked });
    });
    await page.getByTestId('reveal').click();
    await expect.poll(() => app.evaluate(() => (globalThis as { asked?: { path: string } }).asked?.path)).toBe(archive);
  });

  it('fits the file to a backup of the router, however large', async () => {
    const { page, home } = running;
    const folder = join(home, 'exports', 'fitted');
    expect((await exportForRouter(page, folder)).join('')).toContain("+config interface 'wwan2'");
    const manifest = manifestIn(folder);
    expect(manifest.wishes.interfaceName).toBe('wwan2');
  });

  it('takes the folder that the system dialog gives', async () => {
    const { app, page, home } = running;
    await app.evaluate(
      ({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      },
      join(home, 'stick'),
    );
    await page.getByTestId('choose-folder').click();
    await expect.poll(() => page.getByTestId('export-folder').inputValue()).toBe(join(home, 'stick'));
  });

  it('said nothing on the console that is an error or a warning', () => {
    expect(running.complaints).toEqual([]);
  });
});
