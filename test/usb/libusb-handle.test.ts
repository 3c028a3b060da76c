import { type Device, usb } from 'usb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LibusbHandle } from '../../electron/usb/libusb-handle.ts';
import { huaweiDisc } from '../support/sightings.ts';

/** What of the binding's device a close touches. `finish` ends the clear-halt under way. */
function fakeDevice(attach: () => void = () => undefined) {
  const log: string[] = [];
  let finish: () => void = () => undefined;
  const device: Device = Object.assign(Object.create(null), {
    open: () => undefined,
    close: () => log.push('close'),
    __claimInterface: (n: number) => log.push(`claim ${n}`),
    __releaseInterface: (n: number, done: () => void) => {
      log.push(`release ${n}`);
      setImmediate(done);
    },
    __detachKernelDriver: (n: number) => log.push(`detach ${n}`),
    __attachKernelDriver: (n: number) => {
      log.push(`attach ${n}`);
      attach();
    },
    __clearHalt: (_endpoint: number, done: () => void) => {
      finish = done;
    },
  });
  return { device, log, finish: () => finish() };
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('closing a libusb handle', () => {
  it('gives back the drivers that it took off, after the interfaces, and no others', async () => {
    const { device, log } = fakeDevice(() => {
      throw new Error('LIBUSB_ERROR_BUSY');
    });
    const handle = await LibusbHandle.open(device, huaweiDisc);
    await handle.detachKernelDriver(0);
    await handle.detachKernelDriver(1);
    await handle.claim(0);
    await Promise.all([handle.close(), handle.close()]);
    expect(log).toEqual(['detach 0', 'detach 1', 'claim 0', 'release 0', 'attach 0', 'attach 1', 'close']);
  });

  it('lets a driver have an interface that it came too late for, unless drivers are to stay off', async () => {
    const { device, log } = fakeDevice();
    const handle = await LibusbHandle.open(device, huaweiDisc);
    await handle.claim(0);
    await handle.close();
    expect(log).toEqual(['claim 0', 'release 0', 'attach 0', 'close']);
    const other = fakeDevice();
    const switching = await LibusbHandle.open(other.device, huaweiDisc);
    await switching.claim(0);
    await switching.close({ keepDetached: true });
    expect(other.log).toEqual(['claim 0', 'release 0', 'close']);
  });

  it('waits for a request that is under way', async () => {
    const { device, log, finish } = fakeDevice();
    const handle = await LibusbHandle.open(device, huaweiDisc);
    const cleared = handle.clearHalt(0x81);
    const closed = handle.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual([]);
    finish();
    await Promise.all([cleared, closed]);
    expect(log).toEqual(['close']);
    await expect(handle.clearHalt(0x81)).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('waits two seconds at most, and closes the device when the request has ended', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { device, log, finish } = fakeDevice();
    const handle = await LibusbHandle.open(device, huaweiDisc);
    const cleared = handle.clearHalt(0x81);
    const closed = handle.close();
    await vi.advanceTimersByTimeAsync(2000);
    await closed;
    expect(log).toEqual([]);
    finish();
    await cleared;
    await vi.waitFor(() => expect(log).toEqual(['close']));
  });
});

describe('a transfer over libusb', () => {
  /** Transfers that nobody answers, and that end only when they are cancelled. */
  function neverAnswered() {
    const sent: { endpoint: number; type: number; libusbLimit: number; cancelled: number }[] = [];
    class Unanswered implements InstanceType<typeof usb.Transfer> {
      readonly #sent: (typeof sent)[number];
      readonly #done: ConstructorParameters<typeof usb.Transfer>[4];

      constructor(...[, endpoint, type, libusbLimit, done]: ConstructorParameters<typeof usb.Transfer>) {
        this.#sent = { endpoint, type, libusbLimit, cancelled: 0 };
        this.#done = done;
        sent.push(this.#sent);
      }

      // Fields, since the spy gives what it makes a prototype of its own.
      readonly submit = () => this;
      readonly cancel = () => {
        this.#sent.cancelled++;
        const error = Object.assign(new Error('LIBUSB_TRANSFER_CANCELLED'), { errno: usb.LIBUSB_TRANSFER_CANCELLED });
        setImmediate(() => this.#done(error, Buffer.alloc(0), 0));
        return true;
      };
    }
    vi.spyOn(usb, 'Transfer').mockImplementation(Unanswered);
    return sent;
  }

  const opened = () => LibusbHandle.open(fakeDevice().device, huaweiDisc);
  const setup = { requestType: 0xa1, request: 1, value: 0, index: 2 };
  const asked: [string, (handle: LibusbHandle, limit: number) => Promise<unknown>][] = [
    ['bulk out', (handle, limit) => handle.transferOut(0x01, Uint8Array.of(1), limit)],
    ['bulk in', (handle, limit) => handle.transferIn(0x81, 13, limit)],
    ['control in', (handle, limit) => handle.controlIn(setup, 8, limit)],
    ['control out', (handle, limit) => handle.controlOut(setup, Uint8Array.of(1), limit)],
  ];

  it.each(asked)('ends at its time limit, not before it, where nobody answers: %s', async (_name, ask) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const sent = neverAnswered();
    const outcome = ask(await opened(), 3000).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(2999);
    expect(sent.map(({ cancelled }) => cancelled)).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.map(({ cancelled }) => cancelled)).toEqual([1]);
    expect(await outcome).toMatchObject({ kind: 'timeout', message: 'no answer within 3000 ms' });
  });

  it('waits without end where the limit is 0, and is cancelled by a close', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const sent = neverAnswered();
    const handle = await opened();
    const outcome = handle.transferIn(0x81, 64, 0).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(sent.map(({ cancelled }) => cancelled)).toEqual([0]);
    await handle.close();
    expect(await outcome).toMatchObject({ kind: 'cancelled' });
  });
});
