import { describe, expect, it } from 'vitest';
import { BASIC_CONNECT, basicConnect, extensions } from '../../electron/mbim/commands.ts';
import { readCapabilities } from '../../electron/mbim/extensions.ts';
import { radioStateOf, readFccLock, readRadio } from '../../electron/mbim/radio.ts';
import { offers, readServices } from '../../electron/mbim/services.ts';
import { intelAuthentication, qualcomm, quectel } from '../../electron/mbim/vendor-commands.ts';
import { type Part, structure, u32, uuid } from '../../electron/virtual/mbim/wire.ts';
import { isOf, type Script, scriptedClient } from './scripted-client.ts';

const element = (service: string, ...ids: number[]): Part => ({ ref: structure(uuid(service), u32(0, 0, ids.length, ...ids)) });
const listOf = (...elements: Part[]): [number, ...Part[]] => [0, u32(elements.length, 0), ...elements];
const NO_DEVICE_SUPPORT = 9;
const servicesOf = (...commands: { service: string; id: number }[]) => new Map(commands.map((c) => [c.service, new Set([c.id])]));

describe('device services', () => {
  it('are the commands by service, a service that is listed twice too', async () => {
    const list = listOf(element(BASIC_CONNECT, 1, 2, 11), element(qualcomm.qmi.service, 1), element(BASIC_CONNECT, 16));
    const { client } = await scriptedClient(() => list);
    const services = await readServices(client);
    expect([...services].map(([service, ids]) => [service, [...ids]])).toEqual([
      [BASIC_CONNECT, [1, 2, 11, 16]],
      [qualcomm.qmi.service, [1]],
    ]);
    expect([offers(services, qualcomm.qmi), offers(services, basicConnect.pin), offers(services, quectel.radioState)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([
    ['an element outside', [u32(1, 0, 400, 28)]],
    ['an element cut off', [u32(1, 0), { ref: u32(1, 2, 3, 4, 0, 0) }]],
    ['more commands than there are', [u32(1, 0), { ref: structure(uuid(BASIC_CONNECT), u32(0, 0, 3, 1, 2)) }]],
    ['more elements than there are', [u32(2, 0), element(BASIC_CONNECT, 1)]],
  ] satisfies [string, Part[]][])('with %s are MBIM_GARBLED', async (_name, parts) => {
    const { client } = await scriptedClient(() => [0, ...parts]);
    await expect(readServices(client)).rejects.toMatchObject({ code: 'MBIM_GARBLED', detail: { message: 'DEVICE_SERVICES' } });
  });
});

describe('the extensions', () => {
  const answering =
    (version: Script): Script =>
    (asked) =>
      isOf(asked, extensions.version) ? version(asked) : listOf(element(extensions.version.service, 6, 15));

  it('are agreed on right behind the list, in the version that the modem answers', async () => {
    const { client, asked } = await scriptedClient(answering(() => [0, u32(0x0200_0100)]));
    expect((await readCapabilities(client)).extensions).toEqual({ major: 2, minor: 0 });
    expect(asked.map(({ id, set }) => [id, set])).toEqual([
      [16, false],
      [15, false],
    ]);
    expect(Buffer.from(asked[1]?.info ?? []).toString('hex')).toBe('00010002');
  });

  it('are not asked for where the modem does not list the command, or no services at all', async () => {
    for (const script of [() => listOf(element(extensions.version.service, 6)), () => [NO_DEVICE_SUPPORT]] satisfies Script[]) {
      const { client, asked } = await scriptedClient(script);
      expect((await readCapabilities(client)).extensions).toEqual({ major: 1, minor: 0 });
      expect(asked).toHaveLength(1);
    }
  });

  it('are none where the modem refuses, and an error where it says nonsense', async () => {
    const refusing = await scriptedClient(answering(() => [NO_DEVICE_SUPPORT]));
    expect((await readCapabilities(refusing.client)).extensions).toEqual({ major: 1, minor: 0 });
    const cut = await scriptedClient(answering(() => [0, Uint8Array.of(0, 1)]));
    await expect(readCapabilities(cut.client)).rejects.toMatchObject({ code: 'MBIM_GARBLED', detail: { message: 'VERSION' } });
  });
});

describe('the radio', () => {
  it.each([
    [1, 1, 'on'],
    [1, 0, 'off'],
    [0, 1, 'off'],
  ] as const)('hardware %i, software %i: %s', async (hardware, software, state) => {
    const { client } = await scriptedClient(() => [0, u32(hardware, software)]);
    const radio = await readRadio(client);
    expect(radio).toEqual({ hardware: hardware === 1, software: software === 1 });
    expect(radioStateOf(radio)).toBe(state);
  });

  it('is locked where its maker says so, and only while it is off', () => {
    expect(radioStateOf({ hardware: true, software: false }, true)).toBe('locked');
    expect(radioStateOf({ hardware: true, software: false }, false)).toBe('off');
    expect(radioStateOf({ hardware: true, software: true }, true)).toBe('on');
  });

  it('tells of its lock by whichever command it has', async () => {
    const lock = async (command: { service: string; id: number } | null, ...words: number[]) => {
      const { client, asked } = await scriptedClient(() => [0, u32(...words)]);
      return [await readFccLock(client, command ? servicesOf(command) : new Map()), asked.length];
    };
    expect(await lock(quectel.radioState, 4)).toEqual([true, 1]);
    expect(await lock(quectel.radioState, 1)).toEqual([false, 1]);
    expect(await lock(quectel.radioState, 0)).toEqual([false, 1]);
    expect(await lock(intelAuthentication.fccLock, 1, 4711)).toEqual([true, 1]);
    expect(await lock(intelAuthentication.fccLock, 0, 0)).toEqual([false, 1]);
    expect(await lock(null)).toEqual([null, 0]);
    const { client } = await scriptedClient(() => [NO_DEVICE_SUPPORT]);
    expect(await readFccLock(client, servicesOf(quectel.radioState))).toBeNull();
  });
});
