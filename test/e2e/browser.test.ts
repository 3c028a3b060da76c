import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mostDumpText } from '../../electron/contract/queries.ts';
import { manifestIn } from '../support/exported.ts';
import { launchChromium, type RunningServer, startServer } from './support/browser.ts';
import { carryOut, exportForRouter, exportTo, makePlan, picture, untilVerdict } from './support/wizard.ts';

/** The whole way in Chromium against `serve`, and who the server does not talk to. */

const ways = [
  { name: 'huawei-ncm', mode: 'ncm', settings: {} },
  { name: 'huawei-qmi', mode: 'qmi', settings: {} },
  { name: 'quectel-ec25', mode: 'qmi', settings: { 'network-mode': 'lte', 'packet-domain': 'packet' } },
] as const;

/** What usb-devices says of a Quectel EC25 on a router that lost the driver of one port. */
const posted = `
T:  Bus=01 Lev=01 Prnt=01 Port=00 Cnt=01 Dev#=  3 Spd=480 MxCh= 0
D:  Ver= 2.00 Cls=ef(misc ) Sub=02 Prot=01 MxPS=64 #Cfgs=  1
P:  Vendor=2c7c ProdID=0125 Rev=03.18
S:  Manufacturer=Quectel
S:  Product=EC25-E
C:  #Ifs= 5 Cfg#= 1 Atr=a0 MxPwr=500mA
I:  If#= 0 Alt= 0 #EPs= 2 Cls=ff(vend.) Sub=ff Prot=ff Driver=option
E:  Ad=81(I) Atr=02(Bulk) MxPS= 512 Ivl=0ms
E:  Ad=01(O) Atr=02(Bulk) MxPS= 512 Ivl=0ms
I:  If#= 1 Alt= 0 #EPs= 3 Cls=ff(vend.) Sub=00 Prot=00 Driver=option
E:  Ad=83(I) Atr=03(Int.) MxPS=  10 Ivl=32ms
E:  Ad=82(I) Atr=02(Bulk) MxPS= 512 Ivl=0ms
E:  Ad=02(O) Atr=02(Bulk) MxPS= 512 Ivl=0ms
I:  If#= 2 Alt= 0 #EPs= 3 Cls=ff(vend.) Sub=00 Prot=00 Driver=option
E:  Ad=85(I) Atr=03(Int.) MxPS=  10 Ivl=32ms
E:  Ad=84(I) Atr=02(Bulk) MxPS= 512 Ivl=0ms
E:  Ad=03(O) Atr=02(Bulk) MxPS= 512 Ivl=0ms
I:  If#= 3 Alt= 0 #EPs= 3 Cls=ff(vend.) Sub=00 Prot=00 Driver=(none)
E:  Ad=87(I) Atr=03(Int.) MxPS=  10 Ivl=32ms
E:  Ad=86(I) Atr=02(Bulk) MxPS= 512 Ivl=0ms
E:  Ad=04(O) Atr=02(Bulk) MxPS= 512 Ivl=0ms
I:  If#= 4 Alt= 0 #EPs= 3 Cls=ff(vend.) Sub=ff Prot=ff Driver=qmi_wwan
E:  Ad=89(I) Atr=03(Int.) MxPS=  10 Ivl=32ms
E:  Ad=88(I) Atr=02(Bulk) MxPS= 512 Ivl=0ms
E:  Ad=05(O) Atr=02(Bulk) MxPS= 512 Ivl=0ms
`;

