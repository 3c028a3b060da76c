import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type BackendOptions, createBackends } from '../../electron/backends.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import type { UsbBus } from '../../electron/seams/usb-bus.ts';
import { FakeBus } from '../support/fake-bus.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** What stands for libusb here; `null`: it does not load. */
const hardware = vi.hoisted(() => ({ bus: null as UsbBus | null, asked: 0 }));

vi.mock('../../electron/usb/load-bus.ts', () => ({
  loadUsbBus: async () => {
    hardware.asked++;
    if (hardware.bus === null) throw new BenchError('USB_UNAVAILABLE', { message: 'no libusb' });
    return hardware.bus;
  },
}));

const create = (kinds: BackendOptions['kinds'], more: Partial<BackendOptions> = {}) =>
  createBackends({ clock: new ManualClock(), kinds, practiceFile: null, ...more });

beforeEach(() => {
  hardware.bus = new FakeBus();
  hardware.asked = 0;
});

describe('backends', () => {
  it.each<[BackendOptions['kinds'], string[], number]>([
    ['both', ['usb', 'practice'], 1],
    ['usb', ['usb'], 1],
    ['practice', ['practice'], 0],
  ])('of %s are %j', async (kinds, origins, asked) => {
    const { backends, usbFailure, practice } = await create(kinds);
    expect([backends.map(({ origin }) => origin), hardware.asked, usbFailure]).toEqual([origins, asked, undefined]);
    expect(practice.plugged().size).toBe(0);
    if (kinds !== 'practice') expect(backends[0]?.bus).toBe(hardware.bus);
  });

  it.each<[BackendOptions['kinds'], string[]]>([
    ['both', ['practice']],
    ['usb', []],
  ])('without libusb are the rest, and say why: %s', async (kinds, origins) => {
    hardware.bus = null;
    const { backends, usbFailure } = await create(kinds);
    expect(backends.map(({ origin }) => origin)).toEqual(origins);
    expect(usbFailure).toEqual({ code: 'USB_UNAVAILABLE', detail: { message: 'no libusb' } });
  });

  it('have the ways into the network that they were given', async () => {
    const proxies = { waysTo: async () => [null] };
    expect((await create('both', { proxies })).backends.map((backend) => backend.proxies)).toEqual([proxies, proxies]);
    expect((await create('both')).backends.map((backend) => backend.proxies)).toEqual([undefined, undefined]);
  });

  it('are all let go of together, one after the other', async () => {
    const { backends, close } = await create('both');
    const order: string[] = [];
    for (const { origin, bus } of backends)
      vi.spyOn(bus, 'close').mockImplementation(async () => {
        await new Promise((resolve) => setImmediate(resolve));
        order.push(origin);
      });
    await close();
    expect(order).toEqual(['usb', 'practice']);
  });
});
