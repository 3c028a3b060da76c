import { afterEach, describe, expect, it, vi } from 'vitest';
import { listExports } from '../../electron/cli/export.ts';
import { createText } from '../../electron/contract/text.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { cli } from './run-cli.ts';

const list = (model: string) => listExports({ model, router: '24.10.8', language: 'en' }, createText('en'), '0.0.0');

describe('export --list of a label', () => {
  it('says in its header whose id it took, and which others bear the label', async () => {
    const { lines, document } = await list('RM520N-GL');
    expect(lines.split('\n')[0]).toBe('RM520N-GL  Quectel RM520N  2c7c:0801');
    expect(lines).toMatch(/^ {3}--mode qmi {2}24\.10\.8 {2}qmi:/m);
    expect(document.models).toMatchObject([{ name: 'RM520N-GL', title: 'Quectel RM520N', ids: ['2c7c:0801'], otherIds: [] }]);
    const shared = await list('EM7455');
    expect(shared.lines.split('\n')[0]).toMatch(/^EM7455 {2}Sierra Wireless EM7455 {2}1199:9079 \(.*1199:9071, 1199:907b/);
    expect(shared.document.models).toMatchObject([{ ids: ['1199:9079'], otherIds: ['1199:9071', '1199:907b'] }]);
  });

  it('says of a disc what else it may also come back as in the same mode', async () => {
    expect((await list('12d1:1f01')).lines.split('\n')[0]).toMatch(/may also come back as .*12d1:14dc/);
  });

  it('has the id of a model that has no mode', async () => {
    expect((await list('K5160')).lines.split('\n')[0]).toBe('K5160  Vodafone K5160  12d1:157f, 12d1:1592, 12d1:1c28');
  });
});

describe('export of a label', () => {
  const argv = [...process.argv];

  afterEach(() => {
    vi.restoreAllMocks();
    process.argv = [...argv];
    process.exitCode = undefined;
  });

  const bundle = (model: string) =>
    cli('export', '--model', model, '--mode', 'mbim', '--router', '24.10.8', '--apn', 'internet', '--out', temporaryFolder(), '--yes');

  it('says before it writes which of several ids the bundle is for', async () => {
    expect((await bundle('EM7455')).printed.split('\n')[0]).toMatch(/^Sierra Wireless EM7455 {2}1199:9079 \(.*1199:9071, 1199:907b/);
    expect((await bundle('RM520N-GL')).printed).not.toContain('2c7c:0801 (');
  });
});
