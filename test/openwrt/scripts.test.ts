import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RouterOptions } from '../../electron/contract/router-options.ts';
import { modes } from '../../electron/contract/words.ts';
import { forRouter } from '../../electron/openwrt/features/feature.ts';
import { type BundleInput, buildBundle } from '../../electron/openwrt/index.ts';
import { programs, routerPaths } from '../../electron/openwrt/router-paths.ts';
import { dialOf, input, sierraDirectIp } from './inputs.ts';
import { shell } from './router.ts';

const folder = fileURLToPath(new URL('../../electron/openwrt/scripts', import.meta.url));
const read = (below: string) =>
  readdirSync(join(folder, below), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => ({ name: join(below, name), text: readFileSync(join(folder, below, name), 'utf8') }));
const all = [...read(''), ...read('features')];
const scripts = all.filter(({ name }) => name.endsWith('.sh'));
const hooks = scripts.filter(({ name }) => name.startsWith('features/'));

/** The functions of a script with their lines, by name. */
function functionsOf(text: string): readonly (readonly [string, string])[] {
  return [...forRouter(text).matchAll(/^(\w+)\(\) \{\n([\s\S]*?)^\}$/gm)].map(([, name = '', body = '']) => [name, body] as const);
}

/** A bundle of every mode, and of every thing that one may do. */
const bundles: readonly BundleInput[] = [
  ...modes.map((mode) => input({ mode })),
  { ...input({ mode: 'ppp', onRouter: RouterOptions.parse({ way: 'directip' }) }), dongle: sierraDirectIp },
  input({ mode: 'qmi', onRouter: RouterOptions.parse({ way: 'modemmanager' }) }),
  input({ mode: 'qmi', onRouter: RouterOptions.parse({ fccAuth: true, owners: 'replace' }) }),
  input({ mode: 'qmi', onRouter: RouterOptions.parse({ storage: '/mnt/card', multiwan: 'mwan3' }) }),
  input({ mode: 'qmi' }, { newIds: [{ driver: 'qmi_wwan', text: '2c7c 0125 ff', only: [4], kmod: null }] }),
  {
    ...input(
      {
        mode: 'ncm',
        username: 'u',
        password: 'p',
        onRouter: RouterOptions.parse({
          way: 'dial',
          secrets: 'router',
          resetAtBoot: true,
          watchdog: { addresses: ['192.0.2.1'], resetsModem: true },
        }),
      },
      { dial: dialOf('huawei-ndis'), routerAddress: '192.168.8.1' },
    ),
    usbMode: { ids: ['12d1:1f01'], file: { messages: [], devices: { '12d1:1f01': { '*': { mode: 'StandardEject' } } } } },
    configuration: { vid: '12d1', pid: '1506', value: 2 },
    attachCommands: ['AT'],
    resetCommand: 'AT^RESET',
    offline: { files: [{ name: 'a_1_all.ipk', bytes: Uint8Array.of(1) }] },
  },
];

