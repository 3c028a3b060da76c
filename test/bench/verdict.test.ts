import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { verdictOf } from '../../electron/bench/verdict.ts';
import { Manifest } from '../../electron/contract/manifest.ts';
import type { Check } from '../../electron/contract/snapshot.ts';
import { createText } from '../../electron/contract/text.ts';
import { verdictPoints } from '../../electron/contract/verdict.ts';
import { modes } from '../../electron/contract/words.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const backends: PracticeWorld[] = [];
afterEach(async () => {
  for (const world of backends.splice(0)) await world.close();
});
const start = async (options: Parameters<typeof practiceWorld>[0] = {}) => {
  const world = await practiceWorld(options);
  backends.push(world);
  return world;
};

const check = (id: string, state: Check['state'] = 'passed'): Check => ({
  id,
  title: { key: 'checks.x', values: {} },
  state,
  seen: '',
  code: null,
});
const needed = ['composition', 'drivers-on-router', 'control-qmi', 'sim', 'network', 'connection'];
const all = needed.map((id) => check(id));
const but = (id: string, state?: Check['state']) => [...all.filter((c) => c.id !== id), ...(state ? [check(id, state)] : [])];

describe('the verdict', () => {
  it('is verified where everything was seen', () => {
    expect(verdictOf(all, 'qmi')).toEqual({ state: 'verified', points: [] });
  });

  it.each(needed)('is not without %s', (id) => {
    const point = { 'drivers-on-router': 'router-driver', 'control-qmi': 'control' }[id] ?? id;
    expect(verdictOf(but(id), 'qmi')).toEqual({ state: 'usable', points: [point] });
    expect(verdictOf(but(id, 'unknown'), 'qmi')).toEqual({ state: 'usable', points: [point] });
    expect(verdictOf(but(id, 'failed'), 'qmi')).toEqual({ state: 'unusable', points: [point] });
  });

  it('of a network card asks for nobody who commands it', () => {
    for (const mode of modes) {
      const state = mode === 'ecm' || mode === 'rndis' ? 'verified' : 'usable';
      expect([mode, verdictOf(but('control-qmi'), mode).state]).toEqual([mode, state]);
    }
  });

  it('takes one way of commanding it for enough', () => {
    expect(verdictOf([...but('control-qmi'), check('control-at', 'unknown'), check('at-port')], 'ncm').state).toBe('verified');
    expect(verdictOf([...but('control-qmi'), check('control-at', 'unknown')], 'ncm').state).toBe('usable');
  });

  it('holds what this computer lacks for not seen, and what it does not tell for nothing', () => {
    expect(verdictOf([...all, check('net-device', 'failed')], 'qmi')).toEqual({ state: 'usable', points: ['host-driver'] });
    expect(verdictOf([...all, check('net-device', 'unknown')], 'qmi').state).toBe('verified');
    // A port that the mode does not need on the router.
    expect(verdictOf([...all, check('drivers', 'failed'), check('serial-ports', 'failed')], 'qmi').state).toBe('verified');
    expect(verdictOf([...but('control-qmi'), check('at-port'), check('serial-ports', 'failed')], 'ncm').points).toEqual(['host-driver']);
  });

  it('names only what went wrong where something did', () => {
    expect(verdictOf([...but('connection', 'failed'), check('pin', 'unknown')], 'qmi')).toEqual({
      state: 'unusable',
      points: ['connection'],
    });
  });

  it('is one sentence in each language, with what to do for each point', () => {
    for (const language of ['en', 'ru'] as const) {
      const text = createText(language);
      for (const state of ['verified', 'usable', 'unusable'] as const) {
        const { sentence, advice } = text.verdict({ state, points: state === 'verified' ? [] : [...verdictPoints] });
        expect([sentence, ...advice].filter((line) => line.includes('verdict.') || line.includes('{{'))).toEqual([]);
        expect(advice).toHaveLength(state === 'verified' ? 0 : verdictPoints.length);
      }
    }
  });
});

