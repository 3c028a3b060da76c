import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ListDocument, ShowDocument } from '../../electron/contract/documents.ts';
import { cli } from '../cli/run-cli.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** The app, the browser form and the command line where neither native addon loads: what needs no dongle goes on. */

const nowhere = join(temporaryFolder(), 'no-addons');
const argv = process.argv;

beforeAll(() => {
  // By these the packages' own loader (node-gyp-build) is sent to another folder, where it finds nothing. This file has its own process.
  process.env['NODE_USB_PATH'] = nowhere;
  process.env['@SERIALPORT/BINDINGS_CPP_PREBUILD'] = nowhere;
  process.env['MODEM_BENCH_DATA'] = join(temporaryFolder(), 'data');
});
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = undefined;
});

const unloaded = { code: 'USB_UNAVAILABLE', detail: { message: expect.stringContaining(`loaded from: ${nowhere}`) } };

describe('without native addons', () => {
  it('the bench has its practice dongles, and says why it sees no USB', async () => {
    const { createBackends } = await import('../../electron/backends.ts');
    const backends = await createBackends({ clock: new ManualClock(), kinds: 'both', practiceFile: null });
    expect(backends.backends.map(({ origin }) => origin)).toEqual(['practice']);
    expect(backends.usbFailure).toMatchObject(unloaded);
    await backends.close();
  });

  it('a serial port says the same of its own addon', async () => {
    const { loadSerialPorts } = await import('../../electron/serial/load-ports.ts');
    const ports = await loadSerialPorts();
    const failure = { code: 'SERIAL_UNAVAILABLE', detail: { message: expect.stringContaining(`loaded from: ${nowhere}`) } };
    await expect(ports.open('/dev/ttyUSB0')).rejects.toMatchObject(failure);
    await expect(ports.list()).rejects.toMatchObject(failure);
  });

  it('practises, exports and foretells on the command line', async () => {
    const practice = await cli('list', '--practice', 'huawei-ncm', '--json');
    expect(ListDocument.parse(JSON.parse(practice.printed)).dongles).toHaveLength(1);
    expect(practice.code).toBe(0);
    const out = temporaryFolder();
    const exported = await cli('export', '--model', 'huawei-ncm', '--mode', 'ncm', '--router', '25.12.5', '--apn', 'a', '--out', out);
    expect([exported.said, exported.code]).toEqual(['', 0]);
    expect((await cli('drivers', '--compare', '23.05.0', '24.10.8')).code).toBe(0);
  });

  it('says of real USB that it cannot be seen, and not that there is no dongle, whatever port is named', async () => {
    const listed = await cli('list', '--json');
    expect([ListDocument.parse(JSON.parse(listed.printed)).failure, listed.code]).toEqual([expect.objectContaining(unloaded), 6]);
    for (const named of [[], ['--port', '1-1']]) {
      const shown = await cli('show', ...named, '--json');
      expect([ShowDocument.parse(JSON.parse(shown.printed)).failure, shown.code], named.join(' ')).toEqual([
        expect.objectContaining(unloaded),
        6,
      ]);
    }
  });
});
