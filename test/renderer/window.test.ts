// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '../../electron/contract/client.ts';
import { createWindowClient } from '../../renderer/transport/window.ts';

/** The page's side of the port that the preload hands in by a message to the window. */

function frame(): Window {
  const { contentWindow } = document.body.appendChild(document.createElement('iframe'));
  if (contentWindow === null) throw new Error('a frame without a window');
  return contentWindow;
}

/** A window of its own: whoever listened to one listens for ever. */
function opened() {
  const connect = vi.fn();
  const page = frame();
  Object.assign(page, { modemBench: { connect, chooseFolder: vi.fn(), defaultFolder: vi.fn(), reveal: vi.fn() } });
  const client = createWindowClient(page);
  const heard: Connection[] = [];
  client.onConnection((state) => heard.push(state));
  return { page, client, connect, heard };
}

/** A port of which only what goes out is of interest. */
function portOf() {
  const sent: unknown[] = [];
  const port: MessagePort = Object.assign(new EventTarget(), {
    onmessage: null,
    onmessageerror: null,
    postMessage: (message: unknown) => void sent.push(message),
    start: () => undefined,
    close: () => undefined,
  });
  return { port, sent };
}

function deliver(page: Window, source: MessageEventSource | null, data: string, ports: MessagePort[] = []): void {
  const event = new MessageEvent('message', { source, data });
  Object.defineProperty(event, 'ports', { value: ports });
  page.dispatchEvent(event);
}

describe('the client of the app’s window', () => {
  it('asks for a port, and speaks over the one that its own window hands in', () => {
    const { page, client, connect, heard } = opened();
    expect(connect).toHaveBeenCalledOnce();
    const { port, sent } = portOf();
    deliver(page, page, 'modem-bench:port', [port]);
    expect(heard.at(-1)).toBe('connected');
    client.send({ type: 'cancel', portPath: '1-1' }).catch(() => undefined);
    expect(sent).toEqual([{ id: 1, intent: { type: 'cancel', portPath: '1-1' } }]);
  });

  it.each([
    ['another window', () => frame()],
    ['nobody', () => null],
  ])('takes no port from %s, and does not give up its own', async (_name, source) => {
    const { page, client, heard } = opened();
    const own = portOf();
    const other = portOf();
    deliver(page, source(), 'modem-bench:port', [other.port]);
    expect(heard).not.toContain('connected');
    await expect(client.send({ type: 'cancel', portPath: '1-1' })).rejects.toMatchObject({ code: 'BENCH_RESTARTED' });
    deliver(page, page, 'modem-bench:port', [own.port]);
    deliver(page, source(), 'modem-bench:lost');
    deliver(page, source(), 'modem-bench:port', [other.port]);
    expect(heard.at(-1)).toBe('connected');
    client.send({ type: 'cancel', portPath: '1-1' }).catch(() => undefined);
    expect([own.sent.length, other.sent.length]).toEqual([1, 0]);
  });

  it('answers what was asked over a port that is lost, or replaced, with BENCH_RESTARTED', async () => {
    const { page, client, heard } = opened();
    const first = portOf();
    deliver(page, page, 'modem-bench:port', [first.port]);
    const asked = client.send({ type: 'cancel', portPath: '1-1' }).catch((error: unknown) => error);
    deliver(page, page, 'modem-bench:lost');
    expect(await asked).toMatchObject({ code: 'BENCH_RESTARTED' });
    expect(heard.at(-1)).toBe('lost');
  });
});
