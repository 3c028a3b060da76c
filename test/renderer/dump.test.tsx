// @vitest-environment jsdom
import './setup.ts';
import { fireEvent, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ReportedDevice } from '../../electron/contract/drivers.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import { type Answer, mostDumpText, type Query } from '../../electron/contract/queries.ts';
import { createText } from '../../electron/contract/text.ts';
import { readDumpFile } from '../../renderer/state/dump-file.ts';
import { quectel, reportedModem, snapshotOf } from './fixtures.ts';
import { show, violations } from './show.tsx';

const pasted = 'P:  Vendor=2c7c ProdID=0125 Rev=03.18\nI:  If#= 4 Alt= 0 #EPs= 3 Cls=ff Sub=ff Prot=ff Driver=qmi_wwan';
const mouse: ReportedDevice = {
  ...reportedModem,
  vid: '046d',
  pid: 'c077',
  name: 'USB Optical Mouse',
  listed: false,
  mode: null,
  way: null,
  interfaces: [],
  assumed: [],
  notes: [],
};

const answering =
  (devices: readonly ReportedDevice[]) =>
  (query: Query): Answer =>
    query.type === 'read-dump'
      ? {
          type: 'dump',
          router: { release: query.release, judgedBy: query.release, kernel: '6.12.1', caveats: [] },
          devices: [...devices],
          unread: { count: 0, lines: [] },
          configuration: 0,
          bundleModes: devices.map(() => []),
        }
      : { type: 'countries', countries: [] };

async function dumpPage(devices: readonly ReportedDevice[] = [reportedModem], dongles = snapshotOf([])) {
  const page = show(dongles);
  page.client.onQuery = answering(devices);
  await page.openDump();
  const paste = async (text: string) => {
    await page.user.click(page.get('dump-text'));
    await page.user.paste(text);
  };
  const asked = () => page.client.asked.filter((query) => query.type === 'read-dump');
  return { ...page, paste, asked };
}
const fileOf = (bytes: BlobPart, name = 'dump.txt') => new File([bytes], name, { type: 'text/plain' });

