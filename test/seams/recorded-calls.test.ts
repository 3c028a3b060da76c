import { describe, expect, it } from 'vitest';
import { type Outgoing, recordChannel, recordHandle, recordStream } from '../../electron/seams/recorder.ts';
import type { UsbHandle } from '../../electron/seams/usb-bus.ts';
import { settle } from '../support/manual-clock.ts';
import { huaweiDisc } from '../support/sightings.ts';

/** Everything in the order in which it happens: `told`, `done` with the arguments as they came, and `over` once the caller goes on. */
function ground() {
  const order: unknown[] = [];
  const sink = (outgoing: Outgoing) => void order.push(['told', outgoing]);
  const does =
    <T>(name: string, result: T) =>
    async (...args: unknown[]): Promise<T> => {
      order.push(['done', name, ...args]);
      await settle();
      order.push(['over', name]);
      return result;
    };
  return { order, sink, does };
}

const data = Uint8Array.of(1, 2);
const setup = { requestType: 0x21, request: 0x22, value: 3, index: 4 };

const calls: [name: keyof UsbHandle, call: (handle: UsbHandle) => Promise<unknown>, told: Outgoing | null, args: unknown[]][] = [
  ['claim', (h) => h.claim(5), { kind: 'claim', interface: 5 }, [5]],
  ['release', (h) => h.release(5), { kind: 'release', interface: 5 }, [5]],
  ['detachKernelDriver', (h) => h.detachKernelDriver(5), { kind: 'detach', interface: 5 }, [5]],
  ['attachKernelDriver', (h) => h.attachKernelDriver(5), { kind: 'attach', interface: 5 }, [5]],
  ['setAlternate', (h) => h.setAlternate(5, 1), { kind: 'set-alternate', interface: 5, alternate: 1 }, [5, 1]],
  ['setConfiguration', (h) => h.setConfiguration(2), { kind: 'set-configuration', value: 2 }, [2]],
  ['controlOut', (h) => h.controlOut(setup, data, 900), { kind: 'control', setup, data, length: 0 }, [setup, data, 900]],
  ['controlIn', (h) => h.controlIn(setup, 8, 900), { kind: 'control', setup, data: new Uint8Array(), length: 8 }, [setup, 8, 900]],
  ['transferOut', (h) => h.transferOut(1, data, 900), { kind: 'transfer', endpoint: 1, data }, [1, data, 900]],
  ['clearHalt', (h) => h.clearHalt(0x81), { kind: 'clear-halt', endpoint: 0x81 }, [0x81]],
  ['reset', (h) => h.reset(), { kind: 'reset' }, []],
  ['close', (h) => h.close({ keepDetached: true }), { kind: 'close', keepDetached: true }, [{ keepDetached: true }]],
  ['transferIn', (h) => h.transferIn(0x81, 8, 0), null, [0x81, 8, 0]],
  ['kernelDriverActive', (h) => h.kernelDriverActive(5), null, [5]],
];

describe('what goes out of a handle', () => {
  it.each(calls)('by %s is told, then done as it was asked, and waited for', async (name, call, told, args) => {
    const { order, sink, does } = ground();
    const result = { of: name };
    const never = () => Promise.reject(new Error('another was called'));
    const below = new Proxy({} as UsbHandle, {
      get: (_target, asked) => (asked === 'sighting' ? huaweiDisc : asked === name ? does(name, result) : never),
    });
    const handle = recordHandle(below, sink);
    expect(handle.sighting).toBe(huaweiDisc);
    expect(await call(handle)).toBe(name === 'close' ? undefined : result);
    expect(order).toEqual([...(told ? [['told', told]] : []), ['done', name, ...args], ['over', name]]);
  });
});

describe('what goes out of a stream and of a channel', () => {
  const listened = () => 'off';
  it('is told with its name, then sent and waited for; what comes in is not told', async () => {
    const { order, sink, does } = ground();
    const listeners: unknown[] = [];
    const listen = (listener: unknown) => {
      listeners.push(listener);
      return listened;
    };
    const stream = recordStream(
      { name: 'port', write: does('write', undefined), onData: listen, onClose: listen, close: does('close', undefined) },
      sink,
    );
    const channel = recordChannel(
      { name: 'node', send: does('send', undefined), onMessage: listen, onClose: listen, close: does('shut', undefined) },
      sink,
    );
    expect([stream.name, channel.name]).toEqual(['port', 'node']);
    await stream.write(data);
    await channel.send(data);
    await stream.close();
    await channel.close();
    expect(order).toEqual([
      ['told', { kind: 'write', to: 'port', data }],
      ['done', 'write', data],
      ['over', 'write'],
      ['told', { kind: 'message', to: 'node', data }],
      ['done', 'send', data],
      ['over', 'send'],
      ['done', 'close'],
      ['over', 'close'],
      ['done', 'shut'],
      ['over', 'shut'],
    ]);
    const asked = [() => undefined, () => undefined, () => undefined, () => undefined];
    const [one, two, three, four] = asked;
    if (!one || !two || !three || !four) throw new Error('unreachable');
    const offs = [stream.onData(one), stream.onClose(two), channel.onMessage(three), channel.onClose(four)];
    expect([listeners, offs]).toEqual([asked, [listened, listened, listened, listened]]);
  });

  it('is not sent where it cannot be told', async () => {
    const { order, does } = ground();
    const sink = () => {
      throw new Error('the journal is closed');
    };
    const idle = { onClose: () => listened, close: does('close', undefined) };
    const stream = recordStream({ ...idle, name: 'port', write: does('write', undefined), onData: () => listened }, sink);
    const channel = recordChannel({ ...idle, name: 'node', send: does('send', undefined), onMessage: () => listened }, sink);
    await expect(stream.write(data)).rejects.toThrow('the journal is closed');
    await expect(channel.send(data)).rejects.toThrow('the journal is closed');
    expect(order).toEqual([]);
  });
});
