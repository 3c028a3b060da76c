import { BlockList, isIP } from 'node:net';
import type { ProxyLookup } from '../seams/proxy.ts';

/**
 * The proxies that variables of the environment name, as curl, Go and undici's EnvHttpProxyAgent read them: `HTTPS_PROXY` for https,
 * `HTTP_PROXY` for http, `ALL_PROXY` for what has none of its own; `NO_PROXY` names what is reached without one. The form in small
 * letters goes before the one in capitals. `proxy-from-env` is not used: an address without a scheme, the commonest, it would take
 * for a proxy that speaks TLS.
 */

type Environment = Readonly<Record<string, string | undefined>>;

/** `null`: the environment names no proxy at all, and something else may be asked. */
export function environmentProxies(environment: Environment = process.env): ProxyLookup | null {
  const named = ['https_proxy', 'http_proxy', 'all_proxy'].some((name) => variable(environment, name) !== '');
  return named ? { waysTo: async (url) => [environmentProxy(url, environment)] } : null;
}

function environmentProxy(url: URL, environment: Environment): URL | null {
  const address = variable(environment, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy') || variable(environment, 'all_proxy');
  return address === '' || isExempt(url, variable(environment, 'no_proxy')) ? null : readProxy(address);
}

function variable(environment: Environment, name: string): string {
  return (environment[name] ?? environment[name.toUpperCase()] ?? '').trim();
}

/** `host:port` speaks plain HTTP, as with curl. What is no address is kept as one of a kind that nobody knows, and fails as that. */
function readProxy(address: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  // The text itself may hold a login, and is not repeated.
  return URL.canParse(text) ? new URL(text) : new URL('unreadable://proxy');
}

/**
 * Whether `NO_PROXY` names the host: `*`, a name (with those below it, with or without a dot or `*.` before it), an address, a network
 * (`10.0.0.0/8`), each with a port or without; between commas or blanks.
 */
function isExempt(url: URL, list: string): boolean {
  const host = bare(url.hostname.toLowerCase());
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '*') return true;
      const [, named = entry, itsPort] = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry) ?? [];
      if (itsPort !== undefined && itsPort !== port) return false;
      const name = bare(named).replace(/^\*?\./, '');
      return name !== '' && (host === name || host.endsWith(`.${name}`) || isIn(host, name));
    });
}

const bare = (host: string) => host.replace(/^\[|\]$/g, '');

/** Whether an address is in a network in CIDR notation. */
function isIn(host: string, network: string): boolean {
  const [, base = '', bits = ''] = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(network) ?? [];
  const kind = isIP(base);
  if (kind === 0 || isIP(host) !== kind || Number(bits) > (kind === 4 ? 32 : 128)) return false;
  const family = kind === 4 ? 'ipv4' : 'ipv6';
  const networks = new BlockList();
  networks.addSubnet(base, Number(bits), family);
  return networks.check(host, family);
}
