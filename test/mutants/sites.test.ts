import { describe, expect, it } from 'vitest';
import { choose } from './choose.ts';
import { stretchAt, withProbes } from './probes.ts';
import { isProgram, sitesOf } from './sites.ts';
import { edited } from './syntax.ts';

const file = 'electron/room/code.ts';
/** Every fault of a piece of code, as `operator: what it becomes`. */
const faults = (text: string) => sitesOf(file, text).map(({ operator, after }) => `${operator}: ${after}`);

describe('the faults of a piece of code', () => {
  it.each<[string, string[]]>([
    ['f(a < b);', ['call: ;', 'boundary: f(a <= b);']],
    ['const x = a === b;', ['equality: const x = a !== b;']],
    ['const x = a && b;', ['logical: const x = a || b;']],
    ['const x = a ?? b;', ['fallback: const x = (a);']],
    ['const x = a + b;', ['arithmetic: const x = a - b;']],
    ["const x = a + 'text';", []],
    ['const x = 0x7f;', ['number: const x = 0x80;', 'number: const x = 0x7e;']],
    ['const limitMs = 5000;', []],
    ['setTimeout(f, 10);', ['call: ;']],
    [
      'if (a) throw b;',
      ['condition: if (false) throw b;', 'condition: if (true) throw b;', 'condition: if (!(a)) throw b;', 'exit: if (a) ;'],
    ],
    ['x = y;', ['assignment: ;']],
    ['await guard();', ['call: ;', 'wait: guard();']],
    ['const x = !a;', ['negation: const x = a;']],
    ['const x = true;', ['truth: const x = false;']],
    ['const x = /^a$/g;', ['regex: const x = /^a$/;', 'regex: const x = /a$/g;', 'regex: const x = /^a/g;']],
    ["const x = a.replaceAll('b', c);", ["method: const x = a.replace('b', c);"]],
    ['const x = a.slice(b, c);', ['method: const x = a.slice(b);']],
    ['const x = a.filter(b);', ['method: const x = a;']],
  ])('%s', (text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  it.each([
    ['types', 'type A = 1 | 2; interface B { readonly c: 3 }'],
    ['imports', "import data from './data.json' with { type: 'json' };"],
    ['tables', 'const names = { a: 1, b: [2, 3] } as const;'],
    ['lines that are logged', 'console.log(1 + 2, a < b); say(a ? 1 : 2);'],
    ['comments and texts', "const x = 'a < b'; // 1 + 2"],
  ])('are none in %s', (_name, text) => {
    expect(faults(text)).toEqual([]);
  });

  it('keep their names while other code moves', () => {
    const ids = (text: string) => sitesOf(file, text).map(({ id }) => id);
    expect(ids('const a = 1;\nconst x = b < c;')).toEqual(expect.arrayContaining(ids('const x = b < c;')));
    expect(new Set(ids('f(a < b);\nf(a < b);')).size).toBe(4);
  });

  it('are chosen by the seed alone, the operators by turns and no line twice', () => {
    const text = Array.from({ length: 40 }, (_, n) => `if (a${n} < ${n + 2} && b${n}) f${n}();`).join('\n');
    const sites = sitesOf(file, text);
    const wanted = { perRoom: 8, seed: 1, isProgram: (mutant: (typeof sites)[number]) => isProgram(mutant, text) };
    const chosen = choose(sites, wanted);
    expect(choose(sites.toReversed(), wanted)).toEqual(chosen);
    expect(new Set(chosen.map(({ line }) => line)).size).toBe(8);
    expect(new Set(chosen.map(({ operator }) => operator))).toEqual(new Set(['boundary', 'logical', 'number', 'condition', 'call']));
    expect(choose(sites, { ...wanted, seed: 2 })).not.toEqual(chosen);
    for (const { edit } of chosen) expect(edited(text, [edit])).not.toBe(text);
  });
});

describe('the stretches of code', () => {
  const text = 'const f = (a) => a ? one(a) : two(a);\nif (x) y();\nelse { z(); }';
  const at = (what: string) => {
    const start = text.indexOf(what);
    return stretchAt(file, text, { start, end: start + what.length });
  };

  it('are the innermost branch around a place', () => {
    const numbers = ['x)', 'a ?', 'one', 'two', 'y()', 'z()'].map(at);
    expect(new Set(numbers).size).toBe(6);
    expect(at('x)')).toBe(0);
  });

  it('are told as they are entered, on the lines where they were', () => {
    const probed = withProbes(file, text);
    expect(probed.split('\n')).toHaveLength(3);
    const entered: number[] = [];
    Object.assign(globalThis, { __mutants: () => (stretch: number) => entered.push(stretch) });
    const run = new Function('x', 'y', 'z', 'one', 'two', `${probed}; return f(0);`);
    const nothing = () => undefined;
    run(false, nothing, nothing, nothing, nothing);
    Reflect.deleteProperty(globalThis, '__mutants');
    expect(entered).toEqual([0, at('z()'), at('a ?'), at('two')]);
  });
});
