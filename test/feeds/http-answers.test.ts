import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { Http, type Start } from '../../electron/feeds/http.ts';

/** One answer of a server after the other, and what a download makes of it: RFC 9110, 9.3 (GET), 13 (If-None-Match), 14 (Range). */

let server: Server;
let origin: string;
let answer: (response: ServerResponse, path: string) => void;
let asked: { path: string; range: string | undefined; etag: string | undefined }[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    const { url: path = '', headers } = request;
    asked.push({ path, range: headers.range, etag: headers['if-none-match'] });
    answer(response, path);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function fetched(more: { from?: number; etag?: string; limit?: number; path?: string } = {}) {
  const { path = '/a', limit = 10, ...rest } = more;
  const starts: Start[] = [];
  let text = '';
  const http = new Http();
  const outcome = await http
    .download({
      url: new URL(path, origin),
      limit,
      ...rest,
      onStart: (start) => void starts.push(start),
      onBytes: (bytes) => {
        text += Buffer.from(bytes).toString();
      },
    })
    .catch((cause: unknown) => (cause instanceof BenchError ? [cause.code, cause.detail['message'] ?? cause.detail['expected']] : cause));
  await http.close();
  return { outcome, text, start: starts[0] ?? null };
}

const status = (code: number, headers: Record<string, string> = {}, body = '') => {
  answer = (response) => void response.writeHead(code, headers).end(body);
};

describe('the status of an answer', () => {
  it.each<[number, { from?: number; etag?: string }, unknown]>([
    [404, {}, 'missing'],
    [410, {}, 'missing'],
    [304, { etag: '"x"' }, 'unchanged'],
    [304, {}, ['FEED_UNREACHABLE', 'HTTP 304']],
    [416, { from: 1 }, 'short'],
    [416, { from: 0 }, ['FEED_UNREACHABLE', 'HTTP 416']],
    [416, {}, ['FEED_UNREACHABLE', 'HTTP 416']],
    [204, {}, ['FEED_UNREACHABLE', 'HTTP 204']],
    [403, {}, ['FEED_UNREACHABLE', 'HTTP 403']],
    [500, {}, ['FEED_UNREACHABLE', 'HTTP 500']],
  ])('%i, asked with %j', async (code, asking, outcome) => {
    status(code);
    expect((await fetched(asking)).outcome).toEqual(outcome);
  });
});

describe('the question', () => {
  it('has what it begins at and what is here already, where there is that', async () => {
    status(404);
    for (const more of [{}, { from: 0 }, { from: 7 }, { etag: 'W/"x"' }]) await fetched(more);
    expect(asked.map(({ range, etag }) => [range, etag])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      ['bytes=7-', undefined],
      [undefined, 'W/"x"'],
    ]);
  });
});

describe('the bytes of an answer', () => {
  it('are as many as may come, and not one more', async () => {
    status(200, { etag: '"x"', 'content-length': '10' }, '0123456789');
    expect(await fetched()).toEqual({ outcome: 'done', text: '0123456789', start: { from: 0, length: 10, etag: '"x"' } });
    expect(await fetched({ limit: 9 })).toEqual({ outcome: ['FEED_INDEX_UNREADABLE', 'it is larger than 9 bytes'], text: '', start: null });
    answer = (response) => void response.writeHead(200).write('01234', () => response.end('56789'));
    expect(await fetched()).toEqual({ outcome: 'done', text: '0123456789', start: { from: 0, length: null, etag: null } });
    expect((await fetched({ limit: 9 })).outcome).toEqual(['FEED_INDEX_UNREADABLE', 'it is larger than 9 bytes']);
  });

  it.each<[string, unknown, number | null]>([
    ['bytes 4-9/10', 'done', 10],
    ['bytes 4-9/*', 'done', null],
    ['bytes 4-9/11', ['FEED_DOWNLOAD_CUT', 11], 11],
    ['bytes 3-9/10', ['FEED_UNREACHABLE', 'it answers with another part than was asked for'], null],
    ['bytes 0-9/10', ['FEED_UNREACHABLE', 'it answers with another part than was asked for'], null],
    ['bytes 4-9', ['FEED_UNREACHABLE', 'it answers with another part than was asked for'], null],
    ['x bytes 4-9/10', ['FEED_UNREACHABLE', 'it answers with another part than was asked for'], null],
    ['bytes 4-9/10 x', ['FEED_UNREACHABLE', 'it answers with another part than was asked for'], null],
  ])('from the fourth on, as %s', async (range, outcome, length) => {
    status(206, { 'content-range': range }, '456789');
    const found = await fetched({ from: 4, limit: 11 });
    expect([found.outcome, found.start?.length ?? null]).toEqual([outcome, length]);
  });

  it('begin anew where the server gives no part', async () => {
    status(200, {}, '0123456789');
    expect(await fetched({ from: 4 })).toMatchObject({ outcome: 'done', text: '0123456789', start: { from: 0 } });
  });
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('by %i are followed', async (code) => {
    answer = (response, path) =>
      path === '/a' ? void response.writeHead(code, { location: 'b' }).end() : void response.writeHead(200).end('there');
    expect(await fetched()).toMatchObject({ outcome: 'done', text: 'there' });
  });

  it('are no more than five', async () => {
    answer = (response, path) => {
      const left = Number(path.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else response.writeHead(200).end('there');
    };
    expect(await fetched({ path: '/5' })).toMatchObject({ outcome: 'done', text: 'there' });
    expect((await fetched({ path: '/6' })).outcome).toEqual(['FEED_UNREACHABLE', 'more than 5 redirects']);
  });

  it.each([
    ['300', {}, 'HTTP 300'],
    ['302', {}, 'HTTP 302 that leads nowhere'],
    ['302', { location: 'http://' }, 'HTTP 302 that leads nowhere'],
    ['302', { location: 'file:///etc/passwd' }, 'a redirect to file://'],
  ])('by %s with %j lead nowhere', async (code, headers, message) => {
    status(Number(code), headers);
    expect((await fetched()).outcome).toEqual(['FEED_UNREACHABLE', message]);
  });
});
