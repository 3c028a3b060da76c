import { createServer, type Server, type Socket } from 'node:net';
import { BenchError } from '../../contract/errors.ts';
import { systemCode } from '../../lib/system-code.ts';
import { type Clock, systemClock } from '../../seams/clock.ts';
import type { VirtualModem } from '../modem.ts';
import { type ExportedDevice, encodeImport, encodeList, importStatus, parseRequest } from './management.ts';
import { UrbStream } from './urb-stream.ts';

/** Registered for USB/IP. */
export const USBIP_PORT = 3240;

/** A peer that connects and says nothing is let go. */
const SILENCE_MS = 10_000;
const MAX_CONNECTIONS = 64;

export interface ServerOptions {
  /** Name or IP address that is listened on. Default 127.0.0.1: USB/IP has no authentication. */
  readonly address?: string;
  /** TCP port; 0 takes a free one. Default 3240. */
  readonly port?: number;
  readonly clock?: Clock;
  readonly log?: (line: string) => void;
}

interface Export {
  readonly busId: string;
  readonly modem: VirtualModem;
  deviceNumber: number;
  stream: UrbStream | null;
}

/**
 * Offers virtual modems to `usbip attach`, each under a bus id (`1-1`). A modem that re-enumerates is no longer imported and has to be
 * attached again, as a real one.
 */
export class UsbipServer {
  readonly #exports = new Map<string, Export>();
  readonly #options: Required<ServerOptions>;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  readonly #stops: (() => void)[] = [];

  constructor(modems: ReadonlyMap<string, VirtualModem>, options: ServerOptions = {}) {
    this.#options = { address: '127.0.0.1', port: USBIP_PORT, clock: systemClock, log: () => undefined, ...options };
    for (const [busId, modem] of modems) this.#export({ busId, modem, deviceNumber: 2, stream: null });
    this.#server = createServer((socket) => this.#accept(socket));
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** Resolves to the port. Throws LISTEN_PORT_TAKEN when another program has it, and LISTEN_FAILED. */
  listen(): Promise<number> {
    const { port, address: host } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error) => {
        const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
        const code = systemCode(error);
        reject(
          code === 'EADDRINUSE'
            ? new BenchError('LISTEN_PORT_TAKEN', { address }, { cause: error })
            : new BenchError('LISTEN_FAILED', { address, message: code }, { cause: error }),
        );
      });
      this.#server.listen({ port, host }, () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : this.#options.port);
      });
    });
  }

  /** Unplugs all from whoever imported them. The modems stay as they are. */
  close(): Promise<void> {
    for (const stop of this.#stops) stop();
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #export(entry: Export): void {
    this.#exports.set(entry.busId, entry);
    this.#stops.push(
      entry.modem.on(({ kind, composition }) => {
        this.#options.log(`${entry.busId} ${kind} ${composition}`);
        if (kind === 'attached') {
          entry.deviceNumber = entry.deviceNumber >= 127 ? 2 : entry.deviceNumber + 1;
          return;
        }
        entry.stream?.leave(this.#options.clock);
        entry.stream = null;
      }),
    );
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', (error) => this.#options.log(error.message));
    let received = new Uint8Array();
    const onData = (chunk: Uint8Array) => {
      received = Buffer.concat([received, chunk]);
      try {
        const parsed = parseRequest(received);
        if (!parsed) return;
        socket.off('data', onData);
        if (parsed.request.kind === 'list') socket.end(encodeList([...this.#exports.values()].flatMap(asExported)));
        else this.#import(socket, parsed.request.busId, parsed.rest);
      } catch (error) {
        this.#options.log(error instanceof Error ? error.message : String(error));
        socket.destroy();
      }
    };
    socket.on('data', onData);
  }

  #import(socket: Socket, busId: string, rest: Uint8Array): void {
    const entry = this.#exports.get(busId);
    const device = entry?.modem.device;
    const exported = entry && asExported(entry)[0];
    if (!entry || !device || !exported) {
      socket.end(encodeImport(importStatus.noDevice, null));
      return;
    }
    if (entry.stream) {
      socket.end(encodeImport(importStatus.busy, null));
      return;
    }
    // Imported devices may be silent for hours.
    socket.setTimeout(0);
    socket.write(encodeImport(importStatus.ok, exported));
    const stream = new UrbStream(socket, device, rest);
    entry.stream = stream;
    stream.onClose(() => {
      if (entry.stream === stream) entry.stream = null;
    });
  }
}

function asExported({ busId, modem, deviceNumber }: Export): ExportedDevice[] {
  return modem.device ? [{ busId, deviceNumber, spec: modem.device.spec, configuration: modem.device.configuration }] : [];
}
