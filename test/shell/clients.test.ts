import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { Message } from '../../electron/contract/intents.ts';
import { BenchClients, type ClientPort } from '../../electron/shell/clients.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
import { FakeBench } from './fake-bench.ts';

/** A client's end of the wire. What comes in is parsed by the contract, as a page does. */
class Wire implements ClientPort {
  readonly got: Message[] = [];
  broken = false;
  send: (data: unknown) => void = () => undefined;
  hangUp: () => void = () => undefined;

  post(message: Message): void {
    if (this.broken) throw new Error('gone');
    this.got.push(Message.parse(structuredClone(message)));
  }
  onMessage(listener: (data: unknown) => void): void {
    this.send = listener;
  }
  onClose(listener: () => void): void {
    this.hangUp = listener;
  }

  get revisions(): number[] {
    return this.got.flatMap((message) => (message.type === 'snapshot' ? [message.snapshot.revision] : []));
  }
  get replies() {
    return this.got.flatMap((message) => (message.type === 'reply' ? [message] : []));
  }
}

function setUp() {
  const clock = new ManualClock();
  const bench = new FakeBench();
  const lines: string[] = [];
  const clients = new BenchClients(bench, { clock, log: (line) => lines.push(line) });
  const join = () => {
    const wire = new Wire();
    clients.attach(wire);
    return wire;
  };
  return { clock, bench, lines, clients, join };
}

const plug = { type: 'plug-practice', name: 'huawei-ncm' } as const;