/** A request as any program could make it, headers and all. */
function ask(url: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

describe('the wizard in a browser', () => {
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startServer();
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1240, height: 860 }, acceptDownloads: true, locale: 'en-US' });
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.address);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it.each(ways)('prepares $name to the exported file, and downloads it', async ({ name, mode, settings }) => {
    const folder = join(server.home, 'exports', name);
    await page.getByTestId('step-plug').or(page.getByTestId('practice')).first().waitFor();
    if ((await page.getByTestId('step-plug').count()) > 0) await page.getByTestId('step-plug').click();
    const planned = await makePlan(page, { name, mode, router: '25.12.5', apn: 'internet', settings, folder });
    expect(planned.filter((id) => id.endsWith('-set') && id !== 'mode-set')).toEqual(Object.keys(settings).map((id) => `${id}-set`));
    const checks = await carryOut(page);
    expect(Object.keys(checks).length).toBeGreaterThan(2);
    expect(Object.entries(checks).filter(([, state]) => state !== 'passed')).toEqual([]);
    const verdicts = page.locator('[data-verdict]');
    expect(await verdicts.count()).toBeGreaterThan(2);
    expect(await page.getByTestId('forecast-facts').textContent()).toContain(mode);
    const files = await exportTo(page, folder);
    if (name === 'quectel-ec25') await picture(page, 'browser');
    const archive = files.find((file) => file.endsWith('.tar.gz')) ?? '';
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('reveal').click()]);
    expect(download.suggestedFilename()).toBe(basename(archive));
    expect(readFileSync(await download.path()).equals(readFileSync(archive))).toBe(true);
  });

  it('fits the file to a backup of the router, however large', async () => {
    const folder = join(server.home, 'exports', 'fitted');
    expect((await exportForRouter(page, folder)).join('')).toContain("+config interface 'wwan2'");
    expect(manifestIn(folder)).toMatchObject({ wishes: { interfaceName: 'wwan2' } });
  });

  it('goes on when the bench process dies, and says so', async () => {
    await page.getByTestId('step-plug').click();
    // Both Huawei sticks show these ids; this one came first.
    const port = await page.locator('[data-testid^="dongle-practice-"]', { hasText: '12d1:1506' }).first().getAttribute('data-testid');
    await page.getByTestId(port ?? '').click();
    await page.getByTestId('step-router').click();
    await page.getByTestId('start-over').click();
    await page.getByTestId('step-plug').click();
    await page.getByTestId('unplug').click();
    await page.getByTestId(port ?? '').waitFor({ state: 'detached' });
    await makePlan(page, { name: 'huawei-ncm', mode: 'ncm', router: '25.12.5', apn: 'internet', folder: server.home });
    await page.getByTestId('agree').click();
    await page.locator('[data-testid="progress-return"][data-state="running"]').waitFor({ state: 'attached' });
    const [child] = execFileSync('ps', ['-o', 'pid=', '--ppid', String(server.process.pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    process.kill(Number(child), 'SIGKILL');
    await page.getByTestId('restart-notice').waitFor();
    await untilVerdict(page);
  });

  it('foretells from a posted text, and takes one as long as it says', async () => {
    await page.getByTestId('without-dongle').click();
    await page.getByTestId('open-dump').click();
    await page.getByTestId('dump-release').selectOption('24.10.8');
    await page.getByTestId('dump-text').fill(posted);
    await page.getByTestId('dump-read').click();
    const device = page.getByTestId('dump-device-0');
    await device.waitFor();
    expect(await device.getByTestId('verdict-4').getAttribute('data-verdict')).toBe('same');
    expect(await device.getByTestId('verdict-3').getAttribute('data-verdict')).toBe('router-only');
    expect(await device.getByTestId('driver-packages').textContent()).toContain('kmod-usb-net-qmi-wwan');
    await picture(page, 'drivers');
    // A quote is two characters in JSON: about as large as a question gets.
    await page.getByTestId('dump-text').fill(`${posted}\n${'"'.repeat(mostDumpText - posted.length - 1)}`);
    await page.getByTestId('dump-stale').waitFor();
    await page.getByTestId('dump-read').click();
    await page.getByTestId('dump-stale').waitFor({ state: 'detached' });
    await page.getByTestId('dump-found').waitFor();
    expect(await page.getByTestId('failure').count()).toBe(0);
    await page.getByTestId('back').click();
  });

  it('proposes the folder of the server, to the page alone', async () => {
    const shell = (headers: Record<string, string>) =>
      page.evaluate(async (sent) => {
        const answer = await fetch('/shell', { headers: sent });
        return { status: answer.status, body: await answer.json() };
      }, headers);
    const key = await page.evaluate(() => sessionStorage.getItem('modem-bench-session'));
    expect(await shell({ Authorization: `Bearer ${key}` })).toEqual({ status: 200, body: { defaultFolder: join(server.home, 'exports') } });
  });

  it('keeps no cookie, and nothing of the token in the address', async () => {
    expect(await page.context().cookies()).toEqual([]);
    expect(page.url()).toBe(`${server.origin}/`);
  });

  it('is there again after a reload, and after going away and back', async () => {
    for (const go of [() => page.reload(), () => page.goto('about:blank').then(() => page.goBack())]) {
      await go();
      await page.locator('[data-testid^="dongle-practice-"]').first().waitFor();
      expect(await page.getByTestId('session-ended').count()).toBe(0);
    }
  });

  it('said nothing on the console that is an error or a warning', () => {
    expect(complaints).toEqual([]);
  });

  it('says that the server is gone', async () => {
    await server.stop();
    await page.getByTestId('connection-lost').waitFor();
  });
});

describe('the page in a second tab', () => {
  it('has no session without an address of its own, and says how to get one', async () => {
    const server = await startServer();
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(server.origin);
      await page.getByTestId('session-ended').waitFor();
      expect(await page.getByTestId('session-ended').textContent()).toContain('press Enter in the terminal');
      // Pasted over this very page, an address changes only what is behind its #.
      await page.goto(server.address);
      await page.getByTestId('practice').waitFor();
      const other = await browser.newPage();
      await other.goto(server.address);
      await other.getByTestId('session-ended').waitFor();
      expect(await page.getByTestId('session-ended').count()).toBe(0);
    } finally {
      await browser.close();
      await server.stop();
    }
  });
});

