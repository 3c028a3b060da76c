import { describe, expect, it } from 'vitest';
import { readIdentity } from '../../electron/mbim/identity.ts';
import { type Part, text, u32 } from '../../electron/virtual/mbim/wire.ts';
import { scriptedClient } from './scripted-client.ts';

/** Who the modem is, and who its SIM: numbers count where they are of their kind. */

const REFUSED = 2;

async function identityOf({ imei = '', firmware = '', imsi = '', iccid = '' }, refuses: readonly number[] = []) {
  const caps: Part[] = [u32(1, 1, 1, 2, 0x20, 0, 1, 1), text(''), text(imei), text(firmware), text('HW')];
  const subscriber: Part[] = [u32(1), text(imsi), text(iccid), u32(0, 0)];
  const { client, asked } = await scriptedClient(({ id }) => (refuses.includes(id) ? [REFUSED] : [0, ...(id === 1 ? caps : subscriber)]));
  return { identity: await readIdentity(client), asked: asked.map(({ id, set }) => `${id} ${set ? 'set' : 'query'}`) };
}

describe('the identity', () => {
  const whole = { imei: '861536030196001', imsi: '001010123456789', iccid: '89882806660004912345' };

  it('is revision and IMEI of the device, IMSI and ICCID of the SIM', async () => {
    expect(await identityOf({ ...whole, firmware: 'FW 1' })).toEqual({
      identity: { revision: 'FW 1', ...whole },
      asked: ['1 query', '2 query'],
    });
  });

  it('is what is left where one of the two is refused', async () => {
    expect((await identityOf(whole, [1])).identity).toEqual({ imsi: whole.imsi, iccid: whole.iccid });
    expect((await identityOf(whole, [2])).identity).toEqual({ imei: whole.imei });
    expect((await identityOf(whole, [1, 2])).identity).toEqual({});
  });

  it.each([
    ['imei', 14, 16],
    ['imsi', 6, 15],
    ['iccid', 18, 20],
  ] as const)('has an %s of %i to %i digits, and nothing around them', async (name, least, most) => {
    const isTaken = async (told: string) => (await identityOf({ [name]: told })).identity[name] === told;
    const taken = [least, most].map((length) => '1'.repeat(length));
    const left = ['1'.repeat(least - 1), '1'.repeat(most + 1), `A${'1'.repeat(least)}`, `${'1'.repeat(least)}F`];
    for (const told of taken) expect([told, await isTaken(told)]).toEqual([told, true]);
    for (const told of left) expect([told, await isTaken(told)]).toEqual([told, false]);
  });
});
