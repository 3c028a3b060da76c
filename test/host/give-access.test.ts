import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pklaFile, polkitArguments, polkitRule } from '../../electron/host/polkit-rule.ts';
import { INSTALLED_PROGRAM } from '../../electron/host/usb-rule.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** What root runs, on a file system of its own: its folders are moved below another one, and udev writes down what it is told. */

const read = (name: string) => readFileSync(join(import.meta.dirname, '..', '..', 'assets', name), 'utf8');
const program = read('give-access');
const udevRule = 'etc/udev/rules.d/70-modem-bench.rules';
const places = [
  'etc/polkit-1/rules.d/70-modem-bench-anna.rules',
  'etc/polkit-1/localauthority/50-local.d/70-modem-bench-anna.pkla',
] as const;

function machine(folders: readonly string[]) {
  const root = temporaryFolder();
  for (const folder of ['etc/udev/rules.d', 'bin', ...folders]) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'bin', 'udevadm'), `#!/bin/sh\necho "$@" >>'${root}/told'\n`);
  chmodSync(join(root, 'bin', 'udevadm'), 0o755);
  const moved = program.replaceAll(/(?<=[ =">])\/etc\//g, `${root}/etc/`);
  const run = (udev: boolean, user: string | null, input = '') =>
    spawnSync('sh', ['-c', moved, 'give-access', udev ? 'udev' : '', ...polkitArguments(user)], {
      input,
      encoding: 'utf8',
      env: { PATH: `${root}/bin:${process.env['PATH'] ?? ''}` },
    });
  const there = (paths: readonly string[]) => paths.filter((path) => existsSync(join(root, path)));
  const text = (path: string) => readFileSync(join(root, path), 'utf8');
  return { root, run, there, text };
}

const polkit = ['etc/polkit-1/rules.d', 'etc/polkit-1/localauthority/50-local.d'] as const;

describe('what root runs', () => {
  it('puts the udev rule in its place, for all to read, and has udev look at what is plugged in', () => {
    const { root, run, text, there } = machine([]);
    const { status, stderr } = run(true, 'anna', 'the rule\n');
    expect([status, stderr, text(udevRule)]).toEqual([0, '', 'the rule\n']);
    expect(statSync(join(root, udevRule)).mode & 0o777).toBe(0o644);
    expect(
      text('told')
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['control', 'trigger', 'settle', '']);
    expect(there(places)).toEqual([]);
  });

  it.each([
    [polkit, places],
    [polkit.slice(0, 1), places.slice(0, 1)],
    [polkit.slice(1), places.slice(1)],
    [[], []],
  ])('writes for polkit where it reads, one file a user: %s', (folders, written) => {
    const { run, text, there } = machine(folders);
    expect(run(false, 'anna')).toMatchObject({ status: 0, stderr: '' });
    expect(there([udevRule, ...places])).toEqual(written);
    for (const place of written) expect(text(place)).toBe(place === places[0] ? polkitRule('anna') : pklaFile('anna'));
    run(false, 'berta');
    expect(there(places)).toEqual(written);
  });

  it('writes nothing for nobody', () => {
    const { run, there } = machine(polkit);
    expect(run(true, null, 'the rule\n').status).toBe(0);
    expect(there([udevRule, ...places])).toEqual([udevRule]);
  });

  it('fails with the udev rule, and not with what goes along with it', () => {
    const { root, run } = machine(polkit);
    mkdirSync(join(root, places[0]));
    expect(run(true, 'anna', 'the rule\n').status).toBe(0);
    mkdirSync(join(root, `${udevRule}.new`));
    expect(run(true, 'anna', 'the rule\n').status).not.toBe(0);
  });

  it('is what the policy of the package names, with a sentence in each language, and is packed as such', () => {
    const policy = read('org.modembench.ModemBench.policy');
    expect(policy).toContain(`<annotate key="org.freedesktop.policykit.exec.path">${INSTALLED_PROGRAM}</annotate>`);
    for (const tag of ['description', 'message']) expect(policy.match(new RegExp(`<${tag}( xml:lang="ru")?>`, 'g'))).toHaveLength(2);
    const builder = readFileSync(join(import.meta.dirname, '..', '..', 'electron-builder.yml'), 'utf8');
    expect(builder).toContain(`- assets/give-access=${INSTALLED_PROGRAM}\n`);
    expect(builder).toContain('- assets/org.modembench.ModemBench.policy=/usr/share/polkit-1/actions/');
    expect(statSync(join(import.meta.dirname, '..', '..', 'assets', 'give-access')).mode & 0o111).toBe(0o111);
  });

  it.skipIf(spawnSync('shellcheck', ['--version']).status !== 0)('is clean by shellcheck (skipped where it is not installed)', () => {
    expect(execFileSync('shellcheck', ['-s', 'sh', '-'], { input: program, encoding: 'utf8' })).toBe('');
  });
});
