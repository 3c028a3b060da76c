import { gzipSync } from 'node:zlib';
import { readRouterBackup } from '../../../electron/openwrt/backup/index.ts';
import { formatUci } from '../../../electron/openwrt/uci.ts';
import { parseUci, UciParseError } from '../../../electron/openwrt/uci-parse.ts';
import { end, entry, pax, tar } from '../../openwrt/backup/tars.ts';
import { firewalls, networks } from '../../openwrt/stock.ts';
import { exported, shown } from '../../openwrt/uci-print.ts';
import type { Random } from '../random.ts';
import { bytesOf, mutated, mutatedText } from './mutate.ts';
import type { Prey } from './prey.ts';

const configurations = [...Object.values(networks), ...Object.values(firewalls)].map(bytesOf);
const words = ["config interface 'x'\n", "\toption a 'b'\n", '\tlist a b\n', "'", '"', '\\', '\n', '#', 'package x', ';', '\0'].map(
  bytesOf,
);

export const uci: Prey = {
  name: 'UCI',
  may: (error) => error instanceof UciParseError,
  feed: (random) => {
    const read = parseUci(mutatedText(random, configurations, words));
    // What was read can be written, and read again as the same.
    const text = formatUci(read);
    const again = formatUci(parseUci(text));
    if (text !== again) throw new TypeError(`written and read again it differs: ${JSON.stringify([text, again]).slice(0, 300)}`);
  },
};

const archive = tar(
  { name: 'etc/config/firewall', data: Object.values(firewalls)[0] ?? '' },
  { name: 'x', type: 'L', data: 'etc/long\0' },
  { name: 'y' },
  { name: 'z', type: 'x', data: pax('path', 'etc/config/dhcp') },
  { name: 'cut', data: "config dnsmasq\n\toption domainneeded '1'\n" },
  { name: 'etc/board.json', data: '{"model":{"id":"x"}}' },
  { name: 'etc/modem-bench/wwan.added', data: 'network.wwan\n' },
  { name: 'etc/config/network', data: networks.dsa },
);
const packed = gzipSync(archive);

/** Right checksums at the places of headers, so that what is behind the first check is reached as well. */
function mended(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes);
  for (let at = 0; at + 512 <= buffer.length; at += 512) {
    const block = buffer.subarray(at, at + 512);
    if (!block.subarray(257, 262).equals(Buffer.from('ustar'))) continue;
    block.fill(0x20, 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 8, 'latin1');
  }
  return buffer;
}

const entries = [entry({ name: 'etc/config/network', data: networks.dsa }), entry({ name: 'etc/x', data: 'x' }), end];

function backup(random: Random): Uint8Array {
  if (random.oneIn(4)) return mutated(random, [packed]);
  const bytes = random.oneIn(3) ? Buffer.concat(random.shuffled(entries)) : mutated(random, [archive]);
  return gzipSync(random.oneIn(3) ? bytes : mended(bytes), { level: 1 });
}

export const backups: Prey = {
  name: 'backups',
  feed: async (random) => {
    await readRouterBackup(backup(random));
  },
};

const posted = [
  ...configurations,
  ...[networks.dsa, firewalls.list].flatMap((text, at) => {
    const [name, config] = [at === 0 ? 'network' : 'firewall', parseUci(text)];
    return [
      `root@OpenWrt:~# uci show ${name}\n${shown(config, name)}`,
      `package ${name}\n\n${exported(config)}`,
      `==> /etc/config/${name} <==\n${text}`,
    ].map(bytesOf);
  }),
];
const postedWords = [
  ...words,
  ...['network.lan=interface\n', "network.@device[0].a='b' 'c'\n", '> ', '```\n', '\u001b[1m', '\ufeff'].map(bytesOf),
];

/** Texts in place of a backup. */
export const pasted: Prey = {
  name: 'texts of a router',
  feed: async (random) => {
    await readRouterBackup(mutated(random, posted, postedWords));
  },
};
