import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../lab/guest', import.meta.url));
const scripts = readdirSync(folder).filter((name) => name.endsWith('.sh'));
const installed = spawnSync('shellcheck', ['--version']).status === 0;

describe('the shell scripts of the lab', () => {
  it('are there', () => expect(scripts).toContain('lib.sh'));

  it.skipIf(!installed).each(scripts)('are clean by shellcheck (skipped where it is not installed): %s', (name) => {
    const { stdout } = spawnSync('shellcheck', ['-x', '-P', 'SCRIPTDIR', name], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('');
  });
});
