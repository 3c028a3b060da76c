import { SerialPortMock } from 'serialport';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SerialError } from '../../electron/seams/serial-ports.ts';
import { loadSerialPorts } from '../../electron/serial/load-ports.ts';
import { SerialportPorts } from '../../electron/serial/serialport-ports.ts';

/** On the library's own fake of a port, which stands below its streams. */
vi.mock('serialport', async (original) => {
  const library = await original<typeof import('serialport')>();
  return { ...library, SerialPort: library.SerialPortMock };
});

const { binding } = SerialPortMock;
afterEach(() => {
  binding.reset();
  vi.restoreAllMocks();
});

const ports = new SerialportPorts();

async function opened(path = '/dev/ttyUSB1') {
  binding.createPort(path, { record: true });
  const make = vi.spyOn(SerialPortMock.prototype, 'open');
  const stream = await ports.open(path);
  const port = make.mock.contexts.at(-1);
  if (!(port instanceof SerialPortMock) || !port.port) throw new Error('not open');
  return { stream, port, below: port.port };
}

describe('the list of ports', () => {
  it('has path, ids and the interface as each system writes it', async () => {
    const none = { manufacturer: undefined, serialNumber: undefined, locationId: undefined };
    vi.spyOn(SerialPortMock, 'list').mockResolvedValue([
      { ...none, path: '/dev/ttyUSB1', vendorId: '12d1', productId: '1506', pnpId: 'usb-HUAWEI_HUAWEI_Mobile-if01-port0' },
      { ...none, path: 'COM5', vendorId: '12D1', productId: '1506', pnpId: 'USB\\VID_12D1&PID_1506&MI_0A\\6&1' },
      { ...none, path: '/dev/ttyS0', vendorId: undefined, productId: '12345', pnpId: undefined },
    ]);
    expect(await ports.list()).toEqual([
      { path: '/dev/ttyUSB1', vid: 0x12d1, pid: 0x1506, interfaceNumber: 1 },
      { path: 'COM5', vid: 0x12d1, pid: 0x1506, interfaceNumber: 10 },
      { path: '/dev/ttyS0', vid: null, pid: null, interfaceNumber: null },
    ]);
  });
});

describe('a port', () => {
  it.each([
    ['Error: Permission denied, cannot open /dev/ttyUSB1', 'access'],
    ['Opening COM5: Access denied', 'access'],
    ['Error Resource temporarily unavailable Cannot lock port', 'busy'],
    ['Error: Error: EBUSY', 'busy'],
    ['Error: No such file or directory, cannot open /dev/ttyUSB9', 'gone'],
    ['Opening COM9: File not found', 'gone'],
    ['Error: Input/output error', 'io'],
  ])('that does not open says why: %s', async (message, kind) => {
    vi.spyOn(binding, 'open').mockRejectedValue(new Error(message));
    const error = await ports.open('/dev/ttyUSB1').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SerialError);
    expect(error).toMatchObject({ name: 'SerialError', kind, message });
  });

  it('is opened at 115200 without dropping its lines at the end, and brings what comes and takes what goes', async () => {
    const { stream, port, below } = await opened();
    expect(stream.name).toBe('/dev/ttyUSB1');
    expect([port.baudRate, port.settings.hupcl]).toEqual([115200, false]);
    const heard: number[] = [];
    const off = stream.onData((data) => heard.push(...data));
    below.emitData(Buffer.from('OK'));
    await vi.waitFor(() => expect(heard).toEqual([0x4f, 0x4b]));
    await stream.write(Uint8Array.of(0x41, 0x54, 0x0d));
    expect([...below.recording]).toEqual([0x41, 0x54, 0x0d]);
    off();
    // Nobody listens, and it is read all the same: an unplug is noticed only so.
    expect(port.isPaused()).toBe(false);
    await stream.close();
    expect(port.isOpen).toBe(false);
    await stream.close();
  });

  it('tells an end of its own from one that was pulled, and from a fault', async () => {
    const closed = vi.fn();
    const own = await opened('/dev/ttyUSB1');
    own.stream.onClose(closed);
    await own.stream.close();
    expect(closed.mock.calls).toEqual([[null]]);
    for (const [event, kind] of [
      ['close', 'gone'],
      ['error', 'io'],
    ] as const) {
      const { stream, port } = await opened(`/dev/${event}`);
      const ended = new Promise((resolve) => stream.onClose(resolve));
      port.emit(event, new Error('pulled'));
      expect(await ended).toMatchObject({ name: 'SerialError', kind, message: 'pulled' });
    }
  });

  it('that is pulled takes nothing more', async () => {
    const { stream, port } = await opened();
    vi.spyOn(port, 'drain').mockImplementation((done) => done?.(new Error('drained into nothing')));
    await expect(stream.write(Uint8Array.of(1))).rejects.toMatchObject({ kind: 'gone', message: 'drained into nothing' });
  });
});

describe('ports whose addon does not load', () => {
  it('say so in one line, whatever is asked', async () => {
    vi.resetModules();
    vi.doMock('../../electron/serial/serialport-ports.ts', () => ({
      SerialportPorts: class {
        constructor() {
          throw new Error(' no\n  addon ');
        }
      },
    }));
    const missing = await loadSerialPorts();
    vi.doUnmock('../../electron/serial/serialport-ports.ts');
    for (const asked of [missing.list(), missing.open('/dev/ttyUSB1')])
      await expect(asked).rejects.toMatchObject({
        code: 'SERIAL_UNAVAILABLE',
        detail: { message: 'no addon' },
      });
  });
});
