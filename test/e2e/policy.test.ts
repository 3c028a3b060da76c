import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../electron/shell/page-policy.ts';
import { launchApp, type RunningApp } from './support/app.ts';

/** What the page in the window can not do, tried from inside of it. */

describe('the page in the window', () => {
  let running: RunningApp;
  let elsewhere: Server;
  let remote: string;
  let visits = 0;

  beforeAll(async () => {
    elsewhere = createServer((_, response) => {
      visits++;
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.end('<title>elsewhere</title>');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', () => resolve()));
    remote = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    running = await launchApp();
    await running.page.getByTestId('practice').waitFor();
  });
  afterAll(async () => {
    await running.close();
    elsewhere.close();
  });

  it('runs in an operating-system sandbox, as a normal user', async () => {
    const pid = await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    // Chromium's second layer: a seccomp filter that the process cannot take off again.
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(status).not.toMatch(/^Uid:\s+0\b/m);
    const flags = readFileSync(`/proc/${running.app.process().pid}/cmdline`, 'utf8').split('\0');
    expect(flags).not.toContain('--no-sandbox');
  });

  it('has no Node and no Electron, and of the preload only what the contract needs', async () => {
    const found = await running.page.evaluate(() => ({
      globals: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter((name) => name in window),
      bridge: Object.keys(Object.entries(window).find(([name]) => name === 'modemBench')?.[1] ?? {}).sort(),
    }));
    expect(found).toEqual({ globals: [], bridge: ['chooseFolder', 'connect', 'defaultFolder', 'reveal'] });
  });

  it('is served with the policy', async () => {
    const headers = await running.page.evaluate(async () => {
      const response = await fetch(location.href);
      return { policy: response.headers.get('Content-Security-Policy'), sniff: response.headers.get('X-Content-Type-Options') };
    });
    expect(headers).toEqual({ policy: contentSecurityPolicy, sniff: 'nosniff' });
  });

  it('starts without a violation of the policy', async () => {
    const { page } = running;
    await page.addInitScript(() => {
      const violations: string[] = [];
      window.addEventListener('securitypolicyviolation', (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
      Object.assign(window, { violations });
    });
    await page.reload();
    await page.getByTestId('practice').waitFor();
    const violations = () => page.evaluate(() => (window as { violations?: string[] }).violations);
    expect(await violations()).toEqual([]);
    // The same listener hears of one that is there.
    await page.evaluate(() => {
      setTimeout(() => {
        try {
          new Function('return 1')();
        } catch {
          // That it is refused is tested below.
        }
      });
    });
    await expect.poll(violations).toEqual(['script-src eval']);
  });

  it('runs no inline script and no eval', async () => {
    const ran = await running.page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "inline"';
      document.body.append(script);
      // In a task of its own: what the test's own protocol runs is exempt from the policy.
      const evaluated = await new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return 1')());
          } catch {
            resolve('refused');
          }
        });
      });
      return { title: document.title, evaluated };
    });
    expect(ran).toEqual({ title: 'Modem Bench', evaluated: 'refused' });
  });

  it('goes nowhere', async () => {
    const { page } = running;
    const before = page.url();
    await page.evaluate((url) => location.assign(url), remote);
    await page.evaluate(() => location.assign('file:///etc/passwd'));
    await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
    }, remote);
    await page.waitForTimeout(500);
    expect(page.url()).toBe(before);
    expect(await page.getByTestId('practice').count()).toBe(1);
    expect(visits).toBe(0);
  });

  it('opens no window', async () => {
    expect(await running.page.evaluate((url) => window.open(url) === null, remote)).toBe(true);
    expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('loads nothing from elsewhere', async () => {
    const loaded = await running.page.evaluate(async (url) => {
      const fetched = await fetch(url).then(
        () => 'fetched',
        () => 'refused',
      );
      const image = await new Promise((resolve) => {
        const picture = new Image();
        picture.onload = () => resolve('loaded');
        picture.onerror = () => resolve('refused');
        picture.src = `${url}picture.png`;
      });
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { fetched, image };
    }, remote);
    expect(loaded).toEqual({ fetched: 'refused', image: 'refused' });
    expect(visits).toBe(0);
  });

  it('gets no permission', async () => {
    const answers = await running.page.evaluate(async () => {
      const media = await navigator.mediaDevices?.getUserMedia({ audio: true }).then(
        () => 'given',
        () => 'refused',
      );
      const notify = await Notification.requestPermission();
      const place = await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          () => resolve('refused'),
        ),
      );
      return { media, notify, place };
    });
    expect(answers).toEqual({ media: 'refused', notify: 'denied', place: 'refused' });
  });

  it('reveals only what the bench exported', async () => {
    const answer = await running.page.evaluate(async () => {
      const bridge: unknown = Object.entries(window).find(([name]) => name === 'modemBench')?.[1];
      return await (bridge as { reveal(path: string): Promise<unknown> }).reveal('/etc/passwd');
    });
    expect(answer).toEqual({ value: null, failure: { code: 'MESSAGE_INVALID', detail: {} } });
  });

  it('gets no file of the app but the page', async () => {
    const statuses = await running.page.evaluate(() =>
      Promise.all(
        ['../main/main.js', '/../main/main.js', '/%2e%2e/main/main.js', '/package.json', '/assets/..%2f..%2fpackage.json'].map(
          async (path) =>
            fetch(path).then(
              (response) => response.status,
              () => 0,
            ),
        ),
      ),
    );
    expect(statuses).toEqual([404, 404, 404, 404, 404]);
  });
});