describe('the server', () => {
  let server: RunningServer;
  let bearer: string;

  const open = (address: string) =>
    ask(
      `${server.origin}/session`,
      { Origin: server.origin, 'Content-Type': 'application/json' },
      'POST',
      JSON.stringify({ token: new URL(address).hash.slice(1) }),
    );

  beforeAll(async () => {
    server = await startServer();
    bearer = `Bearer ${z.object({ key: z.string() }).parse(JSON.parse((await open(server.address)).text)).key}`;
  });
  afterAll(() => server?.stop());

  it('lets the page in that opened the address', async () => {
    expect(await ask(`${server.origin}/shell`, { Authorization: bearer })).toMatchObject({ status: 200 });
  });

  it('refuses the address a second time', async () => {
    expect(await open(server.address)).toMatchObject({ status: 403, text: expect.stringContaining('SESSION_ENDED') });
  });

  it('refuses whoever has no key, whatever cookies come along', async () => {
    const cookie = { Cookie: `modem-bench-${new URL(server.origin).port}=${bearer.slice(7)}` };
    for (const path of ['/events', '/shell', '/files?path=/etc/passwd'])
      expect((await ask(`${server.origin}${path}`, cookie)).status).toBe(403);
    const origin = { ...cookie, Origin: server.origin, 'Content-Type': 'application/json' };
    expect((await ask(`${server.origin}/intent`, origin, 'POST', '{"type":"plug-practice","name":"huawei-ncm"}')).status).toBe(403);
  });

  it('refuses a foreign Host, as DNS rebinding would send it', async () => {
    const port = new URL(server.origin).port;
    for (const host of [`evil.example:${port}`, `localhost:${port}`, '127.0.0.1']) {
      expect(await ask(`${server.origin}/`, { Authorization: bearer, Host: host })).toMatchObject({
        status: 403,
        text: 'Host is not this server\n',
      });
    }
  });

  it('refuses a foreign Origin, and an intent without one', async () => {
    const intent = '{"type":"plug-practice","name":"huawei-ncm"}';
    const headers = { Authorization: bearer, 'Content-Type': 'application/json' };
    const post = (more: Record<string, string>) => ask(`${server.origin}/intent`, { ...headers, ...more }, 'POST', intent);
    expect((await post({ Origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ Origin: 'null' })).status).toBe(403);
    expect((await post({})).status).toBe(403);
    expect((await post({ Origin: server.origin, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect(await post({ Origin: server.origin })).toEqual({ status: 200, text: '{"failure":null}' });
  });

  it('hands out no file but what was exported', async () => {
    for (const path of ['/etc/passwd', '../../../../etc/passwd', join(server.home, 'data', 'practice.json')]) {
      expect((await ask(`${server.origin}/files?path=${encodeURIComponent(path)}`, { Authorization: bearer })).status).toBe(404);
    }
    for (const path of ['/package.json', '/..%2f..%2fpackage.json'])
      expect((await ask(`${server.origin}${path}`, { Authorization: bearer })).status).toBe(404);
  });

  it('listens on loopback only', () => {
    const port = Number(new URL(server.origin).port).toString(16).toUpperCase().padStart(4, '0');
    const listening = ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === '0A' && columns[1]?.endsWith(`:${port}`))
      .map((columns) => columns[1]);
    expect(listening).toEqual([`0100007F:${port}`]);
  });
});
