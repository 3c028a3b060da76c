import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the server. It listens on loopback, where every program and every web page of this computer can reach it:
 * - a page of another site that points a name of its own at 127.0.0.1 (DNS rebinding) is told by its Host header,
 * - a page of another site that posts here is told by its Origin and Sec-Fetch-Site headers,
 * - whoever did not get the address from the terminal lacks the key.
 *
 * The key is no cookie: a browser sends the cookies of 127.0.0.1 to every server there, whatever its port, and any of them could
 * send it on to here. The page keeps it in its sessionStorage, which belongs to one origin, port and all, and to one tab; it sends it in
 * a header. The token is behind the `#` of the address, which no browser sends anywhere. What anybody may have are the page's own files.
 */
export class HttpGuard {
  readonly #host: string;

  constructor(port: number) {
    this.#host = `127.0.0.1:${port}`;
  }

  /** The address that hands a token to the page. */
  address(token: string): string {
    return `http://${this.#host}/#${token}`;
  }

  /** Why a request is refused, before anything else of it is looked at; `null`: it may go on. */
  refuses(request: IncomingMessage): string | null {
    const { host, origin } = request.headers;
    if (host !== this.#host) return 'Host is not this server';
    if (origin !== undefined && origin !== `http://${this.#host}`) return 'Origin is not this server';
    if (request.method !== 'GET' && origin === undefined) return 'no Origin';
    const site = request.headers['sec-fetch-site'];
    // `none`: the technician opened the address.
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'called from another site';
    return null;
  }
}

/** The key that a request brings: `Authorization: Bearer KEY` (RFC 6750, section 2.1). Empty: none. */
export function keyOf(request: IncomingMessage): string {
  return /^Bearer ([\w-]{1,100})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}
