import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Message } from '../../electron/contract/intents.ts';
import type { BundleSummary } from '../../electron/contract/manifest.ts';
import { mostBackupText, mostDumpText } from '../../electron/contract/queries.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { BenchLink } from '../../electron/shell/bench-link.ts';
import { BenchClients } from '../../electron/shell/clients.ts';
import { type PageServer, startPageServer } from '../../electron/shell/http-server.ts';
import { contentSecurityPolicy } from '../../electron/shell/page-policy.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
import { FakeBench } from './fake-bench.ts';

const encode = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const files = new Map([['/', { type: 'text/html; charset=utf-8', body: encode('<title>page</title>') }]]);

/** A dongle of which only the bundle matters here. */
function exportedDongle(folder: string, names: readonly string[]): DongleView {
  const bundle: BundleSummary = {
    folder,
    archive: join(folder, names[0] ?? ''),
    files: names.map((name) => join(folder, name)),
    alreadyThere: false,
    sha256: '0'.repeat(64),
    interfaceName: 'wwan',
    packages: [],
    offline: null,
    warnings: [],
    commands: { packages: '', importOverSsh: '' },
  };
  return {
    portPath: '1-1',
    origin: 'practice',
    name: 'dongle',
    vid: '12d1',
    pid: '1506',
    manufacturer: null,
    product: null,
    listed: true,
    present: true,
    state: 'exported',
    mode: 'ncm',
    offers: [],
    settings: [],
    proposals: [],
    holders: [],
    access: 'granted',
    interfaces: [],
    identity: {},
    network: {
      sim: 'ready',
      pinTriesLeft: null,
      operator: null,
      registration: 'home',
      technology: null,
      signalDbm: null,
      signalPercent: null,
    },
    plan: null,
    progress: [],
    checks: [],
    verdict: null,
    pinUntried: false,
    interrupted: null,
    forecast: null,
    exporting: null,
    bundle,
    failure: null,
    resumed: false,
  };
}

