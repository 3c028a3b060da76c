// @vitest-environment jsdom
import './setup.ts';
import { fireEvent, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { BenchError, type ErrorCode, type FailureDetail } from '../../electron/contract/errors.ts';
import { mostBackupBytes } from '../../electron/contract/queries.ts';
import type { RouterFitView } from '../../electron/contract/router-backup.ts';
import { exported, exportedOffline, fetching, quectel, refusedFit, routerFit, snapshotOf, verified } from './fixtures.ts';
import { show, violations } from './show.tsx';

const bytes = new Uint8Array([0x1f, 0x8b, 8, 0, 0xff, 0xfe, 0]);
const backupFile = (name = 'backup-OpenWrt.tar.gz') => new File([bytes], name, { type: 'application/gzip' });

async function exportPage(fit: RouterFitView = routerFit) {
  const page = show(snapshotOf([verified]));
  await page.press('step-router');
  page.client.onQuery = (query) =>
    query.type === 'read-router-backup'
      ? { type: 'router-backup', backupId: `id-of-${query.data}`, fit }
      : { type: 'countries', countries: [] };
  const drop = (file: File) => fireEvent.drop(page.get('backup-field'), { dataTransfer: { files: [file] } });
  const exports = () => page.client.sent.filter((intent) => intent.type === 'export');
  const type = async (id: string, text: string) => {
    await page.user.click(page.get(id));
    await page.user.paste(text);
  };
  return { ...page, drop, exports, type };
}

describe('packages for a router without internet', () => {
  it('are asked for with the target, and for nothing more than was typed in', async () => {
    const { type, ...page } = await exportPage();
    expect(page.query('packages-target')).toBeNull();
    await page.press('packages');
    await type('packages-target', ' ramips/mt7621 ');
    await page.press('export');
    expect(page.exports()).toMatchObject([{ packages: { target: 'ramips/mt7621' } }]);
    expect(Object.keys(page.exports()[0]?.packages ?? {})).toEqual(['target']);
    await page.press('mirror');
    await type('feed-url', 'https://mirror.example/openwrt');
    await type('feed-key', 'untrusted comment: public key\nRWQ=\n');
    await page.press('export');
    expect(page.exports()[1]?.packages).toEqual({
      target: 'ramips/mt7621',
      feedUrl: 'https://mirror.example/openwrt',
      keys: ['untrusted comment: public key\nRWQ=\n'],
    });
    await page.press('packages');
    await page.press('export');
    expect(page.exports()[2]).not.toHaveProperty('packages');
    expect(await violations(document.body)).toEqual([]);
  });

  it('need a target', async () => {
    const page = await exportPage();
    await page.press('packages');
    await page.press('export');
    expect(page.exports()).toEqual([]);
    expect(page.get('target-missing').closest('[role=alert]')).toBeTruthy();
    await page.user.type(page.get('packages-target'), 'x86/64');
    expect(page.query('target-missing')).toBeNull();
  });

  it.each<[ErrorCode, FailureDetail, string | null]>([
    ['FEED_TARGET_UNKNOWN', { target: 'ramips/mt76', release: '24.10.8', near: 'ramips/mt7620' }, 'packages-target'],
    ['FEED_ADDRESS_INVALID', { url: 'x' }, 'feed-url'],
    ['FEED_PLAIN_HTTP', { url: 'http://x/', release: '25.12.5' }, 'feed-url'],
    ['FEED_KEY_INVALID', { message: 'x' }, 'feed-key'],
    ['FEED_UNREACHABLE', { host: 'mirror.example', message: 'HTTP 500' }, null],
    ['FEED_SUM_BAD', { file: 'a.ipk' }, null],
    ['EXPORT_DISK_FULL', { path: '/mnt', message: 'ENOSPC' }, null],
  ])('that could not be had: %s says why and what to do', async (code, detail, field) => {
    const { type, ...page } = await exportPage();
    await page.press('packages');
    await type('packages-target', 'ramips/mt76');
    page.client.refuse('export', new BenchError(code, detail));
    await page.press('export');
    const failure = await page.find('failure');
    expect(failure.dataset['code']).toBe(code);
    const at = field === null ? null : page.get(field);
    if (at) expect(at.closest('.field')?.contains(failure)).toBe(true);
    else expect(page.get('packages-more').contains(failure)).toBe(false);
    expect(document.querySelectorAll('[data-testid=failure]').length).toBe(1);
    expect(await violations(document.body)).toEqual([]);
  });

  it('are seen coming, and can be called off', async () => {
    const page = await exportPage();
    page.next(snapshotOf([{ ...verified, exporting: fetching }]));
    const words = page.get('fetching').textContent;
    for (const said of ['2 of 3', '50', '200', 'kmod-usb-net-huawei-cdc-ncm']) expect(words).toContain(said);
    expect(page.within('fetching').getByRole('progressbar').getAttribute('aria-valuenow')).toBe('51200');
    expect(page.get('export')).toHaveProperty('disabled', true);
    expect(await violations(document.body)).toEqual([]);
    await page.press('cancel-fetching');
    expect(page.client.sent).toEqual([{ type: 'cancel', portPath: 'practice-1' }]);
    page.next(snapshotOf([verified]));
    expect(page.query('fetching')).toBeNull();
  });

  it('that were called off are no failure', async () => {
    const page = await exportPage();
    page.client.refuse('export', new BenchError('CANCELLED'));
    await page.press('export');
    expect(await page.find('fetching-ended')).toBeTruthy();
    expect(page.query('failure')).toBeNull();
  });

  it('that lie in the file need no command on the router', async () => {
    const page = show(snapshotOf([exportedOffline]));
    expect(page.get('offline-packages').textContent).toContain('3 packages (200');
    expect(page.query('packages-command')).toBeNull();
    expect(page.get('page-router').textContent).toContain('“wwan2”');
    expect(page.get('bundle-warning').textContent).toContain('checksums');
    page.next(snapshotOf([exported]));
    expect([page.query('offline-packages'), page.query('bundle-warning')]).toEqual([null, null]);
    expect(page.get('packages-command')).toBeTruthy();
  });
});

describe('the way into the router', () => {
  it('names and draws what is pressed, in the words of the release’s LuCI', async () => {
    const luci = {
      restore: ['System', 'Sauvegarde'],
      restoreLabel: 'Restaurer',
      upload: 'Téléverser…',
      confirm: 'Poursuivre',
      interfaces: ['Réseau', 'Interfaces'],
    };
    const page = show(snapshotOf([{ ...exported, bundle: exported.bundle && { ...exported.bundle, luci } }]));
    const picture = page.get('luci-picture');
    expect(picture.getAttribute('aria-label')).toBe('Where to press: System, Sauvegarde, Téléverser…, Poursuivre');
    const pressed = [...picture.querySelectorAll('.luci-press')].map((part) => part.textContent);
    expect(pressed).toEqual(['System', 'Sauvegarde', 'Téléverser…', 'Poursuivre']);
    const words = page.get('page-router').textContent;
    for (const said of ['System → Sauvegarde', '“Restaurer”', '“Poursuivre”', 'Réseau → Interfaces']) expect(words).toContain(said);
    expect(await violations(document.body)).toEqual([]);
  });
});

describe("a router's backup", () => {
  it('is read as soon as it is dropped; what will change is shown before anything is written', async () => {
    const page = await exportPage();
    page.drop(backupFile());
    await page.find('router-fit');
    expect(page.client.asked).toEqual([
      { type: 'read-router-backup', portPath: 'practice-1', data: Buffer.from(bytes).toString('base64'), owners: 'keep' },
    ]);
    expect(page.get('fit-changes').textContent).toContain('wwan2');
    const severities = page.within('router-fit').getAllByTestId('finding');
    expect(severities.map((finding) => finding.dataset['severity'])).toEqual(['warning', 'note']);
    const [network, firewall] = page.within('router-fit').getAllByTestId('diff');
    expect(network?.querySelector('ins')?.textContent).toBe("+config interface 'wwan2'\n");
    expect(firewall?.querySelector('del')?.textContent).toBe("-\toption network 'wan wan6'\n");
    expect(page.exports()).toEqual([]);
    await page.press('export');
    expect(page.exports()).toMatchObject([{ backupId: `id-of-${Buffer.from(bytes).toString('base64')}` }]);
    expect(await violations(document.body)).toEqual([]);
  });

  it('is chosen among all files: those of /etc/config have no ending', async () => {
    const page = await exportPage();
    const input = page.get('backup-field').querySelector('input[type=file]');
    expect(input?.getAttribute('accept') ?? '').toBe('');
    if (input) fireEvent.change(input, { target: { files: [backupFile('network')] } });
    await page.find('router-fit');
    expect(page.client.asked).toHaveLength(1);
  });

  it('that no file can be made for keeps the export closed until it is put away', async () => {
    const page = await exportPage(refusedFit);
    page.drop(backupFile());
    await page.find('backup-refuses');
    expect(page.within('router-fit').getAllByTestId('finding')[0]?.dataset).toMatchObject({ code: 'ROUTER_ZONE_MISSING' });
    expect(page.get('export')).toHaveProperty('disabled', true);
    fireEvent.submit(page.get('page-router').querySelector('form') ?? page.get('page-router'));
    expect(page.exports()).toEqual([]);
    expect(await violations(document.body)).toEqual([]);
    await page.press('drop-backup');
    expect(page.get('export')).toHaveProperty('disabled', false);
    await page.press('export');
    expect(page.exports()[0]).not.toHaveProperty('backupId');
  });

  it('that is none is refused with the reason, and takes the place of the one before', async () => {
    const page = await exportPage();
    page.drop(backupFile());
    await page.find('router-fit');
    page.client.onQuery = () => {
      throw new BenchError('BACKUP_NOT_ARCHIVE');
    };
    page.drop(backupFile('photo.jpg'));
    expect((await page.find('backup-failure')).dataset['code']).toBe('BACKUP_NOT_ARCHIVE');
    expect(page.query('router-fit')).toBeNull();
    await page.press('export');
    expect(page.exports()[0]).not.toHaveProperty('backupId');
  });

  it('that the bench has forgotten has to be chosen again', async () => {
    const page = await exportPage();
    page.drop(backupFile());
    await page.find('router-fit');
    page.client.refuse('export', new BenchError('BACKUP_FORGOTTEN'));
    await page.press('export');
    await waitFor(() => expect(page.query('router-fit')).toBeNull());
    expect(page.get('failure').dataset['code']).toBe('BACKUP_FORGOTTEN');
  });

  it('is read again where another choice is made about others that have the dongle, and the file is made by that choice', async () => {
    const page = await exportPage();
    page.drop(backupFile());
    await page.find('router-fit');
    expect(page.get('owners')).toHaveProperty('value', 'keep');
    await page.user.selectOptions(page.get('owners'), 'refuse');
    await page.find('router-fit');
    expect(page.client.asked.map((query) => query.type === 'read-router-backup' && query.owners)).toEqual(['keep', 'refuse']);
    await page.press('export');
    expect(page.exports()).toMatchObject([{ owners: 'refuse', backupId: `id-of-${Buffer.from(bytes).toString('base64')}` }]);
    expect(await violations(document.body)).toEqual([]);
  });

  it('is not needed to choose what becomes of others that have the dongle', async () => {
    const page = await exportPage();
    await page.user.selectOptions(page.get('owners'), 'refuse');
    expect(page.client.asked).toEqual([]);
    await page.press('export');
    expect(page.exports()).toMatchObject([{ owners: 'refuse' }]);
  });

  it('stays while another dongle is looked at, and what is typed meanwhile too', async () => {
    const page = await exportPage();
    page.next(snapshotOf([verified, quectel]));
    await page.press('packages');
    page.drop(backupFile());
    await page.user.type(page.get('packages-target'), 'x86/64');
    await page.find('router-fit');
    await page.press('dongle-1-1.4');
    await page.press('dongle-practice-1');
    expect(page.get('router-fit')).toBeTruthy();
    expect(page.get('packages-target')).toHaveProperty('value', 'x86/64');
  });

  it('too large is not handed over', async () => {
    const page = await exportPage();
    const large = backupFile();
    Object.defineProperty(large, 'size', { value: mostBackupBytes + 1 });
    page.drop(large);
    expect((await page.find('backup-failure')).dataset['code']).toBe('BACKUP_TOO_LARGE');
    expect(page.client.asked).toEqual([]);
  });

  it('that cannot be read says so', async () => {
    const gone = backupFile();
    const read = vi.spyOn(FileReader.prototype, 'readAsDataURL').mockImplementation(function (this: FileReader) {
      this.dispatchEvent(new Event('error'));
    });
    const page = await exportPage();
    page.drop(gone);
    expect((await page.find('backup-failure')).dataset['code']).toBe('FILE_UNREADABLE');
    read.mockRestore();
  });
});
