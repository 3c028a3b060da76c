import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Certificates for tests, of an authority whose key nobody has any more; good for feed.example, proxy.example and this computer until
 * 2126. Made by `openssl req -x509` and `openssl x509 -req -CA` with these names as subjectAltName.
 */
export const certificates = {
  authority: readFileSync(new URL('certificates/authority.pem', import.meta.url), 'utf8'),
  cert: readFileSync(new URL('certificates/server.pem', import.meta.url), 'utf8'),
  key: readFileSync(new URL('certificates/server.key.pem', import.meta.url), 'utf8'),
};

export const portOf = (server: TcpServer): number => {
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('it does not listen');
  return address.port;
};

export const listen = (server: TcpServer) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

/** A proxy on this computer, as companies have them. Whatever host it is asked for, it leads to one server. */
export class ProxyServer {
  /** What was asked of it: method and target. */
  readonly asked: string[] = [];
  /** `user:password` that it wants; null: none. */
  login: string | null = null;
  /** What it answers a CONNECT with in place of connecting. */
  refuses: number | null = null;
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();

  constructor(
    readonly target: () => number,
    readonly secure = false,
  ) {
    const serve = (asked: IncomingMessage, answer: ServerResponse) => this.#forward(asked, answer);
    this.#server = secure ? createSecureServer(certificates, serve) : createServer(serve);
    this.#server.on('connect', (asked: IncomingMessage, socket: Duplex) => this.#tunnel(asked, socket));
    this.#server.on('connection', (socket) => this.#sockets.add(socket));
  }

  start(): Promise<void> {
    return listen(this.#server);
  }

  get url(): URL {
    return new URL(`${this.secure ? 'https' : 'http'}://127.0.0.1:${portOf(this.#server)}`);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #isLet({ headers }: IncomingMessage): boolean {
    return this.login === null || headers['proxy-authorization'] === `Basic ${Buffer.from(this.login).toString('base64')}`;
  }

  #forward(asked: IncomingMessage, answer: ServerResponse): void {
    this.asked.push(`${asked.method} ${asked.url} host ${asked.headers.host}`);
    if (!this.#isLet(asked)) return void answer.writeHead(407, { 'proxy-authenticate': 'Basic realm="x"' }).end('log in');
    const { pathname, search } = new URL(asked.url ?? '');
    const { 'proxy-authorization': _, ...headers } = asked.headers;
    const onward = request({ port: this.target(), host: '127.0.0.1', path: `${pathname}${search}`, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    onward.end();
  }

  #tunnel(asked: IncomingMessage, socket: Duplex): void {
    this.asked.push(`CONNECT ${asked.url}`);
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    if (!this.#isLet(asked))
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n');
    if (this.refuses !== null) return void socket.end(`HTTP/1.1 ${this.refuses} No\r\n\r\n`);
    const onward = connect(this.target(), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    this.#sockets.add(onward);
    onward.on('error', () => socket.destroy());
  }
}

/** A SOCKS5 proxy (RFC 1928, 1929) that leads to one server, whatever it is asked for. */
export class SocksServer {
  readonly asked: string[] = [];
  login: string | null = null;
  /** What it answers a question for a connection with; 0: connected. */
  reply = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server = createTcpServer((socket) => {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    this.#talk(socket).catch(() => socket.destroy());
  });

  constructor(readonly target: () => number) {}

  start(): Promise<void> {
    return listen(this.#server);
  }

  get url(): URL {
    return new URL(`socks5://127.0.0.1:${portOf(this.#server)}`);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #talk(socket: Socket): Promise<void> {
    const next = () => new Promise<Buffer>((resolve) => socket.once('data', resolve));
    const methods = await next();
    const wanted = this.login === null ? 0 : 2;
    if (!methods.subarray(2).includes(wanted)) return void socket.end(Buffer.of(5, 0xff));
    socket.write(Buffer.of(5, wanted));
    if (this.login !== null) {
      const given = await next();
      const user = given.subarray(2, 2 + (given[1] ?? 0)).toString();
      const password = given.subarray(3 + (given[1] ?? 0)).toString();
      if (`${user}:${password}` !== this.login) return void socket.end(Buffer.of(1, 1));
      socket.write(Buffer.of(1, 0));
    }
    const question = await next();
    this.asked.push(`${question.subarray(5, -2).toString()}:${question.readUInt16BE(question.length - 2)}`);
    if (this.reply !== 0) return void socket.end(Buffer.of(5, this.reply, 0, 1, 0, 0, 0, 0, 0, 0));
    const onward = connect(this.target(), '127.0.0.1', () => {
      socket.write(Buffer.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 0));
      onward.pipe(socket).pipe(onward);
    });
    this.#sockets.add(onward);
    onward.on('error', () => socket.destroy());
  }
}
