import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A download server on this computer: serves files from memory as nginx does (ETag, Range), and fails where a test wants it to. */
export class FeedServer {
  /** By path, from the slash on. */
  readonly files = new Map<string, Uint8Array>();
  /** Connections end after so many bytes of the answer, the given number of times. */
  readonly cuts = new Map<string, { after: number; times: number }>();
  readonly redirects = new Map<string, string>();
  readonly statuses = new Map<string, number>();
  /** Whether a part of a file can be asked for. */
  ranges = true;
  /** What was asked for: path, with the range behind it. */
  readonly asked: string[] = [];
  /** Called when an answer's first half is out; the rest follows when it is settled. */
  halfway: ((path: string) => Promise<void> | void) | null = null;
  #server: Server | null = null;
  #port = 0;

  async start(): Promise<string> {
    const server = createServer((request, response) => void this.#serve(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address === 'object' && address) this.#port = address.port;
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  put(path: string, content: Uint8Array | string): void {
    this.files.set(path, Buffer.from(content));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? '/', this.url).pathname);
    const range = this.ranges ? (/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? null) : null;
    this.asked.push(range === null ? path : `${path} from ${range}`);
    const status = this.statuses.get(path);
    const location = this.redirects.get(path);
    const file = this.files.get(path);
    if (status !== undefined) return void response.writeHead(status).end();
    if (location !== undefined) return void response.writeHead(302, { location }).end();
    if (!file) return void response.writeHead(404).end('not here');
    const etag = `"${createHash('sha1').update(file).digest('hex')}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    const from = Number(range ?? 0);
    if (from > 0 && from >= file.length) return void response.writeHead(416).end();
    const part = file.subarray(from);
    const length = { 'content-length': part.length, etag };
    if (range === null) response.writeHead(200, length);
    else response.writeHead(206, { ...length, 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` });
    const cut = this.cuts.get(path);
    if (cut && cut.times > 0) {
      cut.times--;
      response.write(part.subarray(0, cut.after), () => setImmediate(() => response.destroy()));
      return;
    }
    const middle = Math.floor(part.length / 2);
    response.write(part.subarray(0, middle), async () => {
      await this.halfway?.(path);
      response.end(part.subarray(middle));
    });
  }
}
