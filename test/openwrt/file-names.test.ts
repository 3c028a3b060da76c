import { describe, expect, it } from 'vitest';
import { exportNames } from '../../electron/openwrt/file-names.ts';

const archiveOf = (name: string, imei: string | null = null, counter?: number) =>
  exportNames({ name, vid: '2c7c', pid: '0125', imei }, 'qmi', '24.10.8', counter).archive;

describe('names of exported files', () => {
  it.each([
    ['Quectel EC25', 'quectel-ec25'],
    ['Quectel EC25, QMI', 'quectel-ec25'],
    ['Fibocom NL678, FM150, FM160, QMI', 'fibocom-nl678'],
    ['Huawei E173 (Viettel 3G)', 'huawei-e173'],
    ['Option Globetrotter GI0505 [iCON 505]', 'option-globetrotter-gi0505'],
    ['Vodafone / Huawei K3772', 'vodafone-huawei-k3772'],
    ['  ../../etc/passwd\u0000\n', 'etc-passwd'],
    ['LTE\u202e\u00a0Модем', 'lte'],
    ['Модем', '2c7c-0125'],
    ['(x)', '2c7c-0125'],
    ['', '2c7c-0125'],
    ['Sierra Wireless Incorporated EM9191 5G NR Sub-6 GHz Module', 'sierra-wireless-incorporated'],
    ['x'.repeat(300), 'x'.repeat(32)],
  ])('%j begins with %s', (name, expected) => expect(archiveOf(name)).toBe(`modem-bench-${expected}-qmi-24.10.8.tar.gz`));

  it('tell dongles of one kind apart by the end of an IMEI, and by nothing else that a dongle may say', () => {
    expect(archiveOf('A', '861234567890123')).toBe('modem-bench-a-imei0123-qmi-24.10.8.tar.gz');
    for (const imei of [null, '', '0123', '../../../../0123', '86123456789012x', '8'.repeat(17)])
      expect(archiveOf('A', imei)).toBe('modem-bench-a-qmi-24.10.8.tar.gz');
  });

  it('begin alike, with a number from the second on', () => {
    expect(exportNames({ name: 'A', vid: '1', pid: '2', imei: null }, 'ncm', '25.12.5', 12)).toEqual({
      archive: 'modem-bench-a-ncm-25.12.5-12.tar.gz',
      manifest: 'modem-bench-a-ncm-25.12.5-12-manifest.json',
      page: 'modem-bench-a-ncm-25.12.5-12.html',
      firstBoot: 'modem-bench-a-ncm-25.12.5-12-first-boot.sh',
    });
    expect(archiveOf('A', null, 1)).toBe(archiveOf('A'));
  });
});
