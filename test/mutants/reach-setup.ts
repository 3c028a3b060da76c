import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, inject } from 'vitest';
import type { Kept, TestReach } from './reach.ts';
import { digestOf } from './rooms.ts';

/** Runs in front of each test file of the learning run: which stretches of code each test enters. */

type Entered = Map<string, Set<number>>;

const whileLoading: Entered = new Map();
let now = whileLoading;
const tests: TestReach['tests'][number][] = [];
const began = performance.now();

Object.assign(globalThis, {
  __mutants: (file: string) => (stretch: number) => {
    const known = now.get(file);
    if (known) known.add(stretch);
    else now.set(file, new Set([stretch]));
  },
});

const plain = (entered: Entered) => Object.fromEntries([...entered].map(([file, stretches]) => [file, [...stretches]]));

let started = 0;
beforeEach(() => {
  now = new Map();
  started = performance.now();
});
afterEach(({ task }) => {
  const reach = plain(now);
  now = whileLoading;
  tests.push({ id: task.id, name: task.name, ms: performance.now() - started, passed: task.result?.state !== 'fail', reach });
});
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads the pattern, and takes no name
afterAll(({}, suite) => {
  const inTests = tests.reduce((sum, { ms }) => sum + ms, 0);
  const { folder = '', root = '' } = inject('mutants');
  const file = suite.file.filepath.slice(root.length + 1);
  const learned: TestReach = { file, loadMs: performance.now() - began - inTests, always: plain(whileLoading), tests };
  const files = new Set([file, ...[learned.always, ...tests.map(({ reach }) => reach)].flatMap((reach) => Object.keys(reach))]);
  const keep: Kept = { digests: Object.fromEntries([...files].map((name) => [name, digestOf(root, name)])), learned };
  // Written at once, so that a run that is broken off has not learned in vain.
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${createHash('sha256').update(file).digest('hex').slice(0, 16)}.json`), JSON.stringify(keep));
});
