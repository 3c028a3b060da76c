import { z } from 'zod';
import type { BenchClient } from '../../electron/contract/client.ts';
import { BenchError, Failure } from '../../electron/contract/errors.ts';
import { Message } from '../../electron/contract/intents.ts';
import { Answer } from '../../electron/contract/queries.ts';
import { readEvents, type ServerEvent } from './events.ts';
import { Shown } from './pending.ts';
import { openSession, withKey } from './session.ts';

const Reply = z.object({ failure: Failure.nullable(), answer: Answer.nullable().default(null) });
const ServerShell = z.object({ defaultFolder: z.string() });

/** Between two attempts to reach the server. */
const RETRY_MS = 500;

/** Parses JSON that a server sent; what is none is `undefined`. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The bench over HTTP: snapshots come as server-sent events, which are asked for again when they break off; requests are posted. */
export function createBrowserClient(page: Window = window): BenchClient {
  const shown = new Shown();
  const session = openSession(page);

  /** A request of the session. Throws SESSION_ENDED, and BENCH_RESTARTED where the server is not reached. */
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const key = await session;
    const response =
      key === null
        ? null
        : await fetch(path, { ...init, headers: { ...init.headers, ...withKey(key) } }).catch((cause: unknown) => {
            throw new BenchError('BENCH_RESTARTED', {}, { cause });
          });
    if (response !== null && response.status !== 403) return response;
    shown.connection.set('ended');
    throw new BenchError('SESSION_ENDED');
  };

  /** Posts a request and opens the reply. Throws the BenchError that came back. */
  const post = async (path: '/intent' | '/query', body: unknown): Promise<Answer | null> => {
    const response = await ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const reply = Reply.safeParse(parseJson(await response.text()));
    if (!reply.success) throw new BenchError('INTERNAL', { message: `the server answered ${response.status}` });
    const { failure, answer } = reply.data;
    if (failure) throw new BenchError(failure.code, failure.detail);
    return answer;
  };

  const show = ({ type, data }: ServerEvent) => {
    // The server stays while its bench process is restarted, and says so.
    if (type === 'connection') return shown.connection.set(data === 'connected' || data === 'ended' ? data : 'lost');
    const message = Message.safeParse(parseJson(data));
    if (!message.success) console.error('a message of the bench was not understood', message.error.issues);
    else if (message.data.type === 'snapshot') shown.snapshot.set(message.data.snapshot);
  };
  const follow = async () => {
    for (;;) {
      try {
        const { body } = await ask('/events');
        if (body)
          for await (const event of readEvents(body)) {
            show(event);
            if (event.type === 'connection' && event.data === 'ended') return;
          }
      } catch (error) {
        if (error instanceof BenchError && error.code === 'SESSION_ENDED') return;
      }
      shown.connection.set('lost');
      await new Promise((resolve) => page.setTimeout(resolve, RETRY_MS));
    }
  };
  void follow();
  // A page that is reloaded or called back is there again before the server lets the session go.
  page.addEventListener('pagehide', () => void ask('/goodbye', { method: 'POST', keepalive: true }).catch(() => undefined));

  return {
    onSnapshot: (listener) => shown.snapshot.on(listener),
    onConnection: (listener) => shown.connection.on(listener),
    send: async (intent) => {
      await post('/intent', intent);
    },
    ask: async (query) => {
      const answer = await post('/query', query);
      if (!answer) throw new BenchError('INTERNAL', { message: 'a query without an answer' });
      return answer;
    },
    shell: {
      kind: 'browser',
      chooseFolder: async () => null,
      defaultFolder: async () => ServerShell.parse(await (await ask('/shell')).json()).defaultFolder,
      reveal: async (path) => {
        const response = await ask(`/files?path=${encodeURIComponent(path)}`);
        if (!response.ok) throw new BenchError('INTERNAL', { message: `the server answered ${response.status}` });
        const link = page.document.createElement('a');
        link.href = URL.createObjectURL(await response.blob());
        link.download = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        link.click();
        // The download has begun by then, and holds what it needs.
        page.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      },
    },
  };
}
