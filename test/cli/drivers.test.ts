import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type DriversOptions, foretellDrivers } from '../../electron/cli/drivers.ts';
import { exitCodes } from '../../electron/contract/documents.ts';
import { DriversDocument } from '../../electron/contract/drivers.ts';
import { MOST_TEXT } from '../../electron/usb/dumps/index.ts';
import { models } from '../../electron/virtual/models/index.ts';
import { loadDb } from '../../modem-db/db.ts';
import { tableReleases } from '../../modem-db/drivers/index.ts';
import { printed, writeDebugfs, writeUsbDevices } from '../support/dump-writer.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { cli } from './run-cli.ts';

const ec25 = models.find(({ name }) => name === 'quectel-ec25');
if (!ec25) throw new Error('no EC25');
const text = writeUsbDevices(printed(ec25, 'qmi'));

const nothing = () => Readable.from([]);
const ask = (file: string | undefined, options: Partial<DriversOptions> = {}, input: Readable & { isTTY?: boolean } = nothing()) =>
  foretellDrivers(file, { language: 'en', ...options }, input);

describe('drivers', () => {
  it('reads a file, or standard input, for the newest release unless another is given', async () => {
    const file = join(temporaryFolder(), 'dump.txt');
    writeFileSync(file, text);
    const { document } = await ask(file);
    expect(DriversDocument.parse(document)).toEqual(document);
    expect(document.router?.release).toBe(tableReleases().at(-1));
    expect(document.devices).toMatchObject([{ vid: '2c7c', pid: '0125', mode: 'qmi', way: { proto: 'qmi' } }]);
    for (const name of ['-', undefined]) {
      const read = await ask(name, { router: '23.05.0' }, Readable.from([Buffer.from(text)]));
      expect(read.document).toMatchObject({
        router: { release: '23.05.0', kernel: '5.15.134' },
        devices: [{ vid: '2c7c' }],
        compared: null,
      });
    }
  });

  it('prints for people what the document holds, in their language', async () => {
    const other = text.replace('Driver=qmi_wwan', 'Driver=(none)');
    const { lines } = await ask('-', { router: '23.05.3' }, Readable.from([other]));
    expect(lines).toMatch(/^OpenWrt 23\.05\.3, using the tables of 23\.05\.\d \(kernel 5\.15\.\d+\)/);
    expect(lines).toMatch(/Quectel EC25.* 2c7c:0125 .*\(usb-devices\)/);
    expect(lines).toMatch(
      / 3 +ff\/00\/00 +option \(kmod-usb-serial-option\) +option +\/dev\/ttyUSB3 +It is in the driver table of option\. Entry: 2c7c:0125 ff\/00\/00/,
    );
    expect(lines).toMatch(/ 4 +ff\/ff\/ff +qmi_wwan \(kmod-usb-net-qmi-wwan\) +! none +\/dev\/cdc-wdm0 wwan0 /);
    expect(lines).toContain('proto qmi, device /dev/cdc-wdm0, network wwan0');
    expect(lines).toContain('  ! In the text it has another driver or none');
    expect((await ask('-', {}, Readable.from([text]))).lines).not.toContain('!');
    expect(lines).not.toMatch(/\{\{|drivers\./);
    const { lines: russian } = await ask('-', { language: 'ru' }, Readable.from([other]));
    expect(russian).toMatch(/! нет/);
    const disc = await ask(
      '-',
      {},
      Readable.from([writeDebugfs(printed(models.find(({ name }) => name === 'huawei-ncm') ?? ec25, 'disc'))]),
    );
    expect(disc.lines).toMatch(/disc state.*this is its disc.*The router switches it/s);
  });

  it('reads what has neither length nor end up to its bound, and UTF-16', async () => {
    let given = 0;
    const endless = new Readable({
      read() {
        given += 65_536;
        this.push(Buffer.alloc(65_536, 0x20));
      },
    });
    endless.unshift(Buffer.from(text));
    expect((await ask('-', {}, endless)).document.devices).toHaveLength(1);
    expect(given).toBeLessThan(2 * MOST_TEXT);
    expect(endless.destroyed).toBe(true);
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
    const split = Readable.from([wide.subarray(0, 501), wide.subarray(501)]);
    expect((await ask(undefined, {}, split)).document.devices).toMatchObject([{ vid: '2c7c', mode: 'qmi' }]);
  });

  it('says what is wrong with what it was given', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a'));
    await expect(ask(join(folder, 'nope'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE', detail: { file: join(folder, 'nope') } });
    await expect(ask(join(folder, 'a'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(ask('-', {}, Readable.from(['Hello, my modem does not work']))).rejects.toMatchObject({ code: 'DUMP_EMPTY' });
    await expect(ask('-', {}, nothing())).rejects.toMatchObject({ code: 'DUMP_EMPTY' });
    const terminal = Object.assign(nothing(), { isTTY: true });
    await expect(ask(undefined, {}, terminal)).rejects.toMatchObject({ code: 'USAGE' });
    await expect(ask('-', {}, terminal)).rejects.toMatchObject({ code: 'USAGE' });
    await expect(ask('-', { router: '19.07.1' })).rejects.toMatchObject({ code: 'ROUTER_UNKNOWN' });
  });
});

describe('drivers --compare', () => {
  it('prints every interface that changes over the whole database, and the counts', async () => {
    const { document, lines } = await ask(undefined, { compare: ['23.05.0', '24.10.8'] });
    expect(DriversDocument.parse(document)).toEqual(document);
    const { compared } = document;
    expect(compared).toMatchObject({ before: { release: '23.05.0' }, after: { release: '24.10.8', kernel: '6.6.144' } });
    expect(compared?.compositions).toBe(loadDb().vendors.flatMap((v) => v.compositions).length);
    const changes = compared?.changes ?? [];
    expect(changes.length).toBeGreaterThan(50);
    for (const { before, after, reason, name } of changes) {
      expect(before).not.toBe(after);
      expect(reason, name).not.toMatch(/^$|\{\{|drivers\./);
    }
    // A row that only the later release has.
    expect(changes).toContainEqual(expect.objectContaining({ vid: '2cb7', pid: '0a05', before: null, after: 'option' }));
    expect(lines.split('\n').filter((line) => line.includes(' -> '))).toHaveLength(changes.length);
    const gained = changes.filter((c) => c.before === null).length;
    expect(lines).toContain(`${changes.length} interfaces bound differently, of these ${gained} bound only by 24.10.8`);
  });

  it('of a release with itself is nothing', async () => {
    expect((await ask(undefined, { compare: ['24.10.8', '24.10.8'] })).document.compared?.changes).toEqual([]);
  });

  it('takes two releases that are known, and no file', async () => {
    await expect(ask(undefined, { compare: ['24.10.8'] })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(ask(undefined, { compare: ['24.10.8', '23.05.0', 'dump.txt'] })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(ask('dump.txt', { compare: ['24.10.8', '23.05.0'] })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(ask(undefined, { compare: ['24.10.8', '23.05.0'], router: '24.10.8' })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(ask(undefined, { compare: ['24.10.8', '18.06.1'] })).rejects.toMatchObject({ code: 'ROUTER_UNKNOWN' });
  });
});

describe('modem-bench drivers', () => {
  const argv = process.argv;
  afterEach(() => {
    vi.restoreAllMocks();
    process.argv = argv;
    process.exitCode = undefined;
  });

  it('prints one document with --json, whatever happened', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'dump.txt'), text);
    writeFileSync(join(folder, 'words.txt'), 'no device here');
    const cases = [
      [['drivers', join(folder, 'dump.txt'), '--json'], null, exitCodes.done],
      [['drivers', join(folder, 'words.txt'), '--json'], 'DUMP_EMPTY', exitCodes.refused],
      [['drivers', join(folder, 'nope'), '--json'], 'FILE_UNREADABLE', exitCodes.refused],
      [['drivers', '--json', '--bogus'], 'USAGE', exitCodes.usage],
      [['drivers', '--json', '--compare', '24.10.8'], 'USAGE', exitCodes.usage],
      // An option that swallows the next one.
      [['drivers', '--compare', '--json'], 'USAGE', exitCodes.usage],
      [['drivers', '--router', '--json'], 'USAGE', exitCodes.usage],
    ] as const;
    for (const [words, code, exit] of cases) {
      const { printed: json, code: exited } = await cli(...words);
      const document = DriversDocument.parse(JSON.parse(json));
      expect([document.failure?.code ?? null, exited]).toEqual([code, exit]);
      vi.restoreAllMocks();
    }
  });
});
