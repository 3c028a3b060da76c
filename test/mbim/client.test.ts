import { describe, expect, it, onTestFinished } from 'vitest';
import { type MbimClient, openMbim } from '../../electron/mbim/client.ts';
import { BASIC_CONNECT, basicConnect } from '../../electron/mbim/commands.ts';
import type { MbimReply } from '../../electron/mbim/messages.ts';
import { getSignal } from '../../electron/mbim/network.ts';
import { u32, writeDone, writeFunctionError, writeReply } from '../../electron/virtual/mbim/wire.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
import { ScriptedChannel, type Sent } from './scripted-channel.ts';

const signalInfo = (rssi: number) => u32(rssi, 99, 5, 0, 0);

async function opened(
  options: Parameters<typeof openMbim>[2] = {},
): Promise<{ channel: ScriptedChannel; clock: ManualClock; client: MbimClient }> {
  const channel = new ScriptedChannel();
  const clock = new ManualClock();
  const client = await openMbim(channel, clock, options);
  onTestFinished(() => {
    // Whatever a test did, no time limit may be left running.
    expect(clock.pending).toBe(0);
  });
  return { channel, clock, client };
}

const last = (channel: ScriptedChannel): Sent => {
  const sent = channel.sent.at(-1);
  if (!sent) throw new Error('nothing was sent');
  return sent;
};

