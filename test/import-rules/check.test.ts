import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temp-folder.ts';

const program = fileURLToPath(new URL('check.mjs', import.meta.url));

/** A house of three rooms with nothing wrong: `low` is imported by `high`, both by the entry and by a test. */
const table = {
  folders: ['house', 'test'],
  leftOut: ['house/other'],
  shared: [],
  rooms: { 'house/low': [], 'house/high': ['house/low'], 'house/*': ['house'], test: ['house'] },
  packages: { 'node:*': ['house/*'] },
  freePackages: ['test'],
  testOnly: [{ file: 'house/low/a.ts', name: 'forTests', why: 'a seam' }],
};
const clean: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'house', type: 'module' }),
  'knip.json': JSON.stringify({
    entry: ['house/main.ts!'],
    project: ['house/**/*.ts!'],
    ignore: ['house/other/**'],
    ignoreExportsUsedInFile: true,
  }),
  'test/import-rules/import-rules.json': JSON.stringify(table),
  'house/main.ts': "import 'node:fs';\nimport { b } from './high/b.ts';\nconsole.log(b);\n",
  'house/high/b.ts': "import { a, type A } from '../low/a.ts';\nexport const b: A = a;\n",
  'house/low/a.ts': 'export type A = number;\nexport const own = 1;\nexport const a: A = own;\nexport const forTests = 2;\n',
  'house/other/not-ours.ts': "import '../../anywhere.ts';\n",
  'test/a.test.ts': "import { a, forTests, own } from '../house/low/a.ts';\nconsole.log(a, forTests, own);\n",
};

function check(over: Readonly<Record<string, string>>): { faults: string[]; status: number | null } {
  const root = temporaryFolder();
  for (const [name, text] of Object.entries({ ...clean, ...over })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, root], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return { faults: stdout.trimEnd().split('\n').slice(0, -1), status };
}

describe('the check of a tree', () => {
  it('lets in what is as it should be', () => {
    expect(check({})).toEqual({ faults: [], status: 0 });
  });

  it('finds an import that is not allowed, a circle of types, and what only tests reach', () => {
    const { faults, status } = check({
      'house/low/a.ts':
        "import type { B } from '../high/b.ts';\nimport 'node:fs';\nexport type A = number;\nexport const a: B = 1;\nexport const forTests = 2;\nexport const own = 1;\n",
      'house/high/b.ts': "import { a, type A } from '../low/a.ts';\nexport type B = A;\nexport const b: A = a;\n",
      'house/high/nobody.ts': 'export const nobody = 1;\n',
      'house/new/c.ts': 'export {};\n',
    });
    expect(faults.sort()).toEqual([
      'a circle of imports: house/high/b.ts -> house/low/a.ts -> house/high/b.ts',
      'house/high/nobody.ts as a whole is reached by tests at most',
      'house/low/a.ts own is reached by tests at most',
      'house/low/a.ts:1 imports house/high/b.ts: house/low may import no other room',
      'house/low/a.ts:2 imports node:*: only house/* may',
      'house/new/c.ts as a whole is reached by tests at most',
      'house/new/c.ts stands in no room of the table',
    ]);
    expect(status).toBe(1);
  });

  it('takes no listing that has lost its reason', () => {
    const testOnly = [...table.testOnly, { file: 'house/low/a.ts', name: 'a', why: 'was one' }];
    expect(check({ 'test/import-rules/import-rules.json': JSON.stringify({ ...table, testOnly }) })).toEqual({
      faults: ['house/low/a.ts a is listed as for tests only and is not'],
      status: 1,
    });
  });
});

it('this tree is checked with the rest of the linters', () => {
  const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  expect(read('package.json')).toMatch(/"lint": ".*node test\/import-rules\/check\.mjs"/);
  expect(read('test/run.mjs')).toContain("'import-rules', 'check.mjs'");
});
