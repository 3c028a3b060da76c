/** A way to a server: through the proxy at this address (`http:`, `https:`, `socks5:`; it may have a login in it), or, `null`, without one. */
export type ProxyWay = URL | null;

/** What this computer, or whoever set it up, says of the ways into the network. */
export interface ProxyLookup {
  /**
   * The ways to a server, the one to be tried first in front; at least one. Never rejects: who cannot tell says that there is no proxy.
   * An address of a kind that is not known is among them as it was given (`socks4:`), so that it can be told.
   */
  waysTo(url: URL): Promise<readonly ProxyWay[]>;
}

/** No proxy at all. */
export const noProxies: ProxyLookup = { waysTo: async () => [null] };

/** A proxy as it may be shown: `http://proxy.example:3128`, without the login that its address may have. */
export function proxyName({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}
