import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readListenAddress, showAddress } from '../../electron/cli/listen-address.ts';
import { serveUsbip, type UsbipOutcome } from '../../electron/cli/usbip.ts';
import { exitCodes, UsbipDocument } from '../../electron/contract/documents.ts';
import { createText } from '../../electron/contract/text.ts';
import { systemClock } from '../../electron/seams/clock.ts';
import { cli } from './run-cli.ts';

const argv = process.argv;
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = undefined;
  for (const end of ends.splice(0)) await end();
});

async function serve(name: string, listen = '127.0.0.1:0', say: (line: string) => void = () => undefined): Promise<UsbipOutcome> {
  const outcome = await serveUsbip(name, { listen, clock: systemClock }, createText('en'), say);
  ends.push(() => outcome.close());
  return outcome;
}

/** The kernel's side of USB/IP, as far as a look at a device needs it. */
class Client {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1' });
    this.#socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
  }

  send(...parts: Uint8Array[]): void {
    this.#socket.write(Buffer.concat(parts));
  }

  async take(length: number): Promise<Buffer> {
    await vi.waitFor(() => expect(this.#received.length).toBeGreaterThanOrEqual(length), { timeout: 5000, interval: 5 });
    const taken = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return taken;
  }

  closed(): Promise<unknown> {
    return this.#socket.destroyed ? Promise.resolve() : once(this.#socket, 'close');
  }
}

/** OP_REQ_DEVLIST, OP_REQ_IMPORT and USBIP_CMD_SUBMIT of the kernel's Documentation/usb/usbip_protocol.rst. */
const listDevices = Buffer.from('0111800500000000', 'hex');
const importDevice = (busId: string) => Buffer.concat([Buffer.from('0111800300000000', 'hex'), Buffer.from(busId.padEnd(32, '\0'))]);
function getDescriptor(sequence: number, type: number, length: number): Buffer {
  const bytes = Buffer.alloc(48);
  for (const [at, value] of [1, sequence, 0, 1, 0, 0, length].entries()) bytes.writeUInt32BE(value, at * 4);
  bytes.set([0x80, 6, 0, type, 0, 0, length & 0xff, length >> 8], 40);
  return bytes;
}

describe('what is served', () => {
  it('is listed, attached and read as the commands say, and gone with the command', async () => {
    const outcome = await serve('quectel-ec25');
    const { served, failure } = outcome.document;
    expect(failure).toBeNull();
    expect(served).toMatchObject({ name: 'quectel-ec25', address: '127.0.0.1', busId: '1-1' });
    const port = served?.port ?? 0;
    expect(served?.commands).toEqual(['modprobe vhci-hcd', `usbip --tcp-port ${port} attach -r 127.0.0.1 -b 1-1`]);
    expect(outcome.lines).toContain(`127.0.0.1:${port}`);
    for (const command of served?.commands ?? []) expect(outcome.lines).toContain(command);
    expect(outcome.aside).toBe('');

    const list = new Client(port);
    list.send(listDevices);
    expect((await list.take(12)).toString('hex')).toBe('011100050000000000000001');
    const listed = await list.take(312);
    expect(listed.toString('latin1', 256, 260)).toBe('1-1\0');
    expect([listed.readUInt16BE(300), listed.readUInt16BE(302)]).toEqual([0x2c7c, 0x0125]);

    const host = new Client(port);
    host.send(importDevice('1-1'));
    expect((await host.take(320)).toString('hex', 0, 8)).toBe('0111000300000000');
    host.send(getDescriptor(1, 1, 18));
    const reply = await host.take(48 + 18);
    expect([reply.readUInt32BE(0), reply.readUInt32BE(4), reply.readInt32BE(20), reply.readUInt32BE(24)]).toEqual([3, 1, 0, 18]);
    expect(reply.toString('hex', 48, 50)).toBe('1201');
    expect(reply.toString('hex', 56, 60)).toBe('7c2c2501');

    await outcome.close();
    await host.closed();
    await expect(serve('quectel-ec25', `127.0.0.1:${port}`)).resolves.toBeDefined();
  });

  it('says when it leaves and when it is back', async () => {
    const lines: string[] = [];
    const { document } = await serve('huawei-ncm', '127.0.0.1:0', (line) => lines.push(line));
    const host = new Client(document.served?.port ?? 0);
    host.send(importDevice('1-1'));
    await host.take(320);
    // The switch message of Huawei's disc (usb_modeswitch, 12d1:1446) on its bulk OUT endpoint.
    const message = Buffer.from('55534243123456780000000000000011062000000101000100000000000000', 'hex');
    const submit = Buffer.alloc(48);
    for (const [at, value] of [1, 1, 0, 0, 1, 0, message.length].entries()) submit.writeUInt32BE(value, at * 4);
    const configure = Buffer.alloc(48);
    for (const [at, value] of [1, 2, 0, 0, 0, 0, 0].entries()) configure.writeUInt32BE(value, at * 4);
    configure.set([0, 9, 1, 0, 0, 0, 0, 0], 40);
    host.send(configure);
    await host.take(48);
    host.send(submit, message);
    await host.closed();
    expect(lines[0]).toBe('It has left its port.');
    await vi.waitFor(() => expect(lines[1]).toMatch(/^It is back as \S+: attach it again\.$/), { timeout: 10_000 });
  });

  it('where others reach it is told of as open to them, and named by this computer', async () => {
    const { document, aside } = await serve('quectel-ec25', '0.0.0.0:0');
    expect(aside).toContain(`0.0.0.0:${document.served?.port}`);
    expect(document.served?.commands[1]).not.toContain('0.0.0.0');
  });
});

describe('what cannot be served', () => {
  it('is a name that no practice dongle has', async () => {
    await expect(serve('nothing')).rejects.toMatchObject({ code: 'PRACTICE_UNKNOWN', detail: { name: 'nothing' } });
  });

  it('is anything where another program listens', async () => {
    const other: Server = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    ends.push(async () => void other.close());
    const bound = other.address();
    const address = `127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
    await expect(serve('quectel-ec25', address)).rejects.toMatchObject({ code: 'LISTEN_PORT_TAKEN', detail: { address } });
  });

  it('is anything on an address of another computer', async () => {
    // TEST-NET-1 of RFC 5737.
    const failure = { code: 'LISTEN_FAILED', detail: { address: '192.0.2.1:3240', message: 'EADDRNOTAVAIL' } };
    await expect(serve('quectel-ec25', '192.0.2.1')).rejects.toMatchObject(failure);
  });
});

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1', 3240],
    ['192.0.2.1:1', '192.0.2.1', 1],
    ['router.lan:65535', 'router.lan', 65535],
    ['::1', '::1', 3240],
    ['[::1]', '::1', 3240],
    ['[fe80::1%eth0]:80', 'fe80::1%eth0', 80],
  ])('%s is read', (text, address, port) => {
    expect(readListenAddress(text, 3240)).toEqual({ address, port });
  });

  it.each(['', ':80', '1.2.3.4:', '1.2.3.4:65536', '1.2.3.4:http', '[1.2.3.4]:80', 'a b', '[::1', '::1:99999'])('%j is none', (text) => {
    expect(() => readListenAddress(text, 3240)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it('has brackets around IPv6 alone', () => {
    expect(showAddress({ address: '::1', port: 1 })).toBe('[::1]:1');
    expect(showAddress({ address: '192.0.2.1', port: 1 })).toBe('192.0.2.1:1');
  });
});

describe('the command', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints one document while it serves, and ends well at %s', async (signal) => {
    const attached = vi.fn<(document: UsbipDocument) => Promise<void>>(async ({ served }) => {
      const host = new Client(served?.port ?? 0);
      host.send(importDevice('1-1'));
      expect((await host.take(320)).toString('hex', 0, 8)).toBe('0111000300000000');
      process.emit(signal, signal);
      await host.closed();
    });
    let done: Promise<void> | undefined;
    const timer = setInterval(() => {
      const { write } = process.stdout;
      const text = vi.isMockFunction(write) ? String(write.mock.calls[0]?.[0] ?? '') : '';
      if (text === '') return;
      clearInterval(timer);
      done = attached(UsbipDocument.parse(JSON.parse(text)));
    }, 5);
    const { printed, said, code } = await cli('usbip', 'quectel-ec25', '--listen', '127.0.0.1:0', '--json');
    await done;
    expect(attached).toHaveBeenCalledOnce();
    expect(UsbipDocument.parse(JSON.parse(printed)).served?.name).toBe('quectel-ec25');
    expect([said, code]).toEqual(['', exitCodes.done]);
    expect(process.listenerCount(signal)).toBe(0);
  });

  it('lists the practice dongles where none is named', async () => {
    const { printed, code } = await cli('usbip');
    expect(printed).toMatch(/^quectel-ec25 {2}\S/m);
    expect(code).toBe(exitCodes.done);
  });

  it.each([
    ['usbip nothing --json', 'PRACTICE_UNKNOWN', exitCodes.noSuchDongle],
    ['usbip quectel-ec25 --listen 192.0.2.1 --json', 'LISTEN_FAILED', exitCodes.hostLacks],
    ['usbip quectel-ec25 --listen :1 --json', 'USAGE', exitCodes.usage],
    ['usbip --bogus --json', 'USAGE', exitCodes.usage],
  ])('%s', async (line, code, exit) => {
    const { printed, code: exited } = await cli(...line.split(' '));
    expect(UsbipDocument.parse(JSON.parse(printed))).toMatchObject({ failure: { code }, served: null });
    expect(exited).toBe(exit);
  });
});
