import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/seams/clock.ts';
import { VirtualModem } from '../../electron/virtual/modem.ts';
import { parseRequest } from '../../electron/virtual/usbip/management.ts';
import { UsbipError } from '../../electron/virtual/usbip/protocol.ts';
import { UsbipServer } from '../../electron/virtual/usbip/server.ts';
import { parseVhciStatus } from '../support/vhci/vhci-status.ts';
import { model } from './wire.ts';

const servers: UsbipServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serving() {
  const modem = new VirtualModem(model('huawei-ncm'), { clock: systemClock, faults: { awayMs: 1 } });
  modem.plug();
  const server = new UsbipServer(new Map([['1-1', modem]]), { port: 0 });
  servers.push(server);
  const port = await server.listen();
  return { modem, port };
}

/** Says `bytes`; collects until `enough` bytes came or the other end closed. */
function ask(port: number, bytes: Uint8Array, enough = Number.POSITIVE_INFINITY) {
  const socket = connect({ port, host: '127.0.0.1' });
  const chunks: Buffer[] = [];
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const answer = new Promise<Buffer>((resolve) => {
    const done = () => resolve(Buffer.concat(chunks));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (Buffer.concat(chunks).length >= enough) done();
    });
    socket.on('close', done);
    socket.on('error', done);
  });
  socket.on('connect', () => socket.write(bytes));
  return { socket, answer, closed };
}

const listRequest = Buffer.from('0111800500000000', 'hex');
const importRequest = (busId: string) => Buffer.concat([Buffer.from('0111800300000000', 'hex'), Buffer.from(busId.padEnd(32, '\0'))]);

describe('the USB/IP server', () => {
  it('lists a modem with its interfaces', async () => {
    const { port } = await serving();
    const reply = await ask(port, listRequest).answer;
    expect(reply.toString('hex', 0, 12)).toBe('011100050000000000000001');
    const device = reply.subarray(12);
    expect(device.toString('latin1', 256, 259)).toBe('1-1');
    expect(device.readUInt32BE(296)).toBe(3);
    expect([device.readUInt16BE(300), device.readUInt16BE(302)]).toEqual([0x12d1, 0x1446]);
    expect(device[311]).toBe(2);
    expect(device.toString('hex', 312)).toBe('0806500008065000');
  });

  it('imports it, serves its transfers, and drops it when it leaves', async () => {
    const { port, modem } = await serving();
    const { socket, answer, closed } = ask(port, importRequest('1-1'), 320);
    expect((await answer).toString('hex', 0, 8)).toBe('0111000300000000');
    const descriptor = Buffer.alloc(48);
    descriptor.writeUInt32BE(1, 0);
    descriptor.writeUInt32BE(7, 4);
    descriptor.writeUInt32BE(1, 12);
    descriptor.writeUInt32BE(18, 24);
    descriptor.set([0x80, 6, 0, 1, 0, 0, 18, 0], 40);
    const got = new Promise<Buffer>((resolve) => socket.once('data', resolve));
    socket.write(descriptor);
    expect((await got).toString('hex', 48 + 8, 48 + 12)).toBe('d1124614');
    // In use: nobody else gets it.
    expect((await ask(port, importRequest('1-1')).answer).toString('hex')).toBe('0111000300000002');
    modem.unplug();
    await closed;
    expect((await ask(port, importRequest('1-1')).answer).toString('hex')).toBe('0111000300000004');
  });

  it('has no other device', async () => {
    const { port } = await serving();
    expect((await ask(port, importRequest('9-9')).answer).toString('hex')).toBe('0111000300000004');
  });

  it('hangs up on what is no USB/IP', async () => {
    const { port } = await serving();
    expect((await ask(port, Buffer.from('GET / HTTP/1.1\r\n\r\n')).answer).length).toBe(0);
  });
});

describe('what comes from outside', () => {
  it('any bytes are a request, not yet one, or an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          const parsed = parseRequest(bytes);
          if (parsed) expect(parsed.rest.length).toBeLessThan(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(UsbipError);
        }
      }),
    );
  });

  it('status of vhci_hcd is read; lines of another form are passed over', () => {
    const text = `hub port sta spd dev      sockfd local_busid
hs  0000 006 003 00010002 000003 1-1
hs  0001 004 000 00000000 000000 0-0
ss  0015 004 000 00000000 000000 0-0
nonsense
`;
    expect(parseVhciStatus(text)).toEqual([
      { hub: 'hs', port: 0, state: 6 },
      { hub: 'hs', port: 1, state: 4 },
      { hub: 'ss', port: 15, state: 4 },
    ]);
  });
});
