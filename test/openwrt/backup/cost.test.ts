import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../electron/contract/errors.ts';
import { backupLimits, readRouterBackup } from '../../../electron/openwrt/backup/read.ts';
import { applySetup, type RouterSetup } from '../../../electron/openwrt/backup/setup-model.ts';
import type { RouterFiles } from '../../../electron/openwrt/backup/summary.ts';
import { parseUci } from '../../../electron/openwrt/uci-parse.ts';
import { passesOf } from '../../support/passes.ts';
import { firewalls, networks } from '../stock.ts';
import { tgz } from './tars.ts';

const setup: RouterSetup = {
  interfaces: [{ name: 'wwan', options: [['proto', 'qmi']] }],
  zone: 'wan',
  rebindDomains: ['my.page'],
  found: null,
  multiwan: true,
  asks: [],
  owners: { wish: 'keep', claim: { device: '/dev/cdc-wdm0', identity: 'usb 2c7c 0125 -', port: '', commanded: true, managed: false } },
};

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

function files(more: { record: readonly string[]; network?: string; firewall?: string; dhcp?: string; mwan3?: string }): RouterFiles {
  return {
    network: parseUci(`${networks.dsa}config interface 'wwan'\n\toption proto 'qmi'\n\toption apn 'old'\n\n${more.network ?? ''}`),
    firewall: parseUci(`${more.firewall ?? ''}${firewalls.list}`),
    dhcp: parseUci(more.dhcp ?? ''),
    mwan3: parseUci(more.mwan3 ?? ''),
    system: null,
    wireless: null,
    qmodem: null,
    modem: null,
    text: null,
    disabledServices: null,
    openwrtRelease: null,
    board: null,
    packages: null,
    added: new Map([['wwan', ['qmi', ...more.record]]]),
    usb: new Map(),
    owners: new Map(),
    waiting: false,
  };
}

/** Of a record with so many lines, and as much of what they are about. */
const hostile: Readonly<Record<string, (lines: number) => RouterFiles>> = {
  names: (lines) =>
    files({
      record: numbers(lines).map((at) => `domain a${at}.example`),
      dhcp: `config dnsmasq\n${numbers(lines)
        .map((at) => `\tlist rebind_domain 'a${at}.example'\n`)
        .join('')}`,
    }),
  'zones of one name': (lines) =>
    files({
      record: numbers(lines).map((at) => `zone w${at} dmz`),
      firewall: numbers(lines)
        .map((at) => `config zone\n\toption name 'dmz'\n\tlist network 'w${at}'\n\n`)
        .join(''),
    }),
  'sections of mwan3, and ways in the zone': (lines) =>
    files({
      record: numbers(lines).map((at) => `mwan3 w${at}`),
      network: numbers(lines)
        .map((at) => `config interface 'w${at}'\n\toption proto 'none'\n\n`)
        .join(''),
      firewall: `config zone\n\toption name 'wan'\n${numbers(lines)
        .map((at) => `\tlist network 'w${at}'\n`)
        .join('')}\n`,
      mwan3: numbers(lines)
        .map((at) => `config interface 'w${at}'\n\toption enabled '1'\n\n`)
        .join(''),
    }),
  'second interfaces': (lines) =>
    files({
      record: numbers(lines).map((at) => `second w${at} dhcp`),
      network: numbers(lines)
        .map((at) => `config interface 'v${at}'\n\toption proto 'dhcp'\n\n`)
        .join(''),
    }),
};

describe('what a backup costs', () => {
  // A square would be fourfold.
  it.each(Object.entries(hostile))('grows with its size and no faster: %s', async (_name, make) => {
    const [small, large] = [make(500), make(1000)];
    const [once, twice] = [await passesOf(() => applySetup(small, setup)), await passesOf(() => applySetup(large, setup))];
    expect(once).toBeGreaterThan(500);
    expect(twice).toBeLessThan(2.1 * once);
  });

  it('is not memory for records that no bundle makes', async () => {
    const records = numbers(200).map((at) => ({ name: `etc/modem-bench/w${at}.added`, data: `qmi\n${'\n'.repeat(250_000)}.` }));
    const refused = await readRouterBackup(tgz({ name: 'etc/config/network', data: networks.dsa }, ...records)).catch(
      (cause: unknown) => cause,
    );
    expect(refused).toBeInstanceOf(BenchError);
    expect(refused).toMatchObject({ code: 'BACKUP_TOO_LARGE', detail: { what: 'etc/modem-bench/w0.added', most: backupLimits.record } });
    const longest = { name: 'etc/modem-bench/wwan.added', data: `qmi\n${'domain a.example\n'.repeat(900)}` };
    const read = await readRouterBackup(tgz({ name: 'etc/config/network', data: networks.dsa }, longest));
    expect(read.summary.waiting).toBe(false);
  });
});
