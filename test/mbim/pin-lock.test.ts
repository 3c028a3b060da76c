import { describe, expect, it } from 'vitest';
import { readPinEnabled, setPinRequest } from '../../electron/mbim/pin.ts';
import { structure, text, u32 } from '../../electron/virtual/mbim/wire.ts';
import { type Script, scriptedClient } from './scripted-client.ts';

const [ENABLED, DISABLED] = [1, 2];
const [PIN1, PIN2, PUK1] = [2, 3, 11];
const FAILURE = 2;
const list = (mode: number) => u32(mode, 1, 4, 8, ...Array<number>(36).fill(0));

/** PIN_LIST says `mode`, PIN what `status` holds; a PIN that is given is answered by `given`. */
const modem =
  (mode: number, status: readonly [type: number, state: number, tries: number], given: ReturnType<Script> = [0, u32(...status)]): Script =>
  ({ id, set }) =>
    id === 5 ? [0, list(mode)] : set ? given : [0, u32(...status)];

const named = (asked: { id: number; set: boolean }[]) =>
  asked.map(({ id, set }) => `${id === 5 ? 'list' : 'pin'} ${set ? 'set' : 'query'}`);

describe('whether the SIM asks for its PIN', () => {
  it.each([
    [0, null],
    [ENABLED, true],
    [DISABLED, false],
    [77, null],
  ])('mode %i: %s', async (mode, enabled) => {
    expect(await readPinEnabled((await scriptedClient(() => [0, list(mode)])).client)).toBe(enabled);
  });

  it('is unknown where the function refuses, and MBIM_GARBLED where it says nothing', async () => {
    expect(await readPinEnabled((await scriptedClient(() => [9])).client)).toBeNull();
    await expect(readPinEnabled((await scriptedClient(() => [0])).client)).rejects.toMatchObject({ code: 'MBIM_GARBLED' });
  });
});

describe('switching the request', () => {
  it('sends type, operation and PIN, after the tries were read', async () => {
    const off = await scriptedClient(modem(ENABLED, [PIN1, 0, 3]));
    expect(await setPinRequest(off.client, false, '4711')).toBe(true);
    expect(named(off.asked)).toEqual(['list query', 'pin query', 'pin set']);
    expect(off.asked[2]?.info).toEqual(Uint8Array.from(structure(u32(PIN1, 2), text('4711'), text(''))));
    const on = await scriptedClient(modem(DISABLED, [PIN1, 0, 2]));
    expect(await setPinRequest(on.client, true, '12345678')).toBe(true);
    expect(on.asked[2]?.info).toEqual(Uint8Array.from(structure(u32(PIN1, 1), text('12345678'), text(''))));
  });

  it('sends nothing where it is so already', async () => {
    const { client, asked } = await scriptedClient(modem(DISABLED, [PIN1, 0, 3]));
    expect(await setPinRequest(client, false, '4711')).toBe(false);
    expect(named(asked)).toEqual(['list query']);
  });

  it.each([
    ['PIN_TRIES_UNKNOWN', [PIN1, 0, 0xffff_ffff]],
    // The tries of another PIN say nothing of this one's.
    ['PIN_TRIES_UNKNOWN', [PIN2, 0, 3]],
    ['PIN_TRIES_UNKNOWN', [0, 0, 3]],
    ['PIN_LAST_TRY', [PIN1, 0, 1]],
    ['PIN_LAST_TRY', [PIN1, 0, 0]],
    ['PIN_NEEDED', [PIN1, 1, 3]],
    ['PUK_NEEDED', [PUK1, 1, 10]],
    ['SIM_FAILED', [6, 1, 3]],
  ] as const)('%s with nothing sent: %j', async (code, status) => {
    const { client, asked } = await scriptedClient(modem(ENABLED, status));
    await expect(setPinRequest(client, false, '4711')).rejects.toMatchObject({ code });
    expect(named(asked)).toEqual(['list query', 'pin query']);
  });

  it('what is no PIN is not even asked about', async () => {
    const { client, asked } = await scriptedClient(modem(ENABLED, [PIN1, 0, 3]));
    for (const pin of ['123', '123456789', '12a4', ''])
      await expect(setPinRequest(client, false, pin)).rejects.toMatchObject({ code: 'PIN_MALFORMED' });
    expect(asked).toEqual([]);
  });

  it('a wrong PIN is told with the tries left; what is not the fault of the PIN is MBIM_ERROR', async () => {
    const wrong = await scriptedClient(modem(ENABLED, [PIN1, 0, 3], [FAILURE, u32(PIN1, 0, 2)]));
    await expect(setPinRequest(wrong.client, false, '0000')).rejects.toMatchObject({ code: 'PIN_WRONG', detail: { tries: 2 } });
    const blocked = await scriptedClient(modem(ENABLED, [PIN1, 0, 2], [FAILURE, u32(PUK1, 1, 10)]));
    await expect(setPinRequest(blocked.client, false, '0000')).rejects.toMatchObject({ code: 'PUK_NEEDED' });
    const busy = await scriptedClient(modem(ENABLED, [PIN1, 0, 3], [1, u32(PIN1, 0, 3)]));
    await expect(setPinRequest(busy.client, false, '0000')).rejects.toMatchObject({ code: 'MBIM_ERROR', detail: { name: 'Busy' } });
    const other = await scriptedClient(modem(ENABLED, [PIN1, 0, 3], [FAILURE, u32(PIN2, 0, 1)]));
    await expect(setPinRequest(other.client, false, '0000')).rejects.toMatchObject({ code: 'MBIM_ERROR', detail: { name: 'Failure' } });
  });
});
