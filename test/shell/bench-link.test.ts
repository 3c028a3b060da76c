import { expect, it } from 'vitest';
import type { Request } from '../../electron/contract/intents.ts';
import { BenchLink } from '../../electron/shell/bench-link.ts';
import { FakeBench } from './fake-bench.ts';

const intent = { type: 'plug-practice', name: 'x' } as const;
const query = { type: 'list-countries' } as const;
const restarted = { code: 'BENCH_RESTARTED', detail: {} };

function linked() {
  const link = new BenchLink();
  const posted: Request[] = [];
  let changes = 0;
  const off = link.onChange(() => changes++);
  return { link, posted, off, connect: () => link.connect((request) => posted.push(request)), changes: () => changes };
}

it('a link is connected from one process to its end, and says each change', () => {
  const { link, off, connect, changes } = linked();
  expect([link.connected, link.latest, changes()]).toEqual([false, null, 0]);
  connect();
  expect([link.connected, changes()]).toEqual([true, 1]);
  link.disconnect();
  expect([link.connected, changes()]).toEqual([false, 2]);
  off();
  connect();
  expect(changes()).toBe(2);
});

it('keeps the latest snapshot, also when its process is gone, and drops what is no message', () => {
  const { link, connect, changes } = linked();
  connect();
  const bench = new FakeBench();
  const snapshot = structuredClone(bench.snapshot());
  for (const data of [null, 'snapshot', { type: 'snapshot' }, { type: 'snapshot', snapshot: {} }]) link.receive(data);
  expect([link.latest, changes()]).toEqual([null, 1]);
  link.receive({ type: 'snapshot', snapshot });
  expect([link.latest?.revision, changes()]).toEqual([0, 2]);
  link.disconnect();
  expect(link.latest?.revision).toBe(0);
});

it('gives each request a number of its own, and each answer to who asked, once', async () => {
  const { link, posted, connect, changes } = linked();
  connect();
  const outcomes = [link.send(intent), link.send(intent), link.ask(query), link.ask(query)];
  expect(posted).toEqual([
    { id: 1, intent },
    { id: 2, intent },
    { id: 3, query },
    { id: 4, query },
  ]);
  const failure = { code: 'DONGLE_BUSY', detail: { port: '1-1' } };
  const answer = { type: 'countries', countries: ['de'] };
  link.receive({ type: 'reply', id: 9, failure: null });
  link.receive({ type: 'answer', id: 3, answer });
  link.receive({ type: 'reply', id: 4, failure });
  link.receive({ type: 'reply', id: 2, failure });
  link.receive({ type: 'reply', id: 2, failure: null });
  link.receive({ type: 'reply', id: 1, failure: null });
  expect(await Promise.all(outcomes)).toEqual([null, failure, { failure: null, answer }, { failure, answer: null }]);
  expect(changes()).toBe(1);
});

it('answers BENCH_RESTARTED to what waits when the process goes, and to what comes while there is none', async () => {
  const { link, posted, connect } = linked();
  expect(await link.send(intent)).toEqual(restarted);
  connect();
  const waiting = [link.send(intent), link.ask(query)];
  link.disconnect();
  expect(await Promise.all(waiting)).toEqual([restarted, { failure: restarted, answer: null }]);
  expect(await link.ask(query)).toEqual({ failure: restarted, answer: null });
  expect(posted).toHaveLength(2);
  // A process that comes after it knows nothing of the numbers before, and none is given twice.
  connect();
  const next = link.send(intent);
  link.receive({ type: 'reply', id: 1, failure: { code: 'INTERNAL', detail: {} } });
  link.receive({ type: 'reply', id: 3, failure: null });
  expect([await next, posted.at(-1)]).toEqual([null, { id: 3, intent }]);
});
