import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
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
    luci: { restore: ['System'], restoreLabel: 'Restore', upload: 'Upload', confirm: 'Continue', interfaces: ['Network'] },
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
    bootState: null,
    offers: [],
    settings: [],
    quirks: [],
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
      signals: [],
      cell: null,
      radio: 'unknown',
    },
    look: { state: 'none', failure: null },
    phase: 'idle',
    draft: null,
    job: null,
    interrupted: null,
    forecast: null,
    exporting: null,
    bundle,
  };
}

describe('the page server', () => {
  const clock = new ManualClock();
  let bench: FakeBench;
  let link: BenchLink;
  let server: PageServer;
  let folder: string;
  let origin: string;
  let key: string;

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
    server = await startPageServer({ files, link, clock, port: 0, exportFolder: folder });
    origin = `http://127.0.0.1:${server.port}`;
    key = await openedKey(server.newAddress());
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const openAt = (address: string) =>
    fetch(`${origin}/session`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ token: new URL(address).hash.slice(1) }),
    });
  async function openedKey(address: string): Promise<string> {
    return z.object({ key: z.string() }).parse(await (await openAt(address)).json()).key;
  }
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${key}`, ...headers }, redirect: 'manual' });
  const post = (body: string, headers: Record<string, string> = {}, path = '/intent') =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${key}`, origin, 'content-type': 'application/json', ...headers },
    });
  const over = (reason: string) => ({ failure: { code: 'SESSION_ENDED', detail: { reason } } });

  it('exchanges an address for a key, once, and never for a cookie, which every server of this computer would get', async () => {
    const address = server.newAddress();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{32}$/);
    for (const [status, body] of [
      [200, { failure: null, key: expect.stringMatching(/^[\w-]{32}$/) }],
      [403, over('unknown')],
    ] as const) {
      const answer = await openAt(address);
      expect([answer.status, await answer.json()]).toEqual([status, body]);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
    expect((await fetch(`${origin}/`)).headers.get('set-cookie')).toBeNull();
    expect((await fetch(`${origin}/?token=${new URL(server.newAddress()).hash.slice(1)}`)).headers.get('set-cookie')).toBeNull();
  });

  it('voids an address that was never opened when there is a newer one', async () => {
    const old = server.newAddress();
    server.newAddress();
    expect((await openAt(old)).status).toBe(403);
    expect((await get('/shell')).status).toBe(200);
  });

  it('gives everybody the page, and nothing else without the key', async () => {
    expect((await fetch(`${origin}/`)).status).toBe(200);
    for (const wrong of ['', `Bearer ${key.slice(1)}`, `Bearer ${key}x`, `Basic ${key}`, key, `Bearer ${'x'.repeat(5000)}`])
      for (const path of ['/shell', '/events', '/files?path=/etc/passwd', '/nothing']) {
        const answer = await get(path, { authorization: wrong });
        expect([answer.status, await answer.json()], `${path} ${wrong.slice(0, 80)}`).toEqual([403, over('unknown')]);
      }
    // What a browser sends along by itself is worth nothing.
    expect((await get('/shell', { authorization: '', cookie: `modem-bench-${server.port}=${key}` })).status).toBe(403);
    for (const path of ['/intent', '/query', '/goodbye'])
      expect((await post('{"type":"list-countries"}', { authorization: '' }, path)).status, path).toBe(403);
    expect(bench.handled).toEqual([]);
  });

  it('takes no opening of another form, nor one that another site sends', async () => {
    const token = new URL(server.newAddress()).hash.slice(1);
    const open = (body: string, headers: Record<string, string> = {}) => post(body, { authorization: '', ...headers }, '/session');
    for (const body of ['', '{}', '[]', '{"token":1}', JSON.stringify({ token: 'x'.repeat(200) })])
      expect((await open(body)).status, body).toBe(400);
    expect((await open(JSON.stringify({ token: 'x'.repeat(5000) }))).status).toBe(413);
    expect((await open(JSON.stringify({ token }), { origin: 'https://evil.example' })).status).toBe(403);
    expect((await open(JSON.stringify({ token }))).status).toBe(200);
  });

  it('ends the session, and the stream of its page, when another address is opened', async () => {
    const stream = await get('/events');
    const next = await openedKey(server.newAddress());
    expect(await stream.text()).toContain('event: connection\ndata: ended\n\n');
    const answer = await post('{"type":"plug-practice","name":"x"}');
    expect([answer.status, await answer.json()]).toEqual([403, over('replaced')]);
    expect(bench.handled).toEqual([]);
    key = next;
    expect((await get('/shell')).status).toBe(200);
  });

  it('ends the session a while after its page said that it goes, unless it comes back', async () => {
    expect((await post('', {}, '/goodbye')).status).toBe(200);
    await clock.advance(59_000);
    expect((await get('/shell')).status).toBe(200);
    await post('', {}, '/goodbye');
    await clock.advance(61_000);
    expect(await (await get('/shell')).json()).toEqual(over('left'));
  });

  it('ends the session after half a day, whatever its page does', async () => {
    const stream = await get('/events');
    await clock.advance(11 * 3_600_000);
    expect((await get('/shell')).status).toBe(200);
    await clock.advance(3_600_000);
    expect(await stream.text()).toContain('data: ended');
    expect(await (await get('/shell')).json()).toEqual(over('limit'));
  });

  it('serves the page with the policy', async () => {
    const response = await get('/');
    expect(await response.text()).toBe('<title>page</title>');
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await get('/nothing')).status).toBe(404);
    expect((await get('/', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get('/', { 'sec-fetch-site': 'none' })).status).toBe(200);
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
    expect((await post('{"type":"list-countries"}', { authorization: '' }, '/query')).status).toBe(403);
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
    const open = () => fetch(`${origin}/events`, { headers: { authorization: `Bearer ${key}` }, signal: aborts.signal });
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

  it.each<[string, string, number, string, string | null]>([
    ['GET', '/', 200, '<title>page</title>', 'text/html; charset=utf-8'],
    ['GET', '/shell', 200, '{"defaultFolder":"FOLDER"}', 'application/json'],
    ['GET', '/files', 404, 'not found\n', 'text/plain; charset=utf-8'],
    ['GET', '/intent', 404, 'not found\n', 'text/plain; charset=utf-8'],
    ['GET', '/session', 404, 'not found\n', 'text/plain; charset=utf-8'],
    ['POST', '/nothing', 404, 'not found\n', 'text/plain; charset=utf-8'],
    ['POST', '/', 404, 'not found\n', 'text/plain; charset=utf-8'],
    ['POST', '/events', 404, 'not found\n', 'text/plain; charset=utf-8'],
    ['POST', '/goodbye', 200, '', 'text/plain; charset=utf-8'],
    ['PUT', '/intent', 405, 'method not allowed\n', 'text/plain; charset=utf-8'],
    ['DELETE', '/', 405, 'method not allowed\n', 'text/plain; charset=utf-8'],
  ])('%s %s is answered with %i', async (method, path, status, body, type) => {
    const answer = await fetch(`${origin}${path}`, { method, headers: { authorization: `Bearer ${key}`, origin } });
    expect([answer.status, await answer.text()]).toEqual([status, body.replace('FOLDER', folder)]);
    expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([type, 'no-store']);
    if (path === '/' && method === 'GET') expect(answer.headers.get('content-length')).toBe('19');
  });

  it.each<[string, Record<string, string>, number]>([
    ['GET', { 'sec-fetch-site': 'same-origin' }, 200],
    ['GET', { 'sec-fetch-site': 'same-site' }, 403],
    ['GET', { origin: 'OWN' }, 200],
    ['GET', { origin: 'http://localhost:PORT' }, 403],
    ['GET', { origin: 'null' }, 403],
    ['POST', { origin: 'OWN' }, 200],
    ['POST', { origin: 'OWN', 'sec-fetch-site': 'cross-site' }, 403],
    ['POST', { origin: 'https://127.0.0.1:PORT' }, 403],
    ['POST', {}, 403],
  ])('%s with %j is answered with %i', async (method, given, status) => {
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace('OWN', origin).replace('PORT', String(server.port))]),
    );
    const path = method === 'GET' ? '/shell' : '/goodbye';
    const answer = await fetch(`${origin}${path}`, { method, headers: { authorization: `Bearer ${key}`, ...headers } });
    expect(answer.status).toBe(status);
  });

  it('gives a download a name that every system takes, and its length', async () => {
    const name = 'вода "x" 24.10_a-b.tar.gz';
    writeFileSync(join(folder, name), 'archive');
    bench.change({ dongles: [exportedDongle(folder, [name])] });
    await clock.advance(100);
    const answer = await get(`/files?path=${encodeURIComponent(join(folder, name))}`);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="______x__24.10_a-b.tar.gz"');
    expect([answer.headers.get('content-type'), answer.headers.get('content-length')]).toEqual(['application/octet-stream', '7']);
  });

  it('tells a stream of the connection and of a snapshot once each', async () => {
    const stream = await get('/events');
    bench.change({ restarts: 1 });
    await clock.advance(100);
    link.receive({ type: 'nothing of the contract' });
    link.disconnect();
    link.connect(() => undefined);
    await settle();
    server.newAddress();
    await server.close();
    const events = (await stream.text()).split('\n').filter((line) => line !== '' && line !== ':');
    expect(events.map((line) => line.replace(/"snapshot":\{.*?"revision":(\d+).*/, '$1'))).toEqual([
      'event: connection',
      'data: connected',
      'data: {"type":"snapshot",0',
      'data: {"type":"snapshot",1',
      'event: connection',
      'data: lost',
      'event: connection',
      'data: connected',
    ]);
  });

  it('refuses a Host that is not its own, whatever the key', async () => {
    const raw = (host: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () =>
          socket.write(`GET /shell HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${key}\r\nConnection: close\r\n\r\n`),
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
