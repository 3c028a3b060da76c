import { Agent, buildConnector, type Dispatcher, errors, Pool, ProxyAgent, Socks5ProxyAgent } from 'undici';
import { BenchError } from '../contract/errors.ts';
import { type ProxyLookup, type ProxyWay, proxyName } from '../seams/proxy.ts';
import { knownAuthorities } from './authorities.ts';
import { isHere } from './places.ts';

/** Until a proxy takes a connection, in ms: the next one may be there. */
const PROXY_CONNECT_MS = 10_000;
/** What OpenSSL says of a certificate whose authority is not among the known ones (`man openssl-verification-options`). */
const unknownAuthority: readonly unknown[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];
const socksLogin: readonly unknown[] = ['UND_ERR_SOCKS5_AUTH_REJECTED', 'UND_ERR_SOCKS5_AUTH_METHOD', 'UND_ERR_SOCKS5_AUTH_FAILED'];

export interface TransportOptions {
  readonly proxies: ProxyLookup;
  /** Authorities in PEM, in place of those that this computer knows. */
  readonly authorities?: readonly string[] | undefined;
}

export interface Question {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Connections to servers, by the ways that a lookup names; undici's, which keeps them open between two questions. `request` and not
 * `fetch`, since `fetch` unpacks what a server calls packed (Apache calls every `Packages.gz` so), and the sums are over what lies there.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #dispatchers = new Map<string, Dispatcher>();
  /** Proxies that did not answer; they are not waited for again. */
  readonly #dead = new Map<string, BenchError>();
  #authorities: readonly string[] | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** The ways to a server, as the lookup has them. What is on this computer is reached without a proxy: nobody stands between. */
  async waysTo(url: URL): Promise<readonly ProxyWay[]> {
    return isHere(url) ? [null] : await this.#options.proxies.waysTo(url);
  }

  /**
   * Asks for a URL by one way; the answer's body has to be read or destroyed. Throws FEED_PROXY_UNREACHABLE, FEED_PROXY_LOGIN,
   * FEED_PROXY_REFUSED, FEED_PROXY_UNKNOWN, FEED_CERTIFICATE_UNKNOWN and FEED_UNREACHABLE.
   */
  async ask({ url, headers, signal }: Question, way: ProxyWay): Promise<Dispatcher.ResponseData> {
    const dead = way && this.#dead.get(way.href);
    if (dead) throw dead;
    try {
      const { dispatcher, path, more } = this.#connection(url, way);
      // Silence is told by the one clock, not by undici's.
      const times = { headersTimeout: 0, bodyTimeout: 0 };
      const { origin } = url;
      const answer = await dispatcher.request({ origin, path, method: 'GET', headers: { ...headers, ...more }, signal, ...times });
      // An answer that nobody wants any more ends with an error that nobody waits for.
      answer.body.on('error', () => undefined);
      if (answer.statusCode !== 407 || way === null) return answer;
      answer.body.destroy();
      throw new BenchError('FEED_PROXY_LOGIN', { proxy: proxyName(way) });
    } catch (cause) {
      const failure = cause instanceof BenchError ? cause : failureOf(cause, url, way);
      if (way && failure.code === 'FEED_PROXY_UNREACHABLE') this.#dead.set(way.href, failure);
      throw failure;
    }
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    const dispatchers = [...this.#dispatchers.values()];
    this.#dispatchers.clear();
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.destroy()));
  }

  /** Throws FEED_PROXY_UNKNOWN. */
  #connection(url: URL, way: ProxyWay): Connection {
    const path = `${url.pathname}${url.search}`;
    const kept = (key: string, make: (ca: Authorities) => Dispatcher) => {
      const dispatcher = this.#dispatchers.get(key) ?? make(this.#known());
      this.#dispatchers.set(key, dispatcher);
      return dispatcher;
    };
    if (way === null) return { dispatcher: kept('', (ca) => new Agent({ connect: { ...ca, timeout: 0 } })), path, more: {} };
    if (isSocks(way)) return { dispatcher: kept(way.href, (ca) => throughSocks(way, ca)), path, more: {} };
    if (!isHttp(way)) throw new BenchError('FEED_PROXY_UNKNOWN', { proxy: proxyName(way) });
    if (url.protocol === 'https:') return { dispatcher: kept(`tunnel ${way.href}`, (ca) => throughTunnel(way, ca)), path, more: {} };
    // Plain HTTP is handed to the proxy as that (RFC 9112, 3.2.2): many let CONNECT through to port 443 alone.
    const login = loginOf(way);
    return {
      dispatcher: kept(way.href, (ca) => toProxy(way, ca)),
      path: `${url.origin}${path}`,
      more: { host: url.host, ...(login === null ? {} : { 'proxy-authorization': login }) },
    };
  }

  #known(): Authorities {
    this.#authorities ??= this.#options.authorities ?? knownAuthorities();
    return this.#authorities === undefined ? {} : { ca: [...this.#authorities] };
  }
}

