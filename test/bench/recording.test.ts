import { describe, expect, it } from 'vitest';
import { decodeOutgoing, hostLines } from '../../electron/bench/journal/recording.ts';
import type { CardTrial } from '../../electron/seams/host.ts';
import type { Outgoing } from '../../electron/seams/recorder.ts';

/** What goes out that is no message of a modem's language, as a journal and a plan show it. */

const trial: CardTrial = { net: 'wwan0', address: null, arp: true, request: { kind: 'page' } };
const own = { address: '10.0.0.2', prefix: 30, gateway: '10.0.0.1' };

describe('a network card that is tried', () => {
  it.each<[Partial<CardTrial>, string]>([
    [{}, 'DHCP, page of its gateway'],
    [{ arp: false }, 'DHCP, ARP off, page of its gateway'],
    [{ request: { kind: 'echo', to: '192.0.2.1' } }, 'DHCP, echo to 192.0.2.1'],
    [{ address: own }, 'address 10.0.0.2/30 via 10.0.0.1, page of its gateway'],
    [{ address: { ...own, prefix: null, gateway: null } }, 'address 10.0.0.2/32, page of its gateway'],
    [{ net: '?', address: own }, 'address ?, page of its gateway'],
  ])('with %j', (rest, expected) => {
    const { net } = { ...trial, ...rest };
    expect(hostLines.tryCard({ ...trial, ...rest })).toBe(`network card ${net} into a namespace of its own: ${expected}`);
  });
});

describe('what goes out over USB', () => {
  const none = new Uint8Array();
  it.each<[Outgoing, text: string, planned: string, data: string]>([
    [{ kind: 'detach', interface: 3 }, "take the kernel's driver off interface 3", "take the kernel's driver off interface ?", ''],
    [{ kind: 'attach', interface: 3 }, 'give interface 3 back to its driver', 'give interface ? back to its driver', ''],
    [{ kind: 'claim', interface: 3 }, 'claim interface 3', 'claim interface ?', ''],
    [{ kind: 'release', interface: 3 }, 'release interface 3', 'release interface ?', ''],
    [
      { kind: 'set-alternate', interface: 3, alternate: 1 },
      'set interface 3 alternate 1',
      'set interface ? alternate ?',
      '010b010003000000',
    ],
    [{ kind: 'set-configuration', value: 2 }, 'set configuration 2', 'set configuration 2', '0009020000000000'],
    [{ kind: 'set-configuration', value: 0 }, 'set configuration 0', 'set configuration 0', '0009000000000000'],
    [{ kind: 'set-configuration', value: -1 }, 'unconfigure', 'unconfigure', '0009000000000000'],
    [{ kind: 'clear-halt', endpoint: 0x81 }, 'clear halt 0x81', 'clear halt ?', '0201000081000000'],
    [{ kind: 'clear-halt', endpoint: 1 }, 'clear halt 0x01', 'clear halt ?', '0201000001000000'],
    [{ kind: 'reset' }, 'reset the port', 'reset the port', ''],
    [{ kind: 'close', keepDetached: true }, 'let go of it; drivers stay off', 'let go of it; drivers stay off', ''],
    [{ kind: 'close', keepDetached: false }, 'let go of it; drivers come back', 'let go of it; drivers come back', ''],
    [{ kind: 'write', to: 'ttyUSB2', data: Buffer.from('AT\r') }, 'AT', 'AT', '41540d'],
    [{ kind: 'transfer', endpoint: 1, data: Buffer.from('AT\r') }, 'AT', 'AT', '41540d'],
    [
      { kind: 'control', setup: { requestType: 0x21, request: 0, value: 0, index: 2 }, data: Buffer.from('AT\r'), length: 0 },
      'AT',
      'AT',
      '41540d',
    ],
  ])('%j', (outgoing, text, planned, data) => {
    const told = decodeOutgoing(outgoing, 'at');
    expect([told.text, told.planned, Buffer.from(told.data).toString('hex')]).toEqual([text, planned, data]);
  });

  it('has the setup packet before the bytes of a control transfer, and the endpoint before a command block', () => {
    const setup = { requestType: 0x40, request: 0xa0, value: 0x1234, index: 0x0102 };
    const out = decodeOutgoing({ kind: 'control', setup, data: Uint8Array.of(7, 8), length: 0 }, 'none');
    expect(Buffer.from(out.data).toString('hex')).toBe('40a03412020102000708');
    const asked = decodeOutgoing({ kind: 'control', setup: { ...setup, requestType: 0xc0 }, data: none, length: 18 }, 'none');
    expect(Buffer.from(asked.data).toString('hex')).toBe('c0a0341202011200');
    const block = Buffer.alloc(31);
    block.write('USBC');
    for (const endpoint of [1, 0x0f]) {
      const { text, planned } = decodeOutgoing({ kind: 'transfer', endpoint, data: block }, 'at');
      expect([text, planned].map((line) => line.slice(0, 9))).toEqual(Array(2).fill(`out 0x0${endpoint.toString(16)} `));
    }
  });
});
