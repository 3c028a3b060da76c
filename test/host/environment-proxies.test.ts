import { describe, expect, it } from 'vitest';
import { environmentProxies } from '../../electron/host/environment-proxies.ts';
import { proxyName } from '../../electron/seams/proxy.ts';

/** The proxy for a URL; null: none; undefined: the environment says nothing. */
async function proxyFor(url: string, environment: Record<string, string>): Promise<string | null | undefined> {
  const ways = await environmentProxies(environment)?.waysTo(new URL(url));
  return ways && (ways[0]?.href ?? null);
}

const https = 'https://downloads.example/x';
const http = 'http://downloads.example/x';

describe('proxies of the environment', () => {
  it('are by scheme, small letters before capitals, ALL_PROXY for the rest', async () => {
    const both = { HTTPS_PROXY: 'http://s:1', HTTP_PROXY: 'http://h:2' };
    expect([await proxyFor(https, both), await proxyFor(http, both)]).toEqual(['http://s:1/', 'http://h:2/']);
    expect(await proxyFor(https, { HTTPS_PROXY: 'http://big:1', https_proxy: 'http://small:1' })).toBe('http://small:1/');
    expect(await proxyFor(http, { HTTPS_PROXY: 'http://s:1' })).toBeNull();
    const all = { ALL_PROXY: 'socks5://a:3', HTTPS_PROXY: 'http://s:1' };
    expect([await proxyFor(https, all), await proxyFor(http, all)]).toEqual(['http://s:1/', 'socks5://a:3']);
    expect(await proxyFor(http, { all_proxy: 'http://a:3' })).toBe('http://a:3/');
  });

  it('are none where nothing, or nothing but blanks, is set', () => {
    expect(environmentProxies({})).toBeNull();
    expect(environmentProxies({ HTTPS_PROXY: ' ', NO_PROXY: '*' })).toBeNull();
  });

  it('without a scheme speak plain HTTP', async () => {
    expect(await proxyFor(https, { HTTPS_PROXY: 'proxy.example:3128' })).toBe('http://proxy.example:3128/');
    expect(await proxyFor(https, { HTTPS_PROXY: 'user:pass@10.0.0.1:3128' })).toBe('http://user:pass@10.0.0.1:3128/');
  });

  it('that cannot be read are told as that, without what stands there', async () => {
    const found = (await proxyFor(https, { HTTPS_PROXY: 'http://user:secret@:99999' })) ?? '';
    expect(found).toBe('unreadable://proxy');
    expect(proxyName(new URL('http://user:secret@proxy.example:3128'))).toBe('http://proxy.example:3128');
  });

  it.each([
    ['*', https, false],
    ['downloads.example', https, false],
    ['.example', https, false],
    ['*.example', https, false],
    ['EXAMPLE', https, false],
    ['other, downloads.example', https, false],
    ['other downloads.example', https, false],
    ['downloads.example:443', https, false],
    ['downloads.example:80', https, true],
    ['downloads.example:80', http, false],
    ['loads.example', https, true],
    ['downloads.example.org', https, true],
    ['10.0.0.0/8', 'https://10.200.3.4/', false],
    ['10.0.0.0/8', 'https://11.0.0.1/', true],
    ['10.0.0.0/33', 'https://10.0.0.1/', true],
    ['10.0.0.0/8', https, true],
    ['fd00::/8', 'https://[fd00::1]/', false],
    ['fd00::/8', 'https://[fe80::1]/', true],
    ['[fd00::1]', 'https://[fd00::1]/', false],
    ['[fd00::1]:8443', 'https://[fd00::1]/', true],
    ['fd00::1:2', 'https://[fd00::1:2]/', false],
    ['fd00::1:2', 'https://[fd00::1]:2/', true],
    ['fd00::1/128', 'https://[fd00::1]/', false],
    ['fd00::1/129', 'https://[fd00::1]/', true],
    ['10.0.0.1/32', 'https://10.0.0.1/', false],
    ['10.0.0.1/32', 'https://10.0.0.2/', true],
    ['0.0.0.0/0', 'https://10.0.0.1/', false],
    ['0.0.0.0/0', 'https://[fd00::1]/', true],
    ['10.0.0.0/8x', 'https://10.0.0.1/', true],
    ['x10.0.0.0/8', 'https://10.0.0.1/', true],
    ['downloads.example:443x', https, true],
    ['192.168.1.9', 'https://192.168.1.9:8443/', false],
    ['', https, true],
    [', ,.', https, true],
  ])('NO_PROXY=%s: %s goes through one: %s', async (NO_PROXY, url, through) => {
    const environment = { ALL_PROXY: 'http://p:1', NO_PROXY };
    expect(await proxyFor(url, environment)).toBe(through ? 'http://p:1/' : null);
    const { NO_PROXY: no_proxy, ...rest } = environment;
    expect(await proxyFor(url, { ...rest, no_proxy })).toBe(through ? 'http://p:1/' : null);
  });
});
