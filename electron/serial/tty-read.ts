import { read } from 'node:fs';
import { promisify } from 'node:util';

const readFile = promisify(read);

/** What the library's binding of an open port has where ports are ttys: Linux and macOS. */
export interface TtyBinding {
  /** `null` once it is closed. */
  readonly fd: number | null;
  readonly poller: { once(event: 'readable', ready: (error: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ readonly buffer: Buffer; readonly bytesRead: number }>;
}

/**
 * Makes a port notice that its tty hung up, which a modem's does when it is unplugged: from then on every read brings nothing at
 * once (tty_io.c, hung_up_tty_read), and the library, which takes that for no data yet, reads again without end and never closes.
 * A tty that is only silent says EAGAIN.
 */
export function endAtHangUp(binding: TtyBinding): void {
  binding.read = async (buffer, offset, length) => {
    for (;;) {
      if (binding.fd === null) throw Object.assign(new Error('the port was closed'), { canceled: true });
      const bytesRead = await readFile(binding.fd, buffer, offset, length, null).then((result) => result.bytesRead, notYet);
      if (bytesRead === 0) throw new Error('the port hung up');
      if (bytesRead !== null) return { buffer, bytesRead };
      await new Promise<void>((resolve, reject) => {
        binding.poller.once('readable', (error) => (error ? reject(error) : resolve()));
      });
    }
  };
}

/** `null` for a read that has to be made again. */
function notYet(error: unknown): null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EAGAIN' || code === 'EWOULDBLOCK' || code === 'EINTR') return null;
  throw error;
}