/** How a question goes out: on which connections, with what as its target, and which headers besides its own. */
interface Connection {
  readonly dispatcher: Dispatcher;
  readonly path: string;
  readonly more: Readonly<Record<string, string>>;
}

type Authorities = { readonly ca?: string[] };

const isHttp = ({ protocol }: URL) => protocol === 'http:' || protocol === 'https:';
const isSocks = ({ protocol }: URL) => /^socks(5h?)?:$/.test(protocol);

function toProxy(proxy: URL, ca: Authorities): Pool {
  return new Pool(proxy.origin, { connect: telling(buildConnector({ ...ca, timeout: PROXY_CONNECT_MS })) });
}

function throughTunnel(proxy: URL, ca: Authorities): Dispatcher {
  const login = loginOf(proxy);
  return new ProxyAgent({
    uri: proxy.origin,
    ...(login === null ? {} : { token: login }),
    clientFactory: () => toProxy(proxy, ca),
    requestTls: ca,
  });
}

function throughSocks(proxy: URL, ca: Authorities): Dispatcher {
  // The declaration of the options lacks `requestTls`, which the code reads (undici 7.30, socks5-proxy-agent.js).
  const options = { connect: telling(buildConnector({ timeout: PROXY_CONNECT_MS })), requestTls: ca };
  return new Socks5ProxyAgent(proxy.href.replace(/^socks5?h?:/, 'socks5:'), options);
}

/** RFC 7617; `null` where the address has no login. */
function loginOf({ username, password }: URL): string | null {
  if (username === '') return null;
  return `Basic ${Buffer.from(`${plain(username)}:${plain(password)}`).toString('base64')}`;
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A proxy that took no connection. */
class ProxyUnreachable extends Error {}

/** Tells its own failures from those of the connection that it is the first half of. */
function telling(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) callback(new ProxyUnreachable(error.message, { cause: error }), null);
      else if (socket) callback(null, socket);
    });
}

function failureOf(cause: unknown, url: URL, way: ProxyWay): BenchError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const proxy = way && proxyName(way);
  const inner = cause instanceof ProxyUnreachable ? cause.cause : cause;
  if (unknownAuthority.includes(codeOf(inner))) {
    const host = inner === cause || way === null ? url.host : way.host;
    return new BenchError('FEED_CERTIFICATE_UNKNOWN', { host, message }, { cause });
  }
  if (proxy === null) return new BenchError('FEED_UNREACHABLE', { host: url.host, message }, { cause });
  if (cause instanceof ProxyUnreachable) return new BenchError('FEED_PROXY_UNREACHABLE', { proxy, message }, { cause });
  const [, status] = /^Proxy response \((\d{3})\)/.exec(message) ?? [];
  if (status === '407' || socksLogin.includes(codeOf(cause))) return new BenchError('FEED_PROXY_LOGIN', { proxy }, { cause });
  const refusal = status !== undefined ? `HTTP ${status}` : cause instanceof errors.Socks5ProxyError ? message : null;
  if (refusal !== null) return new BenchError('FEED_PROXY_REFUSED', { proxy, host: url.host, message: refusal }, { cause });
  return new BenchError('FEED_UNREACHABLE', { host: url.host, message: `${message} (${proxy})` }, { cause });
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : null;
}
