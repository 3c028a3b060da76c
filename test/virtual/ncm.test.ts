import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationDescriptor } from '../../electron/virtual/descriptors.ts';
import { layout } from '../../electron/virtual/models/layout.ts';
import { ncm, netName, rndis } from '../../electron/virtual/models/net-pieces.ts';
import { bindingsOf } from '../../electron/virtual/models/parts.ts';
import { NcmFunction } from '../../electron/virtual/network/ncm-function.ts';
import { buildNtb16, parseNtb16 } from '../../electron/virtual/network/ntb.ts';
import { TinyNetwork } from '../../electron/virtual/network/tiny-network.ts';
import { VirtualUsbDevice } from '../../electron/virtual/usb-device.ts';
import { discover, hex, offer } from './net-support.ts';

const mac = Uint8Array.of(0x02, 0x5a, 0x8d, 0x33, 0xc0, 0x7e);
const network = () =>
  new TinyNetwork({
    address: '192.168.225.20',
    mask: '255.255.255.0',
    gateway: '192.168.225.1',
    dns: [],
    mac: '025a8d33c07f',
    up: () => true,
  });

/** The function behind control interface 0, data interface 1, with what it sends, by endpoint. */
function attached() {
  const sent: [endpoint: number, data: Uint8Array][] = [];
  const one = new NcmFunction({ interfaceNumber: 0, dataInterface: 1, interrupt: 0x81, input: 0x82, output: 0x01, network: network() });
  one.attach({ send: (endpoint, data) => sent.push([endpoint, data]), stall: () => undefined, leave: () => undefined });
  return { one, sent };
}

const get = (request: number, length: number) => ({ requestType: 0xa1, request, value: 0, index: 0, length, data: new Uint8Array() });

describe('an NCM function of the class', () => {
  it('tells its transfer blocks and the address of the host', () => {
    const { one } = attached();
    expect(one.interfaces).toEqual([0, 1]);
    const parameters = one.control(get(0x80, 28));
    expect(parameters).toBeInstanceOf(Uint8Array);
    // Length 28, 16-bit blocks, 16384 in, multiples of four; the same out, no bound to the number of datagrams.
    if (parameters instanceof Uint8Array) expect(hex(parameters)).toBe('1c0001000040000004000000040000000040000004000000040000' + '00');
    expect(one.control(get(0x81, 6))).toEqual(mac);
    expect(one.control(get(0x99, 6))).toBe('stall');
  });

  it('tells of the link once the data interface is on, not for its control interface', () => {
    const { one, sent } = attached();
    one.alternate(0, 1);
    one.alternate(1, 0);
    expect(sent).toEqual([]);
    one.alternate(1, 1);
    expect(sent.map(([endpoint, data]) => [endpoint, hex(data.subarray(0, 8))])).toEqual([
      [0x81, 'a100010000000000'],
      [0x81, 'a12a000000000800'],
    ]);
  });

  it('carries frames only in the setting with the endpoints', () => {
    const { one, sent } = attached();
    const block = (transaction: number) => buildNtb16(0, [discover(mac, transaction)]);
    one.out(1, block(1));
    one.alternate(1, 1);
    one.out(1, block(2));
    one.alternate(1, 0);
    one.out(1, block(3));
    const offers = sent.filter(([endpoint]) => endpoint === 0x82).map(([, data]) => offer(parseNtb16(data)?.[0]));
    expect(offers).toEqual([[2, '192.168.225.20']]);
  });

  it('answers any request and takes any block', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0x21, 0xa1, 0x41),
        fc.nat(255),
        fc.nat(0xffff),
        fc.uint8Array({ maxLength: 12 }),
        fc.uint8Array({ maxLength: 80 }),
        (requestType, request, value, data, noise) => {
          const { one, sent } = attached();
          one.alternate(1, 1);
          one.control({ requestType, request, value, index: 0, length: data.length, data });
          const good = buildNtb16(0, [discover(mac, 9)]);
          one.out(1, Uint8Array.from([...good.subarray(0, 12), ...noise]));
          const before = sent.length;
          one.out(1, good);
          // Whatever was asked before, a whole block still gets its answer.
          expect(sent.slice(before).map(([, block]) => parseNtb16(block)?.length)).toEqual([1]);
        },
      ),
    );
  });
});

describe('the pieces of a composition', () => {
  it('of NCM and RNDIS stand with their associations, unions and endpoints', () => {
    const parts = layout([rndis(network), ncm(network)]);
    const spec = { vid: 1, pid: 1, bcdDevice: 0, configurations: [parts.flatMap((p) => p.interfaces)] };
    expect(hex(configurationDescriptor(spec, 0).subarray(9))).toBe(
      [
        // RNDIS: association e0/01/03, control with an interrupt of eight bytes, header, call management, ACM, union; data.
        '080b0002e0010300',
        '0904000001e0010300',
        '0524001001',
        '0524010001',
        '04240200',
        '0524060001',
        '07058203080009',
        '09040100020a000000',
        '07058102000200',
        '07050102000200',
        // NCM: association 02/0d/00, control with header, union, Ethernet (string 4, 1514), NCM; data 0a/00/01 off and on.
        '080b0202020d0000',
        '0904020001020d0000',
        '0524001001',
        '0524060203',
        '0d240f0400000000ea05000000',
        '06241a000101',
        '07058303100009',
        '09040300000a000100',
        '09040301020a000100',
        '07058402000200',
        '07050202000200',
      ].join(''),
    );
  });

  it('are bound in pairs', () => {
    expect(bindingsOf(layout([rndis(network, { net: 'eth' }), ncm(network, 'wwan')]))).toEqual([
      { interfaceNumber: 0, driver: 'rndis_host', net: 'eth' },
      { interfaceNumber: 1, driver: 'rndis_host' },
      { interfaceNumber: 2, driver: 'cdc_ncm', net: 'wwan' },
      { interfaceNumber: 3, driver: 'cdc_ncm' },
    ]);
  });

  it('make a device that carries frames', () => {
    const parts = layout([ncm(network)]);
    const spec = { vid: 1, pid: 1, bcdDevice: 0, configurations: [parts.flatMap((p) => p.interfaces)] };
    const body: Parameters<(typeof parts)[number]['functions']>[0] = {
      clock: { now: () => 0, setTimeout: () => 0, clearTimeout: () => undefined },
      flash: {},
      faults: {},
      memory: new Map(),
      reenumerate: () => undefined,
      restart: () => undefined,
      saveFlash: () => undefined,
    };
    const device = new VirtualUsbDevice(
      spec,
      parts.flatMap((p) => p.functions(body)),
      () => undefined,
    );
    const submit = (endpoint: number, setup: readonly number[] | null, data: Uint8Array) => {
      const got: (Uint8Array | undefined)[] = [];
      device.submit({
        endpoint,
        setup: setup && Uint8Array.from(setup),
        data,
        length: 16384,
        cancelled: false,
        complete: (result) => got.push(result.status === 'ok' ? result.data : undefined),
      });
      return got[0];
    };
    submit(0, [0, 9, 1, 0, 0, 0, 0, 0], new Uint8Array());
    submit(0, [1, 11, 1, 0, 1, 0, 0, 0], new Uint8Array());
    submit(1, null, buildNtb16(0, [discover(mac, 5)]));
    expect(offer(parseNtb16(submit(0x82, null, new Uint8Array()) ?? new Uint8Array())?.[0])).toEqual([5, '192.168.225.20']);
  });

  it('are named after the address: locally administered ones usb', () => {
    expect(['024ba8c5d1e7', '0c5b8f279a64'].map(netName)).toEqual(['usb', 'eth']);
  });
});
