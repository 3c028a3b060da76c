import { findRelease } from '../../modem-db/openwrt/index.ts';
import type { FeedServer } from './feed-server.ts';

export function release(version: string) {
  const found = findRelease(version);
  if (!found) throw new Error(`no release ${version}`);
  return found;
}

/** What a target's folder holds besides packages: profiles.json, the stock image's manifest, and the list of targets. */
export function putTarget(
  server: FeedServer,
  root: string,
  { version, kernel, hash, installed }: { version: string; kernel: string; hash: string; installed: readonly string[] },
): void {
  const target = `${root}/releases/${version}/targets/ramips/mt7621`;
  server.put(
    `${target}/profiles.json`,
    JSON.stringify({
      arch_packages: 'mipsel_24kc',
      default_packages: ['base-files'],
      linux_kernel: { release: '1', vermagic: hash, version: kernel },
      metadata_version: 1,
      profiles: { 'zbtlink_zbt-wg3526-16m': { device_packages: ['kmod-usb3'] } },
      target: 'ramips/mt7621',
      version_code: 'r1-0',
      version_number: version,
    }),
  );
  const lines = [`kernel - ${kernel}~${hash}-r1`, ...installed].sort();
  server.put(`${target}/openwrt-${version}-ramips-mt7621.manifest`, `${lines.join('\n')}\n`);
  server.put(
    `${root}/releases/${version}/.targets.json`,
    JSON.stringify({ 'ramips/mt7620': 'mipsel_24kc', 'ramips/mt7621': 'mipsel_24kc', 'x86/64': 'x86_64' }),
  );
}
