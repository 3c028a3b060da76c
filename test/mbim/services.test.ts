import { describe, expect, it } from 'vitest';
import { openMbim } from '../../electron/mbim/client.ts';
import { basicConnect } from '../../electron/mbim/commands.ts';
import { connect, getIpConfiguration } from '../../electron/mbim/connection.ts';
import { getDeviceCaps } from '../../electron/mbim/device.ts';
import { readIdentity } from '../../electron/mbim/identity.ts';
import { getRegistration } from '../../electron/mbim/network.ts';
import { enterPin, getPinStatus } from '../../electron/mbim/pin.ts';
import { type Part, structure, text, u32, uuid } from '../../electron/virtual/mbim/wire.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ScriptedChannel } from './scripted-channel.ts';

type Script = (id: number, set: boolean) => readonly [status: number, ...parts: Part[]];

/** A client on a modem that answers each command as the test says. */
async function scripted(script: Script) {
  const channel = new ScriptedChannel();
  const asked: string[] = [];
  channel.script = (sent) => {
    if (!sent.command) return undefined;
    const { id, set } = sent.command;
    asked.push(`${id} ${set ? 'set' : 'query'}`);
    const [status, ...parts] = script(id, set);
    return channel.reply(sent, status, structure(...parts));
  };
  return { client: await openMbim(channel, new ManualClock()), asked };
}

const PIN1 = 2;
const PUK1 = 11;
const LOCKED = 1;
const FAILURE = 2;

describe('the PIN', () => {
  it('is not sent where the modem does not tell how many tries are left, or fewer than two', async () => {
    for (const [tries, code] of [
      [0xffff_ffff, 'PIN_TRIES_UNKNOWN'],
      [1, 'PIN_LAST_TRY'],
      [0, 'PIN_LAST_TRY'],
    ] as const) {
      const { client, asked } = await scripted(() => [0, u32(PIN1, LOCKED, tries)]);
      await expect(enterPin(client, '4711')).rejects.toMatchObject({ code });
      expect(asked).toEqual([`${basicConnect.pin.id} query`]);
    }
  });

  it('is not sent to a lock that is not its own', async () => {
    for (const [type, code] of [
      [PUK1, 'PUK_NEEDED'],
      [10, 'SIM_FAILED'],
    ] as const) {
      const { client, asked } = await scripted(() => [0, u32(type, LOCKED, 3)]);
      await expect(enterPin(client, '4711')).rejects.toMatchObject({ code });
      expect(asked).toEqual(['4 query']);
    }
  });

  it('that is wrong: tries left by the answer, or by asking where the answer is empty', async () => {
    const told = await scripted((_id, set) => (set ? [FAILURE, u32(PIN1, LOCKED, 2)] : [0, u32(PIN1, LOCKED, 3)]));
    await expect(enterPin(told.client, '4711')).rejects.toMatchObject({ code: 'PIN_WRONG', detail: { tries: 2 } });
    let tries = 3;
    const empty = await scripted((_id, set) => (set ? [FAILURE] : [0, u32(PIN1, LOCKED, tries--)]));
    await expect(enterPin(empty.client, '4711')).rejects.toMatchObject({ code: 'PIN_WRONG', detail: { tries: 2 } });
    expect(empty.asked).toEqual(['4 query', '4 set', '4 query']);
  });

  it('that was the last but is not the fault: what the modem says, or the PUK', async () => {
    const busy = await scripted((_id, set) => (set ? [1, u32(PIN1, LOCKED, 3)] : [0, u32(PIN1, LOCKED, 3)]));
    await expect(enterPin(busy.client, '4711')).rejects.toMatchObject({ code: 'MBIM_ERROR', detail: { name: 'Busy' } });
    const blocked = await scripted((_id, set) => (set ? [FAILURE, u32(PUK1, LOCKED, 10)] : [0, u32(PIN1, LOCKED, 2)]));
    await expect(enterPin(blocked.client, '4711')).rejects.toMatchObject({ code: 'PUK_NEEDED' });
  });

  it('numbers that nobody defined are unknown, not a crash', async () => {
    const { client } = await scripted((id) =>
      id === 4 ? [0, u32(99, LOCKED, 3)] : [0, u32(0, 99, 0, 0, 0), text(''), text(''), text(''), u32(0)],
    );
    expect(await getPinStatus(client)).toEqual({ asksFor: 'other', triesLeft: 3 });
    expect(await getRegistration(client)).toEqual({ state: 'unknown', technology: null, providerId: '', providerName: '' });
  });
});

describe('answers that do not fit', () => {
  it('device caps cut anywhere, or whose strings lead away, are MBIM_GARBLED', async () => {
    const whole = structure(u32(1, 1, 1, 2, 0x20, 0, 1, 1), text(''), text('861536030196001'), text('FW'), text('HW'));
    const needed = 64 + 2 * '861536030196001'.length;
    for (let end = 0; end < needed; end += 3) {
      const { client } = await scripted(() => [0, whole.subarray(0, end)]);
      await expect(getDeviceCaps(client)).rejects.toMatchObject({ code: 'MBIM_GARBLED', detail: { message: 'DEVICE_CAPS' } });
    }
  });

  it('an id that is no IMEI is no identity, and what is refused is left out', async () => {
    const { client } = await scripted((id) =>
      id === 1 ? [0, u32(1, 1, 1, 2, 0x20, 0, 1, 1), text(''), text('A100000B'), text('FW'), text('')] : [FAILURE],
    );
    expect(await readIdentity(client)).toEqual({ revision: 'FW' });
  });

  it('a connection that did not come about is not taken for one', async () => {
    const internet = uuid('7e5e2a7e4e6f7272736b656e7e5e2a7e');
    const { client } = await scripted(() => [0, u32(0, 3, 0, 1), internet, u32(0)]);
    await expect(connect(client, { apn: '' })).rejects.toMatchObject({
      code: 'MBIM_GARBLED',
      detail: { what: 'connection is deactivated' },
    });
  });

  it('an IP configuration with millions of addresses is read as far as anybody needs, one without is empty', async () => {
    const dns = structure(u32(...Array<number>(4).fill(0x0100_000a)));
    const many = await scripted(() => [0, u32(0, 4, 0, 0, 0, 0, 0, 0, 0, 0xffff_ffff), { offset: dns }, u32(0, 0, 0, 0)]);
    expect((await getIpConfiguration(many.client)).ipv4Dns).toEqual(Array(4).fill('10.0.0.1'));
    const none = await scripted(() => [0, u32(...Array<number>(15).fill(0))]);
    expect(await getIpConfiguration(none.client)).toEqual({ ipv4: null, ipv4Gateway: null, ipv4Dns: [], ipv6: null, mtu: null });
  });

  it('IPv6 is read too', async () => {
    const address = Buffer.from('20010db8000000000000000000000017', 'hex');
    const element = { offset: Buffer.concat([u32(64), address]) };
    const { client } = await scripted(() => [0, u32(0, 0, 1, 0, 0, 1), element, u32(0, 0, 0, 0, 0, 0, 0, 0)]);
    expect((await getIpConfiguration(client)).ipv6).toEqual({ address: '2001:db8:0:0:0:0:0:17', prefix: 64 });
  });
});
