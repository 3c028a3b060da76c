import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { forRouter } from '../../electron/openwrt/parts/part.ts';
import { programs, routerPaths } from '../../electron/openwrt/router-paths.ts';

const folder = fileURLToPath(new URL('../../electron/openwrt/scripts', import.meta.url));
const scripts = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

/** The functions of a script with their lines, by name. */
function functionsOf(text: string): readonly (readonly [string, string])[] {
  return [...forRouter(text).matchAll(/^(\w+)\(\) \{\n([\s\S]*?)^\}$/gm)].map(([, name = '', body = '']) => [name, body] as const);
}

describe('the router’s programs', () => {
  it('reach the router without the lines that are for their readers alone', () => {
    expect(forRouter('#!/bin/sh\n## why\n# what\nx=1 ## kept\n\t## why\n\techo "##"\n')).toBe(
      '#!/bin/sh\n# what\nx=1 ## kept\n\techo "##"\n',
    );
    for (const { name, text } of scripts) {
      expect(forRouter(text), name).not.toMatch(/^\s*##/m);
      // The kernel reads the first line, and nothing in front of it.
      expect(text.startsWith(name.endsWith('.sh') ? '#!/bin/sh' : '#'), name).toBe(true);
    }
  });

  it('say how they are taken back, each', () => {
    for (const { name, text } of scripts)
      if (name.endsWith('.sh'))
        expect(forRouter(text).split('\n')[1], name).toMatch(new RegExp(`^# Modem Bench: .*Undo: sh ${routerPaths.remove}$`));
  });

  it('have the same function under the same name: each has its own copy, since each must work alone', () => {
    const seen = new Map<string, Set<string>>();
    for (const { text } of scripts)
      for (const [name, body] of functionsOf(text)) seen.set(name, (seen.get(name) ?? new Set<string>()).add(body));
    const differ = [...seen].filter(([, bodies]) => bodies.size > 1).map(([name]) => name);
    // With a terminal, and without one; each service and each list of settings is its own.
    expect(differ.sort()).toEqual(['boot', 'say', 'setting']);
    expect(seen.get('say')?.size).toBe(2);
    expect(seen.get('is_dongle')?.size).toBe(1);
    expect(seen.get('give')?.size).toBe(1);
  });

  it('name paths that the rest of the bundle names as well', () => {
    const known = new Set<string>([...Object.values(routerPaths), ...Object.values(programs), '/sys']);
    for (const { name, text } of scripts)
      for (const [, path = ''] of text.matchAll(/^\w+='(\/[^']*)'$/gm)) expect(known.has(path), `${name}: ${path}`).toBe(true);
  });
});
