import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { type ExportOptions, exportModel } from '../../electron/cli/export.ts';
import { withWishes } from '../../electron/cli/wish-options.ts';
import { ExportDocument } from '../../electron/contract/documents.ts';
import { createText } from '../../electron/contract/text.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import { printed, writeLsusbList, writeUsbDevices } from '../support/dump-writer.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { writeKernelLog } from '../support/told-writer.ts';

const dongle = (name: string, composition: string) => {
  const model = findModel(name);
  if (!model) throw new Error(name);
  return printed(model, composition);
};
const ec25 = dongle('quectel-ec25', 'qmi');
const qmi = writeUsbDevices(ec25);
const mbim = writeUsbDevices({ ...dongle('sierra-em7455', 'mbim'), address: 9, port: 3 });
const words = createText('en');
/** What the command line gives by itself. */
const given = withWishes(new Command(), false).parse([], { from: 'user' }).opts<ExportOptions>();
const always = { router: '24.10.8', language: 'en' } as const;

/** What it says, and the document; standard input has `input`. */
async function from(text: string, more: Partial<ExportOptions> = {}, input: string | null = null) {
  const folder = temporaryFolder();
  const file = join(folder, 'text.txt');
  writeFileSync(file, text);
  const said: string[] = [];
  const stdin = Readable.from(input === null ? [] : [Buffer.from(input)]);
  const asked: ExportOptions = { ...given, ...always, out: folder, from: input === null ? file : '-', yes: true, ...more };
  const { document } = await exportModel(asked, words, '1.0.0', (line) => said.push(line), stdin);
  return { document, said: said.join('\n') };
}

describe('export --from', () => {
  it('makes the bundle for the modem of the text, in the mode that it shows', async () => {
    for (const text of [qmi, writeKernelLog(ec25)]) {
      const { document, said } = await from(text);
      expect(ExportDocument.parse(document)).toEqual(document);
      expect(document.manifest).toMatchObject({ dongle: { vid: '2c7c', pid: '0125', mode: 'qmi' } });
      expect(said).toMatch(/2c7c:0125/);
    }
  });

  it('takes standard input, UTF-16 too', async () => {
    expect((await from('', {}, qmi)).document.manifest).toMatchObject({ dongle: { pid: '0125', mode: 'qmi' } });
    const folder = temporaryFolder();
    const file = join(folder, 'wide.txt');
    writeFileSync(file, Buffer.from(`\ufeff${qmi}`, 'utf16le').swap16());
    expect((await from('', { from: file })).document.manifest).toMatchObject({ dongle: { pid: '0125' } });
  });

  it('makes it for another mode that is asked for, and says that the text shows another', async () => {
    const { document } = await from(qmi, { mode: 'mbim', apn: 'internet' });
    expect(document.manifest).toMatchObject({ dongle: { mode: 'mbim' } });
    expect(JSON.stringify(document)).toMatch(/QMI/);
    expect(JSON.stringify((await from(qmi)).document)).not.toMatch(/"QMI"/);
  });

  it('of two modems wants to be told which', async () => {
    const both = `${qmi}\n${mbim}`;
    await expect(from(both)).rejects.toMatchObject({
      code: 'TEXT_AMBIGUOUS',
      detail: { candidates: expect.stringMatching(/2c7c:0125.*1199:/) },
    });
    for (const device of ['2c7c:0125', '1-2', '1/4'])
      expect((await from(both, { device })).document.manifest).toMatchObject({ dongle: { pid: '0125', mode: 'qmi' } });
    await expect(from(both, { device: '1-7' })).rejects.toMatchObject({ code: 'TEXT_LACKS' });
  });

  it('of a text with nothing in it refuses', async () => {
    for (const text of ['', 'hello\n', 'Bus 001 Device 001: ID 1d6b:0002 Linux Foundation 2.0 root hub\n'])
      await expect(from(text)).rejects.toMatchObject({ code: 'DUMP_EMPTY' });
    await expect(from('', { from: join(temporaryFolder(), 'none.txt') })).rejects.toMatchObject({ code: expect.any(String) });
  });

  it('of a text that leaves the mode open wants to be told', async () => {
    const ids = writeLsusbList(ec25);
    await expect(from(ids)).rejects.toMatchObject({ code: 'USAGE' });
    expect((await from(ids, { mode: 'qmi' })).document.manifest).toMatchObject({ dongle: { mode: 'qmi' } });
  });

  it("fits it to the router's configuration that stands in the text too", async () => {
    const uci = [
      'network.loopback=interface',
      "network.loopback.device='lo'",
      "network.loopback.proto='static'",
      'network.lan=interface',
      "network.lan.device='br-lan'",
      "network.lan.proto='static'",
      "network.lan.ipaddr='192.168.7.1'",
      "network.lan.netmask='255.255.255.0'",
      'firewall.@defaults[0]=defaults',
      'firewall.@zone[0]=zone',
      "firewall.@zone[0].name='lan'",
      "firewall.@zone[0].network='lan'",
      'firewall.@zone[1]=zone',
      "firewall.@zone[1].name='wan'",
      "firewall.@zone[1].network='wan' 'wan6'",
      'dhcp.lan=dhcp',
      "dhcp.lan.interface='lan'",
    ].join('\n');
    const { document, said } = await from(`${qmi}\n${uci}\n`);
    expect(document.router).not.toBeNull();
    expect(said).not.toBe('');
    expect((await from(qmi)).document.router).toBeNull();
    // Some lines of it are no backup, and no reason to refuse.
    expect((await from(`${qmi}\nconfig foo 'bar'\n\toption a 'b'\n`)).document.manifest).toMatchObject({ dongle: { mode: 'qmi' } });
  });

  it('is not for --model, nor --device for --model', async () => {
    await expect(from(qmi, { model: 'quectel-ec25' })).rejects.toMatchObject({ code: 'USAGE' });
    const asked: ExportOptions = {
      ...given,
      ...always,
      out: temporaryFolder(),
      language: 'en',
      model: 'quectel-ec25',
      mode: 'qmi',
      device: '1-2',
    };
    await expect(exportModel(asked, words, '1.0.0', () => undefined, Readable.from([]))).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('of a release that does not exist refuses before the text is read', async () => {
    await expect(from('', { router: '3.1' })).rejects.toMatchObject({ code: 'ROUTER_UNKNOWN' });
  });
});
