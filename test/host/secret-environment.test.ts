import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inhibitDevice } from '../../electron/host/modem-manager.ts';
import { runProgram } from '../../electron/host/run-program.ts';
import { secretVariables, withoutSecrets } from '../../electron/seams/secret-environment.ts';
import { run, secretVariables as variablesOfSetup } from '../../electron/setup.mjs';
import { cli } from '../cli/run-cli.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { Machine } from './machine.ts';

/** PIN and password of a technician's environment are for the command line alone. */

const argv = process.argv;
beforeEach(() => {
  process.env['MODEM_BENCH_PIN'] = '12';
  process.env['MODEM_BENCH_PASSWORD'] = 'hush';
});
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = undefined;
  for (const name of secretVariables) delete process.env[name];
});

describe.skipIf(process.platform === 'win32')('secrets of the environment', () => {
  it('reach no program that the bench starts', async () => {
    const { stdout } = await runProgram('env', [], { timeoutMs: 5000 });
    expect(stdout).toContain('LC_ALL=C');
    expect(stdout).not.toMatch(/MODEM_BENCH_(PIN|PASSWORD)/);
  });

  it('reach no mmcli', async () => {
    const machine = new Machine();
    const release = await inhibitDevice(
      '/sys/x',
      undefined,
      machine.program('mmcli', `env > ${machine.folder}/env; echo "successfully inhibited device"; while :; do sleep 0.05; done`),
    );
    await release();
    expect(readFileSync(join(machine.folder, 'env'), 'utf8')).not.toMatch(/MODEM_BENCH_(PIN|PASSWORD)/);
  });

  it('reach no program of the set-up', async () => {
    const file = join(temporaryFolder(), 'env');
    expect(await run('sh', ['-c', `env > ${file}`])).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toMatch(/MODEM_BENCH_(PIN|PASSWORD)/);
    expect(variablesOfSetup).toEqual(secretVariables);
  });

  it('leave the rest of an environment as it is, and the one that was given', () => {
    const given = { PATH: '/bin', MODEM_BENCH_PIN: '1234', MODEM_BENCH_DATA: '/d' };
    expect(withoutSecrets(given)).toEqual({ PATH: '/bin', MODEM_BENCH_DATA: '/d' });
    expect(given.MODEM_BENCH_PIN).toBe('1234');
  });

  it('are read by the command line, and gone from its environment then', async () => {
    const words = [
      'export',
      '--model',
      'huawei-ncm',
      '--mode',
      'ncm',
      '--router',
      '25.12.5',
      '--apn',
      'a',
      '--username',
      'u',
      '--out',
      temporaryFolder(),
    ];
    const { said } = await cli(...words);
    expect(said).toContain('PIN_MALFORMED');
    expect(Object.keys(process.env).filter((name) => /MODEM_BENCH_(PIN|PASSWORD)/.test(name))).toEqual([]);
  });
});
