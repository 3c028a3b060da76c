import { describe, expect, it } from 'vitest';
import { basicConnect } from '../../electron/mbim/commands.ts';
import { dataClassesOf, technologyOf } from '../../electron/mbim/data-class.ts';
import { getPacketService, readNetwork } from '../../electron/mbim/network.ts';
import { readSim } from '../../electron/mbim/sim.ts';
import { text, u32, u64 } from '../../electron/virtual/mbim/wire.ts';
import { isOf, type Script, scriptedClient } from './scripted-client.ts';

const FAILURE = 2;
const HOME = 3;
const registered = (classes: number, id: string, name: string) =>
  [0, u32(0, HOME, 1, classes, 1), text(id), text(name), text(''), u32(2)] as const;

describe('data classes', () => {
  it.each([
    [0x01, 'GSM'],
    [0x03, 'EDGE'],
    [0x07, 'UMTS'],
    [0x08, 'HSDPA'],
    [0x10, 'HSUPA'],
    [0x1f, 'HSPA'],
    [0x3f, 'LTE'],
    [0x60, '5G NSA'],
    [0xff, '5G'],
    [0x8000_0000, null],
    [0x0003_0000, null],
    [0, null],
  ])('0x%s is %s', (mask, name) => {
    expect(technologyOf(mask)).toBe(name);
  });

  it('are listed the best last', () => {
    expect(dataClassesOf(0xe0)).toEqual(['LTE', '5G NSA', '5G']);
  });
});

describe('the network', () => {
  it('has the technology in use before the best that there is', async () => {
    const packets = (inUse: number) => [0, u32(0, 2, inUse), u64(1, 2)] as const;
    const answering =
      (inUse: number): Script =>
      (asked) =>
        isOf(asked, basicConnect.registerState) ? [...registered(0x60, '26201', 'Telekom')] : [...packets(inUse)];
    const seen = async (script: Script) => readNetwork((await scriptedClient(script)).client);
    expect(await seen(answering(0x20))).toEqual({ registration: 'home', operator: 'Telekom', technology: 'LTE' });
    expect(await seen(answering(0x40))).toMatchObject({ technology: '5G NSA' });
    expect(await seen(answering(0))).toMatchObject({ technology: '5G NSA' });
    const refusing: Script = (asked) => (isOf(asked, basicConnect.registerState) ? [...registered(0x80, '26201', '')] : [FAILURE]);
    expect(await seen(refusing)).toEqual({ registration: 'home', operator: '26201', technology: '5G' });
    expect(await seen(() => [0, u32(0, 2, 0, 0, 0), text(''), text(''), text(''), u32(0)])).toMatchObject({
      operator: null,
      technology: null,
    });
  });

  it('in the form of MBIMEx 3.0 tells which 5G it is beside the class', async () => {
    const technology = async (subclass: number, mask = 0x40) => {
      const { client } = await scriptedClient(() => [0, u32(0, 2, mask), u64(1, 2), u32(1, subclass, 0, 0)]);
      return (await getPacketService(client)).technology;
    };
    expect([await technology(1), await technology(2), await technology(4), await technology(8)]).toEqual(['5G NSA', '5G', '5G NSA', 'LTE']);
    expect(await technology(2, 0x20)).toBe('LTE');
  });
});

describe('the SIM', () => {
  const ready = (state: number) => [0, u32(state), text(''), text(''), u32(0, 0)] as const;
  const seen = async (state: number, pin: readonly [number, number, number] = [2, 1, 3]) => {
    const { client } = await scriptedClient((asked) => (isOf(asked, basicConnect.pin) ? [0, u32(...pin)] : [...ready(state)]));
    return readSim(client);
  };

  it.each([
    [0, 'unknown'],
    [1, 'ready'],
    [2, 'missing'],
    [3, 'failed'],
    [4, 'failed'],
    [5, 'failed'],
    [7, 'missing'],
    [99, 'unknown'],
  ])('state %i is %s', async (state, name) => {
    expect(await seen(state)).toEqual({ state: name, triesLeft: null });
  });

  it('that is locked asks for PIN or PUK with so many tries; a lock of another kind is a failure', async () => {
    expect(await seen(6)).toEqual({ state: 'pin', triesLeft: 3 });
    expect(await seen(6, [11, 1, 10])).toEqual({ state: 'puk', triesLeft: 10 });
    expect(await seen(6, [2, 1, 0xffff_ffff])).toEqual({ state: 'pin', triesLeft: null });
    expect(await seen(6, [6, 1, 5])).toEqual({ state: 'failed', triesLeft: null });
    expect(await seen(6, [2, 0, 3])).toEqual({ state: 'ready', triesLeft: null });
  });
});
