import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstBootLimit, firstBootScript, imageOf } from '../../electron/openwrt/image.ts';
import { buildBundle } from '../../electron/openwrt/index.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { input, text } from './inputs.ts';
import { shell } from './router.ts';

const utf8 = (value: string) => new TextEncoder().encode(value);

/** Runs a script with the router's root in a folder of its own. */
function run(script: string): string {
  const root = temporaryFolder();
  mkdirSync(join(root, 'etc'));
  const [program, ...args] = shell;
  execFileSync(program, args, { input: script.replaceAll("'/etc/", `'${root}/etc/`), stdio: ['pipe', 'pipe', 'inherit'] });
  return root;
}

describe('the first-boot script of an image', () => {
  it('writes every file as the archive has it, with its mode, and runs the setup once', () => {
    const odd = 'a\'b "$(id)" `id` $HOME \\\nMODEM_BENCH\nEND\n\n\ttab\n';
    const setup = '/etc/uci-defaults/99-modem-bench';
    const files = [
      { path: 'etc/modem-bench/modem-bench-remove', mode: '0755' as const, data: utf8(odd) },
      { path: setup.slice(1), mode: '0644' as const, data: utf8('echo ran >>"$(dirname "$0")/../ran"\n') },
    ];
    const root = run(firstBootScript(files, setup));
    expect(readFileSync(join(root, 'etc/modem-bench/modem-bench-remove'), 'utf8')).toBe(odd);
    expect(statSync(join(root, 'etc/modem-bench/modem-bench-remove')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(root, 'etc/ran'), 'utf8')).toBe('ran\n');
    expect(() => statSync(join(root, setup))).toThrow();
  });

  it('lies beside the archive, as long as the server takes it', async () => {
    const { files, manifest, names } = await buildBundle(input({ mode: 'qmi' }));
    const script = text(files, names.firstBoot);
    expect(manifest.image).toMatchObject({
      script: 'offered',
      bytes: utf8(script).length,
      limit: firstBootLimit,
      packages: manifest.packages,
    });
    // Nobody else is set up on a new image.
    const told = manifest.files.filter(({ path }) => path !== 'etc/modem-bench/features/owners');
    expect(told.length).toBe(manifest.files.length - 1);
    for (const { path } of told) expect(script).toContain(`'/${path}' <`);
    execFileSync(shell[0], [...shell.slice(1), '-n'], { input: script });
  });

  it('has programs without what is for readers, and equal files once', () => {
    const program = '#!/bin/sh\n# What it is.\nif true; then\n\t# why\n\n\techo "$0"\nfi\n';
    const files = ['etc/a', 'etc/b/c'].map((path) => ({ path, mode: '0755' as const, data: utf8(program) }));
    const script = firstBootScript([...files, { path: 'etc/s', mode: '0644', data: utf8('#!/bin/sh\n:\n') }], '/etc/s');
    const root = run(script);
    for (const path of ['etc/a', 'etc/b/c'])
      expect(readFileSync(join(root, path), 'utf8')).toBe('#!/bin/sh\nif true; then\necho "$0"\nfi\n');
    expect(statSync(join(root, 'etc/b/c')).mode & 0o777).toBe(0o755);
    expect(script.match(/echo/g)).toHaveLength(1);
  });

  it('is not made with a secret in it, nor when it is too long', async () => {
    const { files, manifest, names } = await buildBundle(input({ mode: 'qmi', pin: '1234' }));
    expect([manifest.image?.script, files.some(({ name }) => name === names.firstBoot)]).toEqual(['secret', false]);
    const long = { path: 'etc/long', mode: '0644' as const, data: utf8('x'.repeat(firstBootLimit)) };
    const made = imageOf({ version: '24.10.8', packages: [], secret: false, target: 'a/b' }, [long], {
      setup: '/etc/s',
      without: ['etc/p/'],
    });
    expect([made.script, made.offer.script]).toEqual([null, 'too-long']);
    expect(made.offer.url).toBe('https://firmware-selector.openwrt.org/?version=24.10.8&target=a%2Fb');
  });
});
