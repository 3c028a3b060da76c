import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ZodType, z } from 'zod';
import { BenchError } from '../contract/errors.ts';
import { Intent } from '../contract/intents.ts';
import { mostBackupText, mostDumpText, Query } from '../contract/queries.ts';
import { parseJsonOrNull } from '../lib/parse-json.ts';
import type { Clock } from '../seams/clock.ts';
import type { BenchLink } from './bench-link.ts';
import { Connections } from './connections.ts';
import { EventStreams } from './event-streams.ts';
import { exportedFiles } from './exported-files.ts';
import { HttpGuard, keyOf } from './http-guard.ts';
import type { PageFiles } from './page-files.ts';
import { pageHeaders } from './page-policy.ts';
import { type SessionEnd, Sessions } from './sessions.ts';

const MAX_INTENT_BYTES = 64 * 1024;
/** A text in a JSON string: no character of it takes more than six bytes (`\\u001b`), of base64 more than one. */
const MAX_QUERY_BYTES = Math.max(6 * mostDumpText, mostBackupText) + 1024;
const MAX_TOKEN_BYTES = 1024;
const MAX_CONNECTIONS = 64;
const STRANGER_MS = 10_000;
const MAX_STREAMS = 16;

/** What a page shows for its address. */
const Opening = z.object({ token: z.string().max(100) });

export interface PageServerOptions {
  readonly files: PageFiles;
  readonly link: BenchLink;
  readonly clock: Clock;
  /** 0: any port that is free. */
  readonly port: number;
  /** Where exports go unless the technician says otherwise. */
  readonly exportFolder: string;
}

export interface PageServer {
  readonly port: number;
  /** A new address to open, good for one tab of a browser, once. When it is opened, the session before it is over. */
  newAddress(): string;
  close(): Promise<void>;
}

/** The page, its events, its requests and its downloads, on 127.0.0.1. Rejects with what `listen` fails with. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const streams = new EventStreams(options.link);
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 20_000, maxHeaderSize: 16 * 1024 });
  const connections = new Connections(server, { most: MAX_CONNECTIONS, strangerMs: STRANGER_MS });
  const sessions = new Sessions(options.clock, () => streams.end());
  const port = await listen(server, options.port);
  const guard = new HttpGuard(port);
  server.on('request', (request, response) => {
    answer({ ...options, guard, connections, sessions, streams, request, response }).catch((error: unknown) => {
      process.stderr.write(`serve: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      if (response.headersSent) response.destroy();
      else end(response, 500, 'something went wrong');
    });
  });
  return {
    port,
    newAddress: () => guard.address(sessions.newToken()),
    close: () => {
      sessions.close();
      streams.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

interface Call extends PageServerOptions {
  readonly guard: HttpGuard;
  readonly connections: Connections;
  readonly sessions: Sessions;
  readonly streams: EventStreams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer(call: Call): Promise<void> {
  const { guard, connections, sessions, files, request, response } = call;
  for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
  const refused = guard.refuses(request);
  if (refused !== null) return end(response, 403, refused);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const file = files.get(url.pathname);
  if (file && request.method === 'GET') {
    response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.body.byteLength });
    response.end(file.body);
    return;
  }
  if (url.pathname === '/session' && request.method === 'POST') return openSession(call);
  const over = sessions.use(keyOf(request));
  if (over !== null) return json(response, 403, { failure: sessionEnded(over) });
  connections.know(request.socket);
  await route(call, url);
}

const sessionEnded = (reason: SessionEnd) => new BenchError('SESSION_ENDED', { reason }).toFailure();

function openSession(call: Call): Promise<void> {
  return post(call, Opening, MAX_TOKEN_BYTES, async ({ token }) => {
    const key = call.sessions.open(token);
    if (key === null) call.response.statusCode = 403;
    return key === null ? { failure: sessionEnded('unknown') } : { failure: null, key };
  });
}

async function route(call: Call, url: URL): Promise<void> {
  const { request, response, link, sessions, streams, exportFolder } = call;
  if (request.method === 'POST') {
    if (url.pathname === '/intent')
      return post(call, Intent, MAX_INTENT_BYTES, async (intent) => ({ failure: await call.link.send(intent) }));
    if (url.pathname === '/query') return post(call, Query, MAX_QUERY_BYTES, (query) => call.link.ask(query));
    if (url.pathname === '/goodbye') {
      sessions.leave();
      return end(response, 200, '');
    }
    return end(response, 404, 'not found');
  }
  if (request.method !== 'GET') return end(response, 405, 'method not allowed');
  switch (url.pathname) {
    case '/events':
      if (streams.count >= MAX_STREAMS) return end(response, 503, 'too many pages are open');
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      request.socket.setTimeout(0);
      response.on('close', sessions.hold());
      return streams.add(response);
    case '/shell':
      return json(response, 200, { defaultFolder: exportFolder });
    case '/files':
      return download(response, url.searchParams.get('path') ?? '', exportedFiles(link.latest));
  }
  end(response, 404, 'not found');
}

/** Takes a JSON body of one form and answers with what the bench says. */
async function post<T>(
  { request, response }: Call,
  form: ZodType<T>,
  mostBytes: number,
  take: (value: T) => Promise<unknown>,
): Promise<void> {
  const invalid = new BenchError('MESSAGE_INVALID').toFailure();
  if (request.headers['content-type']?.split(';', 1)[0] !== 'application/json') return json(response, 415, { failure: invalid });
  const body = await readBody(request, mostBytes);
  if (body === null) {
    // What is left of the body is not read: the connection ends with this answer.
    response.setHeader('Connection', 'close');
    json(response, 413, { failure: invalid });
    request.destroy();
    return;
  }
  const asked = parseJsonOrNull(body, form);
  if (asked === null) return json(response, 400, { failure: invalid });
  const value = await take(asked);
  json(response, response.statusCode, value);
}

/** The body as text; `null`: larger than anything that a page has to say. */
async function readBody(request: IncomingMessage, mostBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > mostBytes) return null;
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Sends a file that the bench exported; a path that it did not name, or that is a link by now, is not there. */
async function download(response: ServerResponse, path: string, exported: ReadonlySet<string>): Promise<void> {
  const stat = exported.has(path) ? await lstat(path).catch(() => null) : null;
  if (!stat?.isFile()) return end(response, 404, 'not found');
  const name = basename(path).replaceAll(/[^A-Za-z0-9._-]/g, '_');
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': stat.size,
    'Content-Disposition': `attachment; filename="${name}"`,
  });
  await pipeline(createReadStream(path), response);
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(text === '' ? '' : `${text}\n`);
}
