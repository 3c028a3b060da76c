import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the server. It listens on loopback, where every program and every web page of this computer can reach it:
 * - a page of another site that points a name of its own at 127.0.0.1 (DNS rebinding) is told by its Host header,
 * - a page of another site that posts here is told by its Origin and Sec-Fetch-Site headers,
 * - whoever did not get the address from the terminal lacks the cookie.
 * The address holds a token that is good for one browser, once.
 */
export class HttpGuard {
  readonly #host: string;
  readonly #cookieName: string;
  /** Digests, so that comparing takes the same time whatever was sent, and of whatever length. */
  #token: Buffer | null = null;
  readonly #sessions: Buffer[] = [];

  constructor(port: number) {
    this.#host = `127.0.0.1:${port}`;
    // Cookies of 127.0.0.1 are shared by all its ports.
    this.#cookieName = `modem-bench-${port}`;
  }

  /** A new address to open; the one before it, if it was never opened, is void. */
  newAddress(): string {
    const token = randomBytes(24).toString('base64url');
    this.#token = digest(token);
    return `http://${this.#host}/?token=${token}`;
  }

  /** Why a request is refused, before anything else of it is looked at; `null`: it may go on. */
  refuses(request: IncomingMessage): string | null {
    const { host, origin } = request.headers;
    if (host !== this.#host) return 'Host is not this server';
    if (origin !== undefined && origin !== `http://${this.#host}`) return 'Origin is not this server';
    if (request.method !== 'GET' && origin === undefined) return 'no Origin';
    const site = request.headers['sec-fetch-site'];
    // `none`: the technician opened the address. Opening it from a page elsewhere is only good for the address with the token.
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'called from another site';
    return null;
  }

  /** Whether the request has the cookie of a browser that opened an address. */
  hasCookie(request: IncomingMessage): boolean {
    for (const part of (request.headers.cookie ?? '').split(';')) {
      const [name, value] = part.trim().split('=', 2);
      if (name !== this.#cookieName || value === undefined) continue;
      const given = digest(value);
      if (this.#sessions.some((session) => timingSafeEqual(session, given))) return true;
    }
    return false;
  }

  /** Exchanges the token of an address for a cookie, once. `null`: not the token, or used before. */
  exchange(token: string): string | null {
    if (this.#token === null || !timingSafeEqual(this.#token, digest(token))) return null;
    this.#token = null;
    const session = randomBytes(24).toString('base64url');
    this.#sessions.push(digest(session));
    return `${this.#cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`;
  }
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
