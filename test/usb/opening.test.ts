import { describe, expect, it } from 'vitest';
import { type InterfaceDescriptor, type Sighting, UsbError, type UsbErrorKind, type UsbHandle } from '../../electron/seams/usb-bus.ts';
import { openBulkStream } from '../../electron/usb/bulk-stream.ts';
import { openEncapsulatedChannel } from '../../electron/usb/encapsulated-channel.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { interfaces, sighting } from '../support/sightings.ts';

/** Writes down what opening an interface does to the device; nothing ever comes in. */
function recorded(on: Sighting, { drivers = [], lines }: { drivers?: readonly number[]; lines?: UsbErrorKind } = {}) {
  const log: string[] = [];
  const handle: UsbHandle = {
    sighting: on,
    claim: async (n) => void log.push(`claim ${n}`),
    release: async (n) => void log.push(`release ${n}`),
    kernelDriverActive: async (n) => drivers.includes(n),
    detachKernelDriver: async (n) => void log.push(`detach ${n}`),
    attachKernelDriver: async (n) => void log.push(`attach ${n}`),
    setAlternate: async (n, alternate) => void log.push(`alternate ${n} ${alternate}`),
    setConfiguration: async (value) => void log.push(`configuration ${value}`),
    controlOut: async ({ requestType, request, value, index }, data) => {
      log.push(`control ${requestType.toString(16)} ${request.toString(16)} ${value} ${index} ${Buffer.from(data).toString('hex')}`.trim());
      if (lines) throw new UsbError(lines, lines);
      return data.length;
    },
    controlIn: async () => new Uint8Array(),
    transferOut: async (endpoint, data) => {
      log.push(`out ${endpoint}`);
      return data.length;
    },
    transferIn: (endpoint) => {
      log.push(`in ${endpoint}`);
      return new Promise(() => undefined);
    },
    clearHalt: async () => undefined,
    reset: async () => undefined,
    close: async () => void log.push('close'),
  };
  return { handle, log };
}

const plain = sighting(0x2c7c, 0x0125, interfaces([2, 0xff, 0xff, 0xff, 0x8a, 0x82, 0x02], [3, 0xff, 0xff, 0xff, 0x83, 0x03]));
/** A CDC serial port whose data interface has its endpoints in alternate setting 1. */
const [control, idle, data] = interfaces([0, 2, 2, 1, 0x8a], [1, 0x0a, 0, 0], [1, 0x0a, 0, 0, 0x81, 0x01]);
if (!control || !idle || !data) throw new Error('no interfaces');
const apart = (list: readonly InterfaceDescriptor[]) => sighting(0x0bda, 0x0001, list);
const cdc = apart([control, idle, { ...data, alternate: 1 }]);

describe('a bulk stream', () => {
  it.each<[string, Sighting, number, readonly number[], readonly string[]]>([
    // PSTN 1.2, 6.3.12: SET_CONTROL_LINE_STATE, both lines.
    ['of an interface', plain, 2, [], ['claim 2', 'control 21 22 3 2', 'in 130']],
    ['of one that a driver has', plain, 3, [3], ['detach 3', 'claim 3', 'control 21 22 3 3', 'in 131']],
    ['of two', cdc, 0, [1], ['claim 0', 'detach 1', 'claim 1', 'alternate 1 1', 'control 21 22 3 0', 'in 129']],
    ['of two, of which the data is alone', cdc, 1, [], ['claim 1', 'alternate 1 1', 'control 21 22 3 1', 'in 129']],
  ])('takes what it needs and raises the lines: %s', async (_, on, number, drivers, done) => {
    const { handle, log } = recorded(on, { drivers });
    const stream = await openBulkStream(handle, number, new ManualClock());
    expect([log, stream.name]).toEqual([done, `1-1 interface ${number}`]);
    await stream.write(Uint8Array.of(1));
    expect(log.at(-1)).toBe(number === 3 ? 'out 3' : number === 2 ? 'out 2' : 'out 1');
    await stream.close();
    expect(log.at(-1)).toBe('close');
  });

  it.each<[string, Sighting, number]>([
    ['without a way out', sighting(1, 2, interfaces([0, 0xff, 0, 0, 0x81])), 0],
    ['without a way in', sighting(1, 2, interfaces([0, 0xff, 0, 0, 0x01])), 0],
    ['of interrupts alone', sighting(1, 2, interfaces([0, 0xff, 0, 0, 0x8a, 0x0a])), 0],
    [
      'that is no control interface, though the next one has bulk',
      sighting(1, 2, interfaces([0, 0xff, 0, 0], [1, 0x0a, 0, 0, 0x81, 0x01])),
      0,
    ],
  ])('is none %s', async (_, on, number) => {
    const { handle, log } = recorded(on);
    const opened = openBulkStream(handle, number, new ManualClock());
    await expect(opened).rejects.toMatchObject({ kind: 'unsupported', message: `interface ${number} has no pair of bulk endpoints` });
    expect(log).toEqual(['close']);
  });
});

describe('a control channel', () => {
  it('takes its interface and raises DTR, and sends a message whole', async () => {
    const { handle, log } = recorded(plain, { drivers: [2] });
    const channel = await openEncapsulatedChannel(handle, 2, new ManualClock());
    expect([log, channel.name]).toEqual([['detach 2', 'claim 2', 'control 21 22 1 2', 'in 138'], '1-1 control interface 2']);
    await channel.send(Uint8Array.of(0xab, 0xcd));
    expect(log.at(-1)).toBe('control 21 0 0 2 abcd');
    await channel.close();
    expect(log.at(-1)).toBe('close');
  });

  it('is none without an interrupt endpoint that leads in', async () => {
    for (const on of [sighting(1, 2, interfaces([2, 0xff, 0, 0, 0x81, 0x01])), sighting(1, 2, interfaces([2, 0xff, 0, 0, 0x0a]))]) {
      const { handle, log } = recorded(on);
      await expect(openEncapsulatedChannel(handle, 2)).rejects.toMatchObject({ kind: 'unsupported' });
      expect(log).toEqual(['close']);
    }
  });
});

describe.each([
  ['a bulk stream', openBulkStream],
  ['a control channel', openEncapsulatedChannel],
])('%s of a firmware that does not know the lines', (_name, open) => {
  it.each(['stall', 'timeout', 'io'] as const)('opens all the same: %s', async (lines) => {
    const { handle, log } = recorded(plain, { lines });
    const opened = await open(handle, 2, new ManualClock());
    expect(log).not.toContain('close');
    await opened.close();
  });

  it('does not where it is gone', async () => {
    const { handle, log } = recorded(plain, { lines: 'gone' });
    await expect(open(handle, 2, new ManualClock())).rejects.toMatchObject({ kind: 'gone' });
    expect(log.at(-1)).toBe('close');
  });
});
