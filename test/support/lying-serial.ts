import type { SerialPorts } from '../../electron/seams/serial-ports.ts';
import type { ByteStream } from '../../electron/seams/streams.ts';

/** What a modem says about one command in place of the truth. */
export type Lie = 'truth' | 'ok' | 'error' | 'silence' | 'noise' | 'nothing-told';

/**
 * Serial ports behind which the modem does what it is told, and says something else. `lieOf` is asked for each command line that goes
 * out; the answer to it is told as the lie says.
 */
export function lyingSerial(ports: SerialPorts, lieOf: (command: string) => Lie): SerialPorts {
  return { list: () => ports.list(), open: async (path) => lyingStream(await ports.open(path), lieOf) };
}

function lyingStream(stream: ByteStream, lieOf: (command: string) => Lie): ByteStream {
  const listeners = new Set<(data: Uint8Array) => void>();
  const say = (text: string) => {
    for (const listener of [...listeners]) listener(Buffer.from(text, 'latin1'));
  };
  let lie: Lie = 'truth';
  let held = '';
  stream.onData((data) => {
    const text = Buffer.from(data).toString('latin1');
    if (lie === 'truth') return say(text);
    held += text;
    if (!/(^|\n)(OK|ERROR|\+CM[ES] ERROR:[^\r\n]*)\r?\n$/.test(held)) return;
    const told = lie;
    held = '';
    lie = 'truth';
    if (told !== 'silence') say(lies[told]);
  });
  return {
    name: stream.name,
    write: (data) => {
      const line = Buffer.from(data).toString('latin1').trim();
      lie = lieOf(line);
      held = '';
      return stream.write(data);
    },
    onData: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClose: (listener) => stream.onClose(listener),
    close: () => stream.close(),
  };
}

const lies: Readonly<Record<Exclude<Lie, 'truth' | 'silence'>, string>> = {
  ok: '\r\nOK\r\n',
  error: '\r\n+CME ERROR: 3\r\n',
  noise: '\r\n\u0007~~~\u00ff\r\n',
  'nothing-told': '\r\nOK\r\n',
};