describe('the page server', () => {
  const clock = new ManualClock();
  let bench: FakeBench;
  let link: BenchLink;
  let server: PageServer;
  let folder: string;
  let origin: string;
  let cookie: string;

  /** A bench behind a link, as a child process would be. */
  function connectBench(): void {
    const clients = new BenchClients(bench, { clock });
    let receive: (data: unknown) => void = () => undefined;
    clients.attach({
      post: (message) => link.receive(structuredClone(message)),
      onMessage: (listener) => {
        receive = listener;
      },
      onClose: () => undefined,
    });
    link.connect((request) => receive(structuredClone(request)));
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'modem-bench-http-'));
    bench = new FakeBench();
    link = new BenchLink();
    connectBench();
    server = await startPageServer({ files, link, port: 0, exportFolder: folder });
    origin = `http://127.0.0.1:${server.port}`;
    const opened = await fetch(server.newAddress(), { redirect: 'manual' });
    cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${origin}${path}`, { headers: { cookie, ...headers }, redirect: 'manual' });
  const post = (body: string, headers: Record<string, string> = {}, path = '/intent') =>
    fetch(`${origin}${path}`, { method: 'POST', body, headers: { cookie, origin, 'content-type': 'application/json', ...headers } });

  it('exchanges an address for a cookie that scripts and other sites do not get, once', async () => {
    const address = server.newAddress();
    const first = await fetch(address, { redirect: 'manual' });
    expect(first.status).toBe(303);
    expect(first.headers.get('location')).toBe('/');
    expect(first.headers.get('set-cookie')).toMatch(/^modem-bench-\d+=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(403);
  });

  it('voids an address that was never opened when there is a newer one', async () => {
    const old = server.newAddress();
    server.newAddress();
    expect((await fetch(old, { redirect: 'manual' })).status).toBe(403);
  });

  it('lets nobody in without the cookie, nor with a wrong one', async () => {
    for (const wrong of ['', cookie.slice(0, -1), `${cookie}x`, cookie.replace('modem-bench', 'other')]) {
      expect((await get('/', { cookie: wrong })).status, wrong).toBe(403);
    }
    expect((await fetch(`${origin}/?token=`, { redirect: 'manual' })).status).toBe(403);
  });

  it('serves the page with the policy', async () => {
    const response = await get('/');
    expect(await response.text()).toBe('<title>page</title>');
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await get('/nothing')).status).toBe(404);
    expect((await get('/', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('takes intents, and answers with what the bench says', async () => {
    const answer = await post('{"type":"plug-practice","name":"x"}');
    expect([answer.status, await answer.json()]).toEqual([200, { failure: null }]);
    expect(bench.handled).toEqual([{ type: 'plug-practice', name: 'x' }]);
  });

  it('takes no intent of another form, type or size', async () => {
    const invalid = { failure: { code: 'MESSAGE_INVALID', detail: {} } };
    for (const [body, headers, status] of [
      ['{"type":"format-disk"}', {}, 400],
      ['{', {}, 400],
      ['{"type":"plug-practice","name":"x"}', { 'content-type': 'text/plain' }, 415],
    ] as const) {
      const answer = await post(body, headers);
      expect([answer.status, await answer.json()]).toEqual([status, invalid]);
    }
    expect((await post(JSON.stringify({ type: 'plug-practice', name: 'x'.repeat(70_000) }))).status).toBe(413);
    expect(bench.handled).toEqual([]);
  });

  it('answers queries, and takes none of another form', async () => {
    const ask = async (body: string, headers: Record<string, string> = {}) => {
      const answer = await post(body, headers, '/query');
      return [answer.status, await answer.json()];
    };
    const asked: unknown[] = [];
    bench.onQuery = (query) => {
      asked.push(query);
      return { type: 'providers', proposals: [], total: 0 };
    };
    expect(await ask('{"type":"find-provider","country":"ru","text":"mts"}')).toEqual([
      200,
      { failure: null, answer: { type: 'providers', proposals: [], total: 0 } },
    ]);
    const invalid = { failure: { code: 'MESSAGE_INVALID', detail: {} } };
    expect(await ask('{"type":"plug-practice","name":"x"}')).toEqual([400, invalid]);
    expect(await ask('{"type":"list-countries"}', { 'content-type': 'text/plain' })).toEqual([415, invalid]);
    expect(asked).toEqual([{ type: 'find-provider', country: 'ru', text: 'mts' }]);
    expect((await post('{"type":"list-countries"}', { cookie: '' }, '/query')).status).toBe(403);
    link.disconnect();
    expect(await ask('{"type":"list-countries"}')).toEqual([200, { failure: { code: 'BENCH_RESTARTED', detail: {} }, answer: null }]);
  });

  it('takes the longest text that a page may hand over, however it is written, and no longer one', async () => {
    bench.onQuery = (query) => ({ type: 'providers', proposals: [], total: query.type === 'read-dump' ? query.text.length : 0 });
    const asked = (text: string) => JSON.stringify({ type: 'read-dump', text, release: '24.10.8', language: 'en' });
    for (const character of ['a', '\u001b', '\ud800', 'я', '"'])
      expect(await (await post(asked(character.repeat(mostDumpText)), {}, '/query')).json()).toMatchObject({
        answer: { total: mostDumpText },
      });
    expect((await post(asked('a'.repeat(mostDumpText + 1)), {}, '/query')).status).toBe(400);
    bench.onQuery = (query) => ({ type: 'providers', proposals: [], total: query.type === 'read-router-backup' ? query.data.length : 0 });
    const backup = (length: number) => JSON.stringify({ type: 'read-router-backup', portPath: '1-1', data: 'A'.repeat(length) });
    expect(await (await post(backup(mostBackupText), {}, '/query')).json()).toMatchObject({ answer: { total: mostBackupText } });
    expect((await post(backup(mostBackupText + 1), {}, '/query')).status).toBe(400);
    expect((await post(backup(mostBackupText + 2000), {}, '/query')).status).toBe(413);
  });

  it('answers BENCH_RESTARTED to what a bench that died did not answer, and to what comes while there is none', async () => {
    bench.onIntent = () => new Promise(() => undefined);
    const waiting = post('{"type":"plug-practice","name":"x"}');
    while (bench.handled.length === 0) await settle();
    link.disconnect();
    const restarted = { failure: { code: 'BENCH_RESTARTED', detail: {} } };
    expect(await (await waiting).json()).toEqual(restarted);
    expect(await (await post('{"type":"plug-practice","name":"x"}')).json()).toEqual(restarted);
  });

  it('streams snapshots and the state of the connection', async () => {
    const response = await get('/events');
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.getReader();
    let text = '';
    const until = async (what: string) => {
      while (!text.includes(what)) {
        const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
        if (done) throw new Error(`the stream ended: ${text}`);
        text += new TextDecoder().decode(value);
      }
    };
    await until('"revision":0');
    expect(text).toContain('event: connection\ndata: connected\n\n');
    bench.change({ restarts: 3 });
    await clock.advance(100);
    await until('"revision":1');
    const data = text.split('\n').findLast((line) => line.startsWith('data: {'));
    expect(Message.parse(JSON.parse(data?.slice(6) ?? ''))).toMatchObject({ type: 'snapshot', snapshot: { restarts: 3 } });
    link.disconnect();
    await until('event: connection\ndata: lost\n\n');
    await reader?.cancel();
  });

  it('bounds the streams', async () => {
    const aborts = new AbortController();
    const open = () => fetch(`${origin}/events`, { headers: { cookie }, signal: aborts.signal });
    const statuses: number[] = [];
    for (let i = 0; i < 17; i++) statuses.push((await open()).status);
    expect(statuses).toEqual([...Array(16).fill(200), 503]);
    aborts.abort();
  });

  it('hands out what was exported, as a download, and nothing else', async () => {
    writeFileSync(join(folder, 'bundle.tar.gz'), 'archive');
    writeFileSync(join(folder, 'other'), 'other');
    symlinkSync('/etc/hostname', join(folder, 'link.tar.gz'));
    const download = (name: string) => get(`/files?path=${encodeURIComponent(join(folder, name))}`);
    expect((await download('bundle.tar.gz')).status).toBe(404);
    bench.change({ dongles: [exportedDongle(folder, ['bundle.tar.gz', 'link.tar.gz', 'gone.tar.gz'])] });
    await clock.advance(100);
    const answer = await download('bundle.tar.gz');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="bundle.tar.gz"');
    expect(await answer.text()).toBe('archive');
    for (const name of ['other', 'link.tar.gz', 'gone.tar.gz', '../etc/passwd']) expect((await download(name)).status, name).toBe(404);
  });

  it('refuses a Host that is not its own, whatever the cookie', async () => {
    const raw = (host: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () =>
          socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`),
        );
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk.toString('utf8');
        });
        socket.on('close', () => resolve(text.split('\r\n')[0] ?? ''));
      });
    expect(await raw(`127.0.0.1:${server.port}`)).toContain('200');
    expect(await raw(`evil.example:${server.port}`)).toContain('403');
    expect(await raw('127.0.0.1')).toContain('403');
  });
});
