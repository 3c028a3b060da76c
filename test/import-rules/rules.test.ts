import { describe, expect, it } from 'vitest';
import { circlesOf } from './circles.mjs';
import { importsOf } from './graph.mjs';
import { forbiddenImports, Rules } from './rules.mjs';

const rules = Rules.parse({
  folders: ['house'],
  leftOut: [],
  shared: ['house/words'],
  rooms: {
    'house/words': [],
    'house/low': ['shared'],
    'house/high': ['shared', 'house/low/door.ts'],
    'house/*': ['house'],
  },
  packages: { 'node:*': ['house/*'], zod: ['house'], react: ['house/high/page.ts'] },
  freePackages: ['house/words/tests'],
  testOnly: [],
});

const filled = ['house/words/a.ts', 'house/low/b.ts', 'house/high/c.ts', 'house/main.ts'];
/** What the rules have against this file, beside which each room has one. */
const faults = (file: string, text: string) =>
  forbiddenImports({ files: [...new Set([...filled, file])], imports: importsOf(file, text) }, rules);

describe('what a file imports', () => {
  const targets = (text: string, file = 'house/low/b.tsx') => importsOf(file, text).map((found) => found.file ?? found.package ?? null);

  it('is found in every form, of types and code alike', () => {
    expect(targets("import '../words/a.ts';")).toEqual(['house/words/a.ts']);
    expect(targets("import { type A } from '../words/a.ts';")).toEqual(['house/words/a.ts']);
    expect(targets("import type { A } from '../words/a.ts';")).toEqual(['house/words/a.ts']);
    expect(targets("export * from '../words/a.ts';")).toEqual(['house/words/a.ts']);
    expect(targets("export type { A } from './a.ts';")).toEqual(['house/low/a.ts']);
    expect(targets("const a = async () => { await import('../words/a.ts'); };")).toEqual(['house/words/a.ts']);
    expect(targets("let a: import('../words/a.ts').A;")).toEqual(['house/words/a.ts']);
    expect(targets("const a = <b>{import('../words/a.ts')}</b>;")).toEqual(['house/words/a.ts']);
    expect(targets("import a from './a.sh?raw';")).toEqual(['house/low/a.sh']);
  });

  it('is a package by its name, whatever of it', () => {
    expect(targets("import 'react-dom/client'; import '@a/b/c'; import 'node:fs/promises';")).toEqual(['react-dom', '@a/b', 'node:*']);
  });

  it('is nothing where nothing is imported', () => {
    expect(targets("export const a = 'from ../words/a.ts'; // import '../words/a.ts'\nexport { a as b };")).toEqual([]);
  });

  it('is told with its line', () => {
    expect(importsOf('house/low/b.ts', "\n\nimport './a.ts';\n")).toMatchObject([{ line: 3 }]);
  });

  it('is not guessed in a file that cannot be read', () => {
    expect(() => importsOf('house/low/b.ts', 'import {')).toThrow('house/low/b.ts');
  });
});

describe('the table', () => {
  it.each([
    ['its own room', 'house/low/b.ts', './deep/a.ts'],
    ['a room of its row', 'house/low/b.ts', '../words/a.ts'],
    ['the one file of its row', 'house/high/c.ts', '../low/door.ts'],
    ['any room from above', 'house/main.ts', './high/c.ts'],
    ['a package that all of the house may', 'house/low/b.ts', 'zod'],
    ['a package that this file may', 'house/high/page.ts', 'react'],
    ['any package where all are free', 'house/words/tests/a.ts', 'left-pad'],
  ])('lets in %s', (_, file, source) => {
    expect(faults(file, `import '${source}';`)).toEqual([]);
  });

  it.each([
    ['a room that its row has not', 'house/low/b.ts', '../high/c.ts'],
    ['another file of a room', 'house/high/c.ts', '../low/b.ts'],
    ['what only begins alike', 'house/high/c.ts', '../low/door.tsx'],
    ['a file above its room', 'house/low/b.ts', '../main.ts'],
    ['a room below that is not named', 'house/words/a.ts', '../low/b.ts'],
    ['what is out of the tree', 'house/main.ts', '../../words/a.ts'],
    ['a package of others', 'house/high/c.ts', 'react'],
    ['a package of nobody', 'house/main.ts', 'left-pad'],
    ['Node', 'house/low/b.ts', 'node:fs'],
  ])('refuses %s', (_, file, source) => {
    for (const text of [`import '${source}';`, `import type { A } from '${source}';`])
      expect(faults(file, text)).toEqual([expect.stringContaining(`${file}:1 imports `)]);
  });

  it('refuses an import that nobody can follow, but of a program', () => {
    expect(faults('house/low/b.ts', 'export const a = (b: string) => import(b);')).toEqual([
      'house/low/b.ts:1 imports what only the run can tell',
    ]);
    expect(faults('house/start.mjs', 'export const a = (b) => import(b);')).toEqual([]);
  });

  it('has a room for each file, and a file for each room', () => {
    expect(faults('house/new/a.ts', '')).toEqual(['house/new/a.ts stands in no room of the table']);
    expect(forbiddenImports({ files: filled.slice(1), imports: [] }, rules)).toEqual(['house/words is in the table and has no file']);
  });

  it('names what may be imported instead', () => {
    expect(faults('house/low/b.ts', "import '../high/c.ts';")).toEqual([
      'house/low/b.ts:1 imports house/high/c.ts: house/low may import only shared',
    ]);
  });
});

describe('circles', () => {
  const circles = (...edges: string[]) => {
    const pairs = edges.map((edge) => edge.split(' '));
    const files = [...new Set(pairs.flat())];
    return circlesOf({ files, imports: pairs.flatMap(([from, file]) => (from && file ? [{ from, file, line: 1 }] : [])) });
  };

  it('are found however long, by their shortest way, and once', () => {
    expect(circles('a b', 'b a')).toEqual([['a', 'b']]);
    expect(circles('a a')).toEqual([['a']]);
    expect(circles('x a', 'a b', 'b c', 'c d', 'd a', 'c a', 'd y')).toEqual([
      ['a', 'b', 'c'],
      ['d', 'a', 'b', 'c'],
    ]);
    expect(circles('a b', 'b a', 'b c', 'c d', 'd c')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('are none where two ways lead to one file', () => {
    expect(circles('a b', 'a c', 'b d', 'c d', 'a d')).toEqual([]);
  });
});
