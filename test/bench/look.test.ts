import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';

let practice: PracticeWorld | null = null;
afterEach(async () => {
  await practice?.close();
  practice = null;
});

async function plugged(name: string, options: Parameters<typeof practiceWorld>[0] = {}) {
  practice = await practiceWorld(options);
  const port = await practice.plug(name);
  return { ...practice, port };
}

/** What looks sent, line by line. */
function sent(folder: string): string[] {
  try {
    return readFileSync(join(folder, 'looks.jsonl'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

const allow = (world: Pick<PracticeWorld, 'bench'>, allowed: boolean) => world.bench.handle({ type: 'allow-looks', allowed });
const ended = ({ clock, dongle }: PracticeWorld, port: string) => clock.until(() => dongle(port).look.state !== 'reading');

describe('a modem that is plugged in', () => {
  it('is asked nothing without consent, and the consent is kept', async () => {
    const world = await plugged('quectel-ec25');
    await world.clock.advance(30_000);
    expect(world.bench.snapshot().looksAllowed).toBeNull();
    expect(world.dongle(world.port)).toMatchObject({ look: { state: 'none' }, identity: {}, proposals: [] });
    expect(sent(world.folder)).toEqual([]);
    await allow(world, true);
    await ended(world, world.port);
    await world.close();
    practice = await practiceWorld({ folder: world.folder });
    expect(practice.bench.snapshot().looksAllowed).toBe(true);
    await allow(practice, false);
    await practice.close();
    practice = await practiceWorld({ folder: world.folder });
    expect(practice.bench.snapshot().looksAllowed).toBe(false);
  });

  it('shows who it is, and its SIM proposes an APN before any plan', async () => {
    const world = await plugged('quectel-ec25');
    await allow(world, true);
    await ended(world, world.port);
    const { look, identity, network, state } = world.dongle(world.port);
    expect([look.state, state]).toEqual(['read', 'modem']);
    expect(identity).toMatchObject({ model: 'EC25', iccid: expect.any(String) });
    expect(network).toMatchObject({ sim: 'ready', registration: 'home' });
    expect(network.signals).toMatchObject([{ technology: 'LTE', rsrp: expect.any(Number) }]);
  });

  it('is only read: nothing that sets, dials or costs a try goes out', async () => {
    const world = await plugged('quectel-ec25', { faults: { 'quectel-ec25': { pin: '4711' } } });
    await allow(world, true);
    await ended(world, world.port);
    await world.clock.advance(60_000);
    const lines = sent(world.folder).join('\n');
    expect(lines).toContain('AT+CPIN?');
    expect(lines).not.toMatch(/CPIN=|CLCK|CFUN=|CGDCONT=|QCFG|Verify PIN|Start Network|CONNECT set/);
    expect(world.dongle(world.port).network).toMatchObject({ sim: 'pin', pinTriesLeft: 3 });
  });

  it('is left alone where ModemManager has it', async () => {
    const world = await plugged('quectel-ec25', { holders: { 'quectel-ec25': [{ kind: 'modem-manager' }] } });
    await allow(world, true);
    await ended(world, world.port);
    expect(world.dongle(world.port).look).toEqual({ state: 'left-alone', failure: null });
    expect(sent(world.folder)).toEqual([]);
  });

  it('is let go of before a job begins', async () => {
    const world = await plugged('sierra-em7455-qmi-only');
    await allow(world, true);
    expect(world.dongle(world.port).look.state).toBe('reading');
    const mode = world.dongle(world.port).mode ?? 'qmi';
    const { failure, state } = await world.prepare(world.port, { mode });
    expect([failure, state]).toEqual([null, 'verified']);
  });

  it('is forgotten when it is pulled out', async () => {
    const world = await plugged('quectel-ec25');
    await allow(world, true);
    await ended(world, world.port);
    await world.practice.unplug(world.port);
    await world.clock.advance(1000);
    await world.practice.plug('sierra-em7455-mbim-only');
    await world.clock.advance(500);
    for (const { identity } of world.bench.snapshot().dongles) expect(identity.model).not.toBe('EC25');
  });

  it('tells what its firmware can be asked, once for each firmware', async () => {
    const world = await plugged('sierra-em7455-qmi-only');
    await allow(world, true);
    await ended(world, world.port);
    await world.clock.advance(30_000);
    const ask = () => world.bench.answer({ type: 'capabilities', portPath: world.port });
    const first = await ask();
    expect(first).toMatchObject({ type: 'capabilities', capabilities: { qmi: expect.arrayContaining(['DMS 0021', 'NAS 004d']) } });
    const before = sent(world.folder).filter((line) => line.includes('Get Supported Messages')).length;
    expect(before).toBeGreaterThan(0);
    await world.practice.unplug(world.port);
    await world.clock.advance(1000);
    const port = await world.practice.plug('sierra-em7455-qmi-only');
    await world.clock.advance(1000);
    await ended(world, port);
    await world.clock.advance(30_000);
    expect(sent(world.folder).filter((line) => line.includes('Get Supported Messages')).length).toBe(before);
    expect(await world.bench.answer({ type: 'capabilities', portPath: port })).toEqual(first);
  });
});
