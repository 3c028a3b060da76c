import { describe, expect, it } from 'vitest';
import { type Outgoing, recordHandle } from '../../electron/seams/recorder.ts';
import { FakeBus } from '../support/fake-bus.ts';
import { huaweiDisc } from '../support/sightings.ts';

async function recorded(sink?: (outgoing: Outgoing) => void) {
  const bus = new FakeBus();
  bus.attach('1-1', huaweiDisc);
  const shown = bus.shown('1-1');
  if (!shown) throw new Error('not there');
  const opened = await bus.open(shown);
  const told: Outgoing[] = [];
  const closes: unknown[] = [];
  const below = { ...opened, close: async (options?: unknown) => void closes.push(options) };
  return { handle: recordHandle(below, sink ?? ((outgoing) => told.push(outgoing))), told, closes };
}

const setup = (requestType: number, request: number) => ({ requestType, request, value: 0, index: 2 });

describe('a handle that is recorded', () => {
  it('tells each request before it goes, and no fetching of what the device announced', async () => {
    const { handle, told } = await recorded();
    await handle.controlIn(setup(0xa1, 0x01), 64, 1000);
    await handle.transferIn(0x81, 64, 1000);
    await handle.kernelDriverActive(0);
    expect(told).toEqual([]);
    for (const [requestType, request] of [
      [0xa1, 0x00],
      [0xa1, 0x02],
      [0xa2, 0x01],
      [0xa0, 0x01],
      [0xc0, 0x01],
    ] as const) {
      told.length = 0;
      await handle.controlIn(setup(requestType, request), 64, 1000);
      expect(told).toEqual([{ kind: 'control', setup: setup(requestType, request), data: new Uint8Array(), length: 64 }]);
    }
  });

  it('is let go of once, with the drivers given back unless it is said otherwise', async () => {
    const plain = await recorded();
    await plain.handle.close();
    await plain.handle.close();
    expect(plain.told).toEqual([{ kind: 'close', keepDetached: false }]);
    expect(plain.closes).toEqual([{}, {}]);
    const kept = await recorded();
    await kept.handle.close({ keepDetached: true });
    expect(kept.told).toEqual([{ kind: 'close', keepDetached: true }]);
    expect(kept.closes).toEqual([{ keepDetached: true }]);
  });

  it('sends nothing where it cannot be told, and is let go of all the same', async () => {
    const { handle, closes } = await recorded(() => {
      throw new Error('the journal is closed');
    });
    await expect(handle.transferOut(0x01, Uint8Array.of(1), 1000)).rejects.toThrow('the journal is closed');
    await handle.close();
    expect(closes).toHaveLength(1);
  });
});
