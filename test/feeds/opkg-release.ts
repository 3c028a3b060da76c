import type { FeedServer } from './feed-server.ts';
import { type makeUsignKey, putOpkgFeed } from './opkg-feed.ts';
import { putTarget } from './release.ts';

const version = '24.10.8';
const kernel = '6.6.144';
const hash = 'f31f6f85a36836e510d64a18a9a5f1bf';

/** OpenWrt 24.10.8 for ramips/mt7621 with these packages in its feeds; the stock image has none of them. */
export async function putOpkgRelease(server: FeedServer, names: readonly string[], key: ReturnType<typeof makeUsignKey>): Promise<void> {
  putTarget(server, '', { version, kernel, hash, installed: ['libc - 1.2.5-r4'] });
  const target = `/releases/${version}/targets/ramips/mt7621`;
  const kmods = names.filter((name) => name.startsWith('kmod-'));
  await putOpkgFeed(server, `${target}/packages`, [{ name: 'libc' }], key);
  await putOpkgFeed(
    server,
    `${target}/kmods/${kernel}-1-${hash}`,
    kmods.map((name) => ({ name, depends: `kernel (=${kernel}~${hash}-r1)` })),
    key,
  );
  const others = names.filter((name) => !name.startsWith('kmod-')).map((name) => ({ name, depends: 'libc' }));
  await putOpkgFeed(server, `/releases/${version}/packages/mipsel_24kc/base`, others, key);
  for (const name of ['luci', 'packages']) await putOpkgFeed(server, `/releases/${version}/packages/mipsel_24kc/${name}`, [], key);
}