describe('the router’s programs', () => {
  it('reach the router without the lines that are for their readers alone', () => {
    expect(forRouter('#!/bin/sh\n## why\n# what\nx=1 ## kept\n\t## why\n\techo "##"\n')).toBe(
      '#!/bin/sh\n# what\nx=1 ## kept\n\techo "##"\n',
    );
    expect([scripts.length, hooks.length].every((count) => count > 10)).toBe(true);
    for (const { name, text } of scripts) {
      expect(forRouter(text), name).not.toMatch(/^\s*##/m);
      // The kernel reads the first line, and nothing in front of it.
      expect(text.startsWith('#!/bin/sh\n') || /^#!\/bin\/sh \/etc\/rc\.common\n/.test(text), name).toBe(true);
    }
  });

  it('say how they are taken back, each', () => {
    for (const { name, text } of scripts)
      expect(forRouter(text).split('\n')[1], name).toMatch(new RegExp(`^# Modem Bench: .*Undo: sh ${routerPaths.remove}$`));
  });

  it('all reach a router, each with what it is and the bytes that it lies here with', async () => {
    const sent = new Map<string, string>();
    for (const bundle of bundles)
      for (const { path, data } of (await buildBundle(bundle)).contents) sent.set(new TextDecoder().decode(data), path);
    for (const { name, text } of all) expect(sent.has(forRouter(text)), name).toBe(true);
    for (const { name, text } of hooks)
      expect(sent.get(forRouter(text)), name).toBe(`${routerPaths.features.slice(1)}/${name.slice('features/'.length, -'.sh'.length)}`);
  });

  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0;
  it.skipIf(!shellcheck).each(scripts)(
    'are clean by shellcheck, as the router has them (skipped where it is not installed): $name',
    ({ text }) => {
      const { stdout } = spawnSync('shellcheck', ['-s', 'sh', '-'], { input: forRouter(text), encoding: 'utf8' });
      expect(stdout).toBe('');
    },
  );

  it.each(scripts)('are read by the shell without a complaint: $name', ({ text }) => {
    const [program, ...args] = shell;
    const { status, stderr } = spawnSync(program, [...args, '-n'], { input: forRouter(text), encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('have the same function under the same name: each has its own copy, since each must work alone', () => {
    const seen = new Map<string, Set<string>>();
    for (const { text } of scripts)
      for (const [name, body] of functionsOf(text)) seen.set(name, (seen.get(name) ?? new Set<string>()).add(body));
    const differ = [...seen].filter(([, bodies]) => bodies.size > 1).map(([name]) => name);
    // With a terminal, without one, and with the interface's name before all; each service and each list of settings is its own; whoever keeps a port says otherwise how it fails,
    // what is up and what an answer is; a configuration is of all dongles of those ids; one record is before the setup, the other at the undo.
    expect(differ.sort()).toEqual(['boot', 'give_up', 'is_dongle', 'is_up', 'recorded', 'say', 'send', 'setting']);
    for (const name of ['is_dongle', 'is_up', 'recorded', 'send']) expect(seen.get(name)?.size, name).toBe(2);
    expect(seen.get('say')?.size).toBe(3);
    expect([...seen].filter(([, bodies]) => bodies.size === 1).map(([name]) => name)).toContain('find_node');
  });

  it('name paths that the rest of the bundle names as well', () => {
    const known = new Set<string>([...Object.values(routerPaths), ...Object.values(programs), '/sys']);
    let count = 0;
    for (const { name, text } of scripts)
      for (const [, paths = ''] of text.matchAll(/^\w+='(\/[^']*)'$/gm))
        for (const path of paths.split(' ')) {
          count++;
          expect(known.has(path), `${name}: ${path}`).toBe(true);
        }
    expect(count).toBeGreaterThan(80);
  });

  it('are all that a feature says to have, and its hooks begin with its name', async () => {
    const promised = new Map<string, string[]>();
    for (const { name, text } of hooks) {
      const feature = name.slice('features/'.length, -'.sh'.length);
      const listed = /^(\w+)_programs='(.*)'$/m.exec(text);
      if (listed) expect(listed[1]).toBe(feature);
      promised.set(feature, listed?.[2]?.split(' ') ?? []);
      for (const kind of text.matchAll(new RegExp(`^${feature}_(\\w+)\\(\\)`, 'gm')))
        expect(
          ['prepare', 'find', 'stage', 'record', 'store', 'finish', 'left_out', 'stop', 'take_back', 'tidy', 'last', 'options'],
          name,
        ).toContain(kind[1]);
    }
    for (const bundle of bundles)
      for (const { path } of (await buildBundle(bundle)).contents) {
        const own = [routerPaths.setup, routerPaths.setupProgram, routerPaths.remove, routerPaths.functions].some(
          (one) => one === `/${path}`,
        );
        if (own || path.startsWith(routerPaths.features.slice(1)) || path.startsWith(routerPaths.packages.slice(1))) continue;
        expect([...promised.values()].flat(), path).toContain(`/${path}`);
      }
  });
});
