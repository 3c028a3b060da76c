import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backends } from '../../electron/backends.ts';
import { exitCodes, PlanDocument, ShowDocument } from '../../electron/contract/documents.ts';
import { BenchError, type Failure } from '../../electron/contract/errors.ts';
import { systemClock } from '../../electron/seams/clock.ts';
import { PracticeBench } from '../../electron/virtual/practice/practice-bench.ts';
import { cli } from '../cli/run-cli.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** What the commands print where, and what they end with. In real time: a command brings its own clock. */

const argv = process.argv;
beforeEach(() => vi.stubEnv('MODEM_BENCH_DATA', mkdtempSync(join(tmpdir(), 'modem-bench-data-'))));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.doUnmock('../../electron/backends.ts');
  process.argv = argv;
  process.exitCode = undefined;
});

/** A computer with no dongle, or where USB does not work at all. */
function computer(usbFailure?: Failure): { closed: number } {
  const seen = { closed: 0 };
  vi.doMock('../../electron/backends.ts', () => ({
    createBackends: async (): Promise<Backends> => ({
      backends: [],
      practice: new PracticeBench({ clock: systemClock, stateFile: null }),
      ...(usbFailure ? { usbFailure } : {}),
      close: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        seen.closed++;
      },
    }),
  }));
  return seen;
}

describe('a computer', () => {
  it('without a dongle is listed as that, and let go of', async () => {
    const seen = computer();
    expect(await cli('list')).toEqual({ printed: 'No dongle is plugged in.\n', said: '', code: exitCodes.done });
    expect(seen.closed).toBe(1);
  });

  it('on which USB does not work says so on standard error, or in the document', async () => {
    const failure = new BenchError('USB_UNAVAILABLE', { message: 'no libusb' }).toFailure();
    const seen = computer(failure);
    const told = await cli('list');
    expect([told.printed, told.said.split(':')[0], told.code]).toEqual(['', 'USB_UNAVAILABLE', exitCodes.hostLacks]);
    const { printed, said, code } = await cli('plan', '--mode', 'qmi', '--router', '24.10.8', '--json');
    expect(PlanDocument.parse(JSON.parse(printed))).toEqual({ failure, plan: null });
    expect([said, code, seen.closed]).toEqual(['', exitCodes.hostLacks, 2]);
  });
});

describe('a practice dongle', () => {
  it('is shown once its drivers are there', async () => {
    const { printed, code } = await cli('show', '--practice', 'huawei-ncm', '--json');
    const { dongle } = ShowDocument.parse(JSON.parse(printed));
    expect([dongle?.interfaces.map(({ driver }) => driver), code]).toEqual([expect.arrayContaining(['usb-storage']), exitCodes.done]);
  });

  it('is captured over what is there only by force', async () => {
    const out = temporaryFolder();
    const path = join(out, '2c7c-0125.capture.json');
    writeFileSync(path, 'mine');
    const words = ['db', 'capture', '--practice', 'quectel-ec25', '--out', out];
    const { said, code } = await cli(...words);
    expect([said.includes('> AT'), said.includes('EXPORT_NOT_WRITABLE'), code]).toEqual([true, true, exitCodes.hostLacks]);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect((await cli(...words, '--force')).code).toBe(exitCodes.done);
    expect(readFileSync(path, 'utf8')).toContain('"vid": "2c7c"');
  });
});

it('what was assumed stands beside what is printed, and what is wrong too; in a document there is nothing beside it', async () => {
  const path = join(temporaryFolder(), 'post.txt');
  writeFileSync(path, 'usb_modeswitch -v 12d1 -p 1446 -J -R\n');
  const told = await cli('db', 'import', path);
  expect([told.said, told.code]).toEqual([expect.stringMatching(/^! .*-R is left out/), exitCodes.done]);
  const whole = await cli('db', 'import', path, '--json');
  expect([JSON.parse(whole.printed), whole.said]).toEqual([expect.objectContaining({ failure: null }), '']);
  writeFileSync(path, 'usb_modeswitch -v 12d1 -p 1446 -J\nusb_modeswitch -v 19d2 -p 2000 --frob');
  const wrong = await cli('db', 'import', path);
  expect([wrong.printed.includes('--frob'), wrong.said.includes('DATA_INVALID'), wrong.code]).toEqual([true, true, exitCodes.refused]);
});
