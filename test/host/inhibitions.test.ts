import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { Inhibitions } from '../../electron/host/inhibitions.ts';
import { DeviceUnknown } from '../../electron/host/modem-manager.ts';
import type { UsbDevice } from '../../electron/host/usb-device.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';

const device: UsbDevice = { bus: 1, address: 2, vid: '12d1', pid: '1506', uid: '/sys/devices/usb1/1-1', hasModemPorts: true, blocks: [] };

/** A ModemManager that says what it was asked, and what is on the port. */
function start() {
  const clock = new ManualClock();
  const log: string[] = [];
  const state = { present: device as UsbDevice | null, refuse: null as Error | null };
  const inhibitions = new Inhibitions({
    clock,
    device: async () => state.present,
    inhibit: async (uid) => {
      log.push(`on ${uid}`);
      if (state.refuse) throw state.refuse;
      return async () => {
        log.push('off');
      };
    },
  });
  return { clock, log, state, inhibitions };
}

const on = `on ${device.uid}`;

describe('an inhibition', () => {
  it('is asked for once, however often it is wanted, and ends with the last who wanted it', async () => {
    const { log, inhibitions } = start();
    const first = await inhibitions.begin('1-1');
    const second = await inhibitions.begin('1-1');
    expect(log).toEqual([on]);
    expect(inhibitions.holds('1-1')).toBe(true);
    await first();
    await first();
    expect(log).toEqual([on]);
    await second();
    expect(log).toEqual([on, 'off']);
    expect(inhibitions.holds('1-1')).toBe(false);
  });

  it.each([
    ['a disc', { ...device, hasModemPorts: false }],
    ['one that is away', null],
  ])('of %s takes effect when it has become a modem', async (_name, present) => {
    const { clock, log, state, inhibitions } = start();
    state.present = present;
    const release = await inhibitions.begin('1-1');
    expect(inhibitions.holds('1-1')).toBe(false);
    await clock.advance(10_000);
    expect(log).toEqual([]);
    state.present = device;
    await clock.advance(3000);
    expect(log).toEqual([on]);
    expect(inhibitions.holds('1-1')).toBe(true);
    await release();
    expect(log).toEqual([on, 'off']);
    expect(clock.pending).toBe(0);
  });

  it('that is given up on while it is asked for ends with the reason, and one that is not goes on', async () => {
    const { clock, log, inhibitions, state } = start();
    const going = new AbortController();
    const release = await inhibitions.begin('1-1', going.signal);
    going.abort(new Error('too late'));
    expect([log, inhibitions.holds('1-1')]).toEqual([[on], true]);
    await release();
    state.refuse = new DeviceUnknown('no physical device');
    const given = new AbortController();
    const work = inhibitions.begin('1-1', given.signal).catch((error: unknown) => error);
    await settle();
    given.abort(new Error('given up'));
    expect(await work).toEqual(new Error('given up'));
    expect([inhibitions.holds('1-1'), clock.pending]).toEqual([false, 0]);
    await expect(inhibitions.begin('1-1', given.signal)).rejects.toThrow('given up');
  });

  it('that nothing came of leaves no timer behind', async () => {
    const { clock, state, inhibitions } = start();
    state.present = null;
    await (await inhibitions.begin('1-1'))();
    expect(clock.pending).toBe(0);
  });

  it('is tried again where ModemManager does not know the device yet, but not for ever', async () => {
    const { clock, log, state, inhibitions } = start();
    state.refuse = new DeviceUnknown('no physical device');
    const work = inhibitions.begin('1-1');
    await clock.advance(1500);
    state.refuse = null;
    await clock.advance(1500);
    await (await work)();
    expect(log).toEqual([on, on, on, 'off']);

    log.length = 0;
    state.refuse = new DeviceUnknown('no physical device');
    const never = inhibitions.begin('1-1');
    await clock.advance(60_000);
    await (await never)();
    expect(log).toEqual([on, on, on, on, on]);
  });

  it('that is refused is asked for anew by who asks next, and not before', async () => {
    const { clock, log, state, inhibitions } = start();
    state.refuse = new BenchError('MODEM_MANAGER_BUSY', { message: 'not authorized' });
    await expect(inhibitions.begin('1-1')).rejects.toMatchObject({ code: 'MODEM_MANAGER_BUSY' });
    await clock.advance(60_000);
    expect(log).toEqual([on]);
    state.refuse = null;
    await (await inhibitions.begin('1-1'))();
    expect(log).toEqual([on, on, 'off']);
  });

  it('is given up when the work is, even if it is granted after all', async () => {
    const released: string[] = [];
    let grant: () => void = () => undefined;
    const inhibitions = new Inhibitions({
      clock: new ManualClock(),
      device: async () => device,
      inhibit: () =>
        new Promise((resolve) => {
          grant = () =>
            resolve(async () => {
              released.push('off');
            });
        }),
    });
    const stop = new AbortController();
    const work = inhibitions.begin('1-1', stop.signal).catch((error: unknown) => String(error));
    await settle();
    stop.abort(new Error('cancelled'));
    await settle();
    grant();
    expect(await work).toBe('Error: cancelled');
    expect(released).toEqual(['off']);
    expect(inhibitions.holds('1-1')).toBe(false);
  });
});