describe('clients of a bench', () => {
  it('shows each new client what there is', async () => {
    const { bench, clock, join } = setUp();
    bench.change();
    await clock.advance(100);
    expect(join().revisions).toEqual([1]);
  });

  it('sends a change at once where none went out for 50 ms, and not before where one did', async () => {
    const { bench, clock, join } = setUp();
    const wire = join();
    bench.change();
    await clock.advance(0);
    expect(wire.revisions).toEqual([0, 1]);
    bench.change();
    await clock.advance(49);
    expect(wire.revisions).toEqual([0, 1]);
    await clock.advance(1);
    expect(wire.revisions).toEqual([0, 1, 2]);
    await clock.advance(50);
    bench.change();
    await clock.advance(0);
    expect(wire.revisions).toEqual([0, 1, 2, 3]);
  });

  it.each([
    [{ id: 7 }, [7]],
    [{ id: 7, intent: { type: 'no such thing' } }, [7]],
    [{ id: 1.5 }, []],
    [{ id: '7' }, []],
    [{ intent: plug }, []],
    [null, []],
    ['id', []],
    [7, []],
  ])('%j is refused where it can be told who asked', async (data, ids) => {
    const { join } = setUp();
    const wire = join();
    wire.send(data);
    await settle();
    expect(wire.replies.map(({ id, failure }) => [id, failure?.code])).toEqual(ids.map((id) => [id, 'MESSAGE_INVALID']));
  });

  it('sends the latest of many changes, and no more than one per 50 ms', async () => {
    const { bench, clock, join } = setUp();
    const [a, b] = [join(), join()];
    for (let i = 0; i < 10; i++) bench.change();
    await clock.advance(1);
    expect(a.revisions).toEqual([0, 10]);
    for (let i = 0; i < 5; i++) {
      bench.change();
      await clock.advance(20);
    }
    await clock.advance(100);
    expect(a.revisions).toEqual([0, 10, 13, 15]);
    expect(b.revisions).toEqual(a.revisions);
  });

  it('answers each request once, after the snapshot that shows what it did', async () => {
    const { bench, join } = setUp();
    const wire = join();
    bench.onIntent = async () => bench.change();
    wire.send({ id: 7, intent: plug });
    await settle();
    expect(bench.handled).toEqual([plug]);
    expect(wire.got.slice(1).map((message) => message.type)).toEqual(['snapshot', 'reply']);
    expect(wire.replies).toEqual([{ type: 'reply', id: 7, failure: null }]);
  });

  it('answers with the code of what the bench throws, and logs what is not ours', async () => {
    const { bench, join, lines } = setUp();
    const wire = join();
    bench.onIntent = async () => {
      throw new BenchError('DONGLE_BUSY', { port: '1-2' });
    };
    wire.send({ id: 1, intent: plug });
    await settle();
    expect(wire.replies[0]?.failure).toEqual({ code: 'DONGLE_BUSY', detail: { port: '1-2' } });
    expect(lines).toEqual([]);
    bench.onIntent = async () => {
      throw new TypeError('a bug');
    };
    wire.send({ id: 2, intent: plug });
    await settle();
    expect(wire.replies[1]?.failure).toMatchObject({ code: 'INTERNAL', detail: { message: 'a bug' } });
    expect(lines.join()).toContain('a bug');
  });

  it('takes nothing that is not of the contract, and repeats none of it in the log', async () => {
    const { bench, join, lines } = setUp();
    const wire = join();
    const bad = ['text', null, 17, {}, { id: 'x', intent: plug }, { id: 3, intent: { type: 'rm', pin: '1234' } }, { id: 4 }];
    for (const data of bad) wire.send(data);
    await settle();
    expect(bench.handled).toEqual([]);
    expect(wire.replies).toEqual([3, 4].map((id) => ({ type: 'reply', id, failure: { code: 'MESSAGE_INVALID', detail: {} } })));
    expect(lines.length).toBe(bad.length);
    expect(lines.join()).not.toContain('1234');
  });

  it('answers a query to the one who asked, and shows no change for it', async () => {
    const { bench, join } = setUp();
    const [wire, other] = [join(), join()];
    wire.send({ id: 5, query: { type: 'list-countries' } });
    await settle();
    expect(wire.got.slice(1)).toEqual([{ type: 'answer', id: 5, answer: { type: 'countries', countries: ['de', 'ru'] } }]);
    expect(other.got).toHaveLength(1);
    bench.onQuery = () => {
      throw new BenchError('DONGLE_BUSY', { port: '1-2' });
    };
    wire.send({ id: 6, query: { type: 'find-provider', country: 'ru', text: 'mts' } });
    await settle();
    expect(wire.replies).toEqual([{ type: 'reply', id: 6, failure: { code: 'DONGLE_BUSY', detail: { port: '1-2' } } }]);
    expect(bench.handled).toEqual([]);
  });

  it('takes no query that is not of the contract', async () => {
    const { bench, join } = setUp();
    const wire = join();
    const asked: unknown[] = [];
    bench.onQuery = (query) => {
      asked.push(query);
      return { type: 'countries', countries: [] };
    };
    const bad = [
      { type: 'find-provider', country: 'Russia' },
      { type: 'find-provider', text: 'x'.repeat(101) },
      { type: 'read-file' },
      null,
    ];
    for (const [id, query] of bad.entries()) wire.send({ id, query });
    await settle();
    expect(asked).toEqual([]);
    expect(wire.replies.map(({ failure }) => failure?.code)).toEqual(bad.map(() => 'MESSAGE_INVALID'));
  });

  it('bounds what one client may ask at once', async () => {
    const { bench, join } = setUp();
    const wire = join();
    const release: (() => void)[] = [];
    bench.onIntent = () => new Promise((resolve) => release.push(resolve));
    for (let id = 0; id < 40; id++) wire.send({ id, intent: plug });
    await settle();
    expect(bench.handled.length).toBe(32);
    expect(wire.replies.length).toBe(8);
    for (const end of release) end();
    await settle();
    bench.onIntent = async () => undefined;
    wire.send({ id: 40, intent: plug });
    await settle();
    expect(wire.replies.at(-1)).toEqual({ type: 'reply', id: 40, failure: null });
  });

  it('forgets a client that hung up or cannot be reached', async () => {
    const { bench, clock, clients, join } = setUp();
    const [left, broken, stays] = [join(), join(), join()];
    left.hangUp();
    broken.broken = true;
    bench.change();
    await clock.advance(100);
    expect(clients.count).toBe(1);
    expect(left.revisions).toEqual([0]);
    expect(stays.revisions).toEqual([0, 1]);
  });
});
