import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ExportDocument, ExportMatrixDocument, exitCodes, PlanDocument } from '../../electron/contract/documents.ts';
import { huaweiAltMode } from '../../modem-db/switch-messages.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { cli } from './run-cli.ts';

/** `--switch`: what `db import` takes is used at once. */

const argv = process.argv;
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = undefined;
});

function fileOf(text: string | Buffer, name = '12d1_1f01.conf'): string {
  const folder = join(temporaryFolder(), 'given');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const plan = (file: string, mode = 'ncm', practice = 'huawei-hilink') =>
  cli('plan', '--practice', practice, '--mode', mode, '--router', '24.10.8', '--apn', 'internet', '--switch', file, '--json');

describe('--switch', { timeout: 60_000 }, () => {
  it('plans with the entry of a file, in any form and encoding', async () => {
    for (const text of [
      Buffer.from('\ufeffHuaweiAltMode=1\r\n', 'utf16le'),
      'sudo usb_modeswitch -v 12d1 -p 1f01 -X',
      `"12d1:1f01": { "*": { "msg": [ "${huaweiAltMode}" ], "t_vendor": 4817, "t_product": [ 5470 ] } },`,
    ]) {
      const { printed, code } = await plan(fileOf(text));
      const document = PlanDocument.parse(JSON.parse(printed));
      expect([document.failure, code]).toEqual([null, exitCodes.done]);
      expect(JSON.stringify(document.plan?.steps.find(({ id }) => id === 'switch'))).toContain(huaweiAltMode);
      expect(document.plan?.notes).toContainEqual({ key: 'notes.switch-given', values: { file: '12d1_1f01.conf' } });
    }
  });

  it('refuses a file without an entry for the dongle, one that is half understood, and one that is not there', async () => {
    const codeOf = async (file: string) => {
      const { printed, code } = await plan(file);
      const { failure } = PlanDocument.parse(JSON.parse(printed));
      return [failure?.code, failure?.detail['message'] ?? failure?.detail['id'], code];
    };
    expect(await codeOf(fileOf('usb_modeswitch -v 19d2 -p 2000 -K'))).toEqual(['SWITCH_NOT_IN_FILE', '12d1:1f01', exitCodes.refused]);
    const wrong = await codeOf(fileOf('usb_modeswitch -v 12d1 -p 1f01 -X --frob'));
    expect(wrong).toEqual(['DATA_INVALID', expect.stringContaining('--frob'), exitCodes.refused]);
    expect((await codeOf('/no/such/file'))[0]).toBe('FILE_UNREADABLE');
  });

  it('writes the file for a router of it, for a dongle that is not plugged in', async () => {
    const out = join(temporaryFolder(), 'out');
    const words = ['--model', '12d1:1f01', '--router', '24.10.8', '--switch', fileOf('HuaweiAltMode=1')];
    const { printed } = await cli('export', ...words, '--mode', 'ncm', '--out', out, '--json');
    const { failure, manifest } = ExportDocument.parse(JSON.parse(printed));
    expect([failure, manifest?.parts.includes('usb-mode')]).toEqual([null, true]);
    const listed = await cli('export', '--list', ...words, '--json');
    const rows = ExportMatrixDocument.parse(JSON.parse(listed.printed)).models[0]?.rows ?? [];
    // Only what that very switch leads to.
    expect(rows.find(({ mode, way }) => mode === 'ecm' && way === 'mode')?.failure?.code).toBe('MODE_NOT_OFFERED');
    expect(rows.find(({ mode, way }) => mode === 'ncm' && way === 'mode')?.failure).toBeNull();
    const failureOf = async (model: string, text: string) => {
      const { printed: said } = await cli('export', '--list', '--model', model, '--switch', fileOf(text), '--json');
      return ExportMatrixDocument.parse(JSON.parse(said)).failure?.code;
    };
    // What nobody knows has no shape; a modem that is named is what the disc becomes, unless the file says another.
    const unlisted = 'DefaultVendor=1d6b\nDefaultProduct=7777\nStandardEject=1';
    expect(await failureOf('1d6b:7777', unlisted)).toBe('SWITCH_TARGET_UNKNOWN');
    expect(await failureOf('12d1:14dc', unlisted)).toBeUndefined();
    expect(await failureOf('12d1:14dc', `${unlisted}\nTargetProduct=0001`)).toBe('SWITCH_NOT_IN_FILE');
    const other = await cli('export', '--list', '--model', '12d1:1446', '--switch', fileOf('HuaweiAltMode=1'), '--json');
    expect(ExportMatrixDocument.parse(JSON.parse(other.printed)).failure?.code).toBe('SWITCH_NOT_IN_FILE');
  });
});
