import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEntries } from '../../electron/bench/journal/past-jobs.ts';
import { launchApp, type RunningApp } from './support/app.ts';
import { exportTo, makePlan, picture, plug, progress, readChecks, untilVerdict } from './support/wizard.ts';

/** The bench process is killed while the dongle is away from the bus: nothing is lost and nothing is sent twice. */

describe('a bench process that dies in the middle of a switch', () => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await launchApp();
  });
  afterAll(() => running.close());

  /** The utility process that the bench runs in. */
  const benchPid = () =>
    running.app.evaluate(({ app }) => app.getAppMetrics().find((metric) => metric.name === 'modem-bench')?.pid ?? null);

  it('is restarted, says so, and goes on from the journal to the end', async () => {
    const { page, home } = running;
    const folder = join(home, 'exports');
    await makePlan(page, { name: 'huawei-ncm', mode: 'ncm', router: '24.10.8', apn: 'internet', folder });
    await page.getByTestId('agree').click();
    await page.locator('[data-testid="progress-return"][data-state="running"]').waitFor({ state: 'attached' });
    expect((await progress(page))['switch']).toBe('done');

    const killed = await benchPid();
    expect(killed).toBeTypeOf('number');
    process.kill(killed ?? 0, 'SIGKILL');

    await page.getByTestId('restart-notice').waitFor();
    await page.getByTestId('resumed-notice').waitFor();
    await picture(page, 'restart');
    expect(await benchPid()).not.toBe(killed);
    expect(await page.getByTestId('connection-lost').count()).toBe(0);

    await untilVerdict(page);
    const states = await progress(page);
    expect(Object.values(states).filter((state) => state !== 'done' && state !== 'skipped')).toEqual([]);
    const checks = await readChecks(page);
    expect(Object.entries(checks).filter(([, state]) => state !== 'passed')).toEqual([]);

    const [journal, ...others] = readdirSync(join(home, 'data', 'journal'));
    expect(others).toEqual([]);
    const entries = readEntries(join(home, 'data', 'journal', journal ?? ''));
    const started = entries.flatMap((entry) => (entry.kind === 'start' && entry.step === 'switch' ? [entry] : []));
    expect(started.length).toBe(1);
    expect(entries.filter((entry) => entry.kind === 'resumed').length).toBe(1);

    const files = await exportTo(page, folder);
    expect(statSync(files[0] ?? '').size).toBeGreaterThan(200);
  });

  it('tells while it is gone, and takes intents again afterwards', async () => {
    const { page } = running;
    await page.getByTestId('restart-notice-close').click();
    // Watched from inside the page: it may be there for a moment only.
    const seen = page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          const look = () => document.querySelector('[data-testid="connection-lost"]') !== null;
          new MutationObserver(() => look() && resolve(true)).observe(document.body, { childList: true, subtree: true });
          setTimeout(() => resolve(look()), 20_000);
        }),
    );
    process.kill((await benchPid()) ?? 0, 'SIGKILL');
    expect(await seen).toBe(true);
    await page.getByTestId('restart-notice').waitFor();
    await page.getByTestId('without-dongle').click();
    await page.getByTestId('practice-plug-quectel-ec25').click();
    await page.locator('[data-testid^="dongle-practice-"]', { hasText: '2c7c:0125' }).waitFor();
  });

  it('asks what to do when it dies again and again, and tries once more when told to', async () => {
    const { app, page } = running;
    await app.evaluate(({ dialog }) => {
      const asked: string[] = [];
      dialog.showMessageBox = async (...given: unknown[]) => {
        asked.push(JSON.stringify(given.at(-1)));
        return { response: 0, checkboxChecked: false };
      };
      Object.assign(globalThis, { asked });
    });
    const asked = () => app.evaluate(() => (globalThis as { asked?: string[] }).asked ?? []);
    await expect
      .poll(
        async () => {
          const pid = await benchPid();
          if (pid !== null && (await asked()).length === 0) process.kill(pid, 'SIGKILL');
          return (await asked()).length;
        },
        { timeout: 60_000, interval: 200 },
      )
      .toBe(1);
    expect((await asked())[0]).toContain('crashes each time it is started');
    await page.getByTestId('connection-lost').waitFor({ state: 'detached' });
    await expect.poll(benchPid).toBeTypeOf('number');
  });
});

describe('an app that is killed in the middle of a switch', () => {
  it('goes on where it was when it is started again, whatever language was chosen meanwhile', async () => {
    const first = await launchApp();
    let second: RunningApp | null = null;
    try {
      await plug(first.page, 'huawei-ncm');
      await first.page.getByTestId('next').click();
      await first.page.locator('[data-testid="agree"]:not([disabled])').click();
      await first.page.locator('[data-testid="progress-return"][data-state="running"]').waitFor({ state: 'attached' });
      const title = first.page.locator('h1');
      const before = await title.textContent();
      await first.page.getByTestId('language-ru').click();
      await expect.poll(() => title.textContent()).not.toBe(before);
      expect(await title.textContent()).toMatch(/[а-я]/);
      await first.app.evaluate(() => process.kill(process.pid, 'SIGKILL')).catch(() => undefined);

      second = await launchApp({ home: first.home });
      const { page } = second;
      await page.locator('[data-testid^="dongle-practice-"]').waitFor();
      await page.getByTestId('step-run').click();
      await untilVerdict(page);
      expect(await page.getByTestId('failure').count()).toBe(0);
      const states = Object.values(await progress(page)).filter((state) => state !== 'done' && state !== 'skipped');
      expect(states).toEqual([]);
      await page.getByTestId('written').waitFor();
      const [journal] = readdirSync(join(first.home, 'data', 'journal'));
      const entries = readEntries(join(first.home, 'data', 'journal', journal ?? ''));
      expect(entries.flatMap((entry) => (entry.kind === 'start' && entry.step === 'switch' ? [entry] : [])).length).toBe(1);
      expect(second.complaints).toEqual([]);
    } finally {
      await second?.close();
      await first.close();
    }
  });
});
