import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { mostBackupBytes } from '../../../electron/contract/queries.ts';
import { root } from '../../../electron/setup.mjs';
import { routerBackup } from '../../openwrt/backup/router-backup.ts';
import { firewalls, networks } from '../../openwrt/stock.ts';

/** The wizard as a technician goes through it. */

export interface Way {
  /** Name of the practice dongle. */
  readonly name: string;
  readonly mode: string;
  readonly router: string;
  readonly apn: string;
  readonly pin?: string;
  /** Values of the modem's settings by the setting's id; the others stay as they are. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Whether to take the pictures for the README on the way. */
  readonly pictures?: boolean;
}

/**
 * A picture of the window under a stable name, for people to look at. Those in `assets/screenshots` are what the README shows; they
 * are taken anew with MODEM_BENCH_PICTURES=1, so that a run of the tests leaves the checkout as it was.
 */
export async function picture(page: Page, name: string): Promise<void> {
  const taken = await look(page, name);
  const kept = join(root, 'assets', 'screenshots', `${name}.png`);
  if (process.env['MODEM_BENCH_PICTURES'] !== '1' && existsSync(kept)) return;
  mkdirSync(dirname(kept), { recursive: true });
  copyFileSync(taken, kept);
}

/** A picture that is only looked at, in `.cache/test/screenshots`. Its path. */
export async function look(page: Page, name: string): Promise<string> {
  // Buttons have faded in and focus rings are drawn after a moment.
  await page.waitForTimeout(300);
  const path = join(root, '.cache', 'test', 'screenshots', `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  return path;
}

/** What each practice dongle shows itself as when it is plugged in. */
const firstIds: Readonly<Record<string, string>> = {
  'huawei-ncm': '12d1:1446',
  'huawei-qmi': '12d1:1505',
  'quectel-ec25': '2c7c:0125',
  'huawei-hilink': '12d1:1f01',
  'gosuncn-gm800': '305a:1406',
  'fibocom-fm350': '0e8d:7127',
};

/** Plugs a practice dongle in and waits until the page has turned to it: until then its buttons are about another one. */
export async function plug(page: Page, name: string): Promise<void> {
  const plugged = page.getByTestId(`practice-plug-${name}`);
  // Beside dongles that are plugged in, they have a page of their own.
  await plugged.or(page.getByTestId('without-dongle')).first().waitFor();
  if ((await plugged.count()) === 0) await page.getByTestId('without-dongle').click();
  await plugged.click();
  await page
    .locator('[data-testid^="dongle-practice-"][aria-current="true"]:not(.is-absent)', { hasText: firstIds[name] ?? name })
    .waitFor();
}

/** From the list to the plan, nothing sent yet. Ids of the plan's steps. Throws where there is no plan within `withinMs`. */
export async function makePlan(page: Page, way: Way, withinMs = 30_000): Promise<string[]> {
  const shoot = async (name: string) => (way.pictures ? picture(page, name) : undefined);
  await plug(page, way.name);
  await page.getByTestId('interfaces').waitFor();
  await shoot('plug');
  await page.getByTestId('next').click();
  await page.getByTestId('summary').waitFor();
  if ((await page.getByTestId('settings').count()) === 0) await page.getByTestId('change').click();
  await page.getByTestId(`mode-${way.mode}`).click();
  await page.locator(`[data-testid="mode-${way.mode}"][data-selected]`).waitFor();
  await page.getByTestId('router').selectOption(way.router);
  // The plan tells which fields the dongle has a use for; some protocols have none without an access point.
  await page.locator('[data-testid="agree"]:not([disabled]), [data-testid="apn"][aria-invalid="true"]').first().waitFor();
  if ((await page.getByTestId('apn').count()) > 0) await page.getByTestId('apn').fill(way.apn);
  if (way.pin !== undefined) await page.getByTestId('pin').fill(way.pin);
  for (const [id, value] of Object.entries(way.settings ?? {})) await page.getByTestId(id).selectOption(value);
  // From its top, where the modes are compared.
  if (way.pictures) await page.getByTestId('settings').evaluate((settings) => settings.scrollIntoView({ block: 'start' }));
  await shoot('settings');
  await page.getByTestId('change').click();
  await page.locator('[data-testid="agree"]:not([disabled])').waitFor({ timeout: withinMs });
  if (way.pictures) await page.getByTestId('summary').scrollIntoViewIfNeeded();
  await shoot('confirm');
  const ids = await page
    .locator('[data-testid^="plan-step-"]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-testid') ?? ''));
  return ids.map((id) => id.replace('plan-step-', ''));
}

/** State of each step, by id. */
export async function progress(page: Page): Promise<Record<string, string>> {
  const rows = await page
    .locator('[data-testid^="progress-"][data-state]')
    .evaluateAll((found) => found.map((row) => [row.getAttribute('data-testid') ?? '', row.getAttribute('data-state') ?? ''] as const));
  return Object.fromEntries(rows.map(([id, state]) => [id.replace('progress-', ''), state]));
}

/** From the plan to what it came to. State of each check, by id. */
export async function carryOut(page: Page, pictures = false): Promise<Record<string, string>> {
  await page.getByTestId('agree').click();
  if (pictures) {
    await page.locator('[data-testid^="phase-"][data-state="running"]').first().waitFor();
    await picture(page, 'run');
  }
  return readChecks(page, pictures);
}

/** Waits until the job is through. Throws what the page says instead: a job that failed, an agreement that was refused. */
export async function untilVerdict(page: Page): Promise<void> {
  const verdict = page.getByTestId('verdict');
  const red = page.getByTestId('failure');
  await verdict
    .or(red)
    .first()
    .waitFor({ timeout: 120_000 })
    .catch(() => undefined);
  if (await verdict.isVisible()) return;
  const said = (await red.count()) > 0 ? red.first() : page.locator('main');
  throw new Error(`no verdict; the page says: ${(await said.innerText()).replace(/\s+/g, ' ').slice(0, 600)}`);
}

export async function readChecks(page: Page, pictures = false): Promise<Record<string, string>> {
  await untilVerdict(page);
  if (pictures) {
    await page.getByTestId('written').waitFor();
    await picture(page, 'result');
  }
  const rows = await page
    .locator('[data-testid^="check-"][data-state]')
    .evaluateAll((found) => found.map((row) => [row.getAttribute('data-testid') ?? '', row.getAttribute('data-state') ?? ''] as const));
  return Object.fromEntries(rows.map(([id, state]) => [id.replace('check-', ''), state]));
}

/** Waits for the file that is written by itself, and writes it once more where it is wanted. The files as the page lists them. */
export async function exportTo(page: Page, folder: string, pictures = false): Promise<string[]> {
  await page.getByTestId('written').waitFor();
  await page.getByTestId('next').click();
  const files = page.getByTestId('exported-files');
  await files.waitFor();
  if (pictures) await picture(page, 'router');
  await openExportForm(page);
  await page.getByTestId('export-folder').fill(folder);
  await page.getByTestId('export').click();
  await files.locator('code', { hasText: folder }).first().waitFor();
  return files.locator('code').allTextContents();
}

/** Unfolds what the file can be written with. */
export async function openExportForm(page: Page): Promise<void> {
  const fold = page.getByTestId('export-form');
  if ((await fold.getAttribute('aria-expanded')) !== 'true') await fold.click();
}

/**
 * Chooses a backup of a router whose name `wwan` is taken, about as large as one may be, on the export page, and writes the file for
 * it. The lines that were shown as added.
 */
export async function exportForRouter(page: Page, folder: string): Promise<string[]> {
  const network = `${networks.dsa}\nconfig interface 'wwan'\n\toption proto 'dhcp'\n\toption device 'eth7'\n`;
  const backup = routerBackup(network, firewalls.list, { 'etc/more': randomBytes(mostBackupBytes - 64 * 1024) });
  await openExportForm(page);
  const input = page.getByTestId('backup-field').locator('input[type=file]');
  await input.setInputFiles({ name: 'backup-OpenWrt.tar.gz', mimeType: 'application/gzip', buffer: Buffer.from(backup) });
  await page.getByTestId('router-fit').waitFor();
  const added = await page.getByTestId('router-fit').locator('ins').allTextContents();
  await page.getByTestId('export-folder').fill(folder);
  await page.getByTestId('export').click();
  await page.getByTestId('exported-files').locator('code', { hasText: folder }).first().waitFor();
  return added;
}
