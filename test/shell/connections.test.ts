import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BenchLink } from '../../electron/shell/bench-link.ts';
import { Connections } from '../../electron/shell/connections.ts';
import { startPageServer } from '../../electron/shell/http-server.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** Real sockets, as any program of this computer can open them. */

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A socket that is open and, unless words are given, says nothing. */
async function open(port: number, words = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.resume();
  await new Promise((resolve) => socket.once('connect', resolve));
  if (words !== '') socket.write(words);
  return socket;
}

const closed = (socket: Socket) => new Promise((resolve) => (socket.destroyed ? resolve(null) : socket.once('close', resolve)));

describe('connections of programs that only hold them', () => {
  it('do not keep the technician out of the page server, nor cut off the page that is there', async () => {
    const files = new Map([['/', { type: 'text/html', body: new TextEncoder().encode('page') }]]);
    const server = await startPageServer({ files, link: new BenchLink(), clock: new ManualClock(), port: 0, exportFolder: '/' });
    const origin = `http://127.0.0.1:${server.port}`;
    try {
      for (let i = 0; i < 64; i++) await open(server.port, i % 2 === 0 ? '' : 'GET / HTTP/1.1\r\nHost: ');
      expect(await (await fetch(origin)).text()).toBe('page');
      const opened = await fetch(`${origin}/session`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        body: JSON.stringify({ token: new URL(server.newAddress()).hash.slice(1) }),
      });
      const { key } = (await opened.json()) as { key: string };
      const headers = { authorization: `Bearer ${key}` };
      const events = await fetch(`${origin}/events`, { headers });
      const reader = events.body?.getReader();
      await reader?.read();
      for (let i = 0; i < 200; i++) await open(server.port);
      expect((await fetch(`${origin}/shell`, { headers })).status).toBe(200);
      const next = await Promise.race([reader?.read(), new Promise((resolve) => setTimeout(resolve, 200, 'still open'))]);
      expect(next).toSatisfy((read) => read === 'still open' || read?.done === false);
      await reader?.cancel();
    } finally {
      await server.close();
    }
  });
});

describe('connections', () => {
  const limits = { most: 3, strangerMs: 150 };
  let server: Server;
  let port: number;

  beforeEach(async () => {
    // Node's own limits would close them as well, later.
    server = createServer({ headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 0 });
    const connections = new Connections(server, limits);
    server.on('request', (request, response) => {
      if (request.url === '/known') connections.know(request.socket);
      // `/busy` is never answered.
      if (request.url !== '/busy') response.end('ok');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const answered = (socket: Socket) => new Promise((resolve) => socket.once('data', resolve));

  it('make room for a newer one: the oldest stranger that is not being answered goes first, then the oldest', async () => {
    const busy = await open(port, request('/busy'));
    const [first, second] = [await open(port), await open(port)];
    await new Promise((resolve) => setTimeout(resolve, 30));
    const third = await open(port);
    await closed(first);
    await open(port);
    await closed(second);
    expect([busy.destroyed, third.destroyed]).toEqual([false, false]);
  });

  it('that the session uses stay, and are all that there may be', async () => {
    const known: Socket[] = [];
    for (let i = 0; i < limits.most; i++) {
      const socket = await open(port, request('/known'));
      await answered(socket);
      known.push(socket);
    }
    await closed(await open(port));
    await new Promise((resolve) => setTimeout(resolve, 2 * limits.strangerMs));
    expect(known.map(({ destroyed }) => destroyed)).toEqual([false, false, false]);
  });

  it('of strangers are short, also while they are being answered', async () => {
    const strangers = [await open(port), await open(port, request('/busy')), await open(port, 'GET / HT')];
    await Promise.all(strangers.map(closed));
    expect(strangers.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
  });
});
