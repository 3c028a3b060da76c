import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { knownAuthorities } from '../../electron/feeds/authorities.ts';
import { Http, SILENCE } from '../../electron/feeds/http.ts';
import type { ProxyWay } from '../../electron/seams/proxy.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { certificates, listen, ProxyServer, portOf, SocksServer } from './proxy-server.ts';

/** Nobody listens there: the discard port of this computer (RFC 863). */
const deadProxy = new URL('http://127.0.0.1:9');

const answer = (request: { url?: string | undefined; headers: Record<string, unknown> }) => `${request.headers['host']}${request.url}`;
const servers: { stop(): Promise<void> }[] = [];
const hosts: string[] = [];
let plain: Server;
let secure: Server;

beforeEach(async () => {
  plain = createServer((request, response) => {
    hosts.push(String(request.headers['proxy-authorization'] ?? '-'));
    if (request.url === '/away') return void response.writeHead(302, { location: 'https://feed.example/there' }).end();
    if (request.url === '/mute') return;
    response.end(answer(request));
  });
  secure = createSecureServer(certificates, (request, response) => {
    hosts.push(String(request.headers['proxy-authorization'] ?? '-'));
    if (request.url === '/down') return void response.writeHead(302, { location: 'http://feed.example/' }).end();
    response.end(answer(request));
  });
  await Promise.all([listen(plain), listen(secure)]);
  hosts.splice(0);
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const server of [plain, secure]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function started<T extends { start(): Promise<void>; stop(): Promise<void> }>(server: T): Promise<T> {
  await server.start();
  servers.push(server);
  return server;
}

const toPlain = () => portOf(plain);
const toSecure = () => portOf(secure);

function withLogin(url: URL, user: string, password = ''): URL {
  const changed = new URL(url);
  changed.username = user;
  changed.password = password;
  return changed;
}

/** What a download through these ways brings, or the failure. */
async function get(url: string, ways: readonly ProxyWay[], authorities: readonly string[] | undefined = [certificates.authority]) {
  const http = new Http(undefined, { proxies: { waysTo: async () => ways }, authorities });
  try {
    return await textOf(http, url);
  } finally {
    await http.close();
  }
}

async function textOf(http: Http, url: string) {
  const chunks: Uint8Array[] = [];
  try {
    const outcome = await http.download({ url: new URL(url), limit: 10_000, onBytes: (bytes) => void chunks.push(bytes) });
    return outcome === 'done' ? Buffer.concat(chunks).toString() : outcome;
  } catch (cause) {
    if (cause instanceof BenchError) return { code: cause.code, ...cause.detail };
    throw cause;
  }
}

describe('through a proxy', () => {
  it('https goes by CONNECT, and the certificate is checked for the server behind it', async () => {
    const proxy = await started(new ProxyServer(toSecure));
    expect(await get('https://feed.example/a?b', [proxy.url])).toBe('feed.example/a?b');
    expect(proxy.asked).toEqual(['CONNECT feed.example:443']);
    expect(await get('https://elsewhere.example:8443/a', [proxy.url])).toMatchObject({
      code: 'FEED_UNREACHABLE',
      host: 'elsewhere.example:8443',
      message: expect.stringContaining('altnames'),
    });
  });

  it('plain HTTP is handed to it whole', async () => {
    const proxy = await started(new ProxyServer(toPlain));
    expect(await get('http://feed.example/a?b', [proxy.url])).toBe('feed.example/a?b');
    expect(proxy.asked).toEqual(['GET http://feed.example/a?b host feed.example']);
  });

  it('that speaks TLS itself, both work', async () => {
    const tunnel = await started(new ProxyServer(toSecure, true));
    const forward = await started(new ProxyServer(toPlain, true));
    expect(await get('https://feed.example/a', [tunnel.url])).toBe('feed.example/a');
    expect(await get('http://feed.example/a', [forward.url])).toBe('feed.example/a');
    expect([...tunnel.asked, ...forward.asked]).toEqual(['CONNECT feed.example:443', 'GET http://feed.example/a host feed.example']);
  });

  it('a redirect looks for its own way, and none leads from https to http', async () => {
    const [first, second] = [await started(new ProxyServer(toPlain)), await started(new ProxyServer(toSecure))];
    const waysTo = async ({ protocol }: URL) => [protocol === 'https:' ? second.url : first.url];
    const http = new Http(undefined, { proxies: { waysTo }, authorities: [certificates.authority] });
    expect(await textOf(http, 'http://feed.example/away')).toBe('feed.example/there');
    expect(await textOf(http, 'https://feed.example/down')).toMatchObject({ code: 'FEED_UNREACHABLE', message: 'a redirect to http://' });
    await http.close();
    expect(first.asked).toHaveLength(1);
  });

  it('this computer is reached without it', async () => {
    const proxy = await started(new ProxyServer(toPlain));
    expect(await get(`http://127.0.0.1:${toPlain()}/a`, [proxy.url])).toBe(`127.0.0.1:${toPlain()}/a`);
    expect(proxy.asked).toEqual([]);
  });

  it('that says nothing, a server counts as silent in its time', async () => {
    const [proxy, time] = [await started(new ProxyServer(toPlain)), new ManualClock()];
    const http = new Http(time, { proxies: { waysTo: async () => [proxy.url] } });
    const end = textOf(http, 'http://feed.example/mute');
    while (hosts.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await time.advance(SILENCE);
    expect(await end).toMatchObject({ code: 'FEED_UNREACHABLE', host: 'feed.example', message: 'no answer within 30 seconds' });
    await http.close();
  });
});

describe('a proxy that wants a login', () => {
  const login = 'us er:p@ss:word';
  const given = (url: URL) => withLogin(url, 'us er', 'p@ss:word');
  const ways = [
    ['http', () => new ProxyServer(toPlain), 'http://feed.example/a'],
    ['https', () => new ProxyServer(toSecure), 'https://feed.example/a'],
    ['socks5', () => new SocksServer(toSecure), 'https://feed.example/a'],
  ] as const;

  it.each(ways)('%s: gets it from the address, and the server behind it does not', async (_, make, url) => {
    const proxy = await started(make());
    proxy.login = login;
    expect(await get(url, [given(proxy.url)])).toBe('feed.example/a');
    expect(hosts).toEqual(['-']);
  });

  it.each(ways)('%s: without it, or with another, is an error that does not repeat it', async (_, make, url) => {
    const proxy = await started(make());
    proxy.login = login;
    const shown = `${proxy.url.protocol}//${proxy.url.host}`;
    const wrong = withLogin(proxy.url, 'us er', 'hunter2');
    for (const way of [proxy.url, wrong]) expect(await get(url, [way])).toEqual({ code: 'FEED_PROXY_LOGIN', proxy: shown });
    await proxy.stop();
    servers.splice(0);
    const failure = await get(url, [wrong]);
    expect(failure).toMatchObject({ code: 'FEED_PROXY_UNREACHABLE', proxy: shown });
    expect(JSON.stringify(failure)).not.toMatch(/hunter2|us er|us%20er/);
  });
});

describe('a proxy that does not help', () => {
  it('is away', async () => {
    for (const url of ['https://feed.example/', 'http://feed.example/'])
      expect(await get(url, [deadProxy])).toMatchObject({
        code: 'FEED_PROXY_UNREACHABLE',
        proxy: 'http://127.0.0.1:9',
        message: expect.stringContaining('ECONNREFUSED'),
      });
    expect(await get('https://feed.example/', [new URL('socks5://127.0.0.1:9')])).toMatchObject({ code: 'FEED_PROXY_UNREACHABLE' });
  });

  it('refuses to connect', async () => {
    const proxy = await started(new ProxyServer(toSecure));
    proxy.refuses = 403;
    expect(await get('https://feed.example/', [proxy.url])).toMatchObject({
      code: 'FEED_PROXY_REFUSED',
      host: 'feed.example',
      message: 'HTTP 403',
    });
    const socks = await started(new SocksServer(toSecure));
    socks.reply = 2;
    expect(await get('https://feed.example/', [socks.url])).toMatchObject({ code: 'FEED_PROXY_REFUSED', host: 'feed.example' });
  });

  it('is of a kind that nobody speaks', async () => {
    expect(await get('https://feed.example/', [withLogin(new URL('socks4://proxy.example:1080'), 'user')])).toEqual({
      code: 'FEED_PROXY_UNKNOWN',
      proxy: 'socks4://proxy.example:1080',
    });
  });

  it('gives way to the next one', async () => {
    const proxy = await started(new ProxyServer(toSecure));
    const ways = [new URL('socks4://proxy.example:1080'), deadProxy, proxy.url];
    expect(await get('https://feed.example/a', ways)).toBe('feed.example/a');
    // What an answer refuses is not tried elsewhere: the first that answers decides.
    proxy.refuses = 403;
    const other = await started(new ProxyServer(toSecure));
    expect(await get('https://feed.example/a', [proxy.url, other.url])).toMatchObject({ code: 'FEED_PROXY_REFUSED' });
    expect(other.asked).toEqual([]);
    // The first failure is the one that is told.
    expect(await get('https://feed.example/a', [deadProxy, new URL('socks4://proxy.example:1080')])).toMatchObject({
      code: 'FEED_PROXY_UNREACHABLE',
    });
  });
});

describe('a proxy that hangs up', () => {
  it('is waited for once', async () => {
    let connections = 0;
    const dead = createTcpServer((socket) => {
      connections++;
      socket.destroy();
    });
    await listen(dead);
    servers.push({ stop: async () => void dead.close() });
    const proxy = await started(new ProxyServer(toSecure));
    const ways = [new URL(`https://127.0.0.1:${portOf(dead)}`), proxy.url];
    const http = new Http(undefined, { proxies: { waysTo: async () => ways }, authorities: [certificates.authority] });
    for (const path of ['a', 'b', 'c']) expect(await textOf(http, `https://feed.example/${path}`)).toBe(`feed.example/${path}`);
    await http.close();
    expect(connections).toBe(1);
  });
});

describe('a SOCKS5 proxy', () => {
  it('looks the name up itself, and connects', async () => {
    const [tls, open] = [await started(new SocksServer(toSecure)), await started(new SocksServer(toPlain))];
    expect(await get('https://feed.example/a', [tls.url])).toBe('feed.example/a');
    expect(await get('http://feed.example/a', [new URL(open.url.href.replace('socks5', 'socks5h'))])).toBe('feed.example/a');
    expect([...tls.asked, ...open.asked]).toEqual(['feed.example:443', 'feed.example:80']);
  });
});

describe('a certificate of an authority that nobody knows', () => {
  it('is an error of its own: of the server, behind a proxy of either kind, and of the proxy', async () => {
    const unknown = { code: 'FEED_CERTIFICATE_UNKNOWN', host: 'feed.example' };
    const [proxy, socks] = [await started(new ProxyServer(toSecure)), await started(new SocksServer(toSecure))];
    for (const way of [proxy.url, socks.url]) expect(await get('https://feed.example/', [way], [])).toMatchObject(unknown);
    expect(await get(`https://localhost:${toSecure()}/`, [null], [])).toMatchObject({ ...unknown, host: `localhost:${toSecure()}` });
    const tls = await started(new ProxyServer(toPlain, true));
    expect(await get('http://feed.example/', [tls.url], [])).toMatchObject({ ...unknown, host: tls.url.host });
  });

  it('is none where this computer knows it', () => {
    const store: Readonly<Record<string, readonly string[]>> = { default: ['bundled', 'both'], system: ['both', 'company'] };
    expect(knownAuthorities({ getCACertificates: (kind: string) => store[kind] })).toEqual(['bundled', 'both', 'company']);
    // Older runtimes: their own choice, which has NODE_EXTRA_CA_CERTS in it.
    expect(knownAuthorities({})).toBeUndefined();
    const broken = () => {
      throw new Error('no store');
    };
    expect(knownAuthorities({ getCACertificates: broken })).toBeUndefined();
  });
});
