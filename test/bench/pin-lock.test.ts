import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const backends: PracticeWorld[] = [];
const start = async (...[options]: Parameters<typeof practiceWorld>) => {
  const world = await practiceWorld(options);
  backends.push(world);
  return world;
};
afterEach(async () => {
  for (const world of backends.splice(0)) await world.close();
});

const NAME = 'quectel-ec25';
const locked = { faults: { [NAME]: { pin: '4711' } } };
const off = { mode: 'qmi', pinLock: 'off' } as const;

describe('switching the PIN request of the SIM off', () => {
  it('is shown in the plan, with its risk and without the PIN', async () => {
    const w = await start(locked);
    const { draft: plan } = await w.plan(await w.plug(NAME), { ...off, pin: '4711' });
    const step = plan?.steps.find((s) => s.id === 'pin-lock');
    expect(step).toMatchObject({ risk: 'persistent', action: { kind: 'pin-lock' } });
    expect(step?.wayBack).not.toBeNull();
    expect(JSON.stringify(plan)).not.toContain('4711');
  });

  it('leaves a SIM that asks for none, and a bundle without the PIN', async () => {
    const w = await start(locked);
    const port = await w.plug(NAME);
    const done = await w.prepare(port, { ...off, pin: '4711' });
    expect(done.state).toBe('verified');
    expect(done.progress.find((p) => p.id === 'pin-lock')?.state).toBe('done');
    const folder = temporaryFolder();
    await w.bench.handle({ type: 'export', portPath: port, folder });
    const archive = w.dongle(port).bundle?.archive ?? '';
    expect(execFileSync('tar', ['-xOzf', archive], { encoding: 'utf8' })).not.toContain('4711');
    const [journal] = readdirSync(join(w.folder, 'journal'));
    const text = readFileSync(join(w.folder, 'journal', journal ?? ''), 'utf8');
    expect(text).toContain('AT+CLCK=\\"SC\\",0,\\"****\\"');
    expect(text).not.toContain('4711');
    // Asked once more, with no PIN at hand: there is nothing to switch off.
    await w.bench.handle({ type: 'dismiss', portPath: port });
    const again = await w.prepare(port, off);
    expect(again.state).toBe('verified');
    expect(again.progress.find((p) => p.id === 'pin-lock')?.state).toBe('skipped');
  });

  it('asks for a PIN that was not given', async () => {
    const w = await start(locked);
    const port = await w.plug(NAME);
    expect((await w.prepare(port, off)).state).toBe('locked');
    await w.bench.handle({ type: 'pin', portPath: port, pin: '4711' });
    expect((await w.follow(port)).state).toBe('verified');
  });

  it('of a SIM that was opened before asks for the PIN as well, and a wrong one costs one try', async () => {
    const w = await start(locked);
    const port = await w.plug(NAME);
    expect((await w.prepare(port, { mode: 'qmi', pin: '4711' })).state).toBe('verified');
    await w.bench.handle({ type: 'dismiss', portPath: port });
    expect((await w.prepare(port, off)).state).toBe('locked');
    await w.bench.handle({ type: 'pin', portPath: port, pin: '1111' });
    expect((await w.follow(port)).failure).toEqual({ code: 'PIN_WRONG', detail: { tries: 2 } });
    expect((await w.prepare(port, { ...off, pin: '2222' })).failure).toEqual({ code: 'PIN_WRONG', detail: { tries: 1 } });
    // One left: that one is the technician's own.
    expect((await w.prepare(port, { ...off, pin: '4711' })).failure?.code).toBe('PIN_LAST_TRY');
  });
});
