import type { ProxyWay } from '../seams/proxy.ts';

const schemes: Readonly<Record<string, string>> = { PROXY: 'http', HTTPS: 'https', SOCKS5: 'socks5', SOCKS: 'socks4', SOCKS4: 'socks4' };

/**
 * The ways that a list as a proxy configuration script gives it names, in its order: `PROXY a:3128; SOCKS5 b:1080; DIRECT`
 * (Chromium, net/docs/proxy.md; there `SOCKS` is SOCKS4). What is not understood is passed over; where nothing is left, there is no proxy.
 */
export function readPacList(list: string): readonly ProxyWay[] {
  const ways = list.split(';').flatMap((entry): ProxyWay[] => {
    const [kind = '', host = ''] = entry.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return [null];
    const address = `${schemes[kind.toUpperCase()] ?? ''}://${host}`;
    return host !== '' && URL.canParse(address) ? [new URL(address)] : [];
  });
  return ways.length > 0 ? ways : [null];
}
