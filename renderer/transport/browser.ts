import { z } from 'zod';
import type { BenchClient } from '../../electron/contract/client.ts';
import { BenchError, Failure } from '../../electron/contract/errors.ts';
import { Message } from '../../electron/contract/intents.ts';
import { Answer } from '../../electron/contract/queries.ts';
import { Shown } from './pending.ts';

const Reply = z.object({ failure: Failure.nullable(), answer: Answer.nullable().default(null) });
const ServerShell = z.object({ defaultFolder: z.string() });

/** Parses JSON that a server sent; what is none is `undefined`. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Posts a request and opens the reply. Throws the BenchError that came back. */
async function post(path: '/intent' | '/query', body: unknown): Promise<Answer | null> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new BenchError('BENCH_RESTARTED', {}, { cause });
  });
  const reply = Reply.safeParse(parseJson(await response.text()));
  if (!reply.success) throw new BenchError('INTERNAL', { message: `the server answered ${response.status}` });
  const { failure, answer } = reply.data;
  if (failure) throw new BenchError(failure.code, failure.detail);
  return answer;
}

/** The bench over HTTP: snapshots come as server-sent events, which connect again by themselves; requests are posted. */
export function createBrowserClient(page: Window = window): BenchClient {
  const shown = new Shown();
  const events = new EventSource('/events');
  events.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = Message.safeParse(typeof event.data === 'string' ? parseJson(event.data) : undefined);
    if (!message.success) console.error('a message of the bench was not understood', message.error.issues);
    else if (message.data.type === 'snapshot') shown.snapshot.set(message.data.snapshot);
  });
  // The server stays while its bench process is restarted, and says so.
  events.addEventListener('connection', (event: MessageEvent<unknown>) => {
    shown.connection.set(event.data === 'connected' ? 'connected' : 'lost');
  });
  events.addEventListener('error', () => shown.connection.set('lost'));

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
      defaultFolder: async () => ServerShell.parse(await (await fetch('/shell')).json()).defaultFolder,
      reveal: async (path) => {
        const link = page.document.createElement('a');
        link.href = `/files?path=${encodeURIComponent(path)}`;
        link.download = '';
        link.click();
      },
    },
  };
}