describe('opening', () => {
  it('says how long messages may be', async () => {
    const { channel, client } = await opened({ maxMessage: 512 });
    expect(channel.sent).toEqual([{ type: 'open', transaction: 1, maxControlTransfer: 512 }]);
    channel.script = (s) => (s.command ? channel.reply(s, 0, signalInfo(31)) : undefined);
    await getSignal(client);
    await client.close();
    expect(channel.sent.map((s) => s.type)).toEqual(['open', 'command', 'close']);
  });

  it('tries again with a modem that is deaf at first, or speaks of what was before', async () => {
    const channel = new ScriptedChannel();
    const clock = new ManualClock();
    let opens = 0;
    channel.script = (s) => {
      opens++;
      if (opens === 1) return null;
      return opens === 2 ? [writeFunctionError(s.transaction, 5)] : undefined;
    };
    const opening = openMbim(channel, clock);
    await clock.advance(3000);
    await expect(opening).resolves.toHaveProperty('name', 'test channel');
    expect(opens).toBe(3);
  });

  it('gives up with MBIM_SILENT and closes the channel', async () => {
    const channel = new ScriptedChannel();
    channel.script = () => null;
    const clock = new ManualClock();
    const opening = openMbim(channel, clock, { attempts: 3, attemptMs: 1000 });
    const failed = expect(opening).rejects.toMatchObject({ code: 'MBIM_SILENT', detail: { message: 'OPEN', seconds: 1 } });
    await clock.advance(3000);
    await failed;
    expect(channel.sent).toHaveLength(3);
    expect(channel.closing.closed).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('a refusal is MBIM_ERROR with its name', async () => {
    const channel = new ScriptedChannel();
    channel.script = (s) => [writeDone('open', s.transaction, 1)];
    await expect(openMbim(channel, new ManualClock(), { attempts: 2 })).rejects.toMatchObject({
      code: 'MBIM_ERROR',
      detail: { message: 'OPEN', number: 1, name: 'Busy' },
    });
  });

  it('can be cancelled, and closes the channel', async () => {
    const channel = new ScriptedChannel();
    channel.script = () => null;
    const clock = new ManualClock();
    const stop = new AbortController();
    const opening = openMbim(channel, clock, { signal: stop.signal });
    const failed = expect(opening).rejects.toThrow('enough');
    await settle();
    stop.abort(new Error('enough'));
    await failed;
    expect(channel.sent).toHaveLength(1);
    expect(channel.closing.closed).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

describe('transactions', () => {
  it('are told apart by number, not by order', async () => {
    const { channel, client } = await opened();
    const first = getSignal(client);
    await settle();
    const one = last(channel);
    const second = getSignal(client);
    await settle();
    for (const m of channel.reply(last(channel), 0, signalInfo(0))) channel.receive(m);
    for (const m of channel.reply(one, 0, signalInfo(31))) channel.receive(m);
    expect(await Promise.all([first, second])).toEqual([
      { dbm: -51, percent: 100 },
      { dbm: -113, percent: 0 },
    ]);
  });

  it('answers in fragments are put together, also where they come in one read', async () => {
    const { channel, client } = await opened();
    const reply = async (together: boolean) => {
      const asking = getSignal(client);
      await settle();
      const parts = channel.reply(last(channel), 0, signalInfo(10), 40);
      expect(parts.length).toBeGreaterThan(2);
      if (together) channel.receive(Buffer.concat(parts));
      else for (const part of parts) channel.receive(part);
      return asking;
    };
    expect(await reply(false)).toEqual({ dbm: -93, percent: 32 });
    expect(await reply(true)).toEqual({ dbm: -93, percent: 32 });
  });

  it('commands longer than the function takes go in fragments', async () => {
    const { channel, client } = await opened({ maxMessage: 64 });
    const asking = client.exchange(basicConnect.connect, 'set', new Uint8Array(100), { timeoutMs: 1 });
    asking.catch(() => undefined);
    await settle();
    const sent = channel.bytes.slice(1);
    expect(sent.map((b) => b.length)).toEqual([64, 64, 60]);
    expect(channel.sent.slice(1)).toMatchObject([
      { total: 3, current: 0, transaction: 2 },
      { total: 3, current: 1, transaction: 2 },
      { total: 3, current: 2, transaction: 2 },
    ]);
    channel.receive(writeFunctionError(2, 2));
    await expect(asking).rejects.toMatchObject({ code: 'MBIM_ERROR', detail: { name: 'FragmentOutOfSequence', message: 'CONNECT' } });
  });

  it('a refusal has its number and name, one without a name too', async () => {
    const { channel, client } = await opened();
    channel.script = (s) => (s.command ? channel.reply(s, 9) : undefined);
    await expect(getSignal(client)).rejects.toMatchObject({
      code: 'MBIM_ERROR',
      detail: { message: 'SIGNAL_STATE', number: 9, name: 'NoDeviceSupport' },
    });
    channel.script = (s) => (s.command ? channel.reply(s, 4711) : undefined);
    await expect(getSignal(client)).rejects.toMatchObject({ detail: { name: 'Status4711' } });
  });

  it('silence is MBIM_SILENT when the time is over, not before; the late answer is dropped', async () => {
    const { channel, clock, client } = await opened();
    const asking = getSignal(client, { timeoutMs: 3000 });
    let over = false;
    const failed = expect(
      asking.catch((error: unknown) => {
        over = true;
        throw error;
      }),
    ).rejects.toMatchObject({ code: 'MBIM_SILENT', detail: { message: 'SIGNAL_STATE', seconds: 3 } });
    await clock.advance(2999);
    expect(over).toBe(false);
    await clock.advance(1);
    await failed;
    const late = last(channel);
    const again = getSignal(client);
    await settle();
    for (const m of channel.reply(late, 0, signalInfo(0))) channel.receive(m);
    for (const m of channel.reply(last(channel), 0, signalInfo(31))) channel.receive(m);
    expect(await again).toEqual({ dbm: -51, percent: 100 });
  });

  it('foreign answers are dropped: other service, other command, other transaction, an indication, an open', async () => {
    const { channel, client } = await opened();
    const asking = getSignal(client);
    await settle();
    const { transaction } = last(channel);
    const wrong = signalInfo(0);
    for (const m of [
      ...writeReply({ service: '0'.repeat(32), id: 11 }, transaction, 0, wrong, 4096),
      ...writeReply({ service: BASIC_CONNECT, id: 10 }, transaction, 0, wrong, 4096),
      ...writeReply({ service: BASIC_CONNECT, id: 11 }, transaction + 1, 0, wrong, 4096),
      ...writeReply({ service: BASIC_CONNECT, id: 11 }, transaction, null, wrong, 4096),
      writeDone('open', transaction, 0),
      ...channel.reply(last(channel), 0, signalInfo(31)),
    ])
      channel.receive(m);
    expect(await asking).toEqual({ dbm: -51, percent: 100 });
  });

  it('noise before the answer does no harm; noise instead of it is MBIM_GARBLED', async () => {
    const { channel, clock, client } = await opened();
    const asking = getSignal(client);
    await settle();
    channel.receive(Uint8Array.of(1, 2, 3));
    for (const m of channel.reply(last(channel), 0, signalInfo(31))) channel.receive(m);
    expect(await asking).not.toBeNull();
    const again = getSignal(client, { timeoutMs: 1000 });
    const failed = expect(again).rejects.toMatchObject({ code: 'MBIM_GARBLED', detail: { message: 'SIGNAL_STATE' } });
    await settle();
    channel.receive(new Uint8Array(40).fill(0xff));
    await clock.advance(1000);
    await failed;
  });

  it('an answer that ends too soon is MBIM_GARBLED at once', async () => {
    const { channel, client } = await opened();
    channel.script = (s) => (s.command ? channel.reply(s, 0, Uint8Array.of(1, 2)) : undefined);
    await expect(getSignal(client)).rejects.toMatchObject({ code: 'MBIM_GARBLED', detail: { message: 'SIGNAL_STATE' } });
  });

  it('can be cancelled', async () => {
    const { channel, client } = await opened();
    const stop = new AbortController();
    const asking = getSignal(client, { signal: stop.signal });
    const failed = expect(asking).rejects.toThrow('enough');
    await settle();
    stop.abort(new Error('enough'));
    await failed;
    const sent = channel.sent.length;
    await expect(getSignal(client, { signal: stop.signal })).rejects.toThrow('enough');
    expect(channel.sent).toHaveLength(sent);
  });
});

describe('indications and the end', () => {
  it('indications go to whoever listens', async () => {
    const { channel, client } = await opened();
    const seen: MbimReply[] = [];
    const stop = client.onIndication((i) => seen.push(i));
    const tell = () => {
      for (const m of writeReply({ service: BASIC_CONNECT, id: 11 }, 0, null, signalInfo(3), 4096)) channel.receive(m);
    };
    tell();
    stop();
    tell();
    expect(seen.map((i) => [i.service, i.command, i.info.length])).toEqual([[BASIC_CONNECT, 11, 20]]);
  });

  it('when the channel closes, all that waits and all that comes fails with MBIM_NO_CHANNEL', async () => {
    const { channel, client } = await opened();
    const gone = new Error('unplugged');
    const failed = expect(getSignal(client)).rejects.toMatchObject({ code: 'MBIM_NO_CHANNEL', cause: gone });
    await settle();
    channel.closing.close(gone);
    await failed;
    await expect(getSignal(client)).rejects.toMatchObject({ code: 'MBIM_NO_CHANNEL' });
    const sent = channel.sent.length;
    await client.close();
    expect(channel.sent).toHaveLength(sent);
  });

  it('a message that cannot be sent fails its transaction', async () => {
    const { channel, client } = await opened();
    const cause = new Error('EIO');
    channel.send = () => Promise.reject(cause);
    await expect(getSignal(client)).rejects.toMatchObject({ code: 'MBIM_NO_CHANNEL', cause });
  });

  it('close says so to the modem and closes the channel, also when the modem is silent by then', async () => {
    const { channel, client } = await opened();
    await client.close();
    expect(last(channel).type).toBe('close');
    expect(channel.closing.closed).toBe(true);

    const other = await opened();
    other.channel.script = () => null;
    const closing = other.client.close();
    await other.clock.advance(2000);
    await closing;
    expect(other.channel.closing.closed).toBe(true);
  });
});
