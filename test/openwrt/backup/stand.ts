import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RouterFiles } from '../../../electron/openwrt/backup/summary.ts';
import type { UciConfig } from '../../../electron/openwrt/uci.ts';
import { parseUci } from '../../../electron/openwrt/uci-parse.ts';
import type { Router } from '../router.ts';
import { type RawEntry, tgz } from './tars.ts';

const configs = ['network', 'firewall', 'dhcp'] as const;
const optional = ['mwan3', 'fstab', 'qmodem', 'modem'] as const;

/** What `sysupgrade -b` would pack of an emulated router: its configurations, and our folder. */
export function entriesOf(router: Router): RawEntry[] {
  return [
    ...[...configs, ...optional]
      .filter((name) => router.exists(`etc/config/${name}`))
      .map((name) => ({ name: `etc/config/${name}`, data: router.uci.file(name) })),
    ...records(router).map(([name, data]) => ({ name: `etc/modem-bench/${name}`, data })),
  ];
}

export const backupOf = (router: Router): Uint8Array => tgz(...entriesOf(router));

/** The same, as the reader of backups has it. */
export function filesOf(router: Router): RouterFiles {
  const ending = (wanted: string) =>
    new Map(
      records(router).flatMap(([name, text]) => (name.endsWith(wanted) ? [[name.slice(0, -wanted.length), text.trim()] as const] : [])),
    );
  const parsed = (name: (typeof configs)[number]): UciConfig => parseUci(router.uci.file(name));
  return {
    network: parsed('network'),
    firewall: parsed('firewall'),
    dhcp: parsed('dhcp'),
    mwan3: router.exists('etc/config/mwan3') ? parseUci(router.uci.file('mwan3')) : null,
    system: null,
    wireless: null,
    qmodem: router.exists('etc/config/qmodem') ? parseUci(router.uci.file('qmodem')) : null,
    modem: router.exists('etc/config/modem') ? parseUci(router.uci.file('modem')) : null,
    text: null,
    disabledServices: null,
    openwrtRelease: null,
    board: null,
    packages: null,
    added: new Map([...ending('.added')].map(([name, text]) => [name, text.split('\n')])),
    usb: ending('.usb'),
    owners: new Map([...ending('.owners')].map(([name, text]) => [name, parseUci(text)])),
    waiting: false,
  };
}

function records(router: Router): [string, string][] {
  if (!router.exists('etc/modem-bench')) return [];
  const folder = router.path('etc/modem-bench');
  return readdirSync(folder)
    .filter((name) => /\.(added|usb|owners)$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}