describe('a posted text', () => {
  it('is read without any dongle, as soon as it is pasted, for the newest release', async () => {
    const page = await dumpPage();
    expect(document.activeElement?.tagName).toBe('H1');
    await page.paste(pasted);
    await page.find('dump-device-0');
    expect(page.asked()).toEqual([{ type: 'read-dump', text: pasted, release: '25.12.1', language: 'en' }]);
    expect(page.client.sent).toEqual([]);
    expect(page.get('dump-found').textContent).toContain('1 device');
  });

  it('shows each verdict, and what contradicts the forecast', async () => {
    const page = await dumpPage();
    await page.paste(pasted);
    const device = await page.find('dump-device-0');
    for (const said of ['Quectel EC25, QMI', '2c7c:0125', 'QMI', 'usb-devices', 'bus 1, device 3'])
      expect(device.textContent).toContain(said);
    expect(page.get('verdict-0').dataset['verdict']).toBe('same');
    expect(page.get('verdict-3').textContent).toContain('bound, not predicted');
    expect(page.get('verdict-4').textContent).toContain('not bound in the text');
    expect(page.get('verdict-summary').textContent).toContain('new_id');
    expect(page.get('verdict-summary').textContent).toContain('package with the driver may be missing');
    expect(page.get('assumed').querySelectorAll('li').length).toBe(1);
    expect(page.get('driver-packages').textContent).toContain('kmod-usb-net-qmi-wwan');
    expect(await violations(document.body)).toEqual([]);
  });

  it('shows boot code as no modem, says what to do, and names no way that fails', async () => {
    const boot: ReportedDevice = {
      ...reportedModem,
      name: 'Telit crash dump',
      bootState: 'crash-dump',
      mode: null,
      way: null,
      ports: [],
      at: null,
    };
    const page = await dumpPage([boot, mouse]);
    await page.paste(pasted);
    const device = await page.find('dump-device-0');
    const text = createText('en');
    expect(device.textContent).toContain('no modem: crash dump');
    expect(page.get('boot-state').textContent).toContain(text.word('boot-states.crash-dump.meaning'));
    expect(page.get('boot-state').textContent).toContain(text.word('boot-states.crash-dump.remedy'));
    expect(page.query('no-way')).toBeNull();
    expect(page.query('verdict-summary')).toBeNull();
    expect(page.query('dump-no-modem')).toBeNull();
    expect(await violations(document.body)).toEqual([]);
  });

  it('shows boot code that a list of ids names, without asking for interfaces', async () => {
    const page = await dumpPage([{ ...mouse, name: 'Unisoc boot ROM download', bootState: 'download' }]);
    await page.paste(pasted);
    await page.find('boot-state');
    expect(page.query('no-interfaces')).toBeNull();
    expect(page.query('dump-others')).toBeNull();
  });

  it('is judged anew for another release and asked in the language of the page', async () => {
    const page = await dumpPage();
    await page.paste(pasted);
    await page.find('dump-device-0');
    await page.user.selectOptions(page.get('dump-release'), '23.05.6');
    await waitFor(() => expect(page.get('judged-by').textContent).toContain('23.05.6'));
    await page.press('language-ru');
    await waitFor(() => expect(page.asked().at(-1)).toMatchObject({ release: '23.05.6', language: 'ru', text: pasted }));
  });

  it('that is typed waits for the button, and says when the answer is about another', async () => {
    const page = await dumpPage();
    await page.user.type(page.get('dump-text'), 'ID 2c7c:0125');
    expect(page.asked()).toEqual([]);
    await page.press('dump-read');
    await page.find('dump-device-0');
    expect(page.query('dump-stale')).toBeNull();
    await page.user.type(page.get('dump-text'), ' x');
    expect(page.get('dump-stale')).toBeTruthy();
    await page.press('dump-read');
    await waitFor(() => expect(page.query('dump-stale')).toBeNull());
    expect(page.asked().map((query) => query.type === 'read-dump' && query.text)).toEqual(['ID 2c7c:0125', 'ID 2c7c:0125 x']);
  });

  it('that is empty, too long or holds nothing gets a friendly answer', async () => {
    const page = await dumpPage([]);
    await page.press('dump-read');
    expect(page.get('dump-problem').textContent).toContain('paste a text first');
    fireEvent.change(page.get('dump-text'), { target: { value: 'a'.repeat(mostDumpText + 1) } });
    expect(page.get('dump-too-long').textContent).toContain('524,289');
    expect(page.get('dump-read').hasAttribute('disabled')).toBe(true);
    expect(page.asked()).toEqual([]);
    await page.press('dump-clear');
    await page.paste('hello, my modem does not work');
    expect((await page.find('dump-nothing')).textContent).toContain('No USB device');
    expect(await violations(document.body)).toEqual([]);
  });

  it('that the bench refuses shows why, and the answer before it goes', async () => {
    const page = await dumpPage();
    await page.paste(pasted);
    await page.find('dump-device-0');
    page.client.onQuery = () => {
      throw new BenchError('BENCH_RESTARTED');
    };
    await page.press('dump-read');
    expect((await page.find('failure')).dataset['code']).toBe('BENCH_RESTARTED');
    expect(page.query('dump-device-0')).toBeNull();
  });

  it('folds what is no modem, and says so where nothing is', async () => {
    const page = await dumpPage([reportedModem, mouse]);
    await page.paste(pasted);
    expect((await page.find('dump-others')).getAttribute('aria-expanded')).toBe('false');
    page.client.onQuery = answering([mouse]);
    await page.press('dump-read');
    expect(await page.find('dump-no-modem')).toBeTruthy();
    expect(page.get('dump-others').getAttribute('aria-expanded')).toBe('true');
    expect(page.get('no-interfaces')).toBeTruthy();
  });

  it('is kept while a dongle is looked at', async () => {
    const page = await dumpPage([reportedModem], snapshotOf([quectel]));
    await page.paste(pasted);
    await page.find('dump-device-0');
    await page.press('dongle-1-1.4');
    expect(page.get('page-plug')).toBeTruthy();
    await page.openDump();
    expect(page.get('dump-text')).toHaveProperty('value', pasted);
    expect(page.get('dump-device-0')).toBeTruthy();
    await page.press('back');
    expect(page.get('page-without-dongle')).toBeTruthy();
    expect(document.activeElement?.tagName).toBe('H1');
    await page.press('back');
    expect(page.get('page-plug')).toBeTruthy();
  });

  it('is taken from a file that is dropped', async () => {
    const page = await dumpPage();
    fireEvent.drop(page.get('dump-text'), { dataTransfer: { files: [fileOf(pasted)] } });
    await page.find('dump-device-0');
    expect(page.get('dump-text')).toHaveProperty('value', pasted);
    fireEvent.drop(page.get('dump-text'), { dataTransfer: { files: [fileOf(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0]))] } });
    expect((await page.find('dump-problem')).textContent).toContain('not a text');
  });
});

describe('a file', () => {
  const utf16 = (text: string, little: boolean) => {
    const bytes = new Uint8Array(2 + text.length * 2);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, 0xfeff, little);
    for (let i = 0; i < text.length; i++) view.setUint16(2 + i * 2, text.charCodeAt(i), little);
    return bytes;
  };

  it('is read as UTF-8, and as UTF-16 by its byte order mark', async () => {
    for (const bytes of [pasted, utf16(pasted, true), utf16(pasted, false)])
      expect(await readDumpFile(fileOf(bytes))).toEqual({ text: pasted });
  });

  it('is refused where it is no text, too large, or gone', async () => {
    expect(await readDumpFile(fileOf('a\0b'))).toEqual({ problem: 'not-text' });
    expect(await readDumpFile(fileOf(new Uint8Array(4 * mostDumpText + 1)))).toEqual({ problem: 'too-large' });
    const gone = fileOf('x');
    gone.arrayBuffer = () => Promise.reject(new Error('gone'));
    expect(await readDumpFile(gone)).toEqual({ problem: 'unreadable' });
  });
});
