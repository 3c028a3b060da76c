import { getEventListeners } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openQmi, type QmiClient, type QmiIndication } from '../../electron/qmi/client.ts';
import { dmsMessages, getIds, getModel } from '../../electron/qmi/dms.ts';
import type { QmiFrame } from '../../electron/qmi/qmux.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
import { failure, ScriptedChannel, SUCCESS } from './scripted-channel.ts';

const text = (s: string) => new TextEncoder().encode(s);
const isModel = (frame: QmiFrame) => frame.service === 2 && frame.message === dmsMessages.model.id;

async function opened(): Promise<{ channel: ScriptedChannel; clock: ManualClock; client: QmiClient }> {
  const channel = new ScriptedChannel();
  const clock = new ManualClock();
  const client = await openQmi(channel, clock);
  onTestFinished(() => {
    // Whatever a test did, no time limit may be left running.
    expect(clock.pending).toBe(0);
  });
  return { channel, clock, client };
}

/** The request that waits for an answer. */
const last = (channel: ScriptedChannel): QmiFrame => {
  const frame = channel.sent.at(-1);
  if (!frame) throw new Error('nothing was sent');
  return frame;
};

describe('opening', () => {
  it('syncs, then reads which services there are', async () => {
    const { channel, client } = await opened();
    expect(channel.sent.map((f) => [f.service, f.client, f.message])).toEqual([
      [0, 0, 0x27],
      [0, 0, 0x21],
    ]);
    expect(client.offers('DMS')).toBe(true);
    expect(client.versions.get(1)).toEqual({ major: 1, minor: 10 });
    expect(client.versions.has(5)).toBe(false);
  });

  it('tries again with a modem that is deaf at first', async () => {
    const channel = new ScriptedChannel();
    const clock = new ManualClock();
    let deaf = 2;
    const send = channel.send.bind(channel);
    channel.send = async (message) => (deaf-- > 0 ? undefined : send(message));
    const opening = openQmi(channel, clock);
    await clock.advance(4000);
    await expect(opening).resolves.toHaveProperty('name', 'test channel');
  });

  it('gives up with QMI_SILENT and closes the channel', async () => {
    const channel = new ScriptedChannel();
    channel.send = async () => undefined;
    const clock = new ManualClock();
    const opening = openQmi(channel, clock, { attempts: 3, attemptMs: 1000 });
    const failed = expect(opening).rejects.toMatchObject({ code: 'QMI_SILENT', detail: { service: 'CTL', message: 'Sync' } });
    await clock.advance(3000);
    await failed;
    expect(channel.closing.closed).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('on a shared channel never syncs, and asks for the services until they are told', async () => {
    const channel = new ScriptedChannel();
    const clock = new ManualClock();
    let deaf = 2;
    const send = channel.send.bind(channel);
    const tried: number[] = [];
    channel.send = async (message) => {
      tried.push(message[8] ?? 0);
      if (deaf-- <= 0) await send(message);
    };
    const opening = openQmi(channel, clock, { shared: true });
    await clock.advance(4000);
    const client = await opening;
    expect(tried).toEqual([0x21, 0x21, 0x21]);
    expect(client.versions.get(1)).toEqual({ major: 1, minor: 10 });
    const silent = new ScriptedChannel();
    silent.send = async () => undefined;
    const giving = openQmi(silent, clock, { shared: true, attempts: 2, attemptMs: 1000 });
    const failed = expect(giving).rejects.toMatchObject({ code: 'QMI_SILENT', detail: { message: 'Get Version Info' } });
    await clock.advance(2000);
    await failed;
    expect(silent.closing.closed).toBe(true);
  });

  it('on a shared channel a modem that refuses to tell its services is there all the same', async () => {
    const channel = new ScriptedChannel();
    channel.script = () => [failure(71)];
    expect((await openQmi(channel, new ManualClock(), { shared: true })).versions.size).toBe(0);
    expect(channel.sent).toHaveLength(1);
  });

  it('a modem that refuses sync and versions is there all the same', async () => {
    const channel = new ScriptedChannel();
    channel.script = () => [failure(71)];
    const client = await openQmi(channel, new ManualClock());
    expect(client.versions.size).toBe(0);
    expect(client.offers('UIM')).toBe(true);
  });

  it('a version list that ends too soon is QMI_GARBLED', async () => {
    const channel = new ScriptedChannel();
    channel.script = (f) => (f.message === 0x21 ? [SUCCESS, [0x01, Uint8Array.of(200, 1, 1)]] : null);
    await expect(openQmi(channel, new ManualClock())).rejects.toMatchObject({
      code: 'QMI_GARBLED',
      detail: { message: 'Get Version Info' },
    });
  });
});

describe('transactions', () => {
  it('share one client id per service, also when they start together', async () => {
    const { channel, client } = await opened();
    channel.script = (f) =>
      isModel(f) ? [SUCCESS, [0x01, text('E398')]] : f.service === 2 ? [SUCCESS, [0x11, text('861955031234571')]] : null;
    const [model, ids] = await Promise.all([getModel(client), getIds(client)]);
    expect(model).toBe('E398');
    expect(ids).toEqual({ esn: null, imei: '861955031234571', meid: null });
    expect(channel.sent.filter((f) => f.service === 0 && f.message === 0x22)).toHaveLength(1);
    const dms = channel.sent.filter((f) => f.service === 2);
    expect(dms.map((f) => f.client)).toEqual([5, 5]);
    expect(new Set(dms.map((f) => f.transaction)).size).toBe(2);
  });

  it('answers are told apart by transaction, not by order', async () => {
    const { channel, client } = await opened();
    const first = getModel(client);
    await settle();
    const firstFrame = last(channel);
    const second = getModel(client);
    await settle();
    channel.answer(last(channel), [SUCCESS, [0x01, text('second')]]);
    channel.answer(firstFrame, [SUCCESS, [0x01, text('first')]]);
    expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  });

  it('an error has its number and name', async () => {
    const { channel, client } = await opened();
    channel.script = (f) => (isModel(f) ? [failure(71)] : null);
    await expect(getModel(client)).rejects.toMatchObject({
      code: 'QMI_ERROR',
      detail: { service: 'DMS', message: 'Get Model', number: 71, name: 'InvalidQmiCommand' },
    });
    channel.script = (f) => (isModel(f) ? [failure(9999)] : null);
    await expect(getModel(client)).rejects.toMatchObject({ detail: { number: 9999, name: 'Error9999' } });
  });

  it('silence is QMI_SILENT when the time is over, not before; the late answer is dropped', async () => {
    const { channel, clock, client } = await opened();
    const asking = getModel(client, { timeoutMs: 3000 });
    const failed = expect(asking).rejects.toMatchObject({ code: 'QMI_SILENT', detail: { message: 'Get Model', seconds: 3 } });
    let over = false;
    void asking.catch(() => {
      over = true;
    });
    await clock.advance(2999);
    expect(over).toBe(false);
    await clock.advance(1);
    await failed;
    const late = last(channel);
    const again = getModel(client);
    await settle();
    channel.answer(late, [SUCCESS, [0x01, text('late')]]);
    channel.answer(last(channel), [SUCCESS, [0x01, text('now')]]);
    expect(await again).toBe('now');
  });

  it('foreign answers are dropped: other client, other service, other message, a request, an indication', async () => {
    const { channel, client } = await opened();
    const asking = getModel(client);
    await settle();
    const frame = last(channel);
    const wrong = [SUCCESS, [0x01, text('wrong')] as const];
    channel.answer(frame, wrong, { client: 6 });
    channel.answer(frame, wrong, { service: 3 });
    channel.answer(frame, wrong, { message: 0x23 });
    channel.answer(frame, wrong, { transaction: frame.transaction + 1 });
    channel.answer(frame, wrong, { kind: 'request' });
    channel.answer(frame, wrong, { kind: 'indication' });
    channel.answer(frame, wrong, { from: 'host' });
    channel.answer(frame, [SUCCESS, [0x01, text('right')]]);
    expect(await asking).toBe('right');
  });

  it('noise before the answer does no harm; noise instead of it is QMI_GARBLED', async () => {
    const { channel, clock, client } = await opened();
    const noise = Uint8Array.of(0xff, 1, 2, 3);
    const asking = getModel(client);
    await settle();
    channel.receive(noise);
    channel.answer(last(channel), [SUCCESS, [0x01, text('E398')]]);
    expect(await asking).toBe('E398');

    const again = getModel(client, { timeoutMs: 1000 });
    const failed = expect(again).rejects.toMatchObject({ code: 'QMI_GARBLED', detail: { message: 'Get Model' } });
    await settle();
    channel.receive(noise);
    await clock.advance(1000);
    await failed;
  });

  it('an answer whose fields do not fit is QMI_GARBLED at once', async () => {
    const { channel, client } = await opened();
    channel.script = (f) => (isModel(f) ? [] : null);
    await expect(getModel(client)).rejects.toMatchObject({ code: 'QMI_GARBLED', detail: { message: 'Get Model' } });
    channel.script = (f) => (isModel(f) ? [SUCCESS] : null);
    await expect(getModel(client)).rejects.toMatchObject({ code: 'QMI_GARBLED', detail: { what: 'TLV 0x1 missing' } });
    channel.script = (f) => (isModel(f) ? [[0x02, Uint8Array.of(1, 0, 0, 0)]] : null);
    await expect(getModel(client)).rejects.toMatchObject({ code: 'QMI_GARBLED' });
  });

  it('a client id for another service is refused, and asked for again the next time', async () => {
    const { channel, client } = await opened();
    channel.script = (f) => (f.message === 0x22 ? [SUCCESS, [0x01, Uint8Array.of(3, 9)]] : null);
    await expect(getModel(client)).rejects.toMatchObject({ code: 'QMI_GARBLED', detail: { message: 'Allocate CID' } });
    channel.script = (f) => (isModel(f) ? [SUCCESS, [0x01, text('E398')]] : null);
    expect(await getModel(client)).toBe('E398');
  });

  it('leaves nothing on the signal of who asked', async () => {
    const { channel, client } = await opened();
    channel.script = (f) => (isModel(f) ? [SUCCESS, [0x01, text('E398')]] : null);
    const { signal } = new AbortController();
    for (let asked = 0; asked < 3; asked++) await getModel(client, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('can be cancelled', async () => {
    const { channel, client } = await opened();
    const stop = new AbortController();
    const asking = getModel(client, { signal: stop.signal });
    const failed = expect(asking).rejects.toThrow('enough');
    await settle();
    stop.abort(new Error('enough'));
    await failed;
    const sent = channel.sent.length;
    await expect(getModel(client, { signal: stop.signal })).rejects.toThrow('enough');
    expect(channel.sent).toHaveLength(sent);
  });

  it('transaction numbers never run into one that is still waiting, nor into 0', async () => {
    const { channel, clock, client } = await opened();
    const waiting = getModel(client, { timeoutMs: 60_000 });
    const failed = expect(waiting).rejects.toMatchObject({ code: 'QMI_SILENT' });
    await settle();
    const taken = last(channel).transaction;
    channel.script = (f) => (f.service === 2 ? [SUCCESS, [0x01, text('x')]] : null);
    const before = channel.sent.length;
    for (let i = 0; i < 0x1_0000; i++) await client.request(dmsMessages.revision);
    const used = channel.sent.slice(before).map((f) => f.transaction);
    expect(used).not.toContain(taken);
    expect(used).not.toContain(0);
    expect(Math.max(...used.slice(0, 0xffff))).toBe(0xffff);
    await clock.advance(60_000);
    await failed;
  });
});

describe('indications and the end', () => {
  it('indications go to whoever listens', async () => {
    const { channel, client } = await opened();
    const seen: QmiIndication[] = [];
    const stop = client.onIndication((i) => seen.push(i));
    const frame: QmiFrame = {
      service: 3,
      client: 255,
      kind: 'indication',
      transaction: 0,
      message: 0x24,
      body: new Uint8Array(),
      from: 'modem',
    };
    channel.answer(frame, [[0x10, Uint8Array.of(1)]], { kind: 'indication' });
    stop();
    channel.answer(frame, [], { kind: 'indication' });
    expect(seen.map((i) => [i.service, i.client, i.message, i.tlvs.need(0x10).u8()])).toEqual([[3, 255, 0x24, 1]]);
  });

  it('when the channel closes, all that waits and all that comes fails with QMI_NO_CHANNEL', async () => {
    const { channel, client } = await opened();
    const gone = new Error('unplugged');
    const asking = [getModel(client), getIds(client)];
    const failed = Promise.all(asking.map((a) => expect(a).rejects.toMatchObject({ code: 'QMI_NO_CHANNEL', cause: gone })));
    await settle();
    channel.closing.close(gone);
    await failed;
    await expect(getModel(client)).rejects.toMatchObject({ code: 'QMI_NO_CHANNEL' });
  });

  it('a message that cannot be sent fails its transaction', async () => {
    const { channel, client } = await opened();
    const cause = new Error('EIO');
    channel.send = () => Promise.reject(cause);
    await expect(getModel(client)).rejects.toMatchObject({ code: 'QMI_NO_CHANNEL', cause });
  });

  it('close gives client ids back and closes the channel, also when the modem is silent by then', async () => {
    const { channel, clock, client } = await opened();
    channel.script = (f) => (isModel(f) ? [SUCCESS, [0x01, text('E398')]] : null);
    await getModel(client);
    await client.close();
    expect(last(channel)).toMatchObject({ service: 0, message: 0x23 });
    expect([...last(channel).body]).toEqual([0x01, 2, 0, 2, 5]);
    expect(channel.closing.closed).toBe(true);

    const other = await opened();
    other.channel.script = (f) => (isModel(f) ? [SUCCESS, [0x01, text('E398')]] : null);
    await getModel(other.client);
    other.channel.send = async () => undefined;
    const closing = other.client.close();
    await other.clock.advance(1000);
    await closing;
    expect(other.channel.closing.closed).toBe(true);
    expect(clock.pending).toBe(0);
  });
});
