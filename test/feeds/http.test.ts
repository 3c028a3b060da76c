import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { Http, nameOf, readable, SILENCE } from '../../electron/feeds/http.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { FeedServer } from './feed-server.ts';

const clock = () => new ManualClock();
const fault = (cause: unknown) => {
  if (!(cause instanceof BenchError)) throw cause;
  return { code: cause.code, detail: cause.detail };
};

describe('a download', () => {
  const packed = gzipSync('an index');
  let server: Server;
  let url: URL;
  let asked: () => void;
  const wasAsked = () => new Promise<void>((resolve) => (asked = resolve));

  beforeEach(async () => {
    server = createServer((request, response) => {
      asked?.();
      if (request.url === '/mute') return;
      if (request.url === '/part') return void response.writeHead(206, { 'content-range': 'bytes 7-9/10' }).end('789');
      if (request.url === '/less') return void response.writeHead(206, { 'content-range': 'bytes 7-9/20' }).end('789');
      if (request.url === '/packed')
        return void response.writeHead(200, { 'content-encoding': 'x-gzip', 'content-length': packed.length }).end(packed);
      if (request.url === '/away') return void response.writeHead(302, { location: 'ftp://127.0.0.1/x' }).end();
      if (request.url === '/odd') return void response.writeHead(302, { location: '/a%1b[2Jb/%ff%1b' }).end();
      if (request.url === '/a%1b[2Jb/%ff%1b') return void response.write(Buffer.alloc(5_000));
      if (request.url === '/nowhere') return void response.writeHead(302).end();
      if (request.url === '/endless') return void response.write(Buffer.alloc(5_000));
      response.writeHead(200, { 'content-length': 10 }).write('half');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const download = (path: string, http: Http, onBytes: () => void = () => undefined, from = 0) =>
    http.download({ url: new URL(path, url), limit: 4_000, from, onBytes }).then(
      (outcome) => outcome,
      (cause: unknown) => fault(cause),
    );

  it('gives up on a server that takes the question and says nothing', async () => {
    const time = clock();
    const question = wasAsked();
    const end = download('/mute', new Http(time));
    await question;
    await time.advance(SILENCE);
    expect(await end).toMatchObject({ code: 'FEED_UNREACHABLE', detail: { message: 'no answer within 30 seconds' } });
  });

  it('counts as broken off when the server falls silent in the middle', async () => {
    const time = clock();
    const end = download('/half', new Http(time), () => setImmediate(() => void time.advance(SILENCE)));
    expect(await end).toEqual({ code: 'FEED_DOWNLOAD_CUT', detail: { file: 'half', bytes: 4, expected: 10 } });
  });

  it('ends where more comes than may', async () => {
    expect(await download('/endless', new Http())).toMatchObject({ code: 'FEED_INDEX_UNREADABLE' });
  });

  it('takes no other part than it asked for', async () => {
    expect(await download('/part', new Http(), undefined, 5)).toMatchObject({ code: 'FEED_UNREACHABLE' });
    expect(await download('/part', new Http(), undefined, 7)).toBe('done');
    expect(await download('/less', new Http(), undefined, 7)).toMatchObject({
      code: 'FEED_DOWNLOAD_CUT',
      detail: { bytes: 10, expected: 20 },
    });
  });

  it('follows no redirect to anything but the web', async () => {
    expect(await download('/away', new Http())).toMatchObject({ code: 'FEED_UNREACHABLE', detail: { message: 'a redirect to ftp://' } });
    expect(await download('/nowhere', new Http())).toMatchObject({ code: 'FEED_UNREACHABLE' });
  });

  it('tells of files with names that no terminal should be given', async () => {
    expect(await download('/odd', new Http())).toEqual({
      code: 'FEED_INDEX_UNREADABLE',
      detail: { file: '%ff%1b', message: 'it is larger than 4000 bytes' },
    });
    expect(nameOf(new URL('http://x/a%1b[2Jb'))).toBe('a%1b[2Jb');
    expect(readable('mirror%ff/base')).toBe('mirror%ff/base');
    expect(nameOf(new URL('http://x/y/libsigc%2B%2B_1.ipk'))).toBe('libsigc++_1.ipk');
  });

  it('hands on what lies there, also where the server calls it packed', async () => {
    const chunks: Uint8Array[] = [];
    const onBytes = (bytes: Uint8Array) => void chunks.push(bytes);
    expect(await new Http().download({ url: new URL('/packed', url), limit: 4_000, onBytes })).toBe('done');
    expect(Buffer.concat(chunks)).toEqual(packed);
  });

  it('does not ask again for what is the same still', async () => {
    const feed = new FeedServer();
    await feed.start();
    feed.put('/a', 'content');
    let etag: string | null = null;
    const read = () =>
      new Http().download({
        url: new URL('/a', feed.url),
        limit: 100,
        etag: etag ?? undefined,
        onStart: (start) => {
          etag = start.etag;
        },
        onBytes: () => undefined,
      });
    expect(await read()).toBe('done');
    expect(await read()).toBe('unchanged');
    feed.put('/a', 'other');
    expect(await read()).toBe('done');
    await feed.stop();
  });
});
