import type { Server } from 'node:http';
import type { Socket } from 'node:net';

interface Connection {
  /** It carried a request of the session. */
  known: boolean;
  /** Requests that are being answered. */
  busy: number;
}

export interface ConnectionLimits {
  readonly most: number;
  /** How long a connection may be there without a request of the session, in ms. */
  readonly strangerMs: number;
}

/**
 * Every program of this computer can connect, and hold what it connected. So that such ones do not keep the technician out, a
 * connection that has not carried the session's key is short-lived, and makes room for a newer one where there are too many.
 */
export class Connections {
  readonly #connections = new Map<Socket, Connection>();

  constructor(server: Server, { most, strangerMs }: ConnectionLimits) {
    server.on('connection', (socket: Socket) => {
      const connection = { known: false, busy: 0 };
      this.#connections.set(socket, connection);
      const timer = setTimeout(() => {
        if (!connection.known) socket.destroy();
      }, strangerMs);
      timer.unref();
      socket.once('close', () => {
        clearTimeout(timer);
        this.#connections.delete(socket);
      });
      if (this.#connections.size > most) (this.#leastMissed(socket) ?? socket).destroy();
    });
    server.on('request', ({ socket }, response) => {
      const connection = this.#connections.get(socket);
      if (!connection) return;
      connection.busy++;
      response.once('close', () => connection.busy--);
    });
  }

  /** The request on this connection had the session's key. */
  know(socket: Socket): void {
    const connection = this.#connections.get(socket);
    if (connection) connection.known = true;
  }

  /** The oldest stranger but the one that just came, rather one that is not being answered. */
  #leastMissed(newest: Socket): Socket | undefined {
    const strangers = [...this.#connections].filter(([socket, { known }]) => !known && socket !== newest && !socket.destroyed);
    return (strangers.find(([, { busy }]) => busy === 0) ?? strangers[0])?.[0];
  }
}