describe('what a technician is told', () => {
  /** State, and the sentence that the manifest and the printed page have as well. */
  async function told(
    name: string,
    mode: 'qmi' | 'ecm' | 'ncm' | 'rndis',
    options: Parameters<typeof practiceWorld>[0] = {},
    wishes: object = {},
  ) {
    const w = await start(options);
    const port = await w.plug(name);
    const { state, verdict, failure } = await w.prepare(port, { mode, ...wishes });
    expect(failure).toBeNull();
    const folder = temporaryFolder();
    await w.bench.handle({ type: 'export', portPath: port, folder, accepts: ['unusable'] });
    const file = (ending: RegExp) => readFileSync(join(folder, readdirSync(folder).find((one) => ending.test(one)) ?? ''), 'utf8');
    const manifest = Manifest.parse(JSON.parse(file(/manifest.*\.json$/)));
    const { sentence } = createText('en').verdict(verdict ?? { state: 'unusable', points: [] });
    expect(manifest.verdict).toEqual(verdict);
    expect(file(/\.html$/)).toContain(`<b>${sentence}</b>`);
    return { state, sentence, manifest };
  }

  it('of a stick that was seen to do it all', async () => {
    expect(await told('quectel-ec25', 'qmi')).toMatchObject({
      state: 'verified',
      sentence: 'Verified: everything that this mode needs was confirmed.',
    });
  });

  it('of a router in a stick, which nobody can ask', async () => {
    expect(await told('huawei-hilink', 'ecm')).toMatchObject({
      state: 'usable',
      sentence: 'Usable; not confirmed: the SIM, a network, a data connection.',
    });
  });

  it('of one whose PIN the open SIM did not take: the PIN stays out of the file unless the technician vouches for it', async () => {
    const w = await start({ faults: { 'huawei-qmi': { pin: '4711' } } });
    const port = await w.plug('huawei-qmi');
    expect((await w.prepare(port, { mode: 'qmi', pin: '4711' })).verdict).toEqual({ state: 'verified', points: [] });
    // The SIM stays open as long as the stick has power, and the next PIN is a wrong one.
    await w.bench.handle({ type: 'dismiss', portPath: port });
    const again = await w.prepare(port, { mode: 'qmi', pin: '0000' });
    expect(again).toMatchObject({ state: 'usable', pinUntried: true, verdict: { points: ['pin'] } });
    const scriptOf = async (accepts: ('unusable' | 'untried-pin')[]) => {
      const folder = temporaryFolder();
      await w.bench.handle({ type: 'export', portPath: port, folder, accepts });
      const { warnings = [] } = w.dongle(port).bundle ?? {};
      const manifest = Manifest.parse(
        JSON.parse(readFileSync(join(folder, readdirSync(folder).find((f) => /manifest.*json$/.test(f)) ?? ''), 'utf8')),
      );
      return { hasPin: manifest.wishes.hasPin, warned: warnings.some(({ key }) => key === 'bundle.warnings.pin-left-out') };
    };
    expect(await scriptOf([])).toEqual({ hasPin: false, warned: true });
    expect(await scriptOf(['untried-pin'])).toEqual({ hasPin: true, warned: false });
  });
});

it('a modem that answers ERROR to everything is told as that, and not as a broken SIM', async () => {
  const w = await start({ faults: { 'huawei-qmi': { atError: true, qmiSilent: true } } });
  const port = await w.plug('huawei-qmi');
  expect((await w.prepare(port, { mode: 'qmi' })).failure).toMatchObject({ code: 'AT_ERROR', detail: { command: 'AT+CPIN?' } });
});

it('a modem that answers ERROR to AT is asked in QMI', async () => {
  const w = await start({ faults: { 'huawei-qmi': { atError: true } } });
  const port = await w.plug('huawei-qmi');
  const { failure, identity, network } = await w.prepare(port, { mode: 'qmi' });
  expect(failure).toBeNull();
  expect(identity.imei).toMatch(/^\d{15}$/);
  expect(network).toMatchObject({ sim: 'ready', registration: 'home' });
});
