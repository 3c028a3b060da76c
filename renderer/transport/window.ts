import { z } from 'zod';
import type { BenchClient } from '../../electron/contract/client.ts';
import { BenchError, Failure } from '../../electron/contract/errors.ts';
import { Message } from '../../electron/contract/intents.ts';
import { Pending, Shown } from './pending.ts';

/** What the preload leaves on the window (`electron/preload.ts`). */
interface Bridge {
  connect(): void;
  chooseFolder(): Promise<unknown>;
  defaultFolder(): Promise<unknown>;
  reveal(path: string): Promise<unknown>;
}

const Answer = z.object({ value: z.string().nullable(), failure: Failure.nullable() });

function bridgeOf(page: Window): Bridge {
  if ('modemBench' in page && typeof page.modemBench === 'object' && page.modemBench !== null) return page.modemBench as Bridge;
  throw new Error('this page is not in the window of the app');
}

/** Throws the BenchError that the main process answered with. */
function openAnswer(answer: unknown): string | null {
  const { value, failure } = Answer.parse(answer);
  if (failure) throw new BenchError(failure.code, failure.detail);
  return value;
}

/**
 * The bench over a MessagePort. The port comes through the preload, and a new one after each restart of the bench; what was
 * asked over the old one is answered with BENCH_RESTARTED.
 */
export function createWindowClient(page: Window = window): BenchClient {
  const bridge = bridgeOf(page);
  const shown = new Shown();
  const pending = new Pending();
  let port: MessagePort | null = null;

  const lost = () => {
    port?.close();
    port = null;
    pending.failAll();
    shown.connection.set('lost');
  };
  const receive = (data: unknown) => {
    const message = Message.safeParse(data);
    if (!message.success) console.error('a message of the bench was not understood', message.error.issues);
    else if (message.data.type === 'reply') pending.answer(message.data.id, message.data.failure);
    else if (message.data.type === 'answer') pending.answer(message.data.id, null, message.data.answer);
    else shown.snapshot.set(message.data.snapshot);
  };
  page.addEventListener('message', (event) => {
    if (event.source !== page) return;
    const [came] = event.ports;
    if (event.data === 'modem-bench:lost') lost();
    else if (event.data === 'modem-bench:port' && came) {
      if (port) lost();
      port = came;
      came.addEventListener('message', (told) => receive(told.data));
      came.start();
      shown.connection.set('connected');
    }
  });
  bridge.connect();

  return {
    onSnapshot: (listener) => shown.snapshot.on(listener),
    onConnection: (listener) => shown.connection.on(listener),
    send: async (intent) => {
      if (!port) throw new BenchError('BENCH_RESTARTED');
      const { id, reply } = pending.open();
      port.postMessage({ id, intent });
      await reply;
    },
    ask: async (query) => {
      if (!port) throw new BenchError('BENCH_RESTARTED');
      const { id, reply } = pending.open();
      port.postMessage({ id, query });
      const answer = await reply;
      if (!answer) throw new BenchError('INTERNAL', { message: 'a query without an answer' });
      return answer;
    },
    shell: {
      kind: 'window',
      chooseFolder: async () => openAnswer(await bridge.chooseFolder()),
      defaultFolder: async () => openAnswer(await bridge.defaultFolder()) ?? '',
      reveal: async (path) => {
        openAnswer(await bridge.reveal(path));
      },
    },
  };
}
